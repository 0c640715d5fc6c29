"""The directory's page: by map, by table and by address, with a mouse, with keys alone and without JavaScript."""

from __future__ import annotations

import csv
import io
import re
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from townhall.locales.messages import messages

Visit = Callable[..., Any]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
FITS = "document.documentElement.scrollWidth <= window.innerWidth"
SLOVENIA = "Association of Urban Municipalities of Slovenia"


@pytest.fixture
def open_at(visit: Visit, address: str) -> Callable[..., Any]:
    """Return ``open_at(path, width, scheme)``: somebody new opens a page of the site."""

    def opened(path: str, width: int = 1280, scheme: str = "light") -> Any:
        page = visit(width, 800, scheme)
        page.goto(address + path)
        return page

    return opened


def fetched(address: str, path: str) -> str:
    """Return what a client without scripts gets."""
    with urllib.request.urlopen(f"{address}{path}", timeout=20) as response:  # noqa: S310 - our own server
        return str(response.read().decode())


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(open_at: Callable[..., Any], width: int, scheme: str) -> None:
    """An automatic check for barriers finds none, with a country chosen or none, and one that has no entry; no script complains."""
    page = open_at("/directory", width, scheme)
    found = Axe().run(page, options=RULES).generate_report()
    for country in ("SI", "DE"):
        page.goto(re.sub(r"/directory.*", f"/directory?country={country}", page.url))
        found += Axe().run(page, options=RULES).generate_report()
    assert re.findall(r"Found (\d+)", found) == ["0", "0", "0"], found
    assert not page.complaints


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_fits(open_at: Callable[..., Any], width: int) -> None:
    """Nothing makes the page scroll sideways."""
    page = open_at("/directory?country=SE", width)
    assert page.evaluate(FITS)


@pytest.mark.browser
def test_choose_on_the_map(open_at: Callable[..., Any]) -> None:
    """A country with an entry shows its name when pointed at, and its entry when pressed; the way back leads to all."""
    page = open_at("/directory")
    country = page.get_by_role("link", name="Slovenia: 1 organisation", exact=True)
    country.focus()
    assert page.locator(".map-name").inner_text() == "Slovenia"
    page.keyboard.press("Enter")
    page.wait_for_url("**/directory?country=SI#chosen")
    assert SLOVENIA in page.locator("#chosen").inner_text()
    assert page.locator(".entries tbody tr").count() == 1
    page.go_back()
    page.wait_for_url("**/directory")
    assert page.locator(".entries tbody tr").count() > 20


@pytest.mark.browser
def test_arrow_keys(open_at: Callable[..., Any]) -> None:
    """Arrow keys lead from a country to the one that lies there."""
    page = open_at("/directory")
    page.locator("a.has[data-name='Romania']").focus()
    focused = "document.activeElement.dataset.name"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "Bulgaria"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == "Romania"


@pytest.mark.browser
def test_small_countries_can_be_hit(open_at: Callable[..., Any]) -> None:
    """On a phone a press beside Malta, Cyprus or Luxembourg opens it: each answers around its middle."""
    for name in ("Malta", "Cyprus", "Luxembourg"):
        page = open_at("/directory", 390)
        box = page.locator(f"a.has[data-name='{name}'] circle").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2 + 5, box["y"] + box["height"] / 2 + 2)
        page.wait_for_url("**/directory?country=*")
        assert page.locator("#chosen-title").inner_text() == name


@pytest.mark.browser
def test_find_and_sort(open_at: Callable[..., Any]) -> None:
    """Typing leaves the rows that hold the words and says how many; a head sorts, and back; the address keeps both."""
    page = open_at("/directory")
    page.fill("#q", "zdruzenje")
    rows = page.locator(".entries tbody tr:visible")
    assert rows.count() == 1
    assert page.locator("[role=status].count").inner_text() == "Organisations shown: 1"
    page.fill("#q", "")
    head = page.locator("th", has=page.get_by_role("button", name="Organisation"))
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    upwards = rows.locator("th").all_inner_texts()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert rows.locator("th").all_inner_texts() == upwards[::-1] != upwards
    assert page.url.endswith("?sort=-organisation")
    page.reload()
    assert head.get_attribute("aria-sort") == "descending"


def test_without_script(address: str) -> None:
    """The server finds, sorts and chooses by the address alone."""
    everything = fetched(address, "/directory")
    assert 'href="/directory?country=SI#chosen"' in everything
    slovenia = fetched(address, "/directory?country=SI")
    assert slovenia.count('<th role="rowheader"') == 1
    found = fetched(address, "/directory?q=ZDRUZENJE")
    assert found.count('<th role="rowheader"') == 1
    assert SLOVENIA in found
    names = [re.findall(r"rowheader.*?<span[^>]*>([^<]+)", fetched(address, f"/directory?sort={sort}")) for sort in ("organisation", "-organisation")]
    assert names[0] == names[1][::-1]


def test_absence_is_said(address: str) -> None:
    """A blank contact, one that isn't given, and a country without an entry are said in words."""
    assert "The field is there, but blank" in fetched(address, "/directory?country=MT")
    assert "No contact is given" in fetched(address, "/directory?country=DK")
    assert "The documents name no organisation for Germany." in fetched(address, "/directory?country=DE")
    assert "Germany" in fetched(address, "/directory").partition("No entry:")[2].partition("</p>")[0]


@pytest.mark.parametrize("country", ["XX", "<script>", "..%2f", "EU' OR 1", "none"])
def test_nonsense_in_the_address(address: str, country: str) -> None:
    """An address that names no country shows the whole directory, and nothing of what it said."""
    text = fetched(address, f"/directory?country={quote(country)}&sort=nothing")
    assert text.count('<th role="rowheader"') > 20
    assert "<script>" not in text


def test_tricks_are_text(address: str) -> None:
    """What a document says is text on this page too."""
    text = fetched(address, "/directory?country=EE")
    assert "&lt;script&gt;" in text
    assert "window.pwned = 1</script>" not in text


def test_file(address: str) -> None:
    """The table as a file is in the language that the address asks for, and has every organisation."""
    with urllib.request.urlopen(f"{address}/directory.csv?lang=sl", timeout=20) as response:  # noqa: S310 - our own server
        assert response.headers["content-type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(response.read().decode("utf-8-sig"), newline="")))
    assert messages("sl").country("SI") in {row["country"] for row in rows}
    assert len(rows) > 20
