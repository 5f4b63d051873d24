from pathlib import Path

import pytest

from kit.answers.answer_files import Problems
from kit.answers.other_tools.exported import read_exported
from kit.answers.other_tools.mapping import mapping_beside, read_mapping, write_mapping
from kit.answers.other_tools.proposing import propose
from kit.answers.other_tools.questions import questions_of
from kit.answers.other_tools.settled import settle
from kit.answers.other_tools.taking import taken
from tests.answers.other_tools.shapes import the_week


class Beside:
    """An export in a folder, the mapping beside it, and what is imported by it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "survey.csv"
        self.questions = questions_of({1: the_week()}, None)

    @property
    def mapping(self) -> Path:
        return mapping_beside(self.path)

    def write(self, text: str, encoding: str = "utf-8") -> None:
        self.path.write_bytes(text.encode(encoding))

    def propose(self, text: str = "", encoding: str = "utf-8"):
        if text:
            self.write(text, encoding)
        exported = read_exported(self.path)
        proposed = propose(exported, self.questions)
        write_mapping(self.mapping, exported, proposed)
        return {one.column.letter: one for one in proposed}

    def correct(self, old: str, new: str) -> None:
        text = self.mapping.read_text("utf-8")
        assert old in text, text
        self.mapping.write_text(text.replace(old, new), "utf-8")

    def settle(self):
        written = read_mapping(self.mapping)
        return settle(written, read_exported(self.path, written.header_lines), self.questions)

    def take(self):
        """The answers by person and item, and what is wrong with rows."""
        problems = Problems()
        rows = list(taken(read_exported(self.path, read_mapping(self.mapping).header_lines), self.settle(), problems))
        return {(row.participant, row.item): row.answer for row in rows}, problems.sentences()


@pytest.fixture
def beside(tmp_path) -> Beside:
    return Beside(tmp_path)
