"""Exact match and token F1 by the rules of SQuAD 2.0, for questions that carry gold answers.

Rajpurkar, Jia and Liang, Know What You Don't Know: Unanswerable Questions for SQuAD, ACL 2018, with the normalisation of its official
evaluation: case, English articles, ASCII punctuation and white space don't count. A question without an answer has "" as its gold answer, and a
refusal is "": both measures are then 1, and 0 for any answer.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

from townhall.model import Answer

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def said_span(answer: Answer) -> str:
    """Return what is held against gold answers: the short lead, or else the first statement; "" for a refusal."""
    if not answer.status.shows_an_answer or not answer.statements:
        return ""
    return next((statement.text for statement in answer.statements if statement.lead), answer.statements[0].text)


def exact_match(prediction: str, answers: Sequence[str]) -> float:
    """Return 1 if the prediction is one of the gold ``answers`` after normalisation, else 0; no gold answer means "" is due."""
    said = normalised(prediction)
    return float(any(said == normalised(answer) for answer in _gold(answers)))


def token_f1(prediction: str, answers: Sequence[str]) -> float:
    """Return the best F1, in [0, 1], of the prediction's words against those of a gold answer; where either has none, whether both have none."""
    return max(_f1(normalised(prediction).split(), normalised(answer).split()) for answer in _gold(answers))


def normalised(text: str) -> str:
    """Return ``text`` as answers are compared: lower case, no punctuation, no articles, single spaces."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def _gold(answers: Sequence[str]) -> Sequence[str]:
    """Return the answers that something is left of; "" where that is none of them."""
    return [answer for answer in answers if normalised(answer)] or [""]


def _f1(said: Sequence[str], gold: Sequence[str]) -> float:
    if not said or not gold:
        return float(said == gold)
    same = (Counter(said) & Counter(gold)).total()
    return 2 * same / (len(said) + len(gold))
