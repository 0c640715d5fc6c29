"""A Chroma server that the tests of the index share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chroma_process import ChromaProcess


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    """Run a real Chroma server."""
    process = ChromaProcess(tmp_path_factory.mktemp("chroma"))
    process.start()
    yield process
    process.stop()
