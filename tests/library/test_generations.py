"""Generations that are kept: seen, gone back to, verified record by record, and carried elsewhere as one file."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from townhall.assistant import Assistant
from townhall.errors import StoreBusyError, StoreError, UsageError
from townhall.index.generations import current_name, generation_folders, open_current, writing
from townhall.library import backup, generations, ingest, restore, rollback, verify_index
from townhall.model import FactKind
from townhall.settings import Settings

LAKES = "League of Lake Towns\n\nThe League of Lake Towns lends boats to towns at lakes in Finland.\n\nContact: Aino Vesi, aino@lakes.example\n"
HILLS = "Institute of Hill Villages\n\nThe Institute of Hill Villages advises villages in Austria on snow.\n"
QUESTION = "Who supports villages in Austria?"


@pytest.fixture(scope="module")
def built(prepare: Callable[[Path], None], write_files: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings of an index of two generations, the second with one document more; tests copy it."""
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
    """Return settings of a copy of that index, to be changed or damaged."""
    shutil.copytree(built.index, tmp_path / "index")
    return Settings(corpus=built.corpus, index=tmp_path / "index")


def status(settings: Settings) -> str:
    """Return how the question is answered that only the second generation can answer."""
    return Assistant(settings).ask(QUESTION).answer.status


def test_generations_are_listed(small: Settings) -> None:
    """The newest comes first, with what is in it; one that can't be read is told."""
    new, old = generations(small)
    assert (new.serves, new.documents, old.serves, old.documents) == (True, 2, False, 1)
    assert new.made
    assert old.made
    assert new.made > old.made
    assert new.size > 10_000
    (small.index / "generations" / old.name / "manifest.json").write_text("{", encoding="utf-8")
    assert [bool(each.fault) for each in generations(small)].count(True) == 1


def test_going_back_and_forth(small: Settings) -> None:
    """The generation before serves at once, also in an assistant that is open; the other is kept and can be named."""
    assistant = Assistant(small)
    new, old = generations(small)
    assert assistant.ask(QUESTION).answer.status == "answered"
    assert rollback(small).name == old.name
    assert assistant.ask(QUESTION).answer.status != "answered"
    with pytest.raises(UsageError, match="older than the one that serves"):
        rollback(small)
    assert rollback(small, new.name).serves
    assert assistant.ask(QUESTION).answer.status == "answered"
    with pytest.raises(UsageError, match="no generation 'other'"):
        rollback(small, "other")


def test_going_back_to_what_is_damaged_is_refused(small: Settings) -> None:
    """A generation that isn't whole is not made to serve, nor is any while another process writes."""
    new, old = generations(small)
    with writing(small.index), pytest.raises(StoreBusyError):
        rollback(small)
    (small.index / "generations" / old.name / "sentences.npy").unlink()
    with pytest.raises(StoreError, match="damaged"):
        rollback(small)
    assert current_name(small.index) == new.name


@contextmanager
def texts(settings: Settings) -> Iterator[sqlite3.Connection]:
    """Open the texts of the generation that serves, to change them."""
    with closing(sqlite3.connect(settings.index / "generations" / str(current_name(settings.index)) / "texts.sqlite")) as connection:
        yield connection
        connection.commit()


