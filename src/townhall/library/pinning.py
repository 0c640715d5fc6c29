"""A generation that was chosen stays until somebody ingests by hand, or the documents change."""

from __future__ import annotations

from townhall.errors import StoreError
from townhall.index.generations import current_name
from townhall.index.manifest import FORMAT, read_manifest
from townhall.index.pin import Pin, read_pin, state_of
from townhall.library.looking import corpus_hashes
from townhall.library.standing import whole_generation
from townhall.settings import Settings


def states_now(settings: Settings) -> frozenset[str]:
    """Return the states of the documents in which a generation that is chosen now is to stay.

    They are those of the documents as they are. Where the generation that serves was made of others, the settings may name another folder than
    the one that is ingested: then what it was made of counts as well.
    """
    now = {state_of(corpus_hashes(settings.corpus))} if settings.corpus.is_dir() else set()
    serves = current_name(settings.index)
    if serves is None:
        return frozenset(now)
    try:
        known = {state_of(read_manifest(settings.index / "generations" / serves).corpus)}
    except StoreError:  # it is damaged: a reason to choose another one
        known = set()
    if before := pin_of(settings):
        known |= before.documents
    return frozenset(now if now and now <= known else now | known)


def pin_of(settings: Settings) -> Pin | None:
    """Return the pin of the generation that serves; None where nobody chose it.

    Raises:
        StoreError: that can't be read.
    """
    found = read_pin(settings.index)
    return found if found and found.generation == current_name(settings.index) else None


def kept_back(settings: Settings) -> Pin | None:
    """Return the pin that keeps everything but an ingest by hand from changing the index; None where there is none, or it holds no longer.

    It holds no longer where the documents have changed, or the generation can't be used as it is: it is damaged, of another format or model.

    Raises:
        StoreError: that can't be read.
        UnreachableError: the Chroma server that is set doesn't answer.
    """
    found = pin_of(settings)
    if found is None or (settings.corpus.is_dir() and state_of(corpus_hashes(settings.corpus)) not in found.documents):
        return None
    generation = whole_generation(settings)
    if generation is None:
        return None
    generation.close()
    manifest = generation.manifest
    return found if manifest.format == FORMAT and manifest.model == settings.embedding_model else None
