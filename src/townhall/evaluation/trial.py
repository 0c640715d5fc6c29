"""The assistant tried with other settings, on the same questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from townhall.assistant import Assistant
from townhall.errors import UsageError
from townhall.evaluation.data.dataset import corpus_beside, load_dataset
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.metrics.figures import Figures, figures
from townhall.evaluation.recorded import Recorded, record
from townhall.evaluation.reports.report import Latency, latency_of
from townhall.evaluation.run import results_of
from townhall.evaluation.systems.system import AssistantSystem
from townhall.model import Progress
from townhall.settings import ANSWERING, INGESTING, Settings

NONE = "none"
"""How a setting's absence is written."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What one choice of settings scored on one evaluation set."""

    label: str
    """The settings that were chosen, as they were written."""
    figures: Figures
    latency: Latency
    recorded: Recorded


def choice_of(text: str) -> dict[str, str]:
    """Return the settings that ``name=value,name=value`` names; a part without a name goes on the value before it.

    Raises:
        UsageError: there is no name, or no setting of that name that could change an answer.
    """
    chosen: dict[str, str] = {}
    for part in text.split(","):
        name, equals, value = part.strip().partition("=")
        if not equals or not value:
            raise UsageError(f"{part.strip()!r} is no choice of a setting.", remedy="Write name=value, such as candidates=20.")
        if name not in ANSWERING | INGESTING:
            known = ", ".join(sorted(ANSWERING | INGESTING))
            raise UsageError(f"{name!r} is no setting that could change an answer.", remedy=f"Those are {known}.")
        chosen[name] = value
    return chosen


def settings_with(base: Settings, chosen: Mapping[str, str]) -> Settings:
    """Return ``base`` with other settings, and an index of its own under the same folder where they change the index.

    Raises:
        UsageError: a value is not one that its setting can have.
    """
    values = {name: None if value == NONE else value for name, value in chosen.items()}
    try:
        made = Settings.model_validate({**base.model_dump(), **values})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise UsageError(f"{name}={values[name]} can't be: {first['msg']}.", remedy="Choose another value.") from error
    if made.ingest_hash() == base.ingest_hash():
        return made
    return made.model_copy(update={"index": base.index / "settings" / made.ingest_hash()})


def corpus_settings(settings: Settings, dataset: Path) -> Settings:
    """Return the settings for an evaluation set's own corpus, where one lies beside it; its index lies under the index folder."""
    folder = corpus_beside(dataset)
    return settings if folder is None else settings.model_copy(update={"corpus": folder, "index": settings.index / "corpora" / folder.name})


def tried(label: str, settings: Settings, datasets: Sequence[Path], *, progress: Progress = lambda _what, _done, _of: None) -> tuple[Trial, ...]:
    """Ask the questions of ``datasets``, all of one corpus, with ``settings``, whose index must be there.

    Raises:
        DatasetError: an evaluation set can't be used.
        CorpusError, StoreError: documents or index can't be used.
    """
    texts = CorpusTexts(settings.corpus)
    loaded = [load_dataset(path, texts) for path in datasets]
    assistant = Assistant(settings)
    assistant.warm_up()
    trials = []
    for dataset in loaded:
        results = results_of(AssistantSystem(assistant), dataset, texts, longest=settings.answer_characters, progress=progress)
        latency = latency_of([result.response.milliseconds for result in results])
        trials.append(Trial(label, figures(results), latency, record(dataset.name, dataset.sha256, results, frozen=dataset.frozen)))
    return tuple(trials)
