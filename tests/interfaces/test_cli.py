"""The command line, run as people and programs run it: a process of its own, judged by its output and exit status."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from townhall.index.generations import writing
from townhall.settings import Settings

REPOSITORY = Path(__file__).parents[2]
CORE = REPOSITORY / "evals" / "datasets" / "core.jsonl"

Townhall = Callable[..., Any]
KEYS = {
    "id": str,
    "question": str,
    "standalone": str,
    "status": str,
    "language": str,
    "mode": str,
    "answer": str,
    "statements": list,
    "citations": list,
    "cards": list,
    "reason": str | None,
    "next": list,
    "carried": list,
    "notes": list,
    "index": str,
    "settings": str,
    "timings_ms": dict,
}
"""What the contract promises of an answer."""
CITATION_KEYS = {"n", "role", "source", "heading", "start", "end", "page", "quote", "sha256", "also_in"}


def rows(path: Path, *batch: dict[str, Any]) -> str:
    """Write a batch file and return its path."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n\n" for row in batch), encoding="utf-8")
    return str(path)


def users(*questions: str) -> list[dict[str, str]]:
    """Return user turns."""
    return [{"role": "user", "content": question} for question in questions]


@pytest.fixture
def ask(townhall: Townhall, real_settings: Settings) -> Townhall:
    """Return ``ask(argument, ...)``: ``townhall ask`` on the real index."""
    return lambda *arguments: townhall("ask", *arguments, index=real_settings.index)


def test_json_is_the_contract(ask: Townhall) -> None:
    """One object with every key of the contract and its type, and nothing else on standard output or error."""
    done = ask("Who supports us in Slovenia, and whom do I write to?", "--json")
    assert (done.status, done.err) == (0, "")
    (answer,) = done.objects
    assert {key: isinstance(answer[key], kind) for key, kind in KEYS.items()} == dict.fromkeys(KEYS, True)
    assert (answer["status"], answer["mode"], answer["language"], answer["reason"]) == ("answered", "extractive", "en", None)
    for statement in answer["statements"]:
        assert set(statement) == {"text", "citations", "lead"}
    for citation in answer["citations"]:
        assert set(citation) == CITATION_KEYS
        assert (citation["role"], citation["page"]) == ("support", None)
        assert all(set(place) == {"source", "start", "end"} for place in citation["also_in"])
    (card,) = answer["cards"]
    assert card["kind"] == "organisation"
    assert all(set(field) == {"value", "citation"} for field in card["fields"].values())
    assert answer["timings_ms"]["total"] > 0


def test_a_batch_is_answered_in_order(ask: Townhall, tmp_path: Path) -> None:
    """Rows are answered one a line in their order; user turns are one conversation; ``sources`` and ``dropped`` hold for their row alone."""
    path = rows(
        tmp_path / "batch.jsonl",
        {"id": "z", "messages": users("What are the deadlines?")},
        {"id": "a", "messages": users("Who supports us in Slovenia?", "Whom do I write to?")},
        {"id": 7, "messages": [*users("Who supports us in Slovenia?"), {"role": "assistant", "content": "ZMOS."}, *users("And in Croatia?")]},
        {"id": "s", "messages": users("Who supports us in Slovenia?"), "sources": ["national-support-1.txt"]},
        {"id": "t", "messages": users("Who supports us in Slovenia?"), "sources": None},
        {"id": "e", "messages": users("")},
        {"id": "d", "messages": users("Who supports us in Slovenia?", "Whom do I write to?"), "dropped": [{"slot": "place", "value": "SI"}]},
    )
    done = ask("--batch", path, "--json", "--today", "2024-06-17")
    assert (done.status, done.err) == (0, "")
    assert [answer["id"] for answer in done.objects] == ["z", "a", "7", "s", "t", "e", "d"]
    deadlines, contact, croatia, limited, free, empty, dropped = done.objects
    assert "today, 17 June 2024, is the last day" in deadlines["answer"]
    assert contact["answer"].startswith("Miran Košpenda")
    assert (contact["question"], contact["carried"]) == ("Whom do I write to?", [{"slot": "place", "value": "SI"}])
    assert (dropped["status"], dropped["carried"]) == ("clarify", [])
    assert "Croatia" in croatia["answer"]
    assert (limited["status"], free["status"], empty["status"]) == ("not_in_documents", "answered", "out_of_scope")


