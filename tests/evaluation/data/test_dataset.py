"""Evaluation sets: what is read, and what is refused with file, line, field and remedy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from townhall.errors import DatasetError
from townhall.evaluation.data.dataset import Dataset, corpus_beside, load_dataset
from townhall.evaluation.data.question import Category, Relevant
from townhall.evaluation.data.texts import CorpusTexts
from townhall.model import Span, Status

Load = Callable[..., Dataset]


def test_reads_every_field(dataset: Load) -> None:
    """A row becomes a question with typed values, and its span has its place."""
    (question,) = dataset({}).questions
    assert question.turns == ("How many cities does the HCN support?",)
    assert question.status == (Status.ANSWERED,)
    assert question.category is Category.NUMBER
    assert question.today == date(2024, 5, 1)
    assert [fact.shown for fact in (*question.facts, *question.forbidden)] == ["28", "Hill Towns"]
    assert question.spans[0].places == (Span("north.txt", 38, 64),)


def test_optional_fields(tmp_path: Path, texts: CorpusTexts) -> None:
    """A refusal needs no facts, forbidden texts, spans, group or list."""
    path = tmp_path / "short.jsonl"
    path.write_text(
        '\n{"id": "a", "messages": [{"role": "user", "content": "Hello"}], "status": ["out_of_scope"], '
        '"category": "refuse", "language": "en", "today": "2024-05-01"}\n',
        encoding="utf-8",
    )
    (question,) = load_dataset(path, texts).questions
    assert question.wants_refusal
    assert (question.facts, question.spans, question.group, question.wants_list) == ((), (), None, False)


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"fact": []}, "fact", "unknown field"),
        ({"id": 7}, "id", "7 is not a text"),
        ({"id": " "}, "id", "not a text"),
        ({"messages": []}, "messages", "no message"),
        ({"messages": ["Hello"]}, "messages[0]", "not a message"),
        ({"messages": [{"role": "assistant", "content": "Hi"}]}, "messages[0].role", '"assistant" is not user'),
        ({"messages": [{"role": "user", "text": "Hi"}]}, "messages[0].text", "unknown field"),
        ({"status": "answered"}, "status", "not a list"),
        ({"status": ["answered", "maybe"]}, "status[1]", 'unknown status "maybe"'),
        ({"status": [["answered"]]}, "status[0]", "unknown status"),
        ({"status": []}, "status", "empty"),
        ({"category": "person"}, "category", 'unknown category "person"'),
        ({"category": None}, "category", "unknown category null"),
        ({"language": "English"}, "language", "not a language code"),
        ({"today": "1 May 2024"}, "today", "not a date"),
        ({"today": "20240501"}, "today", "not a date"),
        ({"today": "2024-02-30"}, "today", "not a date"),
        ({"list": "no"}, "list", "not true or false"),
        ({"group": ""}, "group", "not a text"),
        ({"facts": [{"number": "28"}]}, "facts[0].number", "not a number"),
        ({"facts": [{"number": True}]}, "facts[0].number", "not a number"),
        ({"facts": [{"text": "28"}]}, "facts[0].text", "not a list"),
        ({"facts": [{"text": []}]}, "facts[0].text", "no alternative"),
        ({"facts": [{"text": ["a"], "number": 1}]}, "facts[0]", "not one fact"),
        ({"facts": [{"year": 2024}]}, "facts[0].year", "unknown field"),
        ({"forbidden": [{"date": "2024"}]}, "forbidden[0].date", "not a date"),
        ({"spans": [{"source": "north.txt"}]}, "spans[0].quote", "not a text"),
        ({"spans": [{"source": "north.txt", "quote": "29 harbour cities"}]}, "spans[0].quote", "in no document"),
    ],
)
def test_names_the_field(dataset: Load, change: dict[str, Any], field: str, problem: str) -> None:
    """A field that is unknown or of the wrong type is named with its file and line, its value and a remedy, in one line."""
    with pytest.raises(DatasetError) as caught:
        dataset({}, change)
    assert f"small.jsonl, line 2, field {field}: " in caught.value.cause
    assert problem in caught.value.cause
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"facts": []}, "facts", "empty, and status is answered"),
        ({"spans": []}, "spans", "empty, and status is answered"),
        ({"status": ["not_in_documents"]}, "spans", "cites no support"),
        ({"forbidden": [{"number": 28.0}]}, "forbidden", "28 is expected by facts as well"),
        ({"facts": [{"text": ["Harbour Cities"]}], "forbidden": [{"text": ["harbour"]}]}, "forbidden", "'harbour' is expected"),
        ({"group": "members", "status": ["partial"]}, "status", 'group "members" expects answered on line 1'),
        ({"id": "q-1"}, "id", '"q-1" is the id of line 1 too'),
        ({"status": ["not_in_documents"], "spans": [], "answers": ["28"]}, "answers", "a refusal, to which nothing answers"),
        ({"status": ["not_in_documents"], "spans": [], "relevant": [{"source": "north.txt", "grade": 1}]}, "relevant", "a refusal, to which nothing"),
        ({"relevant": [{"source": "west.txt", "grade": 1}]}, "relevant[0]", '"west.txt" is no document of the corpus'),
        ({"sources": ["north.txt", "west*"]}, "sources[1]", '"west*" is no document of the corpus'),
    ],
)
def test_refuses_contradictions(dataset: Load, change: dict[str, Any], field: str, problem: str) -> None:
    """Rows that no answer could satisfy, or that clash with an earlier row, are refused."""
    with pytest.raises(DatasetError) as caught:
        dataset({}, change)
    assert f"line 2, field {field}: " in caught.value.cause
    assert problem in caught.value.cause


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"id": "a",', "not JSON"),
        ("[]", "[] is not an object"),
        ('{"id": "a", "id": "b"}', "'id' stands twice"),
        ('{"id": NaN}', "NaN is not JSON"),
        ('{"id": "a"}', "field messages, status, category, language, today: missing"),
    ],
)
def test_broken_lines(tmp_path: Path, texts: CorpusTexts, line: str, problem: str) -> None:
    """A line that isn't a JSON object, or lacks a field, is named."""
    path = tmp_path / "broken.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        load_dataset(path, texts)
    assert "broken.jsonl, line 2" in caught.value.cause
    assert problem in caught.value.cause


