"""A generation as one file, and back: a compressed tar archive whose first member names all others with size and SHA-256.

Chroma's files change with every opening and belong to its version, so its records go into the archive and not its files: the vectors, one row a
passage in the order of the units. What comes back is checked like what was built.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np

from townhall.errors import StoreError, UsageError, reason_of
from townhall.index.bundle import FILE, VECTORS_FILE
from townhall.index.chroma_server import ChromaServer
from townhall.index.generation import VECTORS, Generation
from townhall.index.manifest import MANIFEST
from townhall.index.vectors import VectorStore
from townhall.index.verifying import faults_of

CONTENTS = "backup.json"
KIND = "Townhall index"
VERSION = 1
PASSAGE_VECTORS = "vectors.npy"
CONTENTS_SIZE = 1 << 20
"""Largest list of contents that is read, in bytes."""
BLOCK = 1 << 20
_MEMBER = re.compile(rf"(?:{re.escape(MANIFEST)}|{re.escape(FILE)}|{re.escape(VECTORS_FILE)}|{PASSAGE_VECTORS}|lexical/[a-z_]+(?:\.[a-z_]+)*)")
"""What may be in a backup; nothing else is ever written."""
RENEW = "Take another backup, or run `townhall ingest --rebuild`."


def write_backup(generation: Generation, file: Path) -> int:
    """Write a generation into ``file``, at once or not at all, and return its size in bytes.

    Raises:
        UsageError: there is such a file already.
        StoreError: the generation is damaged, or the file can't be written.
    """
    if file.exists():
        raise UsageError(f"{file} is there already.", remedy="Name another file, or remove that one.")
    if faults := faults_of(generation):
        raise StoreError(f"The generation {generation.folder.name} is damaged: {faults[0]}", remedy="Roll back, or run `townhall ingest --rebuild`.")
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with draft.open("wb") as out:
            _write(generation, out, draft)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    except OSError as error:
        raise StoreError(f"{file} can't be written: {error.strerror}.", remedy="Make space, or name another file.") from error
    finally:
        draft.unlink(missing_ok=True)
    return file.stat().st_size


def _write(generation: Generation, out: IO[bytes], draft: Path) -> None:
    vectors = draft.with_suffix(".npy")
    try:
        _save_vectors(generation, vectors)
        lexical = generation.folder / "lexical"
        members = {
            MANIFEST: generation.folder / MANIFEST,
            FILE: generation.folder / FILE,
            VECTORS_FILE: generation.folder / VECTORS_FILE,
            **{f"lexical/{path.name}": path for path in sorted(lexical.iterdir())},
            PASSAGE_VECTORS: vectors,
        }
        contents = {
            "kind": KIND,
            "version": VERSION,
            "generation": generation.folder.name,
            "files": {name: {"size": path.stat().st_size, "sha256": _hash(path)} for name, path in members.items()},
        }
        # Vectors hardly get smaller however hard one tries.
        with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1, format=tarfile.PAX_FORMAT) as archive:
            data = json.dumps(contents, ensure_ascii=False, indent=1).encode()
            about = tarfile.TarInfo(CONTENTS)
            about.size = len(data)
            archive.addfile(about, io.BytesIO(data))
            for name, path in members.items():
                member = tarfile.TarInfo(name)
                member.size, member.mtime = path.stat().st_size, path.stat().st_mtime
                with path.open("rb") as content:
                    archive.addfile(member, content)
    finally:
        vectors.unlink(missing_ok=True)


def _save_vectors(generation: Generation, file: Path) -> None:
    keys = [key for _, key in generation.bundle.all_units()]
    found = generation.vectors.get(keys)
    np.save(file, np.stack([found[key] for key in keys]).astype(np.float32), allow_pickle=False)


def read_backup(file: Path, draft: Path, *, chroma: ChromaServer | None = None) -> str:
    """Make of a backup a generation in the empty folder ``draft``, checked whole, and return the name that it had; vectors go to ``chroma`` if given.

    Raises:
        StoreError: it is no backup, damaged, of another version, or there is no space for it.
    """
    with _opened(file) as archive:
        contents = _contents(archive, file)
        files = contents["files"]
        needed = 2 * sum(entry["size"] for entry in files.values())
        if needed > shutil.disk_usage(draft).free:
            raise StoreError(f"{file} needs {needed:,} bytes of space beside the index.", remedy="Make space on the disk.")
        missing = set(files)
        while (member := archive.next()) is not None:
            name = member.name
            if name not in missing or not member.isreg() or member.size != files[name]["size"]:
                raise _damaged(file, f"it holds {name!r}, which its contents don't name so")
            missing.remove(name)
            _extract(archive, member, draft / name, files[name]["sha256"], file)
        if missing:
            raise _damaged(file, f"{min(missing)} is missing")
    _build_vectors(draft, file, chroma)
    generation = Generation(draft, chroma=chroma)
    try:
        faults = faults_of(generation)
    finally:
        generation.close()
    if faults:
        raise _damaged(file, faults[0].rstrip("."))
    return str(contents["generation"])


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    """Open an archive; whatever is wrong with it while it is read is told as its damage."""
    if not file.is_file():
        raise StoreError(f"There is no file {file}.", remedy="Name a backup.")
    try:
        with tarfile.open(file, mode="r|gz") as archive:
            yield archive
    except (tarfile.TarError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise _damaged(file, str(error) or type(error).__name__) from error
    except OSError as error:
        if error.errno is None:  # what the decompressor raises
            raise _damaged(file, str(error)) from error
        raise StoreError(f"{file} can't be restored: {error.strerror}.", remedy="Make space, or mend the permissions there.") from error


def _contents(archive: tarfile.TarFile, file: Path) -> dict[str, Any]:
    member = archive.next()
    if member is None or member.name != CONTENTS or not member.isreg() or member.size > CONTENTS_SIZE:
        raise _damaged(file, "it isn't a backup of an index")
    stream = archive.extractfile(member)
    contents = json.loads(stream.read()) if stream else {}
    if not isinstance(contents, dict) or contents.get("kind") != KIND:
        raise _damaged(file, "it isn't a backup of an index")
    if contents.get("version") != VERSION:
        raise StoreError(f"{file} is a backup of version {contents.get('version')}, this Townhall reads {VERSION}.", remedy="Update Townhall.")
    for name, entry in contents["files"].items():
        if not _MEMBER.fullmatch(name) or type(entry["size"]) is not int or entry["size"] < 0:
            raise _damaged(file, f"its contents name {name!r}")
    if not re.fullmatch(r"[0-9a-f]{12}(?:-\d{1,6})?", str(contents["generation"])):
        raise _damaged(file, f"it names a generation {contents['generation']!r}")
    return contents


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path, sha256: str, file: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    stream = archive.extractfile(member)
    digest = hashlib.sha256()
    with target.open("xb") as out:
        while stream and (block := stream.read(BLOCK)):
            digest.update(block)
            out.write(block)
    if digest.hexdigest() != sha256:
        raise _damaged(file, f"{member.name} is not what it was when it was written")
    os.utime(target, (member.mtime, member.mtime))


def _build_vectors(draft: Path, file: Path, chroma: ChromaServer | None) -> None:
    try:
        vectors = np.load(draft / PASSAGE_VECTORS, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise _damaged(file, f"{PASSAGE_VECTORS}: {reason_of(error)}") from error
    generation = Generation(draft, chroma=chroma)
    keys = [key for _, key in generation.bundle.all_units()]
    name = generation.manifest.generation
    generation.close()
    if vectors.ndim != 2 or len(vectors) != len(keys):  # noqa: PLR2004 - rows and columns
        raise _damaged(file, f"it has {vectors.shape} vectors for {len(keys)} passages")
    store = VectorStore(draft / VECTORS, create=True, server=chroma, name=name)
    store.put(keys, np.asarray(vectors, np.float32))
    store.close()
    (draft / PASSAGE_VECTORS).unlink()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(file: Path, why: str) -> StoreError:
    return StoreError(f"{file} can't be restored: {why}.", remedy=RENEW)
