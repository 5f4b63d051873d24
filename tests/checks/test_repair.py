"""A damaged notebook is brought back without losing the facilitator's own words."""

from __future__ import annotations

import copy
import json

import pytest

from kit.checks.kits_notebooks import source
from kit.checks.notebooks import notebook_problems, read_notebook
from kit.checks.repair import KEPT, repair, restored
from kit.curriculum import earlier
from tests.checks.damaging import NAME, OURS, change, place_of


def test_a_repair_keeps_edited_words_and_added_cells(folder, week):
    def edit(cells):
        cells[0]["source"] = "# Our own title"
        cells.insert(2, {"id": "ours", "cell_type": "markdown", "metadata": {}, "source": "Ours."})
        cells.pop()

    change(folder, edit)
    repair(folder, [NAME])
    cells = read_notebook(folder / NAME)["cells"]
    assert cells[0]["source"] == "# Our own title"
    assert cells[2]["id"] == "ours"


def test_a_repair_keeps_the_file_as_it_was(folder, week):
    (folder / NAME).write_text("not a notebook", "utf-8")
    assert repair(folder, [NAME]) == [
        f"{NAME}: repaired (it's the kit's own again); the file as it was is {KEPT}/{NAME}."
    ]
    assert (folder / KEPT / NAME).read_text("utf-8") == "not a notebook"
    assert notebook_problems(folder, week) == []


def test_an_undamaged_notebook_is_left_to_the_byte(folder, week):
    before = (folder / NAME).read_bytes()
    assert repair(folder, [NAME]) == []
    assert (folder / NAME).read_bytes() == before


def test_a_missing_notebook_is_named_and_comes_back(folder, week):
    (folder / NAME).unlink()
    assert "is missing" in notebook_problems(folder, week)[0]
    assert repair(folder, [NAME]) == [f"{NAME}: was missing and is there again."]
    assert notebook_problems(folder, week) == []
    assert not (folder / KEPT).exists()


def test_restoring_twice_changes_nothing_more(folder):
    packaged = read_notebook(folder / NAME)
    damaged = copy.deepcopy(packaged)
    damaged["cells"].pop(4)
    once = restored(damaged, packaged)
    assert restored(once, packaged) == once == packaged


def test_a_notebook_that_lost_all_its_ids_comes_back_once_with_the_facilitators_own_cells(folder, week):
    def forget(cells):
        for cell in cells:
            del cell["id"]
        cells.append({"cell_type": "markdown", "metadata": {}, "source": "Ours."})

    change(folder, forget)
    repair(folder, [NAME])
    cells = read_notebook(folder / NAME)["cells"]
    assert [line for line in notebook_problems(folder, week) if "cells; a session" not in line] == []
    assert sum(source(cell) == "Ours." for cell in cells) == 1


def saved_by_colab(notebook):
    notebook["nbformat_minor"] = 0
    notebook["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"]["id"] = f"Xy{number}zz"
        del cell["id"]


def saved_by_an_old_jupyter(notebook):
    notebook["nbformat_minor"] = 2
    for cell in notebook["cells"]:
        del cell["id"]


def saved_by_an_editor_that_gives_new_ids(notebook):
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"{number:08x}"
        cell["metadata"]["vscode"] = {"languageId": "python"}


def saved_with_what_was_shown(notebook):
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"] = 3
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]


def saved_in_one_piece(notebook):
    for cell in notebook["cells"]:
        cell["source"] = source(cell).replace("\n", "\r\n")


def saved_by_a_converter(notebook):
    for cell in notebook["cells"]:
        cell["source"] = source(cell).rstrip() + "  \n"
        cell.pop("id")
        cell["attachments"] = {}


TOOLS = (
    saved_by_colab,
    saved_by_an_old_jupyter,
    saved_by_an_editor_that_gives_new_ids,
    saved_with_what_was_shown,
    saved_in_one_piece,
    saved_by_a_converter,
)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_notebook_that_another_program_saved_is_no_fault_and_needs_no_repair(folder, week, tool, end):
    notebook = read_notebook(folder / NAME)
    tool(notebook)
    text = json.dumps(notebook, indent=2).replace("\n", end)
    (folder / NAME).write_bytes(text.encode())
    assert notebook_problems(folder, week) == []
    assert repair(folder, [NAME]) == []


