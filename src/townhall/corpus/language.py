"""In which language a document is, where neither its owner nor the file says so."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

FEWEST_WORDS = 20
"""Words from which on a text says enough of its language."""
SAMPLE = 20_000
"""Characters that are looked at."""
SURE = 0.95
"""Probability from which a language is believed."""
ALIKE = ("hr", "bs")
"""Languages that are written alike, the one that questions are read in first: a text in either may look like both."""
WORD = re.compile(r"[^\W\d_]{2,}")


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language; None where it is too short, or not clear."""
    sample = text[:SAMPLE]
    words = WORD.findall(sample)
    if len(words) < FEWEST_WORDS:
        return None
    found = dict(_detector().rank(" ".join(words)))
    code = max(found, key=lambda code: found[code])
    if code in ALIKE:
        code, probability = ALIKE[0], sum(found[other] for other in ALIKE)
    else:
        probability = found[code]
    return str(code) if probability >= SURE else None


@cache
def _detector() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
