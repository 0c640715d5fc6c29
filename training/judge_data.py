"""Make what the judge of evidence is trained on: questions, or statements, with the sentences beside them and what is true of them.

    python training/judge_data.py --data FOLDER --out FOLDER [--seed N] [--share 1.0] [--judge FOLDER]

``FOLDER`` of the data holds ``train/extractive_qa.jsonl.gz``, ``train/answer_sentence.jsonl.gz``, ``train/entailment.jsonl.gz`` and
``squad2_dev_a.json``, of which the first three articles by title are read. Contexts, premises and sentences whose SHA-256 begins with 0 or 1
are kept for measuring, those with 2 or 3 for ``fit_support.py``, which has to see how the judge does on what it never saw. What shares a question
or a stretch of text with anything that is measured is left out, as ``check_overlap.py`` tells. The same seed makes the same file.

Every question is read once with sentences that answer it and about once with sentences that don't:

* *removed*: its own text without the sentences that hold an answer,
* *retrieved*: another text, among the nearest by embedding, that holds none of the answers,
* *altered*: its own text, but in the question a number, a name, a word or what is asked for exchanged (Rajpurkar et al., ACL 2018),
* *heading*: its own text, with the name in question moved to the heading, and there exchanged,
* *impossible*: questions that people wrote to be unanswerable by their text.

With ``--judge``, of a few retrieved or altered ones the one is taken that this judge, trained before, is most taken in by.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from check_overlap import Measured

from townhall.chunking.sentences import split_sentences
from townhall.index.embedding import OnnxEmbedder, PassageText
from townhall.index.onnx_export import ensure_exported
from townhall.judge import Judge, Reading, judge_named
from townhall.locales.words import tokens_of

SEED = 17
ARTICLES = 3
"""Articles of ``squad2_dev_a.json``, by title, that are trained on; the next is for ``fit_support.py``, the others for measuring."""
KEPT = "0123"
"""First digits of the SHA-256 of texts that are not trained on."""
SOURCES = {
    "squadshifts_new_wiki": 9000,
    "squad2_train_PhongNTDo": 9000,
    "squad1_train_ermeba": 9000,
    "squad1_train_EmptyCityJK": 9000,
    "squad_routerlens": 9000,
    "nq_swap": 3500,
    "qed_nqdev": 2000,
    "nq_open_oracle": 3000,
    "squadshifts_reddit": 5000,
    "squadshifts_amazon_reviews": 4000,
    "qamr": 6000,
    "hotpot_gold2": 400,
}
"""Questions taken from each source, at most."""
OF_ONE_TEXT = frozenset({"squadshifts_reddit", "squadshifts_amazon_reviews"})
"""Sources whose questions speak of "the author": another text might well answer them."""
NEGATIVES = {"removed": 0.2, "retrieved": 0.45, "altered": 0.35}
HARD_NEGATIVES = {"removed": 0.1, "retrieved": 0.4, "altered": 0.5}
"""Shares of the kinds, without a judge and with one."""
HEADED = 0.35
"""Share of texts that get their own topic as a heading."""
MOVED = 0.12
"""Share of questions whose name is moved from the text to the heading."""
NEAREST = 12
"""Nearest other texts from which a retrieved negative is drawn."""
DECEIVING = 4
"""Candidates of which a judge chooses the one that takes it in most."""
REPEATED = 4
"""How often a question that people wrote to be unanswerable is read, each time within other sentences."""
SHORTEST, LONGEST = 25, 150
"""Words of the sentences that are read beside a question."""
ENTAILMENT = {"snli_test": 5000, "snli_validation": 5000, "conjnli_train": 6000, "med": 2500, "cad_nli_train": 5000}
"""Examples taken from each source of statements, at most; all where none is named."""
ASKED_FOR = ("when", "where", "who")
NAME = re.compile(r"(?<=[a-z,'’] )(?:[A-Z][\w'’.-]*)(?: (?:of |the |and )?[A-Z][\w'’.-]*)*")
NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")


@dataclass(frozen=True, slots=True)
class Unit:
    """One example: what is read, and what is true of it."""

    kind: str
    question: str
    heading: str
    sentences: tuple[str, ...]
    answering: tuple[int, ...] = ()
    """Sentences that hold an answer; none where the question isn't answered."""
    span: tuple[int, int, int] | None = None
    """Sentence, first and last character + 1 of the answer in it."""
    supported: bool | None = None
    """Of a statement: whether the sentences support it; None for a question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the sentences of its text and its answers."""

    source: str
    question: str
    context: str
    sentences: tuple[str, ...]
    answers: tuple[str, ...]
    answering: frozenset[int]
    span: tuple[int, int, int] | None


