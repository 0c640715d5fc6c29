"""Where converted data lies: made once, by content, and the same each time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from townhall.corpus.sources import read_sources
from townhall.errors import DatasetError, UsageError
from townhall.evaluation.formats.conversion import Conversion, TextFile, file_name, row
from townhall.evaluation.formats.formats import Choices, Format, convert, name_of
from townhall.evaluation.formats.workspace import prepare

CONVERSION = Conversion(
    (TextFile("a.txt", "One\r\ntwo", 'A "title"\x7f\n\\'), TextFile("folder/b.txt", "Three")),
    tuple(row(str(number), [f"Question {number}?"], answerable=False, language="en") for number in range(20)),
)


def test_made_once(tmp_path: Path) -> None:
    """Equal data lies where it lay, untouched; other questions share the corpus, other texts don't."""
    first = prepare(CONVERSION, "set", tmp_path)
    (first.corpus / "a.txt").touch()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert prepare(CONVERSION, "set", tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before
    fewer = prepare(CONVERSION, "set", tmp_path, limit=5)
    assert (fewer.corpus, fewer.index) == (first.corpus, first.index)
    assert fewer.dataset != first.dataset
    assert prepare(replace(CONVERSION, files=(TextFile("a.txt", "One"),)), "set", tmp_path).corpus != first.corpus


def test_texts_and_titles(tmp_path: Path) -> None:
    """Texts are written as they are, line ends included; titles, whatever is in them, come back from the list of sources."""
    corpus = prepare(CONVERSION, "set", tmp_path).corpus
    assert (corpus / "a.txt").read_bytes() == b"One\r\ntwo"
    assert (corpus / "folder" / "b.txt").read_bytes() == b"Three"
    assert {source: info.title for source, info in read_sources(corpus).items()} == {"a.txt": 'A "title"\x7f\n\\'}


def test_a_draw_depends_on_its_seed_alone(tmp_path: Path) -> None:
    """A seed draws the same questions each time, in their order, and another seed others; the set's name tells how many."""

    def drawn(seed: int) -> list[str]:
        dataset = prepare(CONVERSION, "set", tmp_path, limit=5, seed=seed).dataset
        assert dataset.name == "set-5.jsonl"
        return dataset.read_text(encoding="utf-8").splitlines()

    rows = prepare(CONVERSION, "set", tmp_path, limit=20).dataset.read_text(encoding="utf-8").splitlines()
    assert len(rows) == 20
    assert drawn(1) == drawn(1) == sorted(drawn(1), key=rows.index)
    assert drawn(1) != drawn(2)


def test_nothing_half_written(tmp_path: Path) -> None:
    """No draft is left behind, and a text that can't be written leaves no folder that would pass for whole."""
    prepare(CONVERSION, "set", tmp_path)
    assert not list(tmp_path.rglob(".draft*"))
    with pytest.raises(OSError, match="too long"):
        prepare(replace(CONVERSION, files=(TextFile(f"{'a' * 300}.txt", "One"),)), "set", tmp_path / "other")
    assert not [path for path in (tmp_path / "other").rglob("*") if path.name == "corpus" or path.name.startswith(".draft")]


def test_names_of_files() -> None:
    """Identifiers that a file system or a pattern could misread get a name of their own; no two share one, whatever their case."""
    names = [file_name(identifier) for identifier in ("d1", "D1", "a/b", "a:b", "..", ".hidden", "[x]*", "c<::>1", "é", "x" * 300, "")]
    assert names[0] == "d1.txt"
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-")
        assert not name.startswith(".")
        assert len(name) < 100


def test_needs_questions(tmp_path: Path) -> None:
    """Data without a question is refused, as are two texts under one name."""
    with pytest.raises(DatasetError, match="no question"):
        prepare(replace(CONVERSION, rows=()), "set", tmp_path)
    with pytest.raises(DatasetError, match=r"Two documents would be called a\.txt"):
        prepare(replace(CONVERSION, files=(TextFile("a.txt", "One"), TextFile("a.txt", "Two"))), "set", tmp_path)


def test_choices_that_mean_nothing(tmp_path: Path) -> None:
    """An option that a format has no use for is refused, and says for which it is."""
    with pytest.raises(UsageError, match=r"--split has no meaning for squad. It is for beir"):
        convert(Format.SQUAD, tmp_path / "none.json", Choices(split="dev"))


@pytest.mark.parametrize(("path", "name"), [("dev-v2.0.json", "dev-v2.0"), ("scifact/", "scifact"), ("relevant.de.jsonl.gz", "relevant.de")])
def test_names_of_sets(path: str, name: str) -> None:
    """A set bears its file's name, or its folder's, without the ending."""
    assert name_of(Path(path)) == name