CHANGES = {
    "a text": "UPDATE documents SET text = replace(text, 'snow', 'rain')",
    "a hash": "UPDATE documents SET sha256 = 'x' WHERE source = 'hills.txt'",
    "a document that vanished": "DELETE FROM documents WHERE source = 'hills.txt'",
    "a passage": "UPDATE passages SET text = 'something else' WHERE source = 'hills.txt'",
    "an offset": 'UPDATE passages SET start = start + 1, "end" = "end" + 1',
    "a sentence": "UPDATE passages SET sentences = '[[0, 100000, 1]]'",
    "a section": 'UPDATE sections SET "end" = 100000',
    "a heading": "UPDATE sections SET headings = replace(headings, 'League', 'Legion')",
    "a fact": "UPDATE facts SET data = replace(data, 'Lake', 'Lime')",
    "a key": "UPDATE units SET key = 'x' WHERE unit = 0",
    "a place that vanished": "DELETE FROM passages WHERE source = 'hills.txt'",
    "a number": "UPDATE units SET first_sentence = first_sentence + 1",
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_record_is_verified(small: Settings, change: str) -> None:
    """A change to any kind of record is found."""
    assert verify_index(small).faults == ()
    with texts(small) as connection:
        assert connection.execute(CHANGES[change]).rowcount
    assert verify_index(small).faults


def test_a_missing_vector_is_found(small: Settings) -> None:
    """A passage without a vector is told, also where the number of vectors is right."""
    generation = open_current(small.index)
    key = generation.bundle.key(0)
    vector = generation.vectors.get([key])[key]
    generation.vectors.delete([key])
    generation.vectors.put(["another"], vector[None])
    generation.close()
    assert verify_index(small).faults == (f"Passage {key} has no vector.",)


def test_a_backup_restored_elsewhere_answers_alike(small: Settings, tmp_path: Path) -> None:
    """From one file comes an index without anything beside it that holds the same records and gives the same answers."""
    backup(small, tmp_path / "backup.tar.gz")
    other = small.model_copy(update={"index": tmp_path / "other"})
    restored = restore(other, tmp_path / "backup.tar.gz")
    assert (restored.serves, restored.documents) == (True, 2)
    assert verify_index(other).faults == ()
    here, there = open_current(small.index), open_current(other.index)
    assert here.bundle.all_units() == there.bundle.all_units()
    assert [here.bundle.facts[kind] for kind in FactKind] == [there.bundle.facts[kind] for kind in FactKind]
    assert (here.bundle.all_sentence_vectors == there.bundle.all_sentence_vectors).all()
    here.close()
    there.close()
    answers = [Assistant(settings).ask(QUESTION).answer for settings in (small, other)]
    assert [answer.citations for answer in answers] == [answers[0].citations] * 2


def test_a_backup_is_restored_beside_what_serves(small: Settings, tmp_path: Path) -> None:
    """What served before is kept to go back to."""
    backup(small, tmp_path / "backup.tar.gz")
    before = rollback(small).name
    assert status(small) != "answered"
    restored = restore(small, tmp_path / "backup.tar.gz")
    assert status(small) == "answered"
    assert {before, restored.name} <= {folder.name for folder in generation_folders(small.index)}


def test_a_generation_that_is_there_is_not_restored_twice(small: Settings, tmp_path: Path) -> None:
    """A backup of a generation that is kept has that one serve; only where that one was damaged since, the backup takes its place beside it."""
    new, old = generations(small)
    backup(small, tmp_path / "backup.tar.gz")
    rollback(small)
    assert restore(small, tmp_path / "backup.tar.gz").name == new.name
    assert {folder.name for folder in generation_folders(small.index)} == {new.name, old.name}
    with texts(small) as connection:
        connection.execute(CHANGES["a text"])
    assert restore(small, tmp_path / "backup.tar.gz").name == f"{new.name}-2"
    assert verify_index(small).faults == ()


def test_what_is_damaged_is_not_backed_up(small: Settings, tmp_path: Path) -> None:
    """No backup is written of a damaged generation, nor over a file."""
    file = tmp_path / "backup.tar.gz"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is there already"):
        backup(small, file)
    assert file.read_text(encoding="utf-8") == "mine"
    file.unlink()
    with texts(small) as connection:
        connection.execute(CHANGES["a text"])
    with pytest.raises(StoreError, match="is damaged"):
        backup(small, file)
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def members(file: Path) -> dict[str, bytes]:
    """Return what is in an archive."""
    with tarfile.open(file) as archive:
        return {member.name: stream.read() for member in archive if (stream := archive.extractfile(member))}


def write(file: Path, content: dict[str, bytes], kinds: dict[str, bytes] | None = None) -> None:
    """Write an archive; ``kinds`` are types of members that are no files, which point at /etc/passwd."""
    with tarfile.open(file, "w:gz") as archive:
        for name, data in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            if kinds and name in kinds:
                member.type, member.linkname, member.size = kinds[name], "/etc/passwd", 0
            archive.addfile(member, io.BytesIO(data))


def listed(content: dict[str, bytes], **changed: object) -> dict[str, bytes]:
    """Return an archive's members with other contents named."""
    table = json.loads(content["backup.json"])
    return {**content, "backup.json": json.dumps({**table, **changed}).encode()}


def added(content: dict[str, bytes], name: str) -> dict[str, bytes]:
    """Return an archive's members and one more that its contents name too."""
    files = {
        **json.loads(content["backup.json"])["files"],
        name: {"size": 1, "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},
    }
    return {**listed(content, files=files), name: b"x"}


TRICKS: dict[str, Callable[[Path, dict[str, bytes]], object]] = {
    "cut off": lambda file, _: file.write_bytes(file.read_bytes()[:-2000]),
    "a changed byte": lambda file, _: file.write_bytes(bytes([*(data := file.read_bytes())[:-3000], data[-3000] ^ 1, *data[-2999:]])),
    "not packed": lambda file, content: file.write_bytes(content["texts.sqlite"]),
    "another archive": lambda file, _: write(file, {"a.txt": b"a"}),
    "of nothing": lambda file, _: file.write_bytes(gzip.compress(b"")),
    "empty": lambda file, _: file.write_bytes(b""),
    "a changed text": lambda file, content: write(file, {**content, "texts.sqlite": content["texts.sqlite"].replace(b"snow", b"rain")}),
    "a missing file": lambda file, content: write(file, {name: data for name, data in content.items() if name != "sentences.npy"}),
    "one more file": lambda file, content: write(file, {**content, "more.txt": b"x"}),
    "a file twice": lambda file, content: write(file, {**content, "./manifest.json": b"x"}),
    "a path that leads out": lambda file, content: write(file, added(content, "../../escaped.txt")),
    "a path from the root": lambda file, content: write(file, added(content, "/tmp/escaped.txt")),  # noqa: S108 - must not be written
    "a path with a back-slash": lambda file, content: write(file, added(content, "lexical/..\\escaped.txt")),
    "a link": lambda file, content: write(file, content, {"manifest.json": tarfile.SYMTYPE}),
    "a hard link": lambda file, content: write(file, content, {"manifest.json": tarfile.LNKTYPE}),
    "a name that leads out": lambda file, content: write(file, listed(content, generation="../../x")),
    "another version": lambda file, content: write(file, listed(content, version=2)),
    "sizes that fill the disk": lambda file, content: write(file, listed(content, files={"texts.sqlite": {"size": 10**18, "sha256": "x"}})),
    "sizes that are none": lambda file, content: write(file, listed(content, files={"texts.sqlite": {"size": "many", "sha256": "x"}})),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_damaged_backup_is_refused(small: Settings, tmp_path: Path, trick: str) -> None:
    """A backup that was cut, changed or made to do harm is refused with a reason; nothing of it stays, and what serves goes on."""
    file = tmp_path / "backup.tar.gz"
    backup(small, file)
    TRICKS[trick](file, members(file))
    before = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    with pytest.raises(StoreError) as caught:
        restore(small, file)
    assert caught.value.cause.startswith(str(file))
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == before
    assert verify_index(small).faults == ()
