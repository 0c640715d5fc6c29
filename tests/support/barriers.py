"""The automatic check for barriers."""

from __future__ import annotations

import re
from typing import Any

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
"""What axe-core looks for: WCAG 2.2 on levels A and AA, and what it holds for good practice."""


def barriers(page: Any) -> str:
    """Return what axe-core finds on a page; empty where that is nothing."""
    from axe_playwright_python.sync_playwright import Axe

    found = str(Axe().run(page, options=RULES).generate_report())
    return "" if re.search(r"Found 0\b", found) else found
