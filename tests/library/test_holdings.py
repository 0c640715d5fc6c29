"""How documents stand is told as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from townhall.library import Holding, State, holdings, ingest, open_document, original_file
from townhall.settings import Settings


@pytest.fixture
def settings(real_copy: Settings) -> Settings:
    """Return settings of documents that were read, but for one that can't be."""
    (real_copy.corpus / "broken.txt").write_bytes(b"\xff\xfe\x00 no text")
    ingest(real_copy)
    return real_copy


def states(settings: Settings) -> dict[str, State]:
    """Return the state of every document."""
    return {holding.source: holding.state for holding in holdings(settings).documents}


def test_states(settings: Settings) -> None:
    """A document is read, changed since, removed since or not read yet, and each is told apart; an ingest settles them all."""
    held = holdings(settings)
    assert set(states(settings).values()) == {State.READ}
    assert all(holding.parts > 0 and holding.size for holding in held.documents)
    assert held.waiting == 0
    assert held.made is not None
    first, second, *others = (holding.source for holding in held.documents)
    with (settings.corpus / first).open("ab") as file:
        file.write(b"\nMore.\n")
    (settings.corpus / second).unlink()
    (settings.corpus / "new.txt").write_text("The Harbour Office answers questions.\n", encoding="utf-8")
    expected = {first: State.CHANGED, second: State.GONE, "new.txt": State.NEW, **dict.fromkeys(others, State.READ)}
    assert states(settings) == expected
    assert holdings(settings).waiting == 3
    ingest(settings)
    assert states(settings) == dict.fromkeys([first, "new.txt", *others], State.READ)


def test_skipped(settings: Settings) -> None:
    """What the last ingest could not read is listed with the reason, by itself, until it is gone."""
    [skipped] = holdings(settings).skipped
    assert (skipped.source, skipped.state) == ("broken.txt", State.SKIPPED)
    assert skipped.reason
    assert "broken.txt" not in states(settings)
    (settings.corpus / "broken.txt").unlink()
    assert holdings(settings).skipped == ()


def test_no_index(tmp_path: Path) -> None:
    """Before the first ingest every file waits, and there is no moment at which anything was read."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "page.txt").write_text("Text.\n", encoding="utf-8")
    held = holdings(Settings(corpus=tmp_path / "corpus", index=tmp_path / "index"))
    assert held.documents == (Holding("page.txt", State.NEW, "page.txt", 6),)
    assert (held.made, held.generation, held.waiting) == (None, None, 1)


def test_original_is_of_the_index(settings: Settings, tmp_path: Path) -> None:
    """The original of a document is a file of the corpus that the index holds: nothing else can be had by any path."""
    source = holdings(settings).documents[0].source
    assert original_file(settings, source) == settings.corpus / source
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    for path in ("broken.txt", "sources.toml", "../secret.txt", str(tmp_path / "secret.txt"), f"./{source}", "", "."):
        assert original_file(settings, path) is None
        assert open_document(settings, path) is None
    (settings.corpus / source).unlink()
    (settings.corpus / source).symlink_to(tmp_path / "secret.txt")
    assert original_file(settings, source) is None
    assert states(settings)[source] is State.GONE
