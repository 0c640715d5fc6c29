"""How the generation that serves stands to the documents as they are now: whether an ingest would change it, and what of it is still of use."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import version

from townhall.errors import StoreError, UnreachableError
from townhall.index.build import Before
from townhall.index.chroma_server import server_of
from townhall.index.generation import Generation
from townhall.index.generations import open_current
from townhall.index.manifest import FORMAT
from townhall.index.onnx_export import exported_model
from townhall.library.looking import Found, found_in
from townhall.library.making import is_exported, limits_of
from townhall.library.report import documents_of
from townhall.locales.gazetteer import gazetteer_path
from townhall.settings import Settings


def is_current(settings: Settings) -> bool:
    """Whether the index is there, readable, and made of the corpus as it is now with these settings.

    Raises:
        UnreachableError: the Chroma server that is set doesn't answer: that can't be told.
    """
    previous = whole_generation(settings)
    if previous is None:
        return False
    previous.close()
    return stands(settings, previous, found_in(settings))


def whole_generation(settings: Settings) -> Generation | None:
    """Open the serving generation if it can be; a damaged one is as good as none, and so is one on a server that isn't set any more.

    Raises:
        UnreachableError: the server that is set doesn't answer: what lies there may be in order.
    """
    chroma = server_of(settings)
    try:
        generation = open_current(settings.index, chroma=chroma)
    except StoreError:
        return None
    try:
        generation.check()
    except UnreachableError:
        generation.close()
        if chroma:
            raise
        return None
    except StoreError:
        generation.close()
        return None
    return generation


def stands(settings: Settings, generation: Generation, found: Found) -> bool:
    """Whether an ingest would change nothing; it also moves vectors to where they are set to lie."""
    manifest = generation.manifest
    if generation.is_on_server != (server_of(settings) is not None):
        return False
    if is_exported(settings) and not exported_model(settings.index).is_file():
        return False
    made_alike = manifest.ingest_settings == settings.ingest_hash() and manifest.format == FORMAT
    read_alike = manifest.limits == asdict(limits_of(settings)) and manifest.readers == found.readers
    return made_alike and read_alike and (found.hashes, found.told) == (manifest.corpus, manifest.told)


def before_of(settings: Settings, previous: Generation, found: Found) -> Before | None:
    """Return what of the generation before is of use: its vectors, its words, and the documents that are the same in every respect."""
    old = previous.manifest
    if old.ingest_settings != settings.ingest_hash() or old.format != FORMAT:
        return None
    derived_alike = old.derived_by == derived_by(settings)
    if not derived_alike or old.limits != asdict(limits_of(settings)):
        return Before(previous, same_words=derived_alike)
    same = frozenset(
        source
        for source, sha256 in documents_of(old).items()
        if found.hashes.get(source) == sha256
        and found.readers.get(source) == old.readers.get(source)
        and found.told.get(source) == old.told.get(source)
        and source in old.texts
    )
    return Before(previous, same, same_words=True)


def derived_by(settings: Settings) -> str:
    """Return what passages and facts are derived by: this program, and its list of places."""
    return f"townhall {version('townhall')}, {gazetteer_path(settings.index).name}"
