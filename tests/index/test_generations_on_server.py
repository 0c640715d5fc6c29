"""Generations whose vectors are on a real Chroma server: gone back to, verified, backed up and restored like any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from chroma_process import ChromaProcess

from townhall.assistant import Assistant
from townhall.errors import StoreError, UnreachableError
from townhall.index.chroma_server import ChromaServer, disconnect
from townhall.index.generations import current_name, generation_folders, open_current
from townhall.index.vectors import collection_name
from townhall.library import backup, generations, ingest, kept_back, restore, rollback, verify_index
from townhall.settings import Settings

LAKES = "League of Lake Towns\n\nThe League of Lake Towns lends boats to towns at lakes in Finland.\n"
HILLS = "Institute of Hill Villages\n\nThe Institute of Hill Villages advises villages in Austria on snow.\n"
QUESTION = "Who supports villages in Austria?"
NOBODY = "http://127.0.0.1:9"
"""Where no server listens."""


@pytest.fixture
def shared(new_settings: Callable[..., Settings], server: ChromaProcess) -> Settings:
    """Return settings of an index of two generations on the server, the second with one document more."""
    settings = new_settings({"lakes.txt": LAKES}, chroma_url=server.url)
    ingest(settings)
    (settings.corpus / "hills.txt").write_text(HILLS, encoding="utf-8")
    ingest(settings)
    return settings


def collection_of(settings: Settings, name: str) -> str:
    """Return the name of a generation's collection on the server."""
    return collection_name(settings.index / "generations" / name / "chroma")


def status(settings: Settings) -> str:
    """Return how the question is answered that only the second generation can answer."""
    return Assistant(settings).ask(QUESTION).answer.status


def test_going_back_and_forth(shared: Settings) -> None:
    """The generation before answers from its own collection, stays, and the other one can be named."""
    new, old = generations(shared)
    assert rollback(shared).name == old.name
    assert status(shared) != "answered"
    assert kept_back(shared)
    assert rollback(shared, new.name).serves
    assert status(shared) == "answered"


def test_vectors_that_are_missing_there_are_found(shared: Settings, server: ChromaProcess) -> None:
    """A generation is whole while its collection is; a vector that is gone is told, and so is a collection that is."""
    new, old = generations(shared)
    assert verify_index(shared).faults == verify_index(shared, old.name).faults == ()
    generation = open_current(shared.index, chroma=ChromaServer(server.url))
    key = generation.bundle.key(0)
    vector = generation.vectors.get([key])[key]
    generation.vectors.delete([key])
    generation.vectors.put(["another"], vector[None])
    generation.close()
    assert verify_index(shared).faults == (f"Passage {key} has no vector.",)
    with pytest.raises(StoreError, match=f"{new.name} is damaged"):
        backup(shared, shared.index.with_name("backup.tar.gz"))
    client = ChromaServer(server.url).connect()
    client.delete_collection(collection_of(shared, old.name))
    disconnect(client)
    assert verify_index(shared, old.name).faults
    with pytest.raises(StoreError, match=f"{old.name} is damaged"):
        rollback(shared)
    assert current_name(shared.index) == new.name


@pytest.mark.parametrize("to_server", [True, False])
def test_a_backup_goes_wherever_vectors_are_set_to_lie(shared: Settings, server: ChromaProcess, to_server: bool) -> None:  # noqa: FBT001 - a case
    """A backup of what is on a server is restored there, in a collection of its own, or into a folder, with the same answers."""
    file = shared.index.with_name("backup.tar.gz")
    before = server.collections()
    backup(shared, file)
    other = shared.model_copy(update={"index": shared.index.with_name("other"), "chroma_url": server.url if to_server else None})
    restored = restore(other, file)
    assert verify_index(other).faults == ()
    assert len(server.collections() - before) == to_server
    assert not to_server or {collection_of(other, restored.name)} == server.collections() - before
    assert [Assistant(each).ask(QUESTION).answer.citations for each in (other,)] == [Assistant(shared).ask(QUESTION).answer.citations]


def test_a_backup_from_a_folder_goes_to_the_server(new_settings: Callable[..., Settings], server: ChromaProcess) -> None:
    """A backup of an index without a server fills one."""
    alone = new_settings({"hills.txt": HILLS})
    ingest(alone)
    file = alone.index.with_name("backup.tar.gz")
    backup(alone, file)
    shared = alone.model_copy(update={"index": alone.index.with_name("shared"), "chroma_url": server.url})
    restored = restore(shared, file)
    assert collection_of(shared, restored.name) in server.collections()
    assert (verify_index(shared).faults, status(shared)) == ((), "answered")


def test_nothing_of_a_restore_that_fails_stays_there(shared: Settings, server: ChromaProcess) -> None:
    """A backup that is damaged, or of a generation that is still kept, leaves no collection behind."""
    file = shared.index.with_name("backup.tar.gz")
    backup(shared, file)
    before, kept = server.collections(), len(generation_folders(shared.index))
    rollback(shared)
    restore(shared, file)
    assert (server.collections(), len(generation_folders(shared.index)), status(shared)) == (before, kept, "answered")
    file.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises(StoreError, match="can't be restored"):
        restore(shared, file)
    assert server.collections() == before


def test_a_server_that_is_away_is_no_damage(shared: Settings, tmp_path: Path) -> None:
    """While the server can't be reached nothing is called damaged: verifying, going back, backing up and restoring say that it doesn't answer."""
    file = shared.index.with_name("backup.tar.gz")
    backup(shared, file)
    away = shared.model_copy(update={"chroma_url": NOBODY})
    serves = current_name(shared.index)
    for act in (verify_index, rollback, lambda settings: backup(settings, tmp_path / "another.tar.gz"), lambda settings: restore(settings, file)):
        with pytest.raises(UnreachableError, match="See that it runs"):
            act(away)
    assert current_name(shared.index) == serves
    assert not (tmp_path / "another.tar.gz").exists()
