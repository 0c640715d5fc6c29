"""``townhall verify``: whether texts support statements, in whatever words, told by the guard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from townhall.errors import UsageError, reason_of
from townhall.interfaces.commands import JsonOption, print_json
from townhall.interfaces.contract import verdict_object

REMEDY = 'A row is {"id", "statement": "...", "evidence": ["...", ...], "language"?: "en"}.'


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with the texts that are to support it."""

    id: str
    statement: str
    evidence: tuple[str, ...]
    language: str = "en"


def verify(
    statement: Annotated[str | None, typer.Argument(help="A statement.")] = None,
    *,
    evidence: Annotated[list[str] | None, typer.Option("--evidence", help="A text that is to support it; may be given several times.")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="Rows of statements and evidence.", metavar="FILE.jsonl")] = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether texts support a statement: every number, date, name and address in it, of what it says them of, and its wording."""
    from townhall.guard import check, reader
    from townhall.settings import Settings

    if (statement is None) == (batch is None):
        raise UsageError("Give a statement with --evidence, or --batch FILE.jsonl.", remedy="Exactly one of the two.")
    claims = read_claims(batch) if batch else iter([Claim("", statement or "", tuple(evidence or ()))])
    judge = reader(Settings())
    for claim in claims:
        verdict = check(claim.statement, claim.evidence, language=claim.language, judge=judge)
        if as_json:
            print_json(verdict_object(verdict, id=claim.id))
        else:
            typer.echo(f"{claim.id + ': ' if claim.id else ''}{'supported' if verdict.supported else 'not supported'} ({verdict.score:.2f})")
            for reason in verdict.reasons:
                typer.echo(f"  {reason}")


def read_claims(path: Path) -> Iterator[Claim]:
    """Yield the rows of a file in order.

    Raises:
        UsageError: the file can't be read or is empty, or a line is not such a row; the message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} can't be read: {reason_of(error)}.", remedy="Name a UTF-8 file of one JSON object a line.") from error
    if not text.strip():
        raise UsageError(f"{path} holds no row.", remedy=REMEDY)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _claim(f"{path}, line {number}", line)


def _claim(where: str, line: str) -> Claim:
    try:
        data: Any = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{where}: not JSON ({error}).", remedy=REMEDY) from error
    if not isinstance(data, dict) or not isinstance(data.get("statement"), str):
        raise UsageError(f"{where}: no statement.", remedy=REMEDY)
    evidence, language = data.get("evidence"), data.get("language", "en")
    if not isinstance(evidence, list) or not all(isinstance(text, str) for text in evidence) or not isinstance(language, str):
        raise UsageError(f"{where}: evidence is {str(evidence)[:60]}, language {language!r}.", remedy=REMEDY)
    return Claim(str(data.get("id", "")), data["statement"], tuple(evidence), language)