def test_odd_questions_get_an_answer(ask: Townhall, tmp_path: Path) -> None:
    """Whatever is asked, the answer is a refusal with a reason or an answer, the exit status 0, and no traceback is seen."""
    odd = ["", "   ", "?!…¿", "🏛️🏛️", "\u200b", "\n\n", "\x00", "a", "'; DROP TABLE units; --", "%s {0} {name}", "x" * 100_000, "who " * 25_000]
    done = ask("--batch", rows(tmp_path / "batch.jsonl", *({"id": question[:9], "messages": users(question)} for question in odd)), "--json")
    assert (done.status, done.err) == (0, "")
    assert [answer["question"] for answer in done.objects] == odd
    for answer in done.objects:
        assert answer["answer"]
        assert answer["reason"] or answer["status"] == "answered"


def test_a_long_question_may_be_an_argument(ask: Townhall) -> None:
    """A question of 100,000 characters on the command line is refused in words, for people too."""
    done = ask("x" * 100_000)
    assert (done.status, done.err) == (0, "")
    assert len(done.out) < 2000


def test_people_get_numbered_quotes(ask: Townhall) -> None:
    """Without --json the answer is printed with markers, then each quote under its number, wrapped, and uncoloured in a pipe."""
    done = ask("How long do procurement services take?")
    assert done.status == 0
    assert "approximately six weeks [1]" in done.out
    assert "Online Procurement Helpdesk" in done.out
    assert "[1] “The estimated duration" in done.out
    assert "\x1b" not in done.out
    assert max(len(line) for line in done.out.splitlines()) <= 100


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("question", "--batch", "nowhere.jsonl"),
        ("--batch", "nowhere.jsonl"),
        ("--batch", "."),
        ("question", "--today", "tomorrow"),
        ("question", "--today", "2024-02-30"),
        ("question", "--no-such-option"),
        ("question", "another"),
    ],
)
def test_wrong_usage_has_status_2(ask: Townhall, arguments: tuple[str, ...]) -> None:
    """A wrong call prints nothing on standard output, says what is wrong on standard error, without a traceback."""
    done = ask(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '"text"',
        "{}",
        '{"id": "q", "messages": []}',
        '{"id": "q", "messages": [{"role": "user"}]}',
        '{"id": "q", "messages": [{"role": "system", "content": "x"}]}',
        '{"id": "q", "messages": [{"role": "assistant", "content": "x"}]}',
        '{"id": "q", "messages": [{"role": "user", "content": "x"}], "sources": "all"}',
        '{"id": "q", "messages": [{"role": "user", "content": "x"}], "dropped": ["place"]}',
    ],
)
def test_a_wrong_row_is_named(ask: Townhall, tmp_path: Path, line: str) -> None:
    """A batch row that is none ends the run with status 2 and one line that names the file and the line; earlier rows are answered."""
    path = tmp_path / "batch.jsonl"
    path.write_text(json.dumps({"id": "good", "messages": users("Hello")}) + "\n" + line + "\n", encoding="utf-8")
    done = ask("--batch", str(path), "--json")
    assert done.status == 2
    assert [answer["id"] for answer in done.objects] == ["good"]
    assert done.err.count("\n") == 1
    assert "batch.jsonl, line 2" in done.err


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_pattern_that_no_document_matches(townhall: Townhall, real_settings: Settings, command: str) -> None:
    """It is a wrong call and no question that can't be answered: status 2, one line that names the pattern, and nothing on standard output."""
    done = townhall(command, "Who supports cities in Slovenia?", "--source", "none-*.txt", index=real_settings.index)
    assert (done.status, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert "No document matches 'none-*.txt'" in done.err


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("ask", ("Who supports us?",)),
        ("ask", ("Who supports us?", "--json")),
        ("search", ("maps", "--json")),
        ("show", ("procurement-helpdesk.txt",)),
    ],
)
def test_without_an_index_one_line_says_so(townhall: Townhall, tmp_path: Path, command: str, arguments: tuple[str, ...]) -> None:
    """A fault has status 1, nothing on standard output, and one line with the remedy on standard error."""
    done = townhall(command, *arguments, index=tmp_path / "index")
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert "townhall ingest" in done.err