def main() -> None:
    """Make the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--share", type=float, default=1.0, help="share of the questions and statements that are taken")
    parser.add_argument("--judge", type=Path, help="a folder with judge.onnx and tokenizer.json")
    arguments = parser.parse_args()
    judge = judge_named(str(arguments.judge)) if arguments.judge else None
    chance = random.Random(arguments.seed)  # noqa: S311 - a repeatable choice, no secret
    asked = [*questions(arguments.data / "train", arguments.share, chance), *articles(arguments.data / "squad2_dev_a.json")]
    units = [*question_units(asked, arguments.out, judge, chance), *sentence_units(arguments.data / "train", chance)]
    units += statement_units(arguments.data / "train", arguments.share, chance)
    kept = Measured(arguments.data)
    units = [unit for unit in units if not kept.holds(unit.question, " ".join(unit.sentences))]
    chance.shuffle(units)
    arguments.out.mkdir(parents=True, exist_ok=True)
    with gzip.open(arguments.out / "units.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(unit), ensure_ascii=False) + "\n" for unit in units)
    kinds = [unit.kind for unit in units]
    print({kind: kinds.count(kind) for kind in sorted(set(kinds))})


def is_kept(text: str) -> bool:
    """Whether a text is kept for fitting or measuring elsewhere."""
    return hashlib.sha256(text.encode()).hexdigest()[0] in KEPT


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a compressed JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def questions(folder: Path, share: float, chance: random.Random) -> list[Asked]:
    """Return the questions over texts, a share of so many a source."""
    by_source: dict[str, list[dict[str, Any]]] = {source: [] for source in SOURCES}
    for row in lines(folder / "extractive_qa.jsonl.gz"):
        if row["source"] in SOURCES and not is_kept(row["context"]):
            by_source[row["source"]].append(row)
    found = []
    for source, rows in by_source.items():
        chance.shuffle(rows)
        found += [one for row in rows[: int(share * min(len(rows), SOURCES[source]))] if (one := read(row, source)) is not None]
    return found


def articles(path: Path) -> list[Asked]:
    """Return the questions of the articles that may be trained on."""
    data = sorted(json.loads(path.read_text(encoding="utf-8"))["data"], key=lambda article: str(article["title"]))
    found = []
    for article in data[:ARTICLES]:
        for paragraph in article["paragraphs"]:
            for row in paragraph["qas"]:
                answers = [{"text": answer["text"], "start": answer["answer_start"]} for answer in row["answers"]]
                one = read({"question": row["question"], "context": paragraph["context"], "answers": answers}, "squad2_dev_a")
                found += [one] if one else []
    return found


def read(row: dict[str, Any], source: str) -> Asked | None:
    """Split the text of a question into sentences and find its answers there; None where an answer crosses sentences."""
    context = row["context"]
    sentences = split_sentences(context, 0, len(context))
    answering: set[int] = set()
    span: tuple[int, int, int] | None = None
    for answer in row["answers"]:
        first, last = answer["start"], answer["start"] + len(answer["text"])
        inside = [i for i, sentence in enumerate(sentences) if sentence.start <= first and last <= sentence.end]
        answering.update(inside)
        shorter = span is None or last - first < span[2] - span[1]
        if inside and shorter:
            span = (inside[0], first - sentences[inside[0]].start, last - sentences[inside[0]].start)
    if row["answers"] and not answering:
        return None
    texts = tuple(sentence.text for sentence in sentences)
    return Asked(source, row["question"], context, texts, tuple(answer["text"] for answer in row["answers"]), frozenset(answering), span)


def question_units(asked: Sequence[Asked], work: Path, judge: Judge | None, chance: random.Random) -> list[Unit]:
    """Return every question with what answers it, and with what doesn't."""
    answered = [one for one in asked if one.answering]
    others = Retrieved(answered, work, judge, chance)
    exchange = Exchange(answered, chance)
    shares = HARD_NEGATIVES if judge else NEGATIVES
    units: list[Unit] = []
    for number, one in enumerate(answered):
        moved = exchange.move_name(one) if chance.random() < MOVED else None
        if moved is not None:
            heading, rest = moved
            units.append(answer_unit("heading", rest, heading, chance))
            units.append(empty_unit("heading", rest, exchange.another_name(rest, heading), chance, around=min(rest.answering)))
            continue
        units.append(answer_unit("answer", one, topic(one, chance), chance))
        wanted = chance.choices(list(shares), list(shares.values()))[0]
        unit = None
        if wanted == "retrieved" and one.source not in OF_ONE_TEXT:
            unit = others.unit(number)
        elif wanted == "altered":
            altered = sorted({question for _ in range(DECEIVING if judge else 1) if (question := exchange.alter(one))})
            unit = most_deceiving(judge, [altered_unit(one, question, chance) for question in altered])
        unit = unit or without_answers(one, chance)
        units += [unit] if unit else []
    for one in asked:
        if not one.answering:
            around = best_overlap(one.question, one.sentences)
            units += [empty_unit("impossible", one, topic(one, chance), chance, around=around) for _ in range(REPEATED)]
    return units


