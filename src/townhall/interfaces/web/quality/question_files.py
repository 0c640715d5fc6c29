"""The files of open evaluation sets, as the pages of questions read and write them."""

from __future__ import annotations

from dataclasses import replace

from filelock import FileLock
from starlette.exceptions import HTTPException

from townhall.evaluation.data.dataset import read_rows
from townhall.evaluation.data.editing import RowRefusedError, WrittenRow, add_row, change_row, written_rows
from townhall.interfaces.web.quality.form import Faults, QuestionFields, placed, proposed_id, row_of_fields
from townhall.interfaces.web.quality.sets import Corpora, SetFile, open_sets
from townhall.interfaces.web.site import Site

LOCK = "reports/.questions.lock"
"""Under the folder of the evaluation: held while a set is written."""


class Questions:
    """The questions of all open sets."""

    def __init__(self, site: Site) -> None:
        self._settings = site.settings
        self.corpora = Corpora()

    def sets(self) -> tuple[SetFile, ...]:
        """Return the open sets."""
        return open_sets(self._settings)

    def set_named(self, name: str) -> SetFile:
        """Return an open set.

        Raises:
            HTTPException: 404: there is none of that name; a frozen one counts as not there.
        """
        found = next((each for each in self.sets() if each.name == name), None)
        if found is None:
            raise HTTPException(404)
        return found

    def rows(self, chosen: SetFile) -> tuple[WrittenRow, ...]:
        """Return the rows of a set; none where its file isn't there yet."""
        return written_rows(chosen.path) if chosen.path.is_file() else ()

    def faulty(self, chosen: SetFile) -> frozenset[int]:
        """Return the numbers of the lines of a set that don't pass the check."""
        texts = self.corpora.texts(chosen.corpus)
        return frozenset(fault.line for fault in read_rows(chosen.path, chosen.path.read_bytes(), texts)[1]) if chosen.path.is_file() else frozenset()

    def save(self, chosen: SetFile, fields: QuestionFields, version: str) -> tuple[QuestionFields, Faults | None]:
        """Write a question; return its fields as they were written, and what is wrong where it wasn't.

        Raises:
            DatasetError: the file can't be read or written, or its row has changed.
        """
        texts = self.corpora.texts(chosen.corpus)
        (self._settings.evals / LOCK).parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._settings.evals / LOCK):
            rows = self.rows(chosen)
            if not fields.id and not version:
                fields = replace(fields, id=proposed_id(fields, [row.id for row in rows]))
            row = row_of_fields(fields, texts)
            try:
                if version:
                    change_row(chosen.path, version, row, texts)
                else:
                    add_row(chosen.path, {name: value for name, value in row.items() if value not in ([], None, False)}, texts)
            except RowRefusedError as error:
                last = max((fault.line for fault in error.faults), default=0)
                line = next((row.line for row in rows if row.version == version), last)
                return fields, placed(error.faults, line=line)
        return fields, None
