"""Townhall from Python: questions, conversations, passages, documents and figures, each as the command line would give them."""

from __future__ import annotations

import asyncio
import doctest
from pathlib import Path

import pytest

from townhall import Townhall, TownhallError
from townhall.errors import UsageError
from townhall.model import Status
from townhall.settings import Settings

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def townhall(real_settings: Settings) -> Townhall:
    """Return Townhall over the real documents."""
    return Townhall(real_settings.corpus, real_settings.index, today=real_settings.today)


def test_every_citation_is_the_text_that_read_returns(townhall: Townhall) -> None:
    """What an answer quotes stands in the document at the offsets that it names."""
    answer = townhall.ask("Who supports cities in Slovenia?").answer
    assert answer.status is Status.ANSWERED
    assert answer.citations
    assert all(townhall.read(each.source).text[each.start : each.end] == each.quote for each in answer.citations)


def test_a_question_can_lean_on_the_turn_before(townhall: Townhall) -> None:
    """With the turn before, "And in Spain?" asks what that one asked; by itself it doesn't."""
    first = townhall.ask("Who supports cities in Malta?")
    following = townhall.ask("And in Spain?", after=first)
    assert "FEMP" in following.answer.text
    assert following.answer.carried == townhall.ask("And in Spain?", after=[first]).answer.carried
    assert following.query.text != townhall.ask("And in Spain?").query.text


def test_the_day_decides_and_the_call_comes_before_the_settings(townhall: Townhall) -> None:
    """What is open is told by the day of the call, or else by the settings' day."""
    question = "Can we still apply in phase 1?"
    later = Townhall(townhall.settings.corpus, townhall.settings.index, today="2024-12-01")
    assert townhall.ask(question).answer.text != later.ask(question).answer.text
    assert later.ask(question, today=townhall.settings.today).answer.text == townhall.ask(question).answer.text


def test_a_language_that_is_given_is_that_of_the_answer(townhall: Townhall) -> None:
    """A word that says nothing of its language is answered in the one that is given; of one that isn't read the error names those that are."""
    assert townhall.ask("OASC?", language="sl").answer.language == "sl"
    with pytest.raises(TownhallError, match=r"There is no language 'xx'\. Give one of .*\bmt\b"):
        townhall.ask("OASC?", language="xx")


def test_patterns_keep_to_documents(townhall: Townhall) -> None:
    """With ``sources``, passages and answers come from the documents that match."""
    assert {hit.passage.source for hit in townhall.search("support for cities", sources=["*-2.txt"])} == {"national-support-2.txt"}
    answer = townhall.ask("Who supports cities in Slovenia?", sources=["procurement-*"]).answer
    assert not answer.status.shows_an_answer


def test_patterns_that_no_document_matches(townhall: Townhall) -> None:
    """Where no document matches, that is the error, with the pattern and a path that would do; one pattern that matches is enough."""
    for call in (townhall.ask, townhall.search):
        with pytest.raises(UsageError, match=r"No document matches 'none-\*'\. Give the path of a document as '.*txt'"):
            call("Who supports cities in Slovenia?", sources=["none-*"])
        assert call("Who supports cities in Slovenia?", sources=["none-*", "national-support-1.txt"])


def test_asynchronous_calls_return_the_same(townhall: Townhall) -> None:
    """Each asynchronous method returns what the plain one does; two questions can be under way at once."""

    async def asked() -> tuple[str, str, str, int]:
        malta, cyprus = await asyncio.gather(townhall.aask("Who supports cities in Malta?"), townhall.aask("Who supports cities in Cyprus?"))
        document = await townhall.aread(malta.answer.citations[0].source)
        return malta.answer.text, cyprus.answer.text, document.sha256, len(await townhall.asearch("deadline", k=3))

    malta, cyprus, sha256, found = asyncio.run(asked())
    expected = townhall.ask("Who supports cities in Malta?").answer
    assert (malta, sha256, found) == (expected.text, expected.citations[0].sha256, 3)
    assert cyprus == townhall.ask("Who supports cities in Cyprus?").answer.text


def test_an_evaluation_returns_figures_and_writes_nothing(townhall: Townhall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A set of two questions gives its figures and its answers one by one; no file comes of it."""
    rows = (REPOSITORY / "evals" / "datasets" / "core.jsonl").read_text(encoding="utf-8").splitlines()[:2]
    folder = tmp_path / "sets"
    folder.mkdir()
    (folder / "two.jsonl").write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    report = asyncio.run(townhall.aevaluate(folder / "two.jsonl"))
    right = report.datasets[0].overall["right"]
    assert right is not None
    assert right.n == len(report.datasets[0].results) == 2
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["sets", "two.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [({"colour": "red"}, "There is no setting colour"), ({"candidates": 0}, "The setting candidates is 0"), ({"port": "x"}, "TOWNHALL_PORT")],
)
def test_a_setting_that_is_wrong_is_named(arguments: dict[str, object], message: str) -> None:
    """A setting that isn't there, or can't have its value, is an error at once that names it."""
    with pytest.raises(TownhallError, match=message):
        Townhall(**arguments)  # type: ignore[arg-type]


def test_what_is_missing_is_told_with_its_remedy(townhall: Townhall, tmp_path: Path) -> None:
    """No index, no such document and no passage asked for are each told with what mends it."""
    with pytest.raises(TownhallError, match="townhall ingest"):
        Townhall(townhall.settings.corpus, tmp_path / "none").ask("Who?")
    with pytest.raises(TownhallError, match=r"no document 'nothing\.txt'.*national-support-1\.txt"):
        townhall.read("nothing.txt")
    with pytest.raises(TownhallError, match="k is 0"):
        townhall.search("deadline", k=0)


@pytest.mark.parametrize("page", ["docs/python.md", "README.md"])
def test_examples_do_what_the_page_says(page: str, townhall: Townhall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example of the page runs, one after the other, and prints what stands under it."""
    (tmp_path / "corpus").symlink_to(townhall.settings.corpus)
    (tmp_path / "index").symlink_to(townhall.settings.index)
    (tmp_path / "evals").symlink_to(REPOSITORY / "evals")
    monkeypatch.chdir(tmp_path)
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    found = doctest.testfile(str(REPOSITORY / page), module_relative=False, optionflags=options, encoding="utf-8")
    assert found.attempted
    assert not found.failed