def window(sentences: Sequence[str], around: int, chance: random.Random) -> tuple[int, int]:
    """Return the first and the last + 1 of the sentences that are read with the one at ``around``: a varied number on both sides."""
    words = chance.randint(SHORTEST, LONGEST)
    first, last = around, around + 1
    used = len(sentences[around].split())
    while True:
        sides = [side for side, there in ((-1, first > 0), (1, last < len(sentences))) if there]
        if not sides:
            return first, last
        side = chance.choice(sides)
        used += len(sentences[first - 1 if side < 0 else last].split())
        if used > words:
            return first, last
        first, last = (first - 1, last) if side < 0 else (first, last + 1)


def answer_unit(kind: str, one: Asked, heading: str, chance: random.Random) -> Unit:
    """Return a question with a window of sentences that answer it."""
    around = one.span[0] if one.span else min(one.answering)
    first, last = window(one.sentences, around, chance)
    answering = tuple(i - first for i in sorted(one.answering) if first <= i < last)
    span = (one.span[0] - first, *one.span[1:]) if one.span else None
    return Unit(kind, one.question, heading, one.sentences[first:last], answering, span)


def empty_unit(kind: str, one: Asked, heading: str, chance: random.Random, *, around: int) -> Unit:
    """Return a question with a window of sentences that don't answer it."""
    first, last = window(one.sentences, around, chance)
    return Unit(kind, one.question, heading, one.sentences[first:last])


def altered_unit(one: Asked, question: str, chance: random.Random) -> Unit:
    """Return another question with a window of the text that answers the one it was made of."""
    altered = Asked(one.source, question, one.context, one.sentences, (), frozenset(), None)
    return empty_unit("altered", altered, topic(one, chance), chance, around=min(one.answering))


