"""The ingest that the page starts: one at a time, its outcome kept, its end never the server's."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from townhall.index.generations import current_name, writing
from townhall.interfaces.ingest_worker import settings_for_worker
from townhall.interfaces.web.admin.job import Job, JobState
from townhall.interfaces.web.admin.views import STEPS, job_view
from townhall.library import ingest
from townhall.locales.messages import page_words
from townhall.settings import Settings

NewSettings = Callable[..., Settings]
FILES = {"harbour.txt": "The Harbour Office answers questions about moorings.\n"}
TRIES = 1200


def ended(job: Job) -> JobState:
    """Wait for the end of an ingest, and return how it went."""
    for _ in range(TRIES):
        if not job.state.running:
            return job.state
        time.sleep(0.1)
    raise AssertionError(job.state)


def worker(parent: int) -> int | None:
    """Return the process id of the worker that ``parent`` has started."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            status, command = (path / "status").read_text(), (path / "cmdline").read_bytes()
        except OSError:
            continue
        if f"PPid:\t{parent}\n" in status and b"ingest_worker" in command:
            return int(path.name)
    return None


def test_outcome_is_kept(new_settings: NewSettings, tmp_path: Path) -> None:
    """What an ingest did is told after it, and again after a restart; a second one finds nothing to do."""
    settings = new_settings({**FILES, "broken.txt": b"\xff\x00"})
    job = Job(settings, tmp_path / "kept" / "last.json")
    assert job.state == JobState()
    job.start()
    state = ended(job)
    assert state.changes is not None
    assert (state.changes.added, state.fault) == (("harbour.txt",), None)
    assert [source for source, _ in state.changes.skipped] == ["broken.txt"]
    assert Job(settings, tmp_path / "kept" / "last.json").state == state
    job.start()
    again = ended(job).changes
    assert again is not None
    assert not again.changed


def test_asked_for_while_it_runs(new_settings: NewSettings, tmp_path: Path) -> None:
    """What is asked for while one runs is done right after it: a document that came meanwhile isn't missed."""
    settings = new_settings(FILES)
    job = Job(settings, tmp_path / "last.json")
    job.start()
    for _ in range(TRIES):
        if job.state.step:
            break
        time.sleep(0.01)
    (settings.corpus / "late.txt").write_text("The Late Office opens at noon.\n", encoding="utf-8")
    job.start()
    job.start()
    ended(job)
    assert ingest(settings).changed is False


def test_killed_worker(new_settings: NewSettings, tmp_path: Path) -> None:
    """A worker that is killed leaves the server and the old index as they were; the failure is told, and the next ingest works."""
    settings = new_settings(FILES)
    ingest(settings)
    serving = current_name(settings.index)
    (settings.corpus / "new.txt").write_text("The New Office opens at noon.\n", encoding="utf-8")
    job = Job(settings, tmp_path / "last.json")
    job.start()
    for _ in range(TRIES):
        if (found := worker(os.getpid())) is not None:
            break
        time.sleep(0.01)
    assert found is not None
    os.kill(found, signal.SIGKILL)
    state = ended(job)
    assert (state.fault, state.changes) == ("", None)
    assert current_name(settings.index) == serving
    job.start()
    changes = ended(job).changes
    assert changes is not None
    assert changes.added == ("new.txt",)


def test_somebody_else_is_ingesting(new_settings: NewSettings, tmp_path: Path) -> None:
    """Where another process holds the index, that is what is told."""
    settings = new_settings(FILES)
    job = Job(settings, tmp_path / "last.json")
    with writing(settings.index):
        job.start()
        assert ended(job).busy
    job.start()
    assert ended(job).changes


def test_nothing_to_read(new_settings: NewSettings, tmp_path: Path) -> None:
    """A fault of the documents is told with its remedy."""
    job = Job(new_settings({"picture.png": b"\x89PNG"}), tmp_path / "last.json")
    job.start()
    fault = ended(job).fault
    assert fault
    assert "no document that can be read" in fault


def test_a_damaged_record(tmp_path: Path) -> None:
    """A record of the last ingest that can't be read is as if there were none."""
    path = tmp_path / "last.json"
    for text in ("", "{", "[]", "null", '{"changes": 3}', '{"changes": null, "other": 1}', '{"changes": {"changed": true}}'):
        path.write_text(text, encoding="utf-8")
        assert Job(Settings(), path).state == JobState()


def test_no_secret_is_handed_on() -> None:
    """The worker gets what an ingest needs, and no password, key or database."""
    settings = Settings.model_validate({"admin_password": "long enough", "language_model_key": "key-123", "database": "postgresql://u:p@h/n"})
    handed = settings_for_worker(settings)
    assert not any(secret in handed for secret in ("long enough", "key-123", "postgresql", "**"))
    assert Settings.model_validate_json(handed).ingest_hash() == settings.ingest_hash()


def test_every_step_has_words_of_its_own(new_settings: NewSettings) -> None:
    """Each step that an ingest names is one that the page can put into words, and no other's: its bar runs once for each."""
    named: list[str] = []
    ingest(new_settings(FILES), rebuild=True, progress=lambda step, _done, _of: named.append(step))
    steps = list(dict.fromkeys(named))
    assert steps == list(STEPS)
    assert len({STEPS[step] for step in steps}) == len(steps)


@pytest.mark.parametrize(("step", "count"), [("Finding facts", "3 of 9 documents"), ("Embedding passages", "3 of 9 parts")])
def test_what_is_counted_is_named(step: str, count: str) -> None:
    """Only what is embedded is counted in parts; every other step goes through the documents."""
    assert job_view(JobState(running=True, step=step, done=3, of=9), page_words("en")).count == count
