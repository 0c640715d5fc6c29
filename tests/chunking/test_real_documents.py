"""The real documents: what is easily got wrong in them."""

from __future__ import annotations

import pytest

from townhall.index.generations import open_current
from townhall.model import FactKind, Passage, SectionKind
from townhall.settings import Settings


@pytest.fixture(scope="module")
def units(real_settings: Settings) -> list[tuple[Passage, ...]]:
    """Return every distinct passage with its places."""
    bundle = open_current(real_settings.index).bundle
    return [bundle.places(unit) for unit, _ in bundle.all_units()]


@pytest.mark.parametrize(
    ("heading", "sources"),
    [
        ("Local Councils’ Association (LCA)", ("national-support-1.txt", "national-support-2.txt", "national-support-3.txt")),
        (
            "National Association of Municipalities in the Republic of Bulgaria",
            ("national-support-1.txt", "national-support-2.txt", "national-support-3.txt"),
        ),
        ("Lithuanian Green Municipalities Network", ("national-support-2.txt", "national-support-3.txt")),
    ],
)
def test_the_same_entry_on_several_pages_is_one_unit(units: list[tuple[Passage, ...]], heading: str, sources: tuple[str, ...]) -> None:
    """An entry that stands on several pages is one passage with all its places."""
    found = [places for places in units if places[0].heading_path == (heading,)]
    assert [tuple(place.source for place in places) for places in found] == [sources]


def test_a_network_without_a_bullet_stands_by_itself(units: list[tuple[Passage, ...]]) -> None:
    """What is said of the European Network of Living Labs stands under its own name, not under the network above it."""
    (passage,) = {places[0] for places in units if "benchmarked Living Labs" in places[0].text}
    assert "Living Labs" in passage.heading_path[-1]
    assert "OASC" not in passage.heading_path
    assert all("Living Lab" not in places[0].text for places in units if "OASC" in places[0].heading_path)


def test_blank_contact_fields_stay_blank(real_settings: Settings) -> None:
    """The one organisation whose contact field is blank has a contact without a name, on each of its pages."""
    contacts = open_current(real_settings.index).bundle.facts[FactKind.CONTACT]
    blank = [fact for fact in contacts if fact.get("name") is None]
    assert [fact.get("organisation") for fact in blank] == ["Local Councils’ Association (LCA)"]
    assert len(blank[0].others) == 2


def test_abbreviations_split_no_sentence(units: list[tuple[Passage, ...]]) -> None:
    """The abbreviation "e.g." in mid-sentence and "(e.g." at the end of a document leave their sentences whole."""
    sentences = [sentence for places in units for sentence in places[0].sentences]
    (whole,) = [sentence for sentence in sentences if "e.g. remote work" in sentence.text]
    assert whole.text.startswith("They work with working groups")
    (broken,) = [sentence for sentence in sentences if sentence.text.endswith("(e.g.")]
    assert "They prepare input for the Ministry" in broken.text


def test_sentences_that_break_off_are_marked(units: list[tuple[Passage, ...]]) -> None:
    """Every sentence that stops before its end is marked, and no other one."""
    broken = {sentence.text.split()[-1] for places in units for sentence in places[0].sentences if not sentence.complete}
    assert broken == {"chan", "(e.g."}


def test_furniture_is_in_no_passage(real_settings: Settings, units: list[tuple[Passage, ...]]) -> None:
    """The lines "Promoted by" and "Link to website" are neither searched nor a heading of anything."""
    bundle = open_current(real_settings.index).bundle
    kinds = [section.kind for document in bundle.documents for section in bundle.sections(document.source)]
    assert kinds.count(SectionKind.FURNITURE) == 4
    assert not any("Promoted by" in places[0].text or "Link to website" in places[0].text for places in units)


def test_the_article_has_its_headings(units: list[tuple[Passage, ...]]) -> None:
    """The article's headings, which no blank line sets off, are found."""
    found = {places[0].heading_path[-1] for places in units if places[0].source == "procurement-helpdesk.txt"}
    assert found == {
        "Unlocking  the digital potential of EU smart communities",
        "Why join?",
        "Tailored roadmaps and strategies",
        "Joining forces and working together",
        "How to participate?",
    }


def test_every_character_that_is_cited_is_there(real_settings: Settings, units: list[tuple[Passage, ...]]) -> None:
    """Passages, headings and sentences of the index reproduce the files, byte for byte."""
    texts = {path.name: path.read_bytes().decode() for path in real_settings.corpus.glob("*.txt")}
    for places in units:
        for place in places:
            text = texts[place.source]
            assert text[place.start : place.end] == place.text
            assert all(text[sentence.start : sentence.end] == sentence.text for sentence in place.sentences)
            assert all(text[heading.start : heading.end] == heading.text for heading in place.headings)
