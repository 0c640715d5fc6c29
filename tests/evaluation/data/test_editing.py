"""A row is changed and nothing else; what would make a set unsound isn't written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from townhall.errors import DatasetError, UsageError
from townhall.evaluation.data.editing import RowChangedError, RowRefusedError, add_row, change_row, written_rows
from townhall.evaluation.data.texts import CorpusTexts


@pytest.fixture
def path(tmp_path: Path, row: dict[str, Any]) -> Path:
    """Return a set of three rows, each written in its own way; the second stands among white space and ends with a carriage return."""
    first = json.dumps({**row, "id": "q-1"}, ensure_ascii=True, separators=(",", ":"))
    second = json.dumps({"language": "en", **{name: value for name, value in row.items() if name != "language"}, "id": "q-2"}, ensure_ascii=False)
    third = json.dumps({**row, "id": "q-3", "messages": [{"role": "user", "content": "Wie viele Städte?"}]}, indent=None, sort_keys=True)
    made = tmp_path / "small.jsonl"
    made.write_bytes(f"{first}\n\n{second}\r\n{third}".encode())
    return made


def test_only_the_row_changes(path: Path, texts: CorpusTexts) -> None:
    """All other bytes stay; the row keeps the order of its fields, and takes on only what says more than nothing."""
    before = path.read_bytes().split(b"\n")
    opened = written_rows(path)[1]
    change_row(path, opened.version, {**opened.values, "category": "list", "list": True, "answers": None, "sources": [], "group": None}, texts)
    after = path.read_bytes().split(b"\n")
    assert [number for number, (old, new) in enumerate(zip(before, after, strict=True)) if old != new] == [2]
    assert after[2].endswith(b"\r")
    written = json.loads(after[2])
    assert list(written) == list(opened.values)
    assert (written["category"], written["list"], written["group"]) == ("list", True, None)


def test_no_change_writes_nothing(path: Path, texts: CorpusTexts) -> None:
    """A row that says the same stays as it was written."""
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    opened = written_rows(path)[0]
    change_row(path, opened.version, {**opened.values, "relevant": [], "answers": None}, texts)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)


def test_row_that_changed_meanwhile_is_not_overwritten(path: Path, texts: CorpusTexts) -> None:
    """Who opened a row that somebody else has changed since is told."""
    opened = written_rows(path)[0]
    change_row(path, opened.version, {**opened.values, "category": "list"}, texts)
    before = path.read_bytes()
    with pytest.raises(RowChangedError):
        change_row(path, opened.version, {**opened.values, "category": "support"}, texts)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"spans": [{"source": "north.txt", "quote": "29 harbour cities"}]}, "spans[0].quote"),
        ({"category": "who"}, "category"),
        ({"id": "q-1"}, "id"),
        ({"facts": [{"number": "many"}]}, "facts[0].number"),
        ({"status": ["partial"]}, "status"),
        ({"today": "2024-02-30"}, "today"),
    ],
)
def test_faults_are_told_by_field(path: Path, texts: CorpusTexts, change: dict[str, Any], field: str) -> None:
    """A row that ``townhall eval check`` would refuse isn't written, and the field is named."""
    before = path.read_bytes()
    opened = written_rows(path)[1]
    with pytest.raises(RowRefusedError) as refused:
        change_row(path, opened.version, {**opened.values, **change}, texts)
    assert [fault.field for fault in refused.value.faults if fault.line == 3] == [field]
    assert path.read_bytes() == before


def test_what_it_breaks_elsewhere_counts(path: Path, texts: CorpusTexts) -> None:
    """A change that leaves a later row of the same group at odds is refused, with that row's line."""
    opened = written_rows(path)[0]
    with pytest.raises(RowRefusedError) as refused:
        change_row(path, opened.version, {**opened.values, "status": ["partial"]}, texts)
    assert {fault.line for fault in refused.value.faults} == {3, 4}


def test_faults_that_were_there_don_t_keep_others_from_being_mended(path: Path, texts: CorpusTexts) -> None:
    """Where documents have changed and many quotes are gone, rows can be mended one by one."""
    gone = path.read_bytes().replace(b"supports 28 harbour cities", b"supports 99 harbour cities")
    path.write_bytes(gone)
    opened = written_rows(path)[2]
    change_row(path, opened.version, {**opened.values, "spans": [{"source": "north.txt", "quote": "founded in 2011"}]}, texts)
    assert written_rows(path)[2].values["spans"][0]["quote"] == "founded in 2011"
    assert path.read_bytes().split(b"\n")[:3] == gone.split(b"\n")[:3]


def test_rows_are_added_at_the_end(path: Path, row: dict[str, Any], texts: CorpusTexts, tmp_path: Path) -> None:
    """A row goes on a line of its own, also where the last line had no end; a file that isn't there is made; nothing else is left behind."""
    before = path.read_bytes()
    add_row(path, {**row, "id": "q-4"}, texts)
    assert path.read_bytes().startswith(before + b"\n{")
    assert [each.id for each in written_rows(path)] == ["q-1", "q-2", "q-3", "q-4"]
    add_row(tmp_path / "new" / "first.jsonl", row, texts)
    assert [each.id for each in written_rows(tmp_path / "new" / "first.jsonl")] == ["q-1"]
    with pytest.raises(RowRefusedError):
        add_row(path, {**row, "id": "q-4"}, texts)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["new", "small.jsonl"]


def test_frozen_sets_stay_closed(tmp_path: Path, row: dict[str, Any], texts: CorpusTexts) -> None:
    """A frozen set is neither read nor changed nor added to."""
    path = tmp_path / "small-frozen.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    for attempt in (lambda: written_rows(path), lambda: add_row(path, row, texts), lambda: change_row(path, "x", row, texts)):
        with pytest.raises(UsageError, match="frozen"):
            attempt()


def test_file_that_can_t_be_read_is_named(tmp_path: Path) -> None:
    """A set that isn't there is an error that names it."""
    with pytest.raises(DatasetError, match=r"none\.jsonl"):
        written_rows(tmp_path / "none.jsonl")