@pytest.mark.parametrize("kind", ["missing", "empty", "unreadable", "busy"])
def test_an_ingest_that_cannot_be_done_is_one_line(townhall: Townhall, tmp_path: Path, kind: str) -> None:
    """No corpus, an empty one, one without a readable file, or another ingest: status 1, and a last line with cause and remedy."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    if kind != "missing":
        corpus.mkdir()
    if kind in {"unreadable", "busy"}:
        (corpus / "page.txt").write_bytes(b"\x00\xff" if kind == "unreadable" else b"A page of text.")
    if kind == "busy":
        with writing(index):
            done = townhall("ingest", corpus=corpus, index=index)
    else:
        done = townhall("ingest", corpus=corpus, index=index)
    assert (done.status, done.out) == (1, "")
    assert "Traceback" not in done.err
    (line,) = [line for line in done.err.splitlines() if line.startswith("townhall: ")]
    assert {"missing": "--corpus DIR", "empty": "Put documents there", "unreadable": "not UTF-8", "busy": "Wait for it to finish"}[kind] in line


def test_a_second_ingest_says_that_nothing_is_to_do(townhall: Townhall, real_settings: Settings) -> None:
    """With nothing changed ``ingest`` says so; ``--json`` says it to programs."""
    done = townhall("ingest", index=real_settings.index)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Nothing to do")
    (report,) = townhall("ingest", "--json", index=real_settings.index).objects
    assert (report["changed"], len(report["unchanged"])) == (False, 5)


def test_show_prints_the_document_unchanged(townhall: Townhall, real_settings: Settings) -> None:
    """``show`` prints the file's own characters, nothing added; a document that isn't there is wrong usage with a list of those that are."""
    for name in ("national-support-3.txt", "procurement-helpdesk.txt"):
        done = townhall("show", name, index=real_settings.index)
        assert (done.status, done.err) == (0, "")
        assert done.out == (real_settings.corpus / name).read_bytes().decode()
    done = townhall("show", "nothing.txt", index=real_settings.index)
    assert (done.status, done.out) == (2, "")
    assert "procurement-helpdesk.txt" in done.err


def test_show_keeps_every_byte(townhall: Townhall, new_settings: Callable[..., Settings]) -> None:
    """A byte order mark, Windows line ends and a missing last line end are printed as they are."""
    data = b"\xef\xbb\xbfOffice of Islands\r\n\r\nThe office lends boats to islands.\r\x00"
    settings = new_settings({"page.txt": data})
    townhall("ingest", corpus=settings.corpus, index=settings.index)
    assert townhall("show", "page.txt", index=settings.index).out.encode() == data


def test_search_prints_ranked_passages(townhall: Townhall, real_settings: Settings) -> None:
    """``search --json`` prints the contract's object; offsets reproduce the text, -k limits, --source keeps to documents."""
    (found,) = townhall("search", "digital twins", "-k", "3", "--json", index=real_settings.index).objects
    assert (found["id"], found["query"], len(found["hits"])) == ("", "digital twins", 3)
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    for hit in found["hits"]:
        assert {"rank", "source", "start", "end", "page", "score", "text"} <= set(hit)
        assert (real_settings.corpus / hit["source"]).read_bytes().decode()[hit["start"] : hit["end"]] == hit["text"]
    (limited,) = townhall("search", "digital twins", "--source", "procurement*", "--json", index=real_settings.index).objects
    assert {hit["source"] for hit in limited["hits"]} == {"procurement-helpdesk.txt"}


