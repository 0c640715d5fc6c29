"""Ingest: only what changed is done, and nothing that serves is lost, whatever happens."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from townhall.assistant import Assistant
from townhall.errors import CorpusError, StoreBusyError, StoreError, TownhallError
from townhall.index import build
from townhall.index.embedding import bundled_folder
from townhall.index.generations import current_name, open_current, writing
from townhall.index.manifest import FORMAT
from townhall.index.vectors import VectorStore
from townhall.library import IngestReport, ingest, is_current, show
from townhall.model import Answer
from townhall.settings import Settings

PORTS = "Association of Norland Ports\n\nThe Association of Norland Ports helps harbour towns in Estonia with maps of the sea.\n"
LAKES = "League of Lake Towns\n\nThe League of Lake Towns lends boats to towns at lakes in Finland.\n"
HILLS = "Institute of Hill Villages\n\nThe Institute of Hill Villages advises villages in Austria on snow.\n"


def ask(settings: Settings, question: str = "Who lends boats?") -> Answer:
    """Ask a question that is answered from vectors, words and texts alike."""
    return Assistant(settings).ask(question).answer


def drafts(settings: Settings) -> list[str]:
    """Return the unfinished generations."""
    return [path.name for path in (settings.index / "generations").iterdir() if path.name.startswith(".")]


@pytest.fixture(scope="module")
def built(prepare: Callable[[Path], None], write_files: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings of a small index with two generations, built once; tests copy it."""
    folder = tmp_path_factory.mktemp("built")
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    prepare(settings.index)
    write_files(settings.corpus, {"lakes.txt": LAKES})
    ingest(settings)
    write_files(settings.corpus, {"hills.txt": HILLS})
    ingest(settings)
    return settings


@pytest.fixture
def small(built: Settings, tmp_path: Path) -> Settings:
    """Return settings of a copy of the small index, to be changed or damaged."""
    shutil.copytree(built.corpus, tmp_path / "corpus")
    shutil.copytree(built.index, tmp_path / "index")
    return Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")


def test_a_second_ingest_does_nothing(new_settings: Callable[..., Settings]) -> None:
    """With nothing changed nothing is built, the pointer is not touched, and the report says so."""
    settings = new_settings({"ports.txt": PORTS, "lakes.txt": LAKES, "page.pdf": b"%PDF"})
    first = ingest(settings)
    pointer = (settings.index / "CURRENT").stat().st_mtime_ns
    second = ingest(settings)
    assert (first.changed, second.changed) == (True, False)
    assert first.added == second.unchanged == ("lakes.txt", "ports.txt")
    assert second.generation == first.generation
    assert second.build is None
    assert [file.source for file in second.skipped] == ["page.pdf"]
    assert (settings.index / "CURRENT").stat().st_mtime_ns == pointer


def test_only_what_changed_is_embedded(new_settings: Callable[..., Settings]) -> None:
    """Of a corpus in which one file is changed, one added and one removed, only new passages are embedded, the rest is kept."""
    settings = new_settings({"ports.txt": PORTS, "lakes.txt": LAKES, "hills.txt": HILLS})
    ingest(settings)
    (settings.corpus / "ports.txt").write_text(
        PORTS + "\nOffice of Islands\n\nThe office repairs the piers of islands in every season of the year.\n", encoding="utf-8"
    )
    (settings.corpus / "hills.txt").unlink()
    (settings.corpus / "copy.txt").write_text(LAKES, encoding="utf-8")
    report = ingest(settings)
    assert (report.added, report.updated, report.removed, report.unchanged) == (("copy.txt",), ("ports.txt",), ("hills.txt",), ("lakes.txt",))
    assert report.build == build.BuildReport(embedded=1, kept=2)


def test_what_is_kept_is_as_good_as_new(new_settings: Callable[..., Settings]) -> None:
    """Vectors that were taken over equal those of an index that is built anew."""
    settings = new_settings({"ports.txt": PORTS, "lakes.txt": LAKES})
    ingest(settings)
    (settings.corpus / "hills.txt").write_text(HILLS, encoding="utf-8")
    ingest(settings)
    kept = open_current(settings.index)
    units = kept.bundle.all_units()
    vectors, sentences = kept.vectors.get([key for _, key in units]), [kept.bundle.sentence_vectors(unit) for unit, _ in units]
    kept.close()
    report = ingest(settings, rebuild=True)
    assert report.build
    assert report.build.kept == 0
    anew = open_current(settings.index)
    assert anew.bundle.all_units() == units
    for (unit, key), pooled in zip(units, sentences, strict=True):
        assert float(anew.vectors.get([key])[key] @ vectors[key]) > 0.99999
        assert abs(anew.bundle.sentence_vectors(unit) - pooled).max() < 1e-2


