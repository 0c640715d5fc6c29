"""What tests of formats share: a file of each, made once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import formats_samples
import pytest

from townhall.corpus.formats import Extracted
from townhall.corpus.formats.registry import extract


@pytest.fixture(scope="session")
def samples() -> Mapping[str, bytes]:
    """Return a file of each format by its name."""
    return formats_samples.samples()


@pytest.fixture(scope="session")
def read(samples: Mapping[str, bytes]) -> Callable[[str], Extracted]:
    """Return ``read(name)``: what is taken out of a sample."""
    return lambda name: extract(name, samples[name], limit=1_000_000)


@pytest.fixture(scope="session")
def columns() -> tuple[str, str]:
    """Return what stands in the two columns of ``paper.pdf``."""
    return formats_samples.LEFT, formats_samples.RIGHT
