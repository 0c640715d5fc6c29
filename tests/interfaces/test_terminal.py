"""What people see at a terminal: icons, places and tables that need neither colour nor a wide window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from model_server import serving

from townhall.assistant import Assistant
from townhall.settings import Settings

Townhall = Callable[..., Any]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Who supports us in Slovenia?", "✓ Answered from the documents"),
        ("What is the telephone number of ZMOS?", "○ The documents don't say"),
        ("What will the weather be like tomorrow?", "– Not about these documents"),
        ("Who is the contact?", "? One question back"),
    ],
)
def test_the_status_has_an_icon(townhall: Townhall, real_settings: Settings, question: str, first: str) -> None:
    """The first line tells the status by a sign and in words; without a terminal nothing is coloured."""
    done = townhall("ask", question, index=real_settings.index)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[0].strip() == first
    assert "\x1b" not in done.out


def test_every_status_has_its_own_icon() -> None:
    """Each status has a sign, and no two the same."""
    from townhall.interfaces.terminal import COLOURS, ICONS
    from townhall.model import Status

    assert set(ICONS) == set(COLOURS) == set(Status)
    assert len(set(ICONS.values())) == len(Status)


def test_what_is_not_the_answer_is_told_without_colour(townhall: Townhall, real_settings: Settings) -> None:
    """A quote that isn't the answer stands under a line that says so, above the quotes too."""
    done = townhall("ask", "What is the telephone number of ZMOS?", index=real_settings.index)
    answer, _, quotes = done.out.partition("\n\n")
    assert "not the answer" in answer
    assert quotes.startswith("Nearest to it, but not the answer:")


def test_a_title_stands_once(townhall: Townhall, new_settings: Callable[..., Settings]) -> None:
    """A document that begins with its title has it once above a quote, and once where its section is shown."""
    text = "# Island ferries\n\n## Ferry office\n\nThe Ferry Office lends boats to all islands of the north.\n"
    settings = new_settings({"island-ferries.md": text})
    townhall("ingest", corpus=settings.corpus, index=settings.index)
    out = townhall("ask", "What does the Ferry Office do?", corpus=settings.corpus, index=settings.index).out
    assert "Island ferries › Ferry office" in out
    assert out.count("Island ferries") == 1
    start = text.index("The Ferry")
    section = Assistant(settings).section("island-ferries.md", start, len(text) - 1)
    assert (section.title, section.heading_path) == ("Island ferries", ("Ferry office",))


def test_an_evaluation_is_legible_in_a_log(townhall: Townhall, real_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``eval`` prints a table without colours and cut figures where there is no terminal, however narrow the window is said to be."""
    path = tmp_path / "small.jsonl"
    row = {
        "id": "a",
        "messages": [{"role": "user", "content": "What will the weather be like tomorrow?"}],
        "status": ["out_of_scope", "not_in_documents"],
        "category": "refuse",
        "language": "en",
        "today": "2024-05-01",
    }
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "40")
    done = townhall("eval", "--dataset", str(path), "--out", str(tmp_path / "report.json"), index=real_settings.index)
    assert done.status == 0
    assert "…" not in done.out
    assert "\x1b" not in done.out
    (line,) = [line for line in done.out.splitlines() if line.startswith("refuse ")]
    assert line.split()[:3] == ["refuse", "1", "100"]
    assert "always refuse, never refuse: baselines" in " ".join(done.out.split())


def test_an_answer_is_printed_as_it_grows(valley: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    """Each statement is printed once, when it is there; where what was printed is taken back, a line stands before the whole."""
    from dataclasses import replace

    from townhall.interfaces.terminal import print_growing

    whole = valley.ask("What does the Guild of Danish Ports do?").answer
    printed: list[str] = []
    shown: list[int] = []

    def steps(*counts: int) -> Any:
        for count in counts:
            yield replace(whole, statements=whole.statements[:count])
            printed.append(capsys.readouterr().out)
            shown.append(count)

    print_growing(steps(1, 2, 3))
    assert [text.count(whole.statements[n].text) for n, text in enumerate(printed)] == [1, 1, 1]
    assert whole.statements[0].text not in printed[1]
    print_growing(iter([whole, replace(whole, statements=whole.statements[1:2])]))
    assert "───" in capsys.readouterr().out


def test_the_status_is_printed_once(valley: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    """While nothing is said yet no status is told, then one; it is told again only where it became another."""
    from dataclasses import replace

    from townhall.interfaces.terminal import print_growing
    from townhall.model import Status

    whole = valley.ask("What does the Guild of Danish Ports do?").answer
    nothing = replace(whole, statements=())
    moved = replace(whole, statements=tuple(replace(statement, lead=False) for statement in whole.statements))
    print_growing([nothing, nothing, moved, whole])
    out = capsys.readouterr().out
    assert out.count("✓") == 1
    answer, _, _ = out.partition("\n\n")
    assert answer.count(whole.statements[0].text) == 1
    assert "───" not in out
    print_growing([whole, replace(whole, status=Status.PARTIAL)])
    assert capsys.readouterr().out.count("◐") == 1


def test_an_answer_that_a_model_writes_is_printed_once(townhall: Townhall, valley_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too little holds of what the model said, what was printed before the model spoke stays, and the rest follows it: nothing comes twice."""

    def reply(prompt: str) -> str:
        numbers = [json.loads(line)["number"] for line in prompt.splitlines() if line.startswith('{"number"') and "1987" in line]
        texts = ("Four ports founded it in 1987.", "It has 999 members.", "It has 998 members.")
        return "".join(json.dumps({"text": text, "citations": numbers}) + "\n" for text in texts)

    with serving(reply) as model:
        monkeypatch.setenv("TOWNHALL_LANGUAGE_MODEL", "small")
        monkeypatch.setenv("TOWNHALL_LANGUAGE_MODEL_URL", model.url)
        done = townhall("ask", "What does the Guild of Danish Ports do?", corpus=valley_settings.corpus, index=valley_settings.index)
        assert model.prompts
    assert (done.status, done.out.count("✓")) == (0, 1)
    assert "───" not in done.out
    assert done.out.count("Guild of Danish Ports (GDP) [1]") == 1