def test_a_file_that_can_be_read_no_more_is_removed(new_settings: Callable[..., Settings]) -> None:
    """A document that becomes unreadable counts as removed, one that becomes readable as added; the list of sources is no document."""
    settings = new_settings({"ports.txt": PORTS, "lakes.txt": LAKES, "latin.txt": b"\x00\xff", "sources.toml": ""})
    ingest(settings)
    (settings.corpus / "lakes.txt").write_bytes(b"\x00\xff")
    (settings.corpus / "latin.txt").write_text(HILLS, encoding="utf-8")
    (settings.corpus / "sources.toml").unlink()
    report = ingest(settings)
    assert (report.added, report.updated, report.removed, report.unchanged) == (("latin.txt",), (), ("lakes.txt",), ("ports.txt",))
    assert ingest(settings).unchanged == ("latin.txt", "ports.txt")


def test_the_list_of_sources_is_part_of_the_corpus(new_settings: Callable[..., Settings]) -> None:
    """A new title makes the index stale, and nothing is embedded for it."""
    settings = new_settings({"ports.txt": PORTS})
    ingest(settings)
    (settings.corpus / "sources.toml").write_text('["ports.txt"]\ntitle = "Ports of the north"\n', encoding="utf-8")
    assert not is_current(settings)
    report = ingest(settings)
    assert report.build
    assert (report.build.embedded, report.build.kept) == (0, 1)
    assert ask(settings, "Who helps harbour towns in Estonia?").citations[0].title == "Ports of the north"


def test_a_setting_that_changes_passages_changes_the_index(new_settings: Callable[..., Settings]) -> None:
    """An index that was made with other settings of splitting is stale."""
    settings = new_settings({"ports.txt": PORTS})
    ingest(settings)
    assert not is_current(settings.model_copy(update={"passage_pieces": 64}))


def test_a_running_assistant_sees_a_new_generation(new_settings: Callable[..., Settings]) -> None:
    """An assistant that is already open answers from the new documents once they are ingested."""
    settings = new_settings({"ports.txt": PORTS})
    ingest(settings)
    assistant = Assistant(settings)
    before = assistant.ask("Who supports towns in Finland?").answer
    (settings.corpus / "lakes.txt").write_text(LAKES, encoding="utf-8")
    ingest(settings)
    after = assistant.ask("Who supports towns in Finland?").answer
    assert (before.status, after.status) == ("not_in_documents", "answered")
    assert before.index != after.index


def test_old_generations_are_removed(new_settings: Callable[..., Settings]) -> None:
    """After several ingests the generation that serves and as many before it as are wanted are kept, and any that somebody reads."""
    settings = new_settings({"ports.txt": PORTS}, old_generations=1)
    made = []
    for number in range(4):
        (settings.corpus / "more.txt").write_text(f"{LAKES}\nIt has {number} boats.\n", encoding="utf-8")
        made.append(ingest(settings).generation)
        if number == 0:
            reader = open_current(settings.index)
    folder = settings.index / "generations"
    assert {path.name for path in folder.iterdir()} == {made[0], made[2], made[3]}
    assert "boats" in (reader.bundle.document("more.txt") or reader.bundle.documents[0]).text
    reader.close()
    (settings.corpus / "more.txt").write_text(f"{LAKES}\nIt has many boats.\n", encoding="utf-8")
    made.append(ingest(settings).generation)
    assert {path.name for path in folder.iterdir()} == {made[3], made[4]}


def test_one_writer_at_a_time(new_settings: Callable[..., Settings]) -> None:
    """While one ingest runs, a second is told so and does nothing; afterwards it works."""
    settings = new_settings({"ports.txt": PORTS})
    with writing(settings.index), pytest.raises(StoreBusyError, match="Another ingest"):
        ingest(settings)
    assert ingest(settings).changed


