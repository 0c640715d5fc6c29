"""The manifest of a generation: what it was made of and by what, written last."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from townhall.errors import StoreError, reason_of

FORMAT = 20
"""Raised whenever an older Townhall could not read what this one writes."""
MANIFEST = "manifest.json"
"""File in a generation."""
REMEDY = "Run `townhall ingest --rebuild`."
"""Mends whatever is damaged."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made of."""

    format: int
    generation: str
    model: str
    model_sha256: str | None
    runtime: str
    precision: str
    ingest_settings: str
    corpus: dict[str, str]
    """SHA-256 by path; ``sources.toml`` included."""
    skipped: dict[str, str]
    """Why a file was not read, by path."""
    notes: dict[str, list[str]] = field(default_factory=dict)
    """What the owner of a file that was read should know, by path."""
    readers: dict[str, str] = field(default_factory=dict)
    """What read a file, with versions, by path: where that changes the file is read again."""
    limits: dict[str, float] = field(default_factory=dict)
    """What reading a file was allowed to take: where that changes, files are read again."""
    derived_by: str = ""
    """What passages and facts were derived by, beside the settings: where that changes they are derived anew."""
    told: dict[str, str] = field(default_factory=dict)
    """Hash of what the owner of a file says of it, by path, where anything is said."""
    texts: dict[str, str] = field(default_factory=dict)
    """SHA-256 of the text that was read from a file, in UTF-8, by path."""
    graph_changes: int = 0
    """Vectors added and removed since the graph of Chroma was last built whole."""
    counts: dict[str, int] = field(default_factory=dict)
    """Records of each kind, known once the generation is built."""


def read_manifest(folder: Path) -> Manifest:
    """Read a generation's manifest.

    Raises:
        StoreError: it is missing, damaged, or of a later format.
    """
    path = folder / MANIFEST
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        found = data.get("format")
        if isinstance(found, int) and found > FORMAT:
            raise StoreError(
                f"The index has format {found}, this Townhall reads up to {FORMAT}.", remedy="Update Townhall, or run `townhall ingest --rebuild`."
            )
        return Manifest(**data)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise StoreError(f"{path} can't be read: {reason_of(error)}.", remedy=REMEDY) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a generation's manifest."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
