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
OFFICIAL = frozenset({
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv",
})  # fmt: skip
"""The official languages of the European Union."""
LIKELY = 0.2
"""Probability of the 24 languages together from which a text that isn't clear is held for one of them."""
ALIKE = ("hr", "bs")
"""Languages that are written alike, the one that questions are read in first: a text in either may look like both."""
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
"""What is written alike in every language."""
WORD = re.compile(r"[^\W\d_]{2,}")


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language; None where it is too short, or not clear."""
    sample = text[:SAMPLE]
    if len(WORD.findall(sample)) < FEWEST_WORDS:
        return None
    words = WORD.findall(ADDRESS.sub(" ", sample))
    found = dict(_detector().rank(" ".join(words)))
    if max(found.values()) < SURE:  # "контакти" is as much Macedonian as Bulgarian
        known = {code: value for code, value in found.items() if code in OFFICIAL or code in ALIKE}
        total = sum(known.values())
        found = {code: value / total for code, value in known.items()} if total >= LIKELY else found
    code = max(found, key=lambda code: found[code])
    if code in ALIKE:
        code, probability = ALIKE[0], sum(found.get(other, 0.0) for other in ALIKE)
    else:
        probability = found[code]
    return str(code) if probability >= SURE else None


@cache
def _detector() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
