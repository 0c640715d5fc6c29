"""Sentences: abbreviations, brackets, lines, and text that breaks off."""

from __future__ import annotations

import pytest

from townhall.chunking import split_sentences


def sentences(text: str, language: str = "en") -> list[str]:
    """Return the sentences' texts."""
    return [sentence.text for sentence in split_sentences(text, 0, len(text), language=language)]


@pytest.mark.parametrize(
    "text",
    [
        "Maps are made with care, e.g. the map of the harbour, and kept.",
        "They prepare input for the ministry (e.g. maps of all roads) every year.",
        "The office (i.e., the one by the lake) is open on Mondays.",
        "Dr. Ada Quay of Harbour Ltd. spoke at no. 5 on the 3rd of May.",
        "It grew by 3.5 million crowns in 2021 according to data of all towns.",
    ],
)
def test_abbreviations_end_no_sentence(text: str) -> None:
    """A full stop after an abbreviation or in a number ends no sentence."""
    assert sentences(text) == [text]


def test_a_text_that_breaks_off_at_an_abbreviation_stays_one_broken_sentence() -> None:
    """An opened "(e.g." at the end of a document stays with its sentence, which counts as broken off."""
    text = "They meet every month. They prepare input for the ministry of maps (e.g."
    found = split_sentences(text, 0, len(text))
    assert [sentence.text for sentence in found] == ["They meet every month.", "They prepare input for the ministry of maps (e.g."]
    assert [sentence.complete for sentence in found] == [True, False]


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("The office helps towns with maps and it advocates for policy chan", False),
        ("The office helps towns with maps (for free.", False),
        ("The office helps towns with maps, boats and nets.", True),
        ("Ada Quay, Head of Office", True),
        ("maps", True),
        ("The office asks all towns: who helps whom?", True),
        ("The office \u201chelps all of the towns with maps\u201d", True),
    ],
)
def test_only_running_text_breaks_off(text: str, complete: bool) -> None:  # noqa: FBT001 - a parameter
    """Running text without an end is incomplete; names, labels and items are not sentences that could be."""
    assert [sentence.complete for sentence in split_sentences(text, 0, len(text))] == [complete]


def test_lines_that_are_not_wrapped_end_a_sentence() -> None:
    """Items and names on lines of their own do not run together; a paragraph broken to a width does."""
    assert sentences("Bo Lake\nInnovation adviser") == ["Bo Lake", "Innovation adviser"]
    wrapped = "The office of the northern towns helps all its members\nwith maps that they have drawn themselves in years of\nwork. It is open."
    assert (
        sentences(wrapped)[0]
        == "The office of the northern towns helps all its members\nwith maps that they have drawn themselves in years of\nwork."
    )


def test_labelled_values_are_whole_and_apart() -> None:
    """Lines that each begin with a label are a value each, however long: neither one wrapped paragraph nor broken off."""
    text = (
        "Reading room: Ada Quay, on the second floor of the old mill\n"
        "Help with machines: extension 12, asked for at the front desk\n"
        "Complaints: Bo Lake, or whoever stands in for him on the day"
    )
    assert [(sentence.text, sentence.complete) for sentence in split_sentences(text, 0, len(text))] == [(line, True) for line in text.split("\n")]


@pytest.mark.parametrize("line", ["Small hall ......... 40 euros for each hour after six", "- Small hall – 40 euros for each hour"])
def test_a_line_of_a_price_list_is_whole_and_one(line: str) -> None:
    """Dots that lead to a price end no sentence, and a price without a full stop isn't broken off."""
    assert [(sentence.text, sentence.complete) for sentence in split_sentences(line, 0, len(line))] == [(line, True)]


def test_the_lines_of_a_calendar_are_whole_and_apart() -> None:
    """Lines that begin with a day or an hour are an entry each, and so is what comes after the last; one broken to a width stays one."""
    text = (
        "3 December 2026: Webinar on reading old sea charts, free of charge for everybody\n"
        "21 to 23 January 2027: Visit to the port of Velm, limited to five and twenty places\n"
        "To register, write to the office of the guild in good time"
    )
    assert [(sentence.text, sentence.complete) for sentence in split_sentences(text, 0, len(text))][:2] == [
        (line, True) for line in text.split("\n")[:2]
    ]
    wrapped = text.replace(" limited", "\nlimited").rpartition("\n")[0]
    assert sentences(wrapped)[1].startswith("21 to 23 January 2027: Visit to the port of Velm,\nlimited to five and twenty places")


def test_an_item_without_a_full_stop_is_whole() -> None:
    """An item of a list needs no full stop, however long it is."""
    text = "- state schools, with the written consent of the owner of the yard"
    assert [(sentence.text, sentence.complete) for sentence in split_sentences(text, 0, len(text))] == [(text, True)]


def test_an_enumerator_stays_with_what_it_counts() -> None:
    """An enumerator "1." begins the sentence that it numbers."""
    assert sentences("1. Send the form. 2. Wait for six weeks.") == ["1. Send the form.", "2. Wait for six weeks."]


def test_offsets_count_in_the_whole_text() -> None:
    """Sentences of a part of a text have offsets into the whole."""
    text = "Skip this. Keep one. Keep two. Skip that."
    found = split_sentences(text, 11, 30)
    assert [(text[s.start : s.end], s.text) for s in found] == [("Keep one.", "Keep one."), ("Keep two.", "Keep two.")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sl", "Vloge se zbirajo do 20. januarja 2027 v sobi 3."),
        ("de", "Arbeitseinsätze 2026: 28. März, 25. April und 17. Oktober, jeweils 9 bis 12 Uhr."),
        ("sl", "Odprto je od 9. do 15. ure vsak delavnik."),
        ("hr", "Rok je 20. siječnja 2027. godine do podneva."),
        ("sl", "Kontaktna oseba je mag. Nives Rakar iz urada."),
        ("it", "Lo dice la delibera n. 41 del Consiglio comunale."),
        ("pl", "Nabór trwa od 4 stycznia 2027 r. do 31 marca 2027 r. włącznie."),
        ("pl", "Proszę dzwonić: tel. 22 555 01 01 przed południem."),
    ],
)
def test_ordinals_and_titles_end_no_sentence(language: str, text: str) -> None:
    """A full stop that makes a number an ordinal, or shortens a title or what stands before a number, ends no sentence in any language."""
    assert sentences(text, language) == [text]


def test_a_number_before_a_month_may_end_a_sentence() -> None:
    """In a language that writes no ordinal with a dot it does."""
    text = "Le loyer est de 30. Mai est gratuit."
    assert len(split_sentences(text, 0, len(text), language="fr")) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**South Quay.** The builder went bankrupt. The site is safe.", ["**South Quay.** The builder went bankrupt.", "The site is safe."]),
        ("**Where do I put pizza boxes?**", ["**Where do I put pizza boxes?**"]),
        ("**Where do they go?** In the bin. Not in the sack.", ["**Where do they go?**", "In the bin.", "Not in the sack."]),
        ("It was *very good.* He said no.", ["It was *very good.*", "He said no."]),
    ],
)
def test_marks_that_close_what_is_set_off_begin_no_sentence(text: str, expected: list[str]) -> None:
    """They stay with what they set off, and a heading of a few words runs into its sentence."""
    assert sentences(text) == expected
