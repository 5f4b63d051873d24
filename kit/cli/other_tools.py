"""What import does with a table that another program exported: a mapping the first time, answers the second."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import typer

from kit.answers.answer_files import AnswerRow, Problems
from kit.answers.other_tools.exported import read_exported
from kit.answers.other_tools.mapping import is_mapping_there, mapping_beside, read_mapping, write_mapping
from kit.answers.other_tools.proposing import LEAVE_OUT, PARTICIPANT, Proposed, propose
from kit.answers.other_tools.questions import questions_of
from kit.answers.other_tools.settled import settle
from kit.answers.other_tools.taking import taken
from kit.cli.app import say
from kit.curriculum.weeks import Week


def mapped_rows(file: Path, weeks: Mapping[int, Week], week: int | None, problems: Problems) -> list[AnswerRow] | None:
    """The answers in *file* by the mapping beside it; None where there was none, and one was written to be read.

    Raises ImportRefused, ContentError or StoreError.
    """
    beside = mapping_beside(file)
    if not is_mapping_there(beside):
        _propose(file, beside, weeks, week)
        return None
    if week is not None:
        raise typer.BadParameter(
            f"--week belongs to the first run; {beside.name} is there, and says which week each question is from."
        )
    written = read_mapping(beside)
    exported = read_exported(file, written.header_lines)
    settled = settle(written, exported, questions_of(weeks, None))
    return list(taken(exported, settled, problems))


def after_mapped(file: Path) -> None:
    """Say what is left to do once the answers of *file* are stored."""
    say(
        f"{file.name} still says who answered what. Delete it, here and in the other program, once you need it no "
        "longer; the mapping beside it can stay for the next export."
    )


def _propose(file: Path, beside: Path, weeks: Mapping[int, Week], week: int | None) -> None:
    if week is not None and week not in weeks:
        raise typer.BadParameter(f"there is no week {week}; weeks are {', '.join(map(str, weeks))}.")
    exported = read_exported(file)
    proposed = propose(exported, questions_of(weeks, week))
    write_mapping(beside, exported, proposed)
    say(f"{beside} says what the kit made of {file.name}: {_told(proposed)}. Nothing was imported.")
    say("Read it, correct what is wrong and say what is left open; then give the same command again, without --week.")


def _told(proposed: list[Proposed]) -> str:
    left_open = sum(one.is_open for one in proposed)
    left_out = sum(one.item == LEAVE_OUT for one in proposed)
    settled = len(proposed) - left_open - left_out - sum(one.item == PARTICIPANT for one in proposed)
    return f"of {len(proposed)} columns {settled} are clear, {left_open} left open, {left_out} left out"
