"""Vectors on a Chroma server: the same answers, nothing left behind there, and a plain word where it can't be reached."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from chroma_process import ChromaProcess

from townhall.assistant import Assistant
from townhall.doctor import diagnose
from townhall.errors import UnreachableError
from townhall.index.generations import open_current
from townhall.library import ingest, is_current
from townhall.settings import Settings

LAKES = "League of Lake Towns\n\nThe League of Lake Towns lends boats to towns at lakes in Finland.\n"
HILLS = "Institute of Hill Villages\n\nThe Institute of Hill Villages advises villages in Austria on snow.\n"
PORTS = "Association of Norland Ports\n\nThe Association of Norland Ports helps harbour towns in Estonia with maps of the sea.\n"
KILLED = """
import os, signal, sys
from townhall.index import build
from townhall.index.vectors import VectorStore
from townhall.library import ingest
from townhall.settings import Settings
put = VectorStore.put
def put_and_die(*arguments):
    put(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
VectorStore.put = put_and_die
ingest(Settings.model_validate_json(sys.argv[1]))
"""


@pytest.fixture
def shared(new_settings: Callable[..., Settings], server: ChromaProcess) -> Settings:
    """Return settings of an index whose vectors are on the server, built anew."""
    settings = new_settings({"lakes.txt": LAKES, "hills.txt": HILLS}, chroma_url=server.url, old_generations=1)
    ingest(settings)
    return settings


def named_by(settings: Settings) -> set[str]:
    """Return the collections that the index's generations name."""
    return {path.read_text(encoding="utf-8").strip() for path in (settings.index / "generations").glob("*/chroma/collection")}


def test_answers_are_the_same(shared: Settings) -> None:
    """Whether vectors lie in the index or on a server: hits, similarities and answers are the same."""
    alone = shared.model_copy(update={"chroma_url": None, "index": shared.index.with_name("alone")})
    ingest(alone)
    on_server, in_folder = Assistant(shared), Assistant(alone)
    for question in ("Who lends boats?", "Who advises villages on snow?"):
        assert on_server.ask(question).answer.citations == in_folder.ask(question).answer.citations
        hits = [(hit.passage.key, round(hit.similarity, 5)) for hit in on_server.search(question)]
        assert hits == [(hit.passage.key, round(hit.similarity, 5)) for hit in in_folder.search(question)]
        assert on_server.search(question, sources=("hills*",))[0].passage.source == "hills.txt"
    assert not (open_current(shared.index).folder / "chroma" / "chroma.sqlite3").exists()


def test_collections_go_with_their_generations(shared: Settings, server: ChromaProcess) -> None:
    """The server holds a collection for each generation that is kept and no other of this index, and what is unchanged isn't embedded again."""
    before = server.collections()
    for number in range(3):
        (shared.corpus / f"ports{number}.txt").write_text(PORTS.replace("Ports", f"Ports {number}"), encoding="utf-8")
        report = ingest(shared)
        assert report.build
        assert (report.build.embedded, report.build.kept) == (1, 2 + number)
    assert len(named_by(shared)) == 2
    assert named_by(shared) <= server.collections()
    assert len(server.collections()) == len(before) + 1
    assert not ingest(shared).changed


def test_what_a_killed_ingest_left_is_cleaned(shared: Settings, server: ChromaProcess) -> None:
    """A collection that was half built when its process was killed is deleted by the next ingest; the old one serves all the while."""
    before = server.collections()
    (shared.corpus / "ports.txt").write_text(PORTS, encoding="utf-8")
    died = subprocess.run([sys.executable, "-c", KILLED, shared.model_dump_json()], check=False, capture_output=True, timeout=120)  # noqa: S603
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    assert len(server.collections()) == len(before) + 1
    assert Assistant(shared).ask("Who lends boats?").answer.citations
    half_built = server.collections() - before
    ingest(shared)
    assert not half_built & server.collections()
    assert named_by(shared) <= server.collections()


def test_moving_there_and_back_embeds_nothing(new_settings: Callable[..., Settings], server: ChromaProcess) -> None:
    """Where the setting changes the next ingest moves the vectors; to a server without embedding anything again."""
    alone = new_settings({"lakes.txt": LAKES, "hills.txt": HILLS})
    ingest(alone)
    shared = alone.model_copy(update={"chroma_url": server.url})
    assert Assistant(shared).ask("Who lends boats?").answer.citations, "the old generation serves until then"
    assert not is_current(shared)
    report = ingest(shared)
    assert report.build
    assert (report.build.embedded, report.build.kept) == (0, 2)
    assert named_by(shared)
    assert Assistant(shared).ask("Who lends boats?").answer.citations
    assert not is_current(alone)
    with pytest.raises(UnreachableError, match="TOWNHALL_CHROMA_URL"):
        open_current(alone.index).vectors.count()
    ingest(alone)
    assert Assistant(alone).ask("Who lends boats?").answer.citations


def test_a_server_that_is_gone_is_told_and_one_that_comes_back_is_used(
    new_settings: Callable[..., Settings], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """While the server is down a question, an ingest and the doctor say so and what to do; when it runs again all work, with no restart."""
    process = ChromaProcess(tmp_path_factory.mktemp("gone"))
    process.start()
    try:
        settings = new_settings({"lakes.txt": LAKES, "hills.txt": HILLS}, chroma_url=process.url)
        ingest(settings)
        assistant = Assistant(settings)
        assert assistant.ask("Who lends boats?").answer.citations
        process.stop()
        with pytest.raises(UnreachableError, match=f"{process.url}.*See that it runs"):
            assistant.search("Who advises villages on snow?")
        with pytest.raises(UnreachableError, match="See that it runs"):
            Assistant(settings).search("Who advises villages?")
        with pytest.raises(UnreachableError):
            ingest(settings)
        with pytest.raises(UnreachableError):
            ingest(settings, rebuild=True)
        assert {finding.name for finding in diagnose(settings) if finding.ok is False} == {"vectors", "index", "up to date"}
        process.start()
        assert assistant.search("Who advises villages on snow?")[0].passage.source == "hills.txt"
        assert not ingest(settings).changed
        assert all(finding.ok is not False for finding in diagnose(settings))
    finally:
        process.stop()


def test_a_key_goes_to_the_server_alone(shared: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is sent as a bearer token, and stands in no error and in no settings that are handed on."""
    assert os.environ.get("TOWNHALL_CHROMA_KEY") is None
    monkeypatch.setenv("TOWNHALL_CHROMA_KEY", "s3cret-of-the-proxy")
    settings = Settings(chroma_url="http://127.0.0.1:9", index=shared.index, corpus=shared.corpus)
    with pytest.raises(UnreachableError) as told:
        ingest(settings)
    assert "s3cret" not in str(told.value)
    assert "s3cret" not in repr(settings)
    assert "s3cret" not in settings.model_dump_json()