def test_all_faults_are_told_at_once(dataset: Load) -> None:
    """Every field and quote at fault of every row is told in one error, a line for each, and rows that are sound are not named."""
    gone = [
        {"source": "north.txt", "quote": "29 cities"},
        {"source": "north.txt", "quote": "supports 28"},
        {"source": "south.txt", "quote": "seven weeks"},
    ]
    with pytest.raises(DatasetError) as caught:
        dataset({"spans": gone}, {}, {"category": "who", "today": "soon"}, {"id": "q-1"})
    first, *lines = str(caught.value).splitlines()
    places = [line.strip().partition(":")[0] for line in lines]
    assert "has 5 faults" in first
    assert places == [
        f"line {place}" for place in ("1, field spans[0].quote", "1, field spans[2].quote", "3, field category", "3, field today", "4, field id")
    ]


def test_so_many_faults_are_told(dataset: Load) -> None:
    """Beyond twenty faults only their number is told."""
    with pytest.raises(DatasetError, match="has 25 faults") as caught:
        dataset(*[{"category": "who"}] * 25)
    assert str(caught.value).count("unknown category") == 20
    assert "and 5 more" in str(caught.value)


def test_a_row_with_faults_expects_nothing_of_its_group(dataset: Load) -> None:
    """A fault in a row's status isn't told again as a contradiction of its group."""
    with pytest.raises(DatasetError, match="unknown status") as caught:
        dataset({}, {"status": ["maybe"]})
    assert "group" not in str(caught.value)


@pytest.mark.parametrize(("content", "problem"), [(None, "can't be opened"), (b"", "holds no question"), (b"\xff", "not UTF-8")])
def test_unusable_files(tmp_path: Path, texts: CorpusTexts, content: bytes | None, problem: str) -> None:
    """A file that is missing, empty or not UTF-8 is refused."""
    path = tmp_path / "none.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DatasetError, match=problem):
        load_dataset(path, texts)


