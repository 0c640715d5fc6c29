"""``townhall eval new``: a question is asked, the answer proposes what a right one must hold, the user corrects it, and it goes into a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from townhall.errors import DatasetError, TownhallError, UsageError
from townhall.interfaces.commands import CorpusOption, IndexOption, TodayOption, date_of, make_current
from townhall.interfaces.given import settings_of
from townhall.settings import Settings

if TYPE_CHECKING:
    from townhall.evaluation.data.draft import Draft
    from townhall.evaluation.data.feedback import Feedback
    from townhall.evaluation.data.texts import CorpusTexts

DEFAULT_SET = Path("datasets", "core.jsonl")
"""Below the folder of the evaluation: the set that is looked at while working."""
NONE = "-"
"""What one types for an empty list."""

Read = TypeVar("Read")

DatasetOption = Annotated[
    Path | None, typer.Option("--dataset", help="The file it goes to; made if it isn't there. core.jsonl by default.", metavar="FILE.jsonl")
]
FromOption = Annotated[Path | None, typer.Option("--from", help="Draft from an entry of the feedback.", metavar="FILE.json")]
QuestionOption = Annotated[list[str] | None, typer.Option("--question", help="What is asked; given again, the next turn of the conversation.")]
StatusOption = Annotated[list[str] | None, typer.Option("--status", help="An acceptable status, the preferred first; may be given again.")]
FactOption = Annotated[list[str] | None, typer.Option("--fact", help="text:ONE|OTHER, number:28 or date:2024-06-17; may be given again. - for none.")]
ForbidOption = Annotated[
    list[str] | None, typer.Option("--forbid", help="A fact that must not be in the answer; may be given again.", metavar="FACT")
]
SpanOption = Annotated[
    list[str] | None, typer.Option("--span", help="'file.txt: quote', or a quote; may be given again. - for none.", metavar="QUOTE")
]


def new(
    *,
    dataset: DatasetOption = None,
    source: FromOption = None,
    question: QuestionOption = None,
    status: StatusOption = None,
    fact: FactOption = None,
    forbid: ForbidOption = None,
    span: SpanOption = None,
    category: Annotated[str | None, typer.Option("--category", help="support, contact, deadline, number, explain, list, followup or refuse.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="Of the question, in two letters.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="Shared by questions that mean the same.")] = None,
    id: Annotated[str | None, typer.Option("--id", help="A new one is made up by default.")] = None,
    wants_list: Annotated[bool | None, typer.Option("--list/--no-list", help="Whether a list of many items is asked for.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: take what is given, and else what the answer proposes.")] = False,
    today: TodayOption = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Draft a question from the assistant's answer or from feedback, check it, and add it to an evaluation set."""
    from townhall.evaluation.data.editing import add_row
    from townhall.evaluation.data.feedback import read_feedback
    from townhall.evaluation.data.texts import CorpusTexts

    settings, path = _settings(dataset, corpus, index)
    entry = read_feedback(source) if source else None
    texts = CorpusTexts(settings.corpus)
    given = _Given(status, fact, forbid, span, category, language, group, id, wants_list)
    turns = tuple(question or ()) or (entry.turns if entry else _asked(yes=yes))
    day = date_of(today) or (entry.day if entry else None) or settings.current_date()
    draft = given.over(_proposed(settings, turns, day, entry, yes=yes), texts, path)
    if yes:
        add_row(path, draft.as_row(), texts)
        typer.echo(draft.as_line())
        return
    while True:
        draft = _corrected(draft, texts)
        typer.echo(f"\n{draft.as_line()}")
        if not typer.confirm(f"Add it to {path}?", default=True):
            typer.echo("Nothing was added.")
            return
        try:
            add_row(path, draft.as_row(), texts)
        except DatasetError as error:
            typer.echo(f"{error}\n")
            continue
        typer.echo(f"Added {draft.id}.")
        return


def _settings(dataset: Path | None, corpus: Path | None, index: Path | None) -> tuple[Settings, Path]:
    """Return the settings with the corpus of the set, and the set's path.

    Raises:
        UsageError: the set is frozen.
    """
    from townhall.evaluation import corpus_beside
    from townhall.evaluation.data.draft import check_open

    settings = settings_of(corpus=corpus, index=index)
    path = dataset or settings.evals / DEFAULT_SET
    check_open(path)
    beside = corpus_beside(path) if corpus is None else None
    return (settings_of(corpus=beside, index=settings.index / "corpora" / beside.name) if beside else settings), path