def test_a_corpus_that_vanishes_takes_no_index_with_it(new_settings: Callable[..., Settings]) -> None:
    """Without a corpus, or with an empty one, ingest is a fault, and the index answers as before."""
    settings = new_settings({"lakes.txt": LAKES})
    ingest(settings)
    (settings.corpus / "lakes.txt").rename(settings.corpus.parent / "lakes.txt")
    with pytest.raises(CorpusError):
        ingest(settings)
    settings.corpus.rmdir()
    with pytest.raises(CorpusError):
        ingest(settings)
    assert ask(settings).status == "answered"
    assert show(settings, "lakes.txt") == LAKES


def test_a_failed_ingest_loses_nothing(new_settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    """An ingest that fails in the middle leaves the old generation, no draft, and no lock."""
    settings = new_settings({"lakes.txt": LAKES})
    report = ingest(settings)
    (settings.corpus / "ports.txt").write_text(PORTS, encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(build, "write_manifest", full)
        with pytest.raises(OSError, match="No space left"):
            ingest(settings)
    assert drafts(settings) == []
    assert ask(settings).index == report.generation
    assert ingest(settings).added == ("ports.txt",)


KILLED = """
import os, signal, sys
from pathlib import Path
from townhall.index import generations
from townhall.library import ingest
from townhall.settings import Settings

moment, corpus, index = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if moment == "before the pointer":
    generations.os.fsync = die
elif moment == "after the pointer":
    generations.collect = lambda *_, **__: die()
ingest(Settings(corpus=corpus, index=index), progress=lambda what, done, of: die() if what == moment else None)
"""


@pytest.mark.parametrize(
    ("moment", "serves"),
    [
        ("Preparing the model", "old"),
        ("Embedding passages", "old"),
        ("Writing the index", "old"),
        ("before the pointer", "old"),
        ("after the pointer", "new"),
    ],
)
def test_a_killed_ingest_leaves_an_index_that_serves(small: Settings, write_files: Callable[..., None], moment: str, serves: str) -> None:
    """A process killed at any moment leaves the old generation, or once the pointer is swapped the new one, and the next ingest works."""
    before = current_name(small.index)
    write_files(small.corpus, {"ports.txt": PORTS})
    command = [sys.executable, "-c", KILLED, moment, str(small.corpus), str(small.index)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)  # noqa: S603 - our own Python
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert (current_name(small.index) == before) is (serves == "old")
    assert ask(small).status == "answered"
    assert ingest(small).changed is (serves == "old")
    assert drafts(small) == []
    assert ask(small, "Who supports towns in Estonia?").status == "answered"


def test_a_real_ingest_killed_in_the_middle(real_copy: Settings) -> None:
    """The real command, killed while it works on the real documents, leaves the index answering as before."""
    before = current_name(real_copy.index)
    for number in range(300):
        (real_copy.corpus / f"more-{number}.txt").write_text(
            f"{HILLS}\nIt has {number} sledges, and {number * 7} skis for those who ask.\n", encoding="utf-8"
        )
    command = [sys.executable, "-m", "townhall", "ingest", "--corpus", str(real_copy.corpus), "--index", str(real_copy.index)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own command
        while process.poll() is None and not drafts(real_copy):
            os.sched_yield()
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert len(drafts(real_copy)) == 1
    assert current_name(real_copy.index) == before
    assert ask(real_copy, "Who supports cities in Slovenia?").status == "answered"


def half(path: Path) -> None:
    """Cut a file in half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_all(folder: Path) -> None:
    """Cut every file of a folder in half."""
    for path in folder.iterdir():
        half(path)


def empty_store(folder: Path) -> None:
    """Put a store without a record in the place of one."""
    shutil.rmtree(folder)
    VectorStore(folder, create=True).close()


def later(manifest: Path) -> None:
    """Raise a manifest's format."""
    manifest.write_text(json.dumps({**json.loads(manifest.read_text(encoding="utf-8")), "format": FORMAT + 1, "news": True}), encoding="utf-8")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "manifest that is no JSON": lambda folder: (folder / "manifest.json").write_text("{", encoding="utf-8"),
    "manifest of another kind": lambda folder: (folder / "manifest.json").write_text("[]", encoding="utf-8"),
    "manifest that lacks fields": lambda folder: (folder / "manifest.json").write_text('{"format": 1}', encoding="utf-8"),
    "manifest missing": lambda folder: (folder / "manifest.json").unlink(),
    "later format": lambda folder: later(folder / "manifest.json"),
    "texts cut": lambda folder: half(folder / "texts.sqlite"),
    "texts empty": lambda folder: (folder / "texts.sqlite").write_bytes(b""),
    "texts missing": lambda folder: (folder / "texts.sqlite").unlink(),
    "texts of another file": lambda folder: (folder / "texts.sqlite").write_bytes(b"x" * 100_000),
    "sentence vectors cut": lambda folder: half(folder / "sentences.npy"),
    "sentence vectors missing": lambda folder: (folder / "sentences.npy").unlink(),
    "vectors missing": lambda folder: shutil.rmtree(folder / "chroma"),
    "vectors of nothing": lambda folder: empty_store(folder / "chroma"),
    "vectors cut": lambda folder: half(folder / "chroma" / "chroma.sqlite3"),
    "vectors of another file": lambda folder: (folder / "chroma" / "chroma.sqlite3").write_bytes(b"x" * 100_000),
    "words missing": lambda folder: shutil.rmtree(folder / "lexical"),
    "words cut": lambda folder: cut_all(folder / "lexical"),
    "folder missing": shutil.rmtree,
    "pointer empty": lambda folder: (folder.parents[1] / "CURRENT").write_text("", encoding="utf-8"),
    "pointer to nothing": lambda folder: (folder.parents[1] / "CURRENT").write_text("nothing\n", encoding="utf-8"),
    "pointer of bytes": lambda folder: (folder.parents[1] / "CURRENT").write_bytes(b"\xff\xfe\x00"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_told_and_mended(small: Settings, damage: str) -> None:
    """Any damage is one line with a remedy, and a plain ingest mends it: everything answers as before."""
    DAMAGE[damage](open_current(small.index).folder)
    with pytest.raises(StoreError) as caught:
        ask(small)
    assert "\n" not in str(caught.value)
    assert "townhall ingest" in caught.value.remedy
    assert ingest(small).changed
    assert ask(small).status == "answered"


def test_an_index_of_another_model_is_told_and_mended(new_settings: Callable[..., Settings], tmp_path: Path) -> None:
    """Settings that name another model than the index was made with are told so; an ingest makes it anew with that model."""
    settings = new_settings({"lakes.txt": LAKES})
    ingest(settings)
    shutil.copytree(bundled_folder(), tmp_path / "model")
    other = settings.model_copy(update={"embedding_model": str(tmp_path / "model")})
    with pytest.raises(StoreError, match="was made with the model all-MiniLM-L6-v2") as caught:
        ask(other)
    assert "ingest" in caught.value.remedy
    report: IngestReport = ingest(other)
    assert report.build
    assert report.build.embedded == 1
    assert ask(other).status == "answered"


def test_without_an_index_the_remedy_is_to_ingest(new_settings: Callable[..., Settings]) -> None:
    """Before the first ingest every question is answered by the same line, also where the index is a file."""
    settings = new_settings({"lakes.txt": LAKES})
    (settings.index / "file").write_text("", encoding="utf-8")
    for index in (settings.index, settings.index / "none", settings.index / "file"):
        with pytest.raises(StoreError, match="There is no index") as caught:
            ask(settings.model_copy(update={"index": index}))
        assert "townhall ingest" in caught.value.remedy


def test_an_index_that_cannot_be_written_is_told(new_settings: Callable[..., Settings]) -> None:
    """A file where the index should be is a fault with a remedy."""
    settings = new_settings({"lakes.txt": LAKES})
    (settings.index / "file").write_text("", encoding="utf-8")
    with pytest.raises(TownhallError, match="can't be written"):
        ingest(settings.model_copy(update={"index": settings.index / "file"}))


def test_a_missing_export_is_made_again(small: Settings) -> None:
    """Where the exported model is gone, asking says so and an ingest makes it again, embedding nothing."""
    shutil.rmtree(small.index / "models")
    with pytest.raises(TownhallError, match="isn't there") as caught:
        ask(small)
    assert "ingest" in caught.value.remedy
    report = ingest(small)
    assert report.build
    assert report.build.embedded == 0
    assert ask(small).status == "answered"


def test_a_damaged_list_of_places_is_made_anew(small: Settings) -> None:
    """A gazetteer that is damaged does no harm: the next one to need it compiles it again."""
    (path,) = small.index.glob("places-*.sqlite")
    path.write_bytes(b"x" * 50_000)
    assert ask(small, "Who supports cities in Finland?").status == "answered"
    assert path.stat().st_size > 1_000_000
