"""Whether a document is still as it was read: told by its size and time first, by its hash where these have changed."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path


def has_changed(corpus: Path, source: str, sha256: str) -> bool:
    """Whether a document of a corpus is gone, or another than the one with the hash ``sha256``.

    An index may serve without its corpus beside it: then nothing is known to have changed.
    """
    if not corpus.is_dir():
        return False
    path = corpus / source
    try:
        status = path.stat()
        return _hash(path, status.st_size, status.st_mtime_ns) != sha256
    except OSError:
        return True


@lru_cache(maxsize=1000)
def _hash(path: Path, _size: int, _modified: int) -> str:
    """Return a file's hash, remembered for as long as its size and time stay."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