@pytest.mark.parametrize("tool", TOOLS)
def test_a_repair_keeps_every_word_at_its_place_whatever_saved_the_notebook(folder, week, tool):
    notebook = read_notebook(folder / NAME)
    cells = notebook["cells"]
    cells[0]["source"] = OURS
    cells.insert(1, {"id": "a", "cell_type": "markdown", "metadata": {}, "source": "After the title."})
    cells.insert(5, {"id": "b", "cell_type": "markdown", "metadata": {}, "source": "In the middle."})
    gone = cells.pop(place_of(cells, 'ask("pulse'))
    cells.append({"id": "c", "cell_type": "markdown", "metadata": {}, "source": "At the end."})
    tool(notebook)
    (folder / NAME).write_text(json.dumps(notebook), "utf-8")
    (said,) = repair(folder, [NAME])
    assert f"'{gone['id']}' is back" in said
    after = [source(cell).strip() for cell in read_notebook(folder / NAME)["cells"]]
    assert after[:2] == [OURS, "After the title."]
    assert after[-1] == "At the end."
    assert after.count("In the middle.") == 1
    assert notebook_problems(folder, week) == []
    assert repair(folder, [NAME]) == []


def test_what_comes_first_after_a_title_that_was_deleted_is_not_put_above_it(folder, week):
    def edit(cells):
        cells[0] = {"id": "ours", "cell_type": "markdown", "metadata": {}, "source": "Ours."}

    packaged = read_notebook(folder / NAME)["cells"]
    change(folder, edit)
    repair(folder, [NAME])
    assert [source(cell) for cell in read_notebook(folder / NAME)["cells"][:2]] == [source(packaged[0]), "Ours."]


def test_a_text_that_somebody_put_above_the_title_stays_there(folder, week):
    def edit(cells):
        cells.insert(0, {"id": "ours", "cell_type": "markdown", "metadata": {}, "source": "Ours."})
        cells.pop(5)

    change(folder, edit)
    repair(folder, [NAME])
    assert source(read_notebook(folder / NAME)["cells"][0]) == "Ours."


def test_of_two_cells_with_one_id_that_a_merge_left_no_word_is_lost(folder, week):
    def edit(cells):
        twice = copy.deepcopy(cells[0])
        twice["source"] = OURS
        again = copy.deepcopy(twice)
        again["source"] = "# Their title"
        cells[1:1] = [twice, again]

    before = len(read_notebook(folder / NAME)["cells"])
    change(folder, edit)
    assert any("stands 3 times" in line for line in notebook_problems(folder, week))
    repair(folder, [NAME])
    cells = read_notebook(folder / NAME)["cells"]
    assert [source(cell) for cell in cells[:2]] == [OURS, "# Their title"]
    assert len({cell["id"] for cell in cells}) == len(cells) == before + 1
    assert notebook_problems(folder, week) == []
    assert repair(folder, [NAME]) == []


def test_every_repair_keeps_what_was_there_before_it(folder, week):
    written = []
    for name in ("One", "Two", "Three"):
        change(folder, lambda cells, name=name: (cells.pop(4), cells[0].update(source=f"# {name}")))
        written.append((folder / NAME).read_bytes())
        repair(folder, [NAME])
    assert sorted(path.read_bytes() for path in (folder / KEPT).iterdir()) == sorted(written)


def test_a_sentence_of_an_earlier_version_is_nobodys_fault_and_a_repair_renews_it(folder, week, monkeypatch):
    own = read_notebook(folder / NAME)["cells"]
    at = next(place for place, cell in enumerate(own) if place and cell["cell_type"] == "markdown")
    old_text, old_code = "An earlier sentence. " * 60, 'week.older("x")'
    for text, cell in ((old_text, own[at]["id"]), (old_code, own[1]["id"])):
        monkeypatch.setitem(earlier._marks(), earlier.mark(text), frozenset({cell}))
    monkeypatch.setitem(earlier._marks(), earlier.mark("Gone since."), frozenset({"gone"}))

    def age(cells):
        cells[at]["source"], cells[1]["source"] = old_text, old_code
        cells.append({"id": "gone", "cell_type": "markdown", "metadata": {}, "source": "Gone since."})

    packaged = (folder / NAME).read_bytes()
    change(folder, age)
    assert notebook_problems(folder, week) == []
    (said,) = repair(folder, [NAME])
    assert f"'{own[at]['id']}' is that of this version" in said
    assert json.loads((folder / NAME).read_bytes()) == json.loads(packaged)