def test_search_takes_queries_and_conversations(townhall: Townhall, real_settings: Settings, tmp_path: Path) -> None:
    """A batch row has a query, or messages, whose standalone question is what is searched and printed."""
    path = rows(
        tmp_path / "batch.jsonl",
        {"id": "1", "query": "citizen card"},
        {"id": "2", "messages": users("Who is the contact person in Slovenia?", "and in Croatia?")},
        {"id": "3", "query": ""},
    )
    done = townhall("search", "--batch", path, "--json", "-k", "5", index=real_settings.index)
    assert (done.status, done.err) == (0, "")
    one, two, three = done.objects
    assert (one["query"], one["hits"][0]["text"].count("card") > 0) == ("citizen card", True)
    assert "Croatia" in two["query"]
    assert two["query"] != "and in Croatia?"
    assert three["id"] == "3"


def test_the_doctor_tells_health(townhall: Townhall, real_settings: Settings, real_copy: Settings, tmp_path: Path) -> None:
    """``doctor`` has status 0 where all is well, and 1 with the reason where the index or the documents are missing or damaged."""
    well = townhall("doctor", index=real_settings.index)
    assert (well.status, well.err) == (0, "")
    assert all(word in " ".join(well.out.split()) for word in ("chromadb 1.5", "53aa51172d14", "the parts agree", "nothing is contacted"))
    missing = townhall("doctor", index=tmp_path / "none", corpus=tmp_path / "nowhere")
    assert missing.status == 1
    assert "There is no index" in " ".join(missing.out.split())
    assert "There is no folder" in " ".join(missing.out.split())
    (folder,) = (real_copy.index / "generations").iterdir()
    shutil.rmtree(folder / "chroma")
    damaged = townhall("doctor", index=real_copy.index)
    assert damaged.status == 1
    assert "are missing" in damaged.out


