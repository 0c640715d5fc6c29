"""``townhall verify``: the contract for programs that ask whether texts support a statement."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from townhall.errors import UsageError
from townhall.interfaces.cli import app
from townhall.interfaces.verify import read_claims

EVIDENCE = "The agency supports 31 local authorities and can be reached at desk@agency.example since 17 June 2024."


def verdicts(path: Path, *rows: object) -> list[dict[str, object]]:
    """Return what the command prints for ``rows``."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    done = CliRunner().invoke(app, ["verify", "--batch", str(path), "--json"])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.output.splitlines()]


def test_rows_are_answered_in_order(tmp_path: Path) -> None:
    """Every row gets one object, in the same order, with the contract's four keys."""
    rows = [{"id": name, "statement": "The agency supports local authorities.", "evidence": [EVIDENCE]} for name in ("b", "a")]
    found = verdicts(tmp_path / "rows.jsonl", *rows)
    assert [row["id"] for row in found] == ["b", "a"]
    assert all(set(row) == {"id", "supported", "score", "reasons"} for row in found)
    assert all(row["supported"] for row in found)


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("The agency supports 32 local authorities.", "32"),
        ("The agency can be reached since 18 June 2024.", "2024-06-18"),
        ("The agency can be reached at help@agency.example.", "help@agency.example"),
        ("The agency supports Bruxellois local authorities.", "bruxellois"),
    ],
)
def test_a_particular_that_is_not_there_is_named(tmp_path: Path, statement: str, missing: str) -> None:
    """A wrong number, date, address or name is no support, and the reason names it."""
    (found,) = verdicts(tmp_path / "rows.jsonl", {"id": "1", "statement": statement, "evidence": [EVIDENCE]})
    assert found["supported"] is False
    assert missing in " ".join(str(reason) for reason in found["reasons"])  # type: ignore[attr-defined]


def test_no_evidence_supports_nothing(tmp_path: Path) -> None:
    """Without evidence nothing is supported."""
    (found,) = verdicts(tmp_path / "rows.jsonl", {"id": "1", "statement": "The agency exists.", "evidence": []})
    assert found["supported"] is False


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "1"}', '{"statement": "A.", "evidence": "not a list"}'])
def test_a_broken_row_names_its_line(tmp_path: Path, line: str) -> None:
    """What is no such row is told with file, line and the form that is wanted."""
    path = tmp_path / "rows.jsonl"
    path.write_text(f'{{"statement": "A.", "evidence": []}}\n{line}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="line 2") as caught:
        list(read_claims(path))
    assert "evidence" in caught.value.remedy
