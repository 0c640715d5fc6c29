"""What facts are read with."""

from __future__ import annotations

from pathlib import Path

import pytest

from townhall.locales.gazetteer import Gazetteer, ensure_gazetteer


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """Return the real gazetteer."""
    return Gazetteer(ensure_gazetteer(Path(tmp_path_factory.mktemp("index"))))
