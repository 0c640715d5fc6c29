"""The compiled list of places: made once, kept while it is used, cleared away when another takes its place."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from townhall.locales import gazetteer
from townhall.locales.gazetteer import Gazetteer, ensure_gazetteer, gazetteer_path
from townhall.settings import Settings


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile the regions alone, which takes no time."""
    monkeypatch.setattr(gazetteer, "_countries", lambda: ())
    monkeypatch.setattr(gazetteer, "_cities", lambda: ())


@pytest.mark.usefixtures("few")
def test_old_ones_are_removed(tmp_path: Path) -> None:
    """Compiling removes lists of other versions and what a killed process left, and nothing else."""
    for name in ("places-1-2.0-2.0-abc.sqlite", "places-4.draft1", "places-4.draft2", "CURRENT", "other.sqlite"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    hours_ago = time.time() - 3 * 3600
    os.utime(tmp_path / "places-4.draft1", (hours_ago, hours_ago))
    path = ensure_gazetteer(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {path.name, "places-4.draft2", "CURRENT", "other.sqlite"}


@pytest.mark.usefixtures("few")
def test_what_is_there_is_kept(tmp_path: Path) -> None:
    """A list of this version is neither made again nor removed; where nothing is compiled nothing is removed."""
    path = ensure_gazetteer(tmp_path)
    (tmp_path / "places-1.sqlite").write_text("x", encoding="utf-8")
    made = path.stat().st_mtime_ns
    assert ensure_gazetteer(tmp_path) == path == gazetteer_path(tmp_path)
    assert path.stat().st_mtime_ns == made
    assert (tmp_path / "places-1.sqlite").exists()


def test_a_process_that_has_it_open_goes_on(real_settings: Settings, tmp_path: Path) -> None:
    """A list that is removed while it is open still answers, for names not asked before and in new threads too."""
    path = tmp_path / "places-1.sqlite"
    shutil.copy(gazetteer_path(real_settings.index), path)
    places = Gazetteer(path)
    path.unlink()
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.extend(place.country for place in places.named("ljubljana")[:1]))
    thread.start()
    thread.join()
    assert found == ["SI"]
    assert places.named("malta")[0].country == "MT"