def most_deceiving(judge: Judge | None, units: Sequence[Unit]) -> Unit | None:
    """Return the unit that a judge is most taken in by, though no sentence of it answers; the first without a judge, None of none."""
    if judge is None or len(units) < 2:  # noqa: PLR2004 - of one there is no choice
        return units[0] if units else None
    verdicts = judge.answers([Reading(unit.question, unit.heading, unit.sentences) for unit in units])
    return max(zip(units, verdicts, strict=True), key=lambda pair: max((verdict.answers for verdict in pair[1]), default=-math.inf))[0]


def without_answers(one: Asked, chance: random.Random) -> Unit | None:
    """Return a question with what is left of its text without the sentences that hold an answer's text."""
    held = [answer.casefold() for answer in one.answers]
    left = tuple(sentence for i, sentence in enumerate(one.sentences) if i not in one.answering and not any(a in sentence.casefold() for a in held))
    if not left:
        return None
    rest = Asked(one.source, one.question, one.context, left, (), frozenset(), None)
    return empty_unit("removed", rest, topic(one, chance), chance, around=best_overlap(one.question, left))


def best_overlap(question: str, sentences: Sequence[str]) -> int:
    """Return the sentence that shares most words with a question."""
    wanted = {token.folded for token in tokens_of(question) if len(token.folded) > 3}  # noqa: PLR2004 - shorter words say little
    return max(range(len(sentences)), key=lambda i: len(wanted.intersection(token.folded for token in tokens_of(sentences[i]))))


def topic(one: Asked, chance: random.Random) -> str:
    """Return what a text is most about, as a heading, for some texts; else nothing."""
    if chance.random() >= HEADED:
        return ""
    names = [match[0] for match in NAME.finditer(one.context)]
    return max(sorted(set(names)), key=names.count) if names else ""


class Retrieved:
    """Other texts that are near a question and hold none of its answers."""

    def __init__(self, answered: Sequence[Asked], work: Path, judge: Judge | None, chance: random.Random) -> None:
        self._answered = answered
        self._chance = chance
        self._judge = judge
        embedder = OnnxEmbedder(ensure_exported(work))
        by_context = {one.context: one for one in answered if one.source not in OF_ONE_TEXT and one.source != "qamr"}
        self._texts = list(by_context.values())
        print(f"embedding {len(self._texts)} texts and {len(answered)} questions", flush=True)
        texts, _ = embedder.embed_passages([PassageText("", one.context, ()) for one in self._texts])
        asked, _ = embedder.embed_passages([PassageText("", one.question, ()) for one in answered])
        self._nearest = np.concatenate(
            [np.argpartition(-(asked[first : first + 1000] @ texts.T), NEAREST, axis=1)[:, :NEAREST] for first in range(0, len(asked), 1000)]
        )

    def unit(self, number: int) -> Unit | None:
        """Return a question with a window of such a text, where its words are nearest."""
        one = self._answered[number]
        held = [answer.casefold() for answer in one.answers]
        candidates = [self._texts[i] for i in self._nearest[number]]
        fit = [text for text in candidates if text.context != one.context and not any(answer in text.context.casefold() for answer in held)]
        if not fit:
            return None
        texts = self._chance.sample(fit, min(len(fit), DECEIVING if self._judge else 1))
        return most_deceiving(self._judge, [self._window(one, text) for text in texts])

    def _window(self, one: Asked, text: Asked) -> Unit:
        other = Asked(text.source, one.question, text.context, text.sentences, (), frozenset(), None)
        return empty_unit("retrieved", other, topic(text, self._chance), self._chance, around=best_overlap(one.question, text.sentences))


