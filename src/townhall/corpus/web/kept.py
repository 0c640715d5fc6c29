"""What is known of the pages that were fetched: where each lies, where it came from, and by what the server knows whether it has changed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from townhall.corpus.names import safe_name

WEB_FOLDER = "web"
"""Folder of the corpus that fetched pages lie in."""
STATE = f"{WEB_FOLDER}/.fetched.json"
"""Hidden, so that no ingest takes it for a document."""
SEGMENTS = 8
"""Deepest folders that are made for an address."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that was fetched."""

    source: str
    """Path in the corpus."""
    link: str
    """Where it was found, behind redirects."""
    sha256: str
    """Of the file."""
    etag: str | None = None
    modified: str | None = None


def read_kept(corpus: Path) -> dict[str, Kept]:
    """Return what is known of fetched pages, by the addresses that were asked for; what can't be read is as good as nothing."""
    try:
        table = json.loads((corpus / STATE).read_text(encoding="utf-8"))
        return {url: Kept(**entry) for url, entry in table.items() if _inside(entry["source"])}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def write_kept(corpus: Path, kept: Mapping[str, Kept]) -> None:
    """Write it, at once or not at all."""
    path = corpus / STATE
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(json.dumps({url: asdict(entry) for url, entry in kept.items()}, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(path)


def links_of(corpus: Path) -> dict[str, str]:
    """Return the addresses of fetched pages by their paths in the corpus."""
    return {entry.source: entry.link for entry in read_kept(corpus).values()}


def place_of(url: str, suffix: str, taken: Mapping[str, str]) -> str:
    """Return the path of the corpus at which a page lies: its host and path, readable, with the hash of its address where that is not enough.

    ``taken`` are the addresses of other pages by their paths, folded. Folders never have a dot and files always do, so none is in another's way.
    """
    parsed = urlsplit(url)
    port = f"_{parsed.port}" if parsed.port else ""
    folder = f"{WEB_FOLDER}/{(parsed.hostname or '').replace(':', '_').strip('.')}{port}"
    names = [name for part in parsed.path.split("/") if (name := safe_name(unquote(part)))]
    if not names or parsed.path.endswith("/"):
        names.append("index")
    last = names[-1]
    stem = last[: -len(suffix)] if last.lower().endswith(suffix) else last.rpartition(".")[0] or last
    folders = [name.replace(".", "_") for name in names[:-1]]
    plain = "/".join([folder, *folders, f"{stem}{suffix}"])
    digest = hashlib.sha256(url.encode()).hexdigest()[:8]
    if parsed.query or len(folders) > SEGMENTS or taken.get(plain.casefold(), url) != url:
        return "/".join([folder, *folders[:SEGMENTS], f"{stem}-{digest}{suffix}"])
    return plain


def _inside(source: str) -> bool:
    parts = source.split("/")
    return parts[0] == WEB_FOLDER and len(parts) > 1 and not any(part.startswith(".") or not part for part in parts)
