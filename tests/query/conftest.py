"""Questions read as over the project's own documents."""

from __future__ import annotations

import pytest
from understanding import Understand

from townhall.assistant import Assistant


@pytest.fixture
def understand(real_assistant: Assistant) -> Understand:
    """Return what the last of some questions is read as, after the others."""
    return lambda *questions: real_assistant.converse(questions).query
