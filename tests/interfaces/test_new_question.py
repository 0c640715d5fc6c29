"""``townhall eval new`` as its users have it: the real command, a real index, and what they type."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from townhall.evaluation.data.dataset import load_dataset
from townhall.evaluation.data.texts import CorpusTexts
from townhall.interfaces.cli import main
from townhall.library import ingest
from townhall.settings import Settings

PAGE = """Harbour Cities Network (HCN)

The HCN supports 28 harbour cities in Norland with digital maps. It was founded in 2011.

Contact person

Ada Quay, Head of Office

Call for harbours

Cities apply by 17 June 2024.
"""
QUESTION = "How many harbour cities does the Harbour Cities Network support?"
QUOTE = "The HCN supports 28 harbour cities in Norland with digital maps."


@dataclass(frozen=True)
class Done:
    """What the command did."""

    returncode: int
    stdout: str
    stderr: str


New = Callable[..., Done]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, prepare: Callable[[Path], None]) -> Settings:
    """Return settings of a small index, built once."""
    folder = tmp_path_factory.mktemp("new")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "north.txt").write_text(PAGE, encoding="utf-8")
    prepare(folder / "index")
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    ingest(settings)
    return settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where questions go."""
    return tmp_path / "mine.jsonl"


@pytest.fixture
def new(place: Settings, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> New:
    """Return ``new("--yes", ..., typed=["line", ...])``: the command with those options, its user typing those lines."""

    def run(*options: str, typed: Sequence[str] = (), dataset: Path = file) -> Done:
        monkeypatch.setattr(sys, "argv", ["townhall", *arguments(place, dataset), *options])
        monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in typed)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        shown = capsys.readouterr()
        return Done(int(left.value.code or 0), shown.out, shown.err)

    return run


def arguments(place: Settings, dataset: Path) -> list[str]:
    """Return the command with its places and a fixed day."""
    places = {"--dataset": dataset, "--corpus": place.corpus, "--index": place.index, "--today": "2024-05-01"}
    return ["eval", "new", *(str(part) for option in places.items() for part in option)]


@pytest.fixture
def feedback(tmp_path: Path) -> Callable[..., str]:
    """Return ``feedback(verdict, changes)``: the path of an entry about the number of cities."""

    def write(verdict: str, changes: dict[str, Any] | None = None) -> str:
        start = PAGE.index(QUOTE)
        answer: dict[str, Any] = {
            "id": "",
            "question": QUESTION,
            "standalone": QUESTION,
            "status": "answered",
            "language": "en",
            "mode": "extractive",
            "answer": "28 harbour cities [1]",
            "statements": [{"text": "28 harbour cities", "citations": [1], "lead": True}],
            "citations": [{"n": 1, "role": "support", "source": "north.txt", "heading": None, "start": start, "end": start + len(QUOTE), "page": None,
                           "quote": QUOTE, "sha256": "", "also_in": []}],
            "cards": [], "reason": None, "next": [], "carried": [], "notes": [], "support": None, "index": "", "settings": "", "timings_ms": {},
        }  # fmt: skip
        path = tmp_path / "entry.json"
        entry = {"question": QUESTION, "answer": answer, "verdict": verdict, "comment": "As on the page.", **(changes or {})}
        path.write_text(json.dumps(entry), encoding="utf-8")
        return str(path)

    return write


def rows(file: Path) -> list[dict[str, Any]]:
    """Return the rows of a file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_what_the_answer_proposes(new: New, file: Path, place: Settings) -> None:
    """A question alone suffices where the answer is right: facts, quotes, status and an id come from it, and the file can be loaded."""
    done = new("--yes", "--question", QUESTION)
    assert done.returncode == 0, done.stderr
    (row,) = rows(file)
    assert json.loads(done.stdout) == row
    assert row["status"] == ["answered"]
    assert {"number": 28} in row["facts"]
    assert row["spans"] == [{"source": "north.txt", "quote": QUOTE}]
    assert (row["category"], row["today"]) == ("number", "2024-05-01")
    assert load_dataset(file, CorpusTexts(place.corpus)).questions[0].turns == (QUESTION,)


def test_options_overrule_it(new: New, file: Path) -> None:
    """Whatever an option names takes the place of what was proposed; a quote by itself finds its document."""
    options = {
        "--status": ["answered", "partial"],
        "--fact": ["text:28|twenty-eight", "date:2024-06-17"],
        "--forbid": ["Hill Towns", "12"],
        "--span": ["supports 28 harbour cities"],
        "--category": ["explain"],
        "--group": ["members"],
        "--id": ["mine"],
    }
    done = new("--yes", "--list", "--question", QUESTION, *(part for name, values in options.items() for value in values for part in (name, value)))
    assert done.returncode == 0, done.stderr
    assert rows(file) == [
        {
            "id": "mine",
            "messages": [{"role": "user", "content": QUESTION}],
            "status": ["answered", "partial"],
            "facts": [{"text": ["28", "twenty-eight"]}, {"date": "2024-06-17"}],
            "forbidden": [{"text": ["Hill Towns"]}, {"number": 12}],
            "spans": [{"source": "north.txt", "quote": "supports 28 harbour cities"}],
            "category": "explain",
            "language": "en",
            "group": "members",
            "today": "2024-05-01",
            "list": True,
        }
    ]


def test_a_dialogue(place: Settings, file: Path) -> None:
    """In a process of its own: the user sees the answer with its quotes, corrects what it proposes, is asked again after a mistake, and agrees."""
    typed = [
        QUESTION, "",  # the question, no further turn
        "y",  # the answer is right
        "maybe", "answered",  # a status that isn't known is asked again
        "number:28", "text:harbour cities", "",  # one fact kept, one added
        "Hill Towns", "",  # something forbidden
        "north.txt: 29 harbour cities", "supports 28 harbour cities", "",  # a quote that isn't there is asked again
        "", "", "members", "", "", "",  # category, language, group, list, id, agreed
    ]  # fmt: skip
    command = [sys.executable, "-m", "townhall", *arguments(place, file)]
    lines = "".join(f"{line}\n" for line in typed)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603 - our own command
    assert done.returncode == 0, done.stdout + done.stderr
    assert QUOTE in done.stdout
    assert "'maybe' is not known" in done.stdout
    assert "is in no document" in done.stdout
    (row,) = rows(file)
    assert row["facts"] == [{"number": 28}, {"text": ["harbour cities"]}]
    assert row["forbidden"] == [{"text": ["Hill Towns"]}]
    assert row["spans"] == [{"source": "north.txt", "quote": "supports 28 harbour cities"}]
    assert row["group"] == "members"
    assert row["id"].startswith("number-")


def test_a_user_who_leaves(new: New, file: Path) -> None:
    """Where the user doesn't agree, or goes away in the middle, nothing is written."""
    assert new("--question", QUESTION, typed=["y"]).returncode != 0
    assert not file.exists()


