"""What tells languages apart: unpacked once, as exact as the library itself, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from townhall.corpus.language import OFFICIAL, detect
from townhall.locales.detector import LanguageDetector, detector_path, ensure_detector
from townhall.locales.lexicon import LANGUAGES
from townhall.settings import Settings

TEXTS = (
    "Kdo podpira mesta v Sloveniji?", "Wer hilft uns?", "Ποιος υποστηρίζει τις πόλεις;", "Кой подкрепя градовете?", "Min jappoġġja l-bliet?",
    "MILANO", "", "123", "東京", "🏛️", "a" * 3000,
)  # fmt: skip


@pytest.fixture
def unpacked(real_settings: Settings, tmp_path: Path) -> Path:
    """Return an index that holds nothing but the tables, by a link to those of the real one."""
    folder = detector_path(tmp_path)
    folder.parent.mkdir()
    folder.symlink_to(detector_path(real_settings.index), target_is_directory=True)
    return tmp_path


def test_ingest_unpacks_it(real_settings: Settings) -> None:
    """An index brings the tables, so that no question waits for them."""
    assert detector_path(real_settings.index).is_dir()


def test_it_is_as_exact_as_the_library(real_settings: Settings) -> None:
    """What is kept of the model gives the probabilities that the whole of it gives."""
    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    whole.set_languages(LANGUAGES)
    detector = LanguageDetector(real_settings.index)
    for text in TEXTS:
        assert detector.probabilities(text) == dict(whole.rank(text)), text


def test_what_is_unpacked_is_kept_and_others_go(unpacked: Path) -> None:
    """Tables of this version aren't made again; the draft of a killed process is no tables."""
    assert ensure_detector(unpacked) == detector_path(unpacked)
    assert detector_path(unpacked).is_symlink()


def test_tables_of_other_versions_go(tmp_path: Path) -> None:
    """Unpacking removes the tables of other versions, and leaves the models beside them."""
    for name in ("py3langid-0.1-24", "all-MiniLM"):
        (tmp_path / "models" / name).mkdir(parents=True)
    folder = ensure_detector(tmp_path)
    assert {path.name for path in folder.parent.iterdir()} == {folder.name, "all-MiniLM"}


@pytest.mark.parametrize("damage", ["no folder", "empty file"])
def test_without_tables_it_still_answers(damage: str, real_settings: Settings, tmp_path: Path) -> None:
    """Where nothing can be unpacked the model is read into memory; what a loss of power left empty is unpacked again."""
    index = tmp_path / "index"
    if damage == "no folder":
        index.write_text("a file where the folder should be")
    else:
        folder = detector_path(index)
        folder.mkdir(parents=True)
        for path in detector_path(real_settings.index).iterdir():
            (folder / path.name).write_bytes(b"" if path.name == "states.npy" else path.read_bytes())
    text = TEXTS[0]
    assert LanguageDetector(index).probabilities(text) == LanguageDetector(real_settings.index).probabilities(text)
    assert damage == "no folder" or (detector_path(index) / "states.npy").stat().st_size


def test_documents_are_told_apart_among_the_same_languages() -> None:
    """A document that isn't clear is held for one of those that questions are read in, whatever addresses stand in it."""
    table = "# Община Борово – контакти\n\n| Дейност | Лице за контакт | Телефон | Имейл |\n| --- | --- | --- | --- |\n"
    rows = "| Разрешения за строеж | Иванка Драгнева | 0855 55 101 | stroezh@borovo.example |\n"
    rows += "| Прием в детска градина | Стоян Белчев | 0855 55 102 | gradina@borovo.example |\n"
    assert set(LANGUAGES) == OFFICIAL
    assert detect(table + rows) == "bg"