def test_spans_are_found_by_content(dataset: Load) -> None:
    """A quote is found in the named source only, else in another, and its white space may differ where it stands nowhere exactly."""
    quotes = [
        ("south.txt", "It was founded in 2011."),
        ("moved.txt", "Cities apply by 17 June 2024."),
        ("north.txt", "trains officials in Hilland"),
    ]
    loaded = dataset(*({"spans": [{"source": source, "quote": quote}]} for source, quote in quotes))
    assert [[place.source for place in question.spans[0].places] for question in loaded.questions] == [["south.txt"], ["south.txt"], ["north.txt"]]


def test_rows_of_other_peoples_data(dataset: Load) -> None:
    """Gold answers, relevant documents or the documents that are asked make facts and spans unnecessary, and come through as they are."""
    bare: dict[str, Any] = {"facts": [], "spans": [], "forbidden": []}
    changes = ({"answers": ["28"]}, {"relevant": [{"source": "north.txt", "grade": 2}]}, {"sources": ["nor*"]})
    answers, relevant, sources = dataset(*({**bare, **change} for change in changes)).questions
    assert (answers.answers, relevant.answers) == (("28",), None)
    assert relevant.relevant == (Relevant("north.txt", 2),)
    assert (sources.sources, relevant.sources) == (("nor*",), ())


@pytest.mark.parametrize(
    ("quote", "changed"),
    [
        ("trains  officials in Hilland", False),
        ("trains officials in Hilland", False),
        ("trains officials, in HILLAND!", True),
        ("It was founded (in 2011)", True),
        ("Harbour Cities Network, HCN", True),
    ],
)
def test_a_quote_is_found_again_after_a_small_edit(dataset: Load, quote: str, *, changed: bool) -> None:
    """Where only case or punctuation differ the quote is found, and marked as changed; white space alone is no change."""
    (span,) = dataset({"spans": [{"source": "north.txt", "quote": quote}]}).questions[0].spans
    assert span.changed is changed
    assert span.places[0].source == "north.txt"


@pytest.mark.parametrize("quote", ["Founded, in", "trains an official in Hilland", "it was FOUNDED in 201", "arbour Cities Network (HCN)?"])
def test_other_words_are_no_small_edit(dataset: Load, quote: str) -> None:
    """A quote with other words, parts of words, or too few to tell, is gone."""
    with pytest.raises(DatasetError, match="in no document"):
        dataset({"spans": [{"source": "north.txt", "quote": quote}]})


def test_a_line_separator_is_no_line(dataset: Load) -> None:
    """Only a line feed ends a row: other separators may stand in a question."""
    content = "How many cities\N{LINE SEPARATOR}does the HCN support?"
    (question,) = dataset({"messages": [{"role": "user", "content": content}]}).questions
    assert question.turns == (content,)


def test_frozen_by_name(dataset: Load) -> None:
    """A file whose name ends with frozen.jsonl is marked frozen, and only such a file."""
    assert dataset({}, name="languages-frozen.jsonl").frozen
    assert not dataset({}, name="frozen-not.jsonl").frozen


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[3] / "evals/datasets").glob("*.jsonl")), ids=lambda path: path.name)
def test_our_own_sets_are_sound(path: Path) -> None:
    """Every evaluation set of the product passes the checks against the product's documents."""
    assert load_dataset(path, CorpusTexts(path.parents[2] / "corpus")).questions


@pytest.mark.parametrize("name", ["valley.jsonl", "valley-frozen.jsonl"])
def test_a_folder_beside_a_set_is_its_corpus(name: str, tmp_path: Path) -> None:
    """The folder that bears a set's name, the ending of a frozen one aside, holds its documents; other sets have none."""
    (tmp_path / "valley").mkdir()
    assert corpus_beside(tmp_path / name) == tmp_path / "valley"
    assert corpus_beside(tmp_path / "hill.jsonl") is None
