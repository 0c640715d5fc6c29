"""What the wording of a question alone gives away about whether it is answered; and of a statement, whether it is supported.

Whoever writes questions that a text doesn't answer words them otherwise than those that it does, and a judge that learns from them would learn that
wording (Gururangan et al., NAACL 2018). Told in training how likely the wording alone makes it, by a model that reads no evidence, it learns what is
left: the product of both experts is held to the truth, and only the judge is kept (Clark et al., EMNLP 2019).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline, make_union

FOLDS = 4
FEWEST = 500
"""Units of which too little can be learnt; they are told nothing."""
LIMIT = 3.0
"""Log-odds beyond which the wording is never believed."""


def priors(rows: Sequence[dict[str, Any]]) -> list[float]:
    """Return for each unit the log-odds, in [-3, 3], that it is answered or supported, by its question or statement alone.

    Each is told by a model that was fitted without the units of the same wording.
    """
    odds = np.zeros(len(rows))
    for of_statements in (False, True):
        chosen = [i for i, row in enumerate(rows) if (row["supported"] is not None) is of_statements]
        texts = [rows[i]["question"] for i in chosen]
        right = np.array([bool(rows[i]["supported"] if of_statements else rows[i]["answering"]) for i in chosen])
        folds = np.array([int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % FOLDS for text in texts])
        told = np.zeros(len(chosen))
        for fold in range(FOLDS):
            fitted, asked = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            if len(chosen) < FEWEST or not len(asked) or len(set(right[fitted])) < 2:  # noqa: PLR2004 - yes and no
                continue
            model = make_pipeline(
                make_union(
                    TfidfVectorizer(ngram_range=(1, 2), min_df=3), TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3), min_df=5, lowercase=False)
                ),
                LogisticRegression(C=1.0, solver="liblinear"),
            ).fit([texts[i] for i in fitted], right[fitted])
            told[asked] = model.decision_function([texts[i] for i in asked])
        if len(set(right)) == 2 and told.any():  # noqa: PLR2004 - likewise
            print(f"{'statements' if of_statements else 'questions'}: AUROC of the wording alone {roc_auc_score(right, told):.3f}", flush=True)
        odds[chosen] = told
    return [float(one) for one in np.clip(odds, -LIMIT, LIMIT)]
