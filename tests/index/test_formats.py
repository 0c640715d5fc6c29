"""Documents of every format through ingest: cited with their pages, parsed once, reported where they can't be read."""

from __future__ import annotations

from collections.abc import Callable

import formats_samples

from townhall.assistant import Assistant
from townhall.evaluation.data.texts import CorpusTexts
from townhall.library import EXTRACTIONS, ingest, is_current, show
from townhall.model import Span
from townhall.settings import Settings

Make = Callable[..., Settings]


def kept(settings: Settings) -> dict[str, int]:
    """Return when each extraction was written."""
    return {path.name: path.stat().st_mtime_ns for path in (settings.index / EXTRACTIONS).iterdir()}


def test_a_folder_of_all_formats_is_answered_from(new_settings: Make) -> None:
    """Every sample is a document but the scan, which is reported; what is found has its page, and is the text that is shown, read anew too."""
    settings = new_settings(formats_samples.samples())
    report = ingest(settings)
    assert set(report.added) == set(formats_samples.NAMES) - {"scan.pdf"}
    assert [file.source for file in report.skipped] == ["scan.pdf"]
    assert report.notes["mail.eml"] == ("1 attachment was not read: form.pdf",)
    assert ingest(settings).notes == report.notes
    assistant, texts = Assistant(settings), CorpusTexts(settings.corpus)
    hits = assistant.search("yearly rent of a long-term berth in the shipyard", k=30)
    paper = assistant.document("paper.pdf")
    assert paper
    sentences = [sentence for hit in hits if hit.passage.source == "paper.pdf" for sentence in hit.passage.sentences]
    assert {paper.page_of(sentence.start) for sentence in sentences if "long-term" in sentence.text} == {4}
    for hit in hits:
        passage = hit.passage
        assert show(settings, passage.source)[passage.start : passage.end] == passage.text
        assert texts.holds(Span(passage.source, passage.start, passage.end), passage.text)


def test_what_has_not_changed_is_not_parsed_again(new_settings: Make) -> None:
    """A second file leaves the first one's extraction as it is; what is removed is forgotten; a rebuild reads everything again."""
    samples = formats_samples.samples()
    settings = new_settings({name: samples[name] for name in ("rules.docx", "scan.pdf")})
    ingest(settings)
    first = kept(settings)
    assert len(first) == 2
    (settings.corpus / "people.csv").write_bytes(samples["people.csv"])
    ingest(settings)
    second = kept(settings)
    assert {name: second[name] for name in first} == first
    (settings.corpus / "rules.docx").unlink()
    ingest(settings)
    assert len(kept(settings)) == 2
    before = kept(settings)
    ingest(settings, rebuild=True)
    assert all(kept(settings)[name] != written for name, written in before.items())


def test_other_limits_read_again(new_settings: Make) -> None:
    """A file that was too long is read once the limit is raised: the index is not current until then."""
    settings = new_settings({"people.csv": b"Name,Town\n" + b"Bo,Eastmouth\n" * 100, "good.txt": "A good file.\n"}, file_characters=1000)
    assert [file.source for file in ingest(settings).skipped] == ["people.csv"]
    wider = settings.model_copy(update={"file_characters": 10_000})
    assert not is_current(wider)
    assert ingest(wider).added == ("people.csv",)


def test_a_damaged_extraction_is_read_again(new_settings: Make) -> None:
    """What was kept and is damaged costs another reading, and nothing else."""
    settings = new_settings({"people.csv": formats_samples.CSV})
    ingest(settings)
    text = show(settings, "people.csv")
    for path in (settings.index / EXTRACTIONS).iterdir():
        path.write_bytes(path.read_bytes()[:20])
    (settings.corpus / "good.txt").write_text("A good file.\n", encoding="utf-8")
    ingest(settings)
    assert show(settings, "people.csv") == text


def test_a_table_that_is_not_utf8_is_read(new_settings: Make) -> None:
    """So is a short table of text, as office programs save one, and its owner is told too; one in UTF-8 needs no note."""
    table = "Name;Ort;Gebühr\nMüller;Köln;12 €\n"
    settings = new_settings({"windows.csv": table.encode("cp1252"), "plain.csv": table.encode()})
    report = ingest(settings)
    assert show(settings, "windows.csv") == show(settings, "plain.csv")
    assert report.notes["windows.csv"] == ("read as cp1252, since it is not UTF-8",)
    assert "plain.csv" not in report.notes


def test_a_text_that_is_not_utf8_is_read(new_settings: Make) -> None:
    """A text that is not UTF-8 is read if its encoding is sure, and its owner is told."""
    words = "Für die Gebühren der großen Schiffe müssen Bürger täglich neunzig Kronen bezahlen, während kürzere Boote ermäßigt sind. " * 5
    settings = new_settings({"latin.txt": words.encode("cp1252")})
    report = ingest(settings)
    assert show(settings, "latin.txt") == words
    assert "not UTF-8" in report.notes["latin.txt"][0]