def test_a_setting_that_is_wrong_is_named(townhall: Townhall, real_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong value in the environment is one line that names it, with status 2."""
    monkeypatch.setenv("TOWNHALL_CANDIDATES", "many")
    done = townhall("ask", "Who supports us?", index=real_settings.index)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "'many'" in done.err
    assert "TOWNHALL_CANDIDATES" in done.err


def test_nobody_reading_is_no_fault(real_settings: Settings, tmp_path: Path) -> None:
    """A reader that closes the pipe early causes no traceback."""
    path = rows(tmp_path / "batch.jsonl", *({"id": str(number), "messages": users("What are the deadlines?")} for number in range(200)))
    command = f"{sys.executable} -m townhall ask --batch {path} --index {real_settings.index} | head -n 1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False, timeout=120)  # noqa: S603 - our own command
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


def test_everything_works_without_a_network(
    townhall: Townhall, require: Callable[[object, str], None], tmp_path: Path, real_settings: Settings
) -> None:
    """In a network namespace without any network the model is exported, the documents ingested and a question answered."""
    unshare = shutil.which("unshare")
    alone = (unshare or "", "-rn")
    possible = unshare and subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0  # noqa: S603 - the system's
    require(possible, "no network namespace can be made here")
    done = townhall("ingest", corpus=real_settings.corpus, index=tmp_path / "index", before=alone)
    assert done.status == 0, done.err
    assert "5 documents" in done.out
    (answer,) = townhall("ask", "Who supports us in Slovenia?", "--json", index=tmp_path / "index", before=alone).objects
    assert answer["status"] == "answered"
    assert (tmp_path / "index" / "models").is_dir()


def test_a_dry_run_and_generations(townhall: Townhall, new_settings: Callable[..., Settings], tmp_path: Path) -> None:
    """What would be done is told and not done; generations are listed, gone back to, verified and carried in a file, in words and in JSON."""
    settings = new_settings({"one.txt": "One\n\nThis is the first.\n", "page.xyz": "no format"})
    corpus, index = settings.corpus, settings.index
    done = townhall("ingest", "--dry-run", corpus=corpus, index=index)
    assert done.out.splitlines()[0] == "added    one.txt"
    assert "skipped  page.xyz" in done.out
    assert done.out.splitlines()[-1].endswith("Nothing was written.")
    for options in ((), ("--json",)):
        none = townhall("index", "list", *options, "--index", str(index))
        assert (none.status, none.out, none.err.count("\n")) == (1, "", 1)
        assert "townhall ingest" in none.err
    townhall("ingest", corpus=corpus, index=index)
    (corpus / "one.txt").rename(corpus / "first.txt")
    assert "moved    one.txt → first.txt" in townhall("ingest", corpus=corpus, index=index).out
    new, old = townhall("index", "list", "--json", "--index", str(index)).objects
    assert (new["serves"], old["serves"]) == (True, False)
    assert townhall("index", "rollback", "--index", str(index)).out.startswith(f"{old['name']} serves now")
    assert townhall("index", "list", "--index", str(index)).out.splitlines()[1].split()[:2] == [old["name"], "serves"]
    assert "is whole" in townhall("index", "verify", "--index", str(index)).out
    file = tmp_path / "backup.tar.gz"
    assert townhall("index", "backup", str(file), "--index", str(index)).status == 0
    assert townhall("index", "restore", str(file), "--index", str(index)).out.startswith(old["name"])
    file.write_bytes(file.read_bytes()[:500])
    failed = townhall("index", "restore", str(file), "--index", str(index))
    assert (failed.status, failed.out, failed.err.count("\n")) == (1, "", 1)
    (index / "generations" / new["name"] / "sentences.npy").unlink()
    damaged = townhall("index", "verify", new["name"], "--index", str(index))
    assert damaged.status == 1
    assert "is damaged" in damaged.out


def test_watching_goes_on_until_it_is_stopped(new_settings: Callable[..., Settings]) -> None:
    """With ``--watch`` a new file is ingested while the command runs, a bad corpus is told and not the end, and Ctrl-C ends it with status 0."""
    settings = new_settings({"one.txt": "One\n\nThis is the first.\n"})
    command = [sys.executable, "-m", "townhall", "ingest", "--watch", "--json", "--corpus", str(settings.corpus), "--index", str(settings.index)]
    # Whoever starts the tests in the background may have them ignore Ctrl-C, and their children with them.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed) as process,  # noqa: S603, PLW1509
        ExitStack() as ending,
    ):
        ending.callback(process.kill)
        assert process.stdout
        assert process.stderr
        assert json.loads(process.stdout.readline())["added"] == ["one.txt"]
        (settings.corpus / "sources.toml").write_text("[", encoding="utf-8")
        while not (line := process.stderr.readline()).startswith("townhall: "):
            assert line, "it ended"
        assert "sources.toml" in line
        (settings.corpus / "sources.toml").unlink()
        (settings.corpus / "two.txt").write_text("Two\n\nThis is the second.\n", encoding="utf-8")
        assert json.loads(process.stdout.readline())["added"] == ["two.txt"]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0


def test_serving_and_evaluating_work_without_a_network(
    townhall: Townhall, require: Callable[[object, str], None], tmp_path: Path, real_settings: Settings
) -> None:
    """With nothing but the loopback the page is served and answers a question by HTTP, as browsers ask it, and an evaluation runs."""
    unshare = shutil.which("unshare")
    alone = (unshare or "", "-rn")
    possible = unshare and subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0  # noqa: S603 - the system's
    require(possible, "no network namespace can be made here")
    shutil.copytree(real_settings.index, tmp_path / "index")
    visit = str(REPOSITORY / "tests" / "support" / "offline_visit.py")
    script = [sys.executable, visit, str(real_settings.corpus), str(tmp_path / "index")]
    done = subprocess.run([*alone, *script], capture_output=True, check=False, timeout=300, text=True)  # noqa: S603 - our own script
    assert done.returncode == 0, done.stderr
    assert "Slovenia" in done.stdout
    (tmp_path / "evals").mkdir()
    (tmp_path / "evals" / "gates.toml").touch()
    dataset = rows(tmp_path / "short.jsonl", *[json.loads(line) for line in CORE.read_text(encoding="utf-8").splitlines()[:3]])
    told = townhall("eval", "--dataset", str(dataset), index=tmp_path / "index", corpus=real_settings.corpus, before=alone, cwd=tmp_path)
    assert told.status == 0, told.err
    assert "short: 3 questions" in told.out