def test_a_second_question(new: New, file: Path) -> None:
    """The next question is added below with an id of its own; an id that is taken and a broken file are refused, and the file stays."""
    assert new("--yes", "--question", QUESTION).returncode == 0
    assert new("--yes", "--question", QUESTION).returncode == 0
    first, second = rows(file)
    assert first["id"] != second["id"]
    before = file.read_bytes()
    done = new("--yes", "--question", QUESTION, "--id", first["id"])
    assert done.returncode == 1
    assert "is the id of line 1 too" in done.stderr
    assert file.read_bytes() == before


def test_a_conversation(new: New, file: Path) -> None:
    """Several questions are turns of one conversation."""
    done = new("--yes", "--question", QUESTION, "--question", "And when was it founded?", "--fact", "2011", "--span", "It was founded in 2011.")
    assert done.returncode == 0, done.stderr
    (row,) = rows(file)
    assert [message["content"] for message in row["messages"]] == [QUESTION, "And when was it founded?"]
    assert row["category"] == "followup"


def test_a_refusal(new: New, file: Path) -> None:
    """Where the assistant refuses, a refusal is proposed as what is due."""
    done = new("--yes", "--question", "What will the weather be like tomorrow?")
    assert done.returncode == 0, done.stderr
    (row,) = rows(file)
    assert row["category"] == "refuse"
    assert row["status"][0] in {"out_of_scope", "not_in_documents"}
    assert not {"facts", "spans"} & set(row)


def test_praise(new: New, file: Path, feedback: Callable[..., str]) -> None:
    """An answer that a user liked proposes what it said, as of the day of the entry unless another is named."""
    done = new("--yes", "--from", feedback("up", {"day": "2024-04-01"}))
    assert done.returncode == 0, done.stderr
    (row,) = rows(file)
    assert (row["facts"], row["spans"]) == ([{"number": 28}], [{"source": "north.txt", "quote": QUOTE}])


def test_blame(new: New, file: Path, feedback: Callable[..., str]) -> None:
    """An answer that a user disliked proposes nothing that it said: without facts and quotes the question is refused, with them it is added."""
    entry = feedback("down")
    assert "field facts: empty" in new("--yes", "--from", entry).stderr
    assert not file.exists()
    assert new("--yes", "--from", entry, "--fact", "28", "--span", QUOTE).returncode == 0
    assert rows(file)[0]["facts"] == [{"number": 28}]


def test_blame_in_a_dialogue(new: New, file: Path, feedback: Callable[..., str]) -> None:
    """The user sees the comment, the answer that was disliked and today's, and can call today's right."""
    done = new("--from", feedback("down"), typed=["y", "", "", "", "", "", "", "", "", "", "", "", "", ""])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "wrong: As on the page." in done.stdout
    assert {"number": 28} in rows(file)[0]["facts"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"verdict": "meh"}, "field verdict"),
        ({"answer": {"status": "answered"}}, "field answer.question"),
        ({"answer": None}, "field answer"),
        ({"day": "soon"}, "field day"),
    ],
)
def test_broken_feedback(new: New, file: Path, feedback: Callable[..., str], changes: dict[str, Any], problem: str) -> None:
    """An entry that isn't one is refused in one line that names the field."""
    done = new("--yes", "--from", feedback("up", changes))
    assert done.returncode == 1
    assert problem in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not file.exists()


def test_frozen_sets_stay_as_they_are(new: New, tmp_path: Path) -> None:
    """What the assistant answers doesn't come into a frozen set."""
    done = new("--yes", "--question", QUESTION, dataset=tmp_path / "mine-frozen.jsonl")
    assert done.returncode == 2
    assert "is frozen" in done.stderr
    assert not (tmp_path / "mine-frozen.jsonl").exists()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ((), "No question was given"),
        (("--question", QUESTION, "--fact", "number:many"), "is not a number"),
        (("--question", QUESTION, "--fact", "date:soon"), "is not a date"),
        (("--question", QUESTION, "--span", "29 harbour cities"), "is in no document"),
        (("--question", QUESTION, "--category", "who"), "unknown category"),
        (("--question", QUESTION, "--status", "not_in_documents"), "cites no support"),
    ],
)
def test_wrong_options(new: New, file: Path, options: Sequence[str], problem: str) -> None:
    """What can't be read or contradicts itself is told, and nothing is written."""
    done = new("--yes", *options)
    assert done.returncode in {1, 2}
    assert problem in done.stderr
    assert not file.exists()