class Exchange:
    """Turns a question into one that its text doesn't answer, by exchanging what it turns on."""

    def __init__(self, answered: Sequence[Asked], chance: random.Random) -> None:
        self._chance = chance
        self._names: list[str] = sorted({name for one in answered for name in NAME.findall(one.question)})
        self._beside: dict[str, list[str]] = {}
        for one in answered:
            self._beside.setdefault(one.context, []).append(one.question)
        table = tomllib.loads((Path(__file__).parent / "alterations.toml").read_text(encoding="utf-8"))
        self._pairs: dict[str, str] = {word: other for a, b in table["pairs"] for word, other in ((a, b), (b, a))}
        self._auxiliaries = frozenset(table["auxiliaries"])

    def alter(self, one: Asked) -> str | None:
        """Return another question, or None where nothing can be exchanged."""
        often = [self._exchange_name, self._exchange_word, self._reverse, self._ask_otherwise]
        ways = [*often, *often, self._another_number, self._negate, self._borrow]
        self._chance.shuffle(ways)
        return next((altered for way in ways if (altered := way(one)) and altered != one.question), None)

    def another_name(self, one: Asked, name: str) -> str:
        """Return a name that isn't in the text: now and then one that differs in a word, else one from anywhere."""
        words = name.split()
        other = self._chance.choice(self._names)
        if len(words) > 1 and self._chance.random() < 0.4:  # noqa: PLR2004 - less often than a wholly different name
            words[self._chance.randrange(len(words))] = self._chance.choice(other.split())
            other = " ".join(words)
        return other if other.casefold() not in one.context.casefold() else self._chance.choice(self._names)

    def move_name(self, one: Asked) -> tuple[str, Asked] | None:
        """Return a name of the question that its text holds, and the text with a pronoun in its place."""
        for name in NAME.findall(one.question):
            if any(name in answer for answer in one.answers) or not any(name in sentence for sentence in one.sentences):
                continue
            answering = one.sentences[min(one.answering)]
            plain = re.compile(rf"\b{re.escape(name)}\b(?!['’])")
            if one.span is None or not plain.search(answering):
                continue
            answer = answering[one.span[1] : one.span[2]] if min(one.answering) == one.span[0] else None
            sentences = tuple(plain.sub("it", sentence) for sentence in one.sentences)
            if answer is None or sentences[one.span[0]].count(answer) != 1:
                continue
            start = sentences[one.span[0]].index(answer)
            span = (one.span[0], start, start + len(answer))
            return name, Asked(one.source, one.question, one.context, sentences, one.answers, frozenset({one.span[0]}), span)
        return None

    def _another_number(self, one: Asked) -> str | None:
        match = NUMBER.search(one.question)
        if match is None:
            return None
        digits = list(match[0])
        place = self._chance.choice([i for i, character in enumerate(digits) if character.isdigit()])
        digits[place] = self._chance.choice([digit for digit in "123456789" if digit != digits[place]])
        changed = "".join(digits)
        return None if changed in one.context else one.question[: match.start()] + changed + one.question[match.end() :]

    def _exchange_name(self, one: Asked) -> str | None:
        found = list(NAME.finditer(one.question))
        if not found:
            return None
        match = self._chance.choice(found)
        near = [name for name in NAME.findall(one.context) if name not in one.question and not any(name in answer for answer in one.answers)]
        other = self._chance.choice(near) if near and self._chance.random() < 0.5 else self.another_name(one, match[0])  # noqa: PLR2004
        return one.question[: match.start()] + other + one.question[match.end() :]

    def _reverse(self, one: Asked) -> str | None:
        """Exchange two names of the question: who did it, and to whom."""
        found = list(NAME.finditer(one.question))
        if len(found) < 2:  # noqa: PLR2004 - it takes two
            return None
        first, second = sorted(self._chance.sample(found, 2), key=lambda match: match.start())
        between = one.question[first.end() : second.start()]
        if between.strip() in {"and", "or", "&", ","}:
            return None
        return one.question[: first.start()] + second[0] + between + first[0] + one.question[second.end() :]

    def _ask_otherwise(self, one: Asked) -> str | None:
        """Ask when or where of a sentence that tells another thing and has no number or no other name."""
        asked, _, rest = one.question.partition(" ")
        if asked.casefold() not in ASKED_FOR or one.span is None or rest.partition(" ")[0] not in self._auxiliaries:
            return None
        sentence = one.sentences[one.span[0]]
        left = sentence[: one.span[1]] + sentence[one.span[2] :]
        others = [name for name in NAME.findall(left) if name not in one.question]
        fit = [word for word in ("When", "Where") if word != asked and not (NUMBER.search(left) if word == "When" else others)]
        return f"{self._chance.choice(fit)} {rest}" if fit else None

    def _exchange_word(self, one: Asked) -> str | None:
        words = one.question.split(" ")
        places = [i for i, word in enumerate(words) if word.strip("?,.").casefold() in self._pairs]
        if not places:
            return None
        place = self._chance.choice(places)
        word = words[place].strip("?,.")
        words[place] = words[place].replace(word, self._pairs[word.casefold()])
        return " ".join(words)

    def _negate(self, one: Asked) -> str | None:
        words = one.question.split(" ")
        places = [i for i, word in enumerate(words[:-2]) if word in self._auxiliaries and i]
        if not places or one.question.casefold().startswith("how"):
            return None
        place = places[0]
        after = place + 2 if words[place] in {"did", "does", "do", "can", "could", "will", "would", "should"} else place + 1
        return " ".join([*words[:after], "not", *words[after:]])

    def _borrow(self, one: Asked) -> str | None:
        """Exchange a long word for one of another question about the same text."""
        own = [word for word in one.question.rstrip("?").split(" ") if len(word) > 5 and word.islower()]  # noqa: PLR2004
        text = one.context.casefold()
        others = [w for q in self._beside[one.context] if q != one.question for w in q.rstrip("?").split(" ") if len(w) > 5 and w.islower()]  # noqa: PLR2004
        others = [word for word in others if word not in one.question]
        held = [word for word in own if word[:5] in text]
        if not held or not others:
            return None
        return one.question.replace(self._chance.choice(held), self._chance.choice(others), 1)


