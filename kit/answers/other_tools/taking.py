"""The rows of an export as rows of answers, by a mapping that leaves nothing open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kit.answers.answer_files import AnswerRow, Problems
from kit.answers.other_tools.exported import Exported, in_quotes
from kit.answers.other_tools.proposing import NOT_CHOSEN
from kit.answers.other_tools.questions import number_of, options_of
from kit.answers.other_tools.settled import Settled, Used
from kit.curriculum.items import Ranking, Rating
from kit.curriculum.reading import BAR, NONE, NONE_OF_THESE, Options, folded, position, several
from kit.errors import InvalidAnswer

_PREVIEW = frozenset({"survey preview", "survey test", "spam", "preview", "test"})


def taken(exported: Exported, settled: Settled, problems: Problems) -> Iterator[AnswerRow]:
    """Each answer in *exported* as a row; cells that say nothing the mapping knows are added to *problems*."""
    whole = [used for used in settled.used if not used.option]
    parted: dict[tuple[int, str, str], list[Used]] = {}
    for used in settled.used:
        if used.option:
            parted.setdefault(used.place, []).append(used)
    status = [used.place for used in exported.columns if used.import_id in ("status", "distributionChannel")]
    for line, cells in exported.rows:
        if any(folded(cells[place]) in _PREVIEW for place in status):
            problems.add(exported.name, line, "this row is a trial of the questions and no answer; delete it.")
            continue
        person = cells[settled.participant.place]
        given = [(used.place, _said(used, cells[used.column.place], exported.name, line, problems)) for used in whole]
        given += [(place, _chosen(columns, cells, exported.name, line, problems)) for place, columns in parted.items()]
        if not person and any(answer for _, answer in given):
            problems.add(
                exported.name,
                line,
                f"{in_quotes(settled.participant)} is empty, so nobody knows whose answers these are; write the "
                "person's code there, or delete the row.",
            )
            continue
        for (week, exercise, item), answer in given:
            if person:
                yield AnswerRow(line, person, str(week), exercise, item, answer)


def _said(used: Used, cell: str, name: str, line: int, problems: Problems) -> str:
    """The answer in *cell* as a file of answers has it; empty for a pass."""
    if not cell:
        return ""
    answer = (
        _of_several(used, cell) if used.item.form == "any" or isinstance(used.item, Ranking) else _option(used, cell)
    )
    if answer is None:
        cure = "add the label to this column in the mapping"
        if isinstance(used.item, Rating):
            cure = f"its numbers go from {used.item.lowest} to {used.item.highest}; fix it, or {cure}"
        problems.add(name, line, f"{in_quotes(used.column)} holds what stands for no option; {cure}.")
    return answer or ""


def _option(used: Used, cell: str) -> str | None:
    """The one option, or the number, that *cell* says."""
    labelled = used.labels.get(folded(cell))
    if labelled is not None:
        return labelled
    number = number_of(cell)
    if isinstance(used.item, Rating):
        return str(number) if number in used.item.points else None
    if number is not None and used.numbers:
        return used.numbers.get(number)
    options = options_of(used.item)
    at = position(options, cell)
    return None if at is None else options.ids[at - 1]


def _of_several(used: Used, cell: str) -> str | None:
    """The options that *cell* says, with bars between them."""
    if folded(cell) in (NONE_OF_THESE, NONE) and used.item.form == "any":
        return NONE_OF_THESE
    options = options_of(used.item)
    known = {**{folded(words): option for option, words in zip(options.ids, options.words, strict=True)}, **used.labels}
    known |= {folded(option): option for option in options.ids if folded(option) not in known}
    known |= {str(number): option for number, option in used.numbers.items()}
    try:
        # Every label by its words alone: as places in this list numbers would mean something else.
        texts = Options.plain(tuple(known))
        chosen = [known[text] for text in several(texts, _with_bars(cell), first=-1_000_000)]
    except InvalidAnswer:
        return None
    return BAR.join(dict.fromkeys(chosen))


def _with_bars(cell: str) -> str:
    return cell.strip().strip(";|\n").replace("\n", BAR)


def _chosen(columns: Sequence[Used], cells: Sequence[str], name: str, line: int, problems: Problems) -> str:
    """The options that the columns about one of them each say; empty where nothing stands in any of them."""
    chosen: list[str] = []
    seen = False
    for part in columns:
        cell = folded(cells[part.column.place])
        seen = seen or bool(cell)
        if cell and cell == part.chosen:
            chosen.append(part.option)
        elif cell and cell not in NOT_CHOSEN:
            problems.add(
                name, line, f"{in_quotes(part.column)} holds neither what 'chosen' says nor a no; fix one of them."
            )
    return BAR.join(chosen) if chosen else NONE_OF_THESE if seen else ""