@dataclass(frozen=True, slots=True)
class _Given:
    """What the options say; None where they say nothing."""

    status: list[str] | None
    facts: list[str] | None
    forbidden: list[str] | None
    spans: list[str] | None
    category: str | None
    language: str | None
    group: str | None
    id: str | None
    wants_list: bool | None

    def over(self, draft: Draft, texts: CorpusTexts, path: Path) -> Draft:
        """Return the draft with what the options say in its place, and an id."""
        from townhall.evaluation.data.draft import fact_of_text, ids_of, new_id, span_of_text

        draft = replace(
            draft,
            status=tuple(self.status) if self.status else draft.status,
            facts=_all(self.facts, fact_of_text, draft.facts),
            forbidden=_all(self.forbidden, fact_of_text, draft.forbidden),
            spans=_all(self.spans, lambda line: span_of_text(line, texts), draft.spans),
            category=self.category or draft.category,
            language=self.language or draft.language,
            group=self.group or draft.group,
            wants_list=draft.wants_list if self.wants_list is None else self.wants_list,
        )
        return replace(draft, id=self.id or new_id(draft, ids_of(path)))


def _all(lines: list[str] | None, read: Callable[[str], Read], otherwise: tuple[Read, ...]) -> tuple[Read, ...]:
    return otherwise if lines is None else tuple(read(line) for line in lines if line != NONE)


def _asked(*, yes: bool) -> tuple[str, ...]:
    """Ask for the question, and for further turns until a line is empty."""
    if yes:
        raise UsageError("No question was given.", remedy="Give --question or --from.")
    turns = [typer.prompt("Question")]
    while text := typer.prompt("Next turn of the conversation (Enter: none)", default="", show_default=False).strip():
        turns.append(text)
    return tuple(turns)


def _proposed(settings: Settings, turns: tuple[str, ...], day: date, entry: Feedback | None, *, yes: bool) -> Draft:
    """Ask the assistant, show its answer, and return what it or the feedback proposes."""
    from townhall.assistant import Assistant
    from townhall.evaluation.data.draft import propose
    from townhall.interfaces.terminal import print_answer

    make_current(settings)
    turn = Assistant(settings).converse(turns, today=day)
    answer, trusted = turn.answer, entry is None
    if entry and not yes:
        found = "right" if entry.verdict == "up" else "wrong"
        typer.echo(f"Asked: {' / '.join(turns)}\nA user found this answer {found}{f': {entry.comment}' if entry.comment else '.'}\n")
        print_answer(entry.answer.as_answer())
    if entry and entry.verdict == "up":
        answer, trusted = entry.answer.as_answer(), True
    elif not yes:
        typer.echo(f"\nThe assistant answers, as of {day}:\n")
        print_answer(turn.answer)
        trusted = typer.confirm("\nIs this right?", default=entry is None)
    return propose(turns, answer, kind=turn.query.kind, today=day, trusted=trusted)


def _corrected(draft: Draft, texts: CorpusTexts) -> Draft:
    """Show every part of the draft and let the user keep it or write another."""
    from townhall.evaluation.data.draft import fact_of_text, span_of_text, text_of_fact, text_of_span
    from townhall.evaluation.data.question import Category
    from townhall.model import Status

    typer.echo(f"\nEnter keeps what stands in brackets, {NONE} leaves it out.")
    status = _ask(
        "Acceptable statuses, preferred first", ", ".join(draft.status), lambda text: _known(text.split(","), [each.value for each in Status])
    )
    answered = Status(status[0]).shows_an_answer
    return replace(
        draft,
        status=status,
        facts=_ask_each("Fact", draft.facts, fact_of_text, text_of_fact) if answered else (),
        forbidden=_ask_each("Forbidden fact", draft.forbidden, fact_of_text, text_of_fact),
        spans=_ask_each("Quote that must be cited", draft.spans, lambda line: span_of_text(line, texts), text_of_span) if answered else (),
        category=_ask("Category", draft.category, lambda text: _known([text], [each.value for each in Category])[0]),
        language=_ask("Language", draft.language, str.strip),
        group=_ask("Group of questions that mean the same", draft.group or NONE, lambda text: None if text.strip() == NONE else text.strip()),
        wants_list=typer.confirm("Is a list of many items asked for?", default=draft.wants_list),
        id=_ask("Id", draft.id, str.strip),
    )


def _ask_each(label: str, proposed: Sequence[Read], read: Callable[[str], Read], write: Callable[[Read], str]) -> tuple[Read, ...]:
    """Ask for each of a list: those proposed may be kept, changed or left out; then for more, until a line is empty."""
    kept = [_ask(label, write(each), lambda text: None if text.strip() == NONE else read(text)) for each in proposed]
    while (more := _ask(f"{label} (Enter: no {'more' if kept else 'such'})", "", lambda text: read(text) if text.strip() else None)) is not None:
        kept.append(more)
    return tuple(each for each in kept if each is not None)


def _ask(label: str, default: str, read: Callable[[str], Read]) -> Read:
    """Ask until the line can be read."""
    while True:
        try:
            return read(typer.prompt(label, default=default, show_default=bool(default)))
        except TownhallError as error:
            typer.echo(str(error))


def _known(values: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the values, each without blanks.

    Raises:
        UsageError: one of them isn't known.
    """
    clean = tuple(value.strip() for value in values)
    if unknown := [value for value in clean if value not in known]:
        raise UsageError(f"{unknown[0]!r} is not known.", remedy=f"Known are {', '.join(known)}.")
    return clean
