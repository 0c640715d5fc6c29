"""A small corpus of two pages, evaluation rows about it, and answers made by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from townhall.evaluation import EvaluationReport, run_evaluation
from townhall.evaluation.data.dataset import Dataset, load_dataset
from townhall.evaluation.data.texts import CorpusTexts
from townhall.library import ingest
from townhall.model import Answer, Citation, Role, Span, Statement, Status
from townhall.settings import Settings

NORTH = """Harbour Cities Network (HCN)

The HCN supports 28 harbour cities in Norland with digital maps. It was founded in 2011.

Contact person

Ada Quay, Head of Office

Union of Hill Towns

The Union of Hill Towns trains  officials in Hilland. It has 20,000 members.

Contact person

"""

SOUTH = """How to apply

Cities apply by 17 June 2024. The services take six weeks.

Harbour Cities Network (HCN)

The HCN supports 28 harbour cities in Norland with digital maps. It was founded in 2011.
"""

ROW: dict[str, Any] = {
    "id": "q-1",
    "messages": [{"role": "user", "content": "How many cities does the HCN support?"}],
    "status": ["answered"],
    "facts": [{"number": 28}],
    "forbidden": [{"text": ["Hill Towns"]}],
    "spans": [{"source": "north.txt", "quote": "supports 28 harbour cities"}],
    "category": "number",
    "language": "en",
    "group": "members",
    "today": "2024-05-01",
    "list": False,
}

THREE_ROWS: list[dict[str, Any]] = [
    {
        "id": "members-1",
        "messages": [{"role": "user", "content": "How many harbour cities does the Harbour Cities Network support?"}],
        "status": ["answered"],
        "facts": [{"number": 28}],
        "spans": [{"source": "north.txt", "quote": "supports 28 harbour cities"}],
        "category": "number",
        "group": "members",
    },
    {
        "id": "impossible-1",
        "messages": [{"role": "user", "content": "Who is the contact person of the Harbour Cities Network?"}],
        "status": ["answered"],
        "facts": [{"text": ["a name that the documents don't give"]}],
        "spans": [{"source": "north.txt", "quote": "Ada Quay"}],
        "category": "contact",
    },
    {
        "id": "weather-1",
        "messages": [{"role": "user", "content": "Hello"}, {"role": "user", "content": "What will the weather be like tomorrow?"}],
        "status": ["out_of_scope", "not_in_documents"],
        "category": "refuse",
    },
]
"""One that is answered right, one that can't be, and one that is refused."""


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of two documents that share an entry."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "north.txt").write_text(NORTH, encoding="utf-8")
    (folder / "south.txt").write_text(SOUTH, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def texts(corpus: Path) -> CorpusTexts:
    """Return the corpus's texts."""
    return CorpusTexts(corpus)


@pytest.fixture
def row() -> dict[str, Any]:
    """Return a good row about the corpus."""
    return dict(ROW)


@pytest.fixture
def dataset(tmp_path: Path, texts: CorpusTexts) -> Callable[..., Dataset]:
    """Return ``dataset(changes, ...)``: it writes a good row for each, with those changes, and loads the file."""

    def load(*changes: dict[str, Any], name: str = "small.jsonl") -> Dataset:
        rows = [{**ROW, "id": f"q-{number}", **change} for number, change in enumerate(changes, start=1)]
        path = tmp_path / name
        path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
        return load_dataset(path, texts)

    return load


@pytest.fixture(scope="session")
def cite(corpus: Path) -> Callable[..., Citation]:
    """Return ``cite(source, quote)``: a citation of a text that stands there."""

    def make(source: str, quote: str, *, role: Role = Role.SUPPORT, also_in: Sequence[Span] = ()) -> Citation:
        start = (corpus / source).read_text(encoding="utf-8").index(quote)
        return Citation(1, role, source, source, None, start, start + len(quote), None, quote, "", tuple(also_in))

    return make


@pytest.fixture(scope="session")
def answer() -> Callable[..., Answer]:
    """Return ``answer(text, citation, ...)``: an answer of one statement."""

    def make(text: str, *citations: Citation, status: Status = Status.ANSWERED, **others: Any) -> Answer:
        statements = (Statement(text, tuple(citation.n for citation in citations)),) if text else ()
        values = {"id": "q-1", "question": "?", "standalone": "?", "language": "en", "mode": "extractive", **others}
        return Answer(status=status, statements=statements, citations=citations, **values)

    return make


@pytest.fixture(scope="session")
def settings(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings of an index of the small corpus, with one gate that is passed and one that can't be."""
    evals = tmp_path_factory.mktemp("evals")
    (evals / "gates.toml").write_text('[easy.at_least]\nverbatim = 1.0\n[hard.at_most]\n"hit@10" = 0.0\n', encoding="utf-8")
    made = Settings.model_validate({"corpus": corpus, "index": tmp_path_factory.mktemp("index"), "evals": evals})
    ingest(made)
    return made


@pytest.fixture
def run(settings: Settings, tmp_path: Path) -> Callable[..., EvaluationReport]:
    """Return ``run(name, **changes)``: the report of three questions, of which the second can't be answered right and takes the changes."""

    def evaluate(name: str, **changes: Any) -> EvaluationReport:
        rows = [{"language": "en", "today": "2024-05-01", **row, **(changes if row["id"] == "impossible-1" else {})} for row in THREE_ROWS]
        path = tmp_path / name
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        return run_evaluation(settings, [path], out=tmp_path / "reports" / f"{path.stem}.json")

    return evaluate
