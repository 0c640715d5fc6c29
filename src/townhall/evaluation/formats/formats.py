"""The formats that can be run, and what each makes of a file or a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from townhall.errors import UsageError
from townhall.evaluation.formats.beir import read_beir
from townhall.evaluation.formats.conversion import Conversion
from townhall.evaluation.formats.mtrag import read_mtrag
from townhall.evaluation.formats.nomiracl import read_nomiracl
from townhall.evaluation.formats.ragas import read_ragas
from townhall.evaluation.formats.squad import read_squad

ENGLISH = "en"


class Format(StrEnum):
    """A format of evaluation data that others publish in."""

    SQUAD = "squad"
    BEIR = "beir"
    MTRAG = "mtrag"
    NOMIRACL = "nomiracl"
    RAGAS = "ragas"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a format leaves open; None where nothing was chosen."""

    language: str | None = None
    """ISO 639-1 code of the questions; English unless chosen. NoMIRACL's files tell theirs."""
    given: bool = False
    """SQuAD: each question is asked of its own paragraph alone."""
    split: str | None = None
    """BEIR: which judgements are taken."""


def convert(kind: Format, path: Path, choices: Choices) -> Conversion:
    """Turn a file, or a folder, into a corpus and an evaluation set.

    Raises:
        DatasetError: it can't be read or isn't of this format; the error names file and place.
        UsageError: something was chosen that the format doesn't leave open.
    """
    for name, chosen in (("language", choices.language), ("given", choices.given), ("split", choices.split)):
        if chosen and kind not in _OPEN[name]:
            raise UsageError(f"--{name} has no meaning for {kind}.", remedy=f"It is for {', '.join(_OPEN[name])}.")
    return _READERS[kind](path, choices)


_OPEN: Mapping[str, tuple[Format, ...]] = {
    "language": (Format.SQUAD, Format.BEIR, Format.MTRAG, Format.RAGAS),
    "given": (Format.SQUAD,),
    "split": (Format.BEIR,),
}

_READERS: Mapping[Format, Callable[[Path, Choices], Conversion]] = {
    Format.SQUAD: lambda path, choices: read_squad(path, language=choices.language or ENGLISH, given=choices.given),
    Format.BEIR: lambda path, choices: read_beir(path, language=choices.language or ENGLISH, split=choices.split),
    Format.MTRAG: lambda path, choices: read_mtrag(path, language=choices.language or ENGLISH),
    Format.NOMIRACL: lambda path, _: read_nomiracl(path),
    Format.RAGAS: lambda path, choices: read_ragas(path, language=choices.language or ENGLISH),
}


def name_of(path: Path) -> str:
    """Return what reports call the set that a file or a folder is turned into."""
    name = path.resolve().name
    for ending in (".gz", ".jsonl", ".json"):
        name = name.removesuffix(ending)
    return name or "set"