def sentence_units(folder: Path, chance: random.Random) -> list[Unit]:
    """Return the questions whose sentences are marked as answering or not, each with windows of them."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in lines(folder / "answer_sentence.jsonl.gz"):
        rows.setdefault(row["question"], []).append(row)
    units = []
    for question, of_question in rows.items():
        kept = [row for row in of_question if not is_kept(row["sentence"])]
        if not kept or len(kept) < len(of_question) - 3:
            continue
        sentences = tuple(row["sentence"] for row in kept)
        right = frozenset(i for i, row in enumerate(kept) if row["label"])
        one = Asked("selqa", question, " ".join(sentences), sentences, (), right, None)
        if right:
            units += [answer_unit("answer", one, "", chance) for _ in range(2)]
        left = tuple(sentence for i, sentence in enumerate(sentences) if i not in right)
        if left and len(right) < len(of_question):
            rest = Asked("selqa", question, one.context, left, (), frozenset(), None)
            units.append(empty_unit("removed", rest, "", chance, around=best_overlap(question, left)))
    return units


def statement_units(folder: Path, share: float, chance: random.Random) -> list[Unit]:
    """Return statements with sentences that support them, or don't."""
    by_source: dict[str, list[dict[str, Any]]] = {}
    for row in lines(folder / "entailment.jsonl.gz"):
        if not is_kept(row["premise"]):
            by_source.setdefault(row["source"], []).append(row)
    units = []
    for source, rows in sorted(by_source.items()):
        chance.shuffle(rows)
        for row in rows[: int(share * min(len(rows), ENTAILMENT.get(source, len(rows))))]:
            sentences = tuple(sentence.text for sentence in split_sentences(row["premise"], 0, len(row["premise"])))
            if sentences:
                units.append(Unit("statement", row["hypothesis"], "", sentences, supported=row["supported"]))
    return units


if __name__ == "__main__":
    main()
