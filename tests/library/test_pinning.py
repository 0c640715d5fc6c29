"""A generation that was chosen stays: nothing that runs by itself undoes a rollback, and an ingest by hand or changed documents do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from townhall.doctor import diagnose
from townhall.errors import StoreError
from townhall.index.generations import current_name
from townhall.interfaces.commands import ingest_apart, make_current
from townhall.library import backup, generations, ingest, kept_back, pin_of, restore, rollback
from townhall.settings import Settings

LAKES = "League of Lake Towns\n\nThe League of Lake Towns lends boats to towns at lakes in Finland.\n"
HILLS = "Institute of Hill Villages\n\nThe Institute of Hill Villages advises villages in Austria on snow.\n"
PORTS = "Association of Norland Ports\n\nThe Association of Norland Ports helps harbour towns in Estonia with maps.\n"


@pytest.fixture(scope="module")
def built(prepare: Callable[[Path], None], write_files: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings of an index of three generations, each with one document more; tests copy it."""
    folder = tmp_path_factory.mktemp("pinned")
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    prepare(settings.index)
    for name, text in (("lakes.txt", LAKES), ("hills.txt", HILLS), ("ports.txt", PORTS)):
        write_files(settings.corpus, {name: text})
        ingest(settings)
    return settings


@pytest.fixture
def settings(built: Settings, tmp_path: Path) -> Settings:
    """Return settings of a copy of the documents and their index, to be changed."""
    shutil.copytree(built.index, tmp_path / "index")
    shutil.copytree(built.corpus, tmp_path / "corpus")
    return Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")


def test_what_runs_by_itself_leaves_a_rollback(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Serving, evaluating and MCP bring an index up to date, but not one that was rolled back; they say why, and what undoes it."""
    chosen = rollback(settings).name
    for bring in (ingest_apart, make_current):
        bring(settings)
        assert current_name(settings.index) == chosen
        said = capsys.readouterr().err
        assert chosen in said
        assert "`townhall ingest`" in said


def test_changed_documents_end_it(settings: Settings) -> None:
    """A document that is added, changed or removed after the rollback is ingested, with all the others."""
    rollback(settings)
    assert kept_back(settings)
    (settings.corpus / "ports.txt").write_text(PORTS.replace("maps", "charts"), encoding="utf-8")
    assert kept_back(settings) is None
    make_current(settings)
    assert generations(settings)[0].serves
    assert pin_of(settings) is None


def test_an_ingest_by_hand_ends_it(settings: Settings) -> None:
    """Whoever ingests by hand has the documents as they are, also where that changes nothing: then nothing is chosen any more."""
    newest = generations(settings)[0].name
    rollback(settings)
    assert ingest(settings).changed
    assert pin_of(settings) is None
    rollback(settings, newest)
    assert pin_of(settings)
    assert not ingest(settings).changed
    assert pin_of(settings) is None


def test_documents_that_changed_before_are_left_too(settings: Settings) -> None:
    """What counts is how documents are at the rollback, not at the last ingest: a bad document that nobody ingested yet stays out."""
    (settings.corpus / "bad.txt").write_text("Bad\n\nNothing in this is right at all.\n", encoding="utf-8")
    rollback(settings)
    assert kept_back(settings)
    (settings.corpus / "bad.txt").unlink()
    (settings.corpus / "ports.txt").unlink()
    assert kept_back(settings) is None


def test_a_rollback_that_names_no_documents_holds(settings: Settings, tmp_path: Path) -> None:
    """Where the rollback was done without the folder of the documents, or with another one, it holds all the same, twice in a row too."""
    for elsewhere in (tmp_path / "nowhere", tmp_path):
        rollback(settings.model_copy(update={"corpus": elsewhere}), generations(settings)[0].name)
        assert rollback(settings.model_copy(update={"corpus": elsewhere})).documents == 2
        assert rollback(settings.model_copy(update={"corpus": elsewhere})).documents == 1
        assert kept_back(settings)
    (settings.corpus / "ports.txt").unlink()
    (settings.corpus / "hills.txt").write_text(PORTS, encoding="utf-8")
    assert kept_back(settings) is None


def test_it_is_shown(settings: Settings) -> None:
    """The list of generations and the doctor say that one was chosen, and the doctor finds no fault in that."""
    assert all(each.chosen is None for each in generations(settings))
    chosen = rollback(settings)
    assert chosen.chosen
    assert [each.name for each in generations(settings) if each.chosen] == [chosen.name]
    (found,) = [finding for finding in diagnose(settings) if finding.name == "up to date"]
    assert found.ok is None
    assert chosen.name in found.detail


def test_a_restored_generation_stays_too(settings: Settings, tmp_path: Path) -> None:
    """What was brought in from a backup serves until the documents change, also where they aren't there at all."""
    backup(settings, tmp_path / "backup.tar.gz")
    elsewhere = settings.model_copy(update={"index": tmp_path / "other", "corpus": tmp_path / "nowhere"})
    restored = restore(elsewhere, tmp_path / "backup.tar.gz")
    make_current(elsewhere)
    assert current_name(elsewhere.index) == restored.name


@pytest.mark.parametrize("damage", ["manifest.json", "texts.sqlite"])
def test_what_cannot_be_used_is_not_kept(settings: Settings, damage: str) -> None:
    """A generation that was damaged since, or is of another model than the settings', is replaced by what serves again."""
    rollback(settings)
    assert kept_back(settings.model_copy(update={"embedding_model": "another"})) is None
    (settings.index / "generations" / str(current_name(settings.index)) / damage).unlink()
    assert kept_back(settings) is None


def test_a_pin_that_is_damaged_is_told(settings: Settings) -> None:
    """What can't be read isn't taken for nothing: the fault names the file, and an ingest by hand mends it."""
    rollback(settings)
    (settings.index / "PINNED").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="PINNED can't be read"):
        kept_back(settings)
    ingest(settings)
    assert pin_of(settings) is None
