"""How likely a text is in each of the 24 languages, by py3langid's model, a tenth of its size; it is unpacked once, and then mapped."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from townhall.locales.lexicon import LANGUAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from py3langid.langid import LanguageIdentifier

LETTERS = 256
"""What a row of the automaton has a next state for: each byte."""


UNREADABLE = (OSError, ValueError, EOFError)
"""What opening damaged tables raises."""


class LanguageDetector:
    """Tells the 24 languages apart.

    To unpack the model takes half a second and 150 MB, and it stays at 50 MB. ``index`` keeps what is needed of it, 17 MB, which is mapped within
    milliseconds. Nothing is opened before the first text.
    """

    def __init__(self, index: Path) -> None:
        self._index = index
        self._opened: LanguageIdentifier | None = None
        self._opening = Lock()

    def probabilities(self, text: str) -> Mapping[str, float]:
        """Return how likely each of the 24 languages is, from 0 to 1; together they are 1."""
        with self._opening:
            self._opened = self._opened or self._open()
        return dict(self._opened.rank(text))

    def _open(self) -> LanguageIdentifier:
        try:
            return _kept(ensure_detector(self._index))
        except UNREADABLE:  # a loss of power left a file empty
            shutil.rmtree(detector_path(self._index), ignore_errors=True)
        try:
            return _kept(ensure_detector(self._index))
        except UNREADABLE:  # an index that can't be written
            return _packed()


def detector_path(index: Path) -> Path:
    """Return the folder in which the unpacked tables lie; its name changes with what they are unpacked from."""
    return index / "models" / f"py3langid-{version('py3langid')}-{len(LANGUAGES)}"


def ensure_detector(index: Path) -> Path:
    """Unpack the tables into ``index`` unless they are there; return their folder. Those of other versions are removed.

    Raises:
        OSError: they can't be written.
    """
    folder = detector_path(index)
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".draft-", dir=folder.parent, ignore_cleanup_errors=True) as name:
            draft = Path(name) / folder.name
            draft.mkdir()
            _keep(_packed(), draft)
            with suppress(OSError):  # another process may have been first
                draft.rename(folder)
        for old in folder.parent.glob("py3langid-*"):
            if old != folder:
                shutil.rmtree(old, ignore_errors=True)
    return folder


def _keep(identifier: LanguageIdentifier, folder: Path) -> None:
    """Write a model into a folder; of the automaton only where a state differs from the first one, as all but one in five of its entries don't."""
    rows = np.asarray(identifier.tk_nextmove).reshape(-1, LETTERS)
    first = rows[identifier.tk_row[0]]
    differs = rows != first
    tables = {
        "features": identifier.nb_ptc,
        "priors": identifier.nb_pc,
        "languages": np.array(identifier.nb_classes),
        "rows": np.asarray(identifier.tk_row),
        "outputs": np.asarray(identifier.tk_output, dtype=np.int32),
        "first": first,
        "starts": np.concatenate(([0], differs.sum(axis=1).cumsum())).astype(np.uint32),
        "letters": differs.nonzero()[1].astype(np.uint8),
        "states": rows[differs],
    }
    for name, table in tables.items():
        np.save(folder / f"{name}.npy", table, allow_pickle=False)


def _kept(folder: Path) -> LanguageIdentifier:
    """Return the model that a folder holds."""
    from py3langid.langid import LanguageIdentifier

    def table(name: str) -> NDArray[Any]:
        found: NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        return found

    steps = _Steps(*(table(name) for name in ("first", "starts", "letters", "states")))
    outputs, rows = table("outputs").data, table("rows").data
    return LanguageIdentifier(table("features"), table("priors"), table("languages").tolist(), steps, outputs, norm_probs=True, tk_row=rows)


class _Steps:
    """The automaton's next states, a row of 256 after the other, as the library looks them up."""

    def __init__(self, first: NDArray[Any], starts: NDArray[Any], letters: NDArray[Any], states: NDArray[Any]) -> None:
        self._first = first.tolist()
        self._letters = letters.tobytes()
        # By a memoryview one gets Python's own numbers, three times as fast as NumPy's.
        self._starts, self._states = starts.data, states.data

    def __getitem__(self, place: int) -> int:
        row, letter = divmod(place, LETTERS)
        found = self._letters.find(letter, self._starts[row], self._starts[row + 1])
        return self._first[letter] if found < 0 else self._states[found]


def _packed() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
