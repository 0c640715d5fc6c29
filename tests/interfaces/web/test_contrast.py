"""Colours, computed from the tokens of the style: what is to be read or recognised stands out, light and dark."""

from __future__ import annotations

import re

import pytest

from townhall.interfaces.web.templates import asset

TOKEN = re.compile(r"--([\w-]+):\s*light-dark\(\s*(#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\s*\)")
TOKENS = {name: colours for name, *colours in TOKEN.findall(asset("frame.css").decode())}
SCHEMES = {"light": 0, "dark": 1}
SURFACES = ("paper", "side")
"""What text stands on."""


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, scheme: str) -> float:
    """Return the contrast of two tokens, from 1 to 21 (WCAG 2.2)."""
    high, low = sorted((luminance(TOKENS[name][SCHEMES[scheme]]) for name in (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    """Black on white is 21, and a grey that is known to pass by a hair passes."""
    assert luminance("#ffffff") == pytest.approx(1)
    assert (1 + 0.05) / (luminance("#000000") + 0.05) == pytest.approx(21)
    assert (1 + 0.05) / (luminance("#767676") + 0.05) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_stands_out(scheme: str) -> None:
    """1.4.3: text has 4.5 to 1 at least on each surface, that of answers and documents 7 to 1 (1.4.6)."""
    for surface in SURFACES:
        assert contrast("ink", surface, scheme) >= 7
        for name in ("quiet", "accent", "open", "passed"):
            assert contrast(name, surface, scheme) >= 4.5, (name, surface)
    assert contrast("mark-ink", "mark", scheme) >= 7
    assert contrast("on-accent", "accent", scheme) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_edges_stand_out(scheme: str) -> None:
    """1.4.11: edges of fields and buttons, the focus ring, icons and the line under a quote have 3 to 1 at least on each surface."""
    for surface in SURFACES:
        for name in ("edge", "accent", "quiet", "open", "passed"):
            assert contrast(name, surface, scheme) >= 3, (name, surface)
    assert contrast("mark-edge", "mark", scheme) >= 3
    assert contrast("accent", "mark", scheme) >= 3
