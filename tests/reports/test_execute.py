import json
import os

import pytest

from kit.errors import ReportFailed, UnknownName
from kit.reports.execute import check_parameters, known_parameters, read_notebook, run_notebook
from tests.cohorts import whole_cohort
from tests.reports.notebooks import LOOK_AROUND, code, saved


@pytest.fixture
def places(tmp_path, curriculum):
    published = tmp_path / "published"
    published.mkdir()
    (published / "releases.json").write_text("here")
    return {"published": published, "curriculum": curriculum}


def test_a_report_is_run_where_nothing_leads_to_the_cohort(tmp_path, places, monkeypatch):
    root = tmp_path / "the-cohort"
    hidden = code("raise SystemExit", id="form", tags=["participant"])
    path = saved(root / "notebooks" / "look.ipynb", hidden, LOOK_AROUND)
    (root / "cohort.toml").write_text('slug = "spring"\nsize = 9\n')
    monkeypatch.chdir(root)
    monkeypatch.setenv("SECRET_PLACE", str(root / "private"))
    monkeypatch.setenv("PYTHONPATH", str(root))
    executed = run_notebook(path, parameters={"audience": "report", "cohort": "spring"}, **places)
    text = executed.cells[-1].outputs[0].text
    found = json.loads(text)
    assert str(root) not in text
    assert "the-cohort" not in text
    assert str(tmp_path) not in text
    assert found["in it"] == []
    assert found["published"] == "here"
    assert found["week"] == "curriculum"
    assert found["nearest"] == "None"
    assert found["cohort"] == ["spring", "report"]
    assert not os.path.exists(found["here"])  # noqa: PTH110 - the temporary folder is gone


def test_a_reports_kernel_speaks_in_the_cohorts_sector_though_its_copy_has_no_cohort_toml(tmp_path):
    cohort = whole_cohort(tmp_path / "spring", sector="remote")
    asked = (
        "from pathlib import Path; from kit.curriculum.loader import load_week; from kit.settings import find_places"
    )
    asked += '; print(load_week(find_places().curriculum / "week_04.yaml"), os.listdir(".."))'
    path = saved(tmp_path / "look.ipynb", code(f"import os; {asked}"))
    told = {"audience": "report", "cohort": cohort.slug}
    executed = run_notebook(path, parameters=told, published=cohort.published, curriculum=cohort.curriculum)
    output = executed.cells[-1].outputs[0].text
    assert "her camera has been off for weeks" in output
    assert "cohort.toml" not in output


def test_a_parameter_that_the_notebook_does_not_have_is_refused(tmp_path):
    path = saved(tmp_path / "n.ipynb")
    with pytest.raises(UnknownName, match=r"n\.ipynb: there is no parameter 'folder'; .*audience, cohort"):
        check_parameters(path, {"folder": "x"})


def test_a_parameters_name_cannot_carry_code(tmp_path):
    path = saved(tmp_path / "n.ipynb")
    with pytest.raises(UnknownName):
        check_parameters(path, {"cohort = 1; open('gone', 'w') #": "x"})


@pytest.mark.parametrize("cohort", ["../other", "Spring", "", "a b", "a/b", "/etc"])
def test_a_cohort_is_a_slug_and_never_a_path(tmp_path, cohort):
    with pytest.raises(UnknownName, match="is no slug"):
        check_parameters(saved(tmp_path / "n.ipynb"), {"cohort": cohort})


def test_the_parameters_are_what_the_parameters_cell_assigns(tmp_path):
    assert known_parameters(saved(tmp_path / "n.ipynb", "other = 1")) == {"audience", "cohort"}


def test_cells_without_an_id_of_their_own_get_the_same_one_every_time(tmp_path):
    raw = json.loads(saved(tmp_path / "n.ipynb", code("1", id="a"), code("2", id="b"), code("3", id="c")).read_text())
    raw["cells"][2]["id"] = "a"
    del raw["cells"][3]["id"]
    (tmp_path / "n.ipynb").write_text(json.dumps(raw))
    assert [cell.id for cell in read_notebook(tmp_path / "n.ipynb").cells] == ["parameters", "a", "cell-3", "cell-4"]


def test_a_notebook_with_the_mark_of_an_editor_before_it_is_run_as_without(tmp_path):
    path = saved(tmp_path / "n.ipynb", code("1", id="a"))
    before = read_notebook(path)
    path.write_text(path.read_text("utf-8"), "utf-8-sig")
    assert read_notebook(path) == before


@pytest.mark.parametrize("content", [None, "", "{}", "[1]", "\udcff", '{"nbformat": 4}'])
def test_a_file_that_is_no_notebook_is_named(tmp_path, content):
    path = tmp_path / "n.ipynb"
    if content is not None:
        path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ReportFailed, match=r"n\.ipynb: this notebook (is missing|can't be read)"):
        known_parameters(path)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("private = 'Anna'\nraise ValueError(private)", "stopped with ValueError"),
        ("from kit.errors import UnknownName\nraise UnknownName('There is no week 9.')", "There is no week 9."),
        ("import os; os._exit(3)", "ended the kernel"),
        ("import threading; threading.Event().wait()", "took too long"),
    ],
    ids=["raises", "raises an error of the kit", "dies", "hangs"],
)
def test_a_cell_that_fails_is_named_in_one_sentence(tmp_path, places, source, said):
    path = saved(tmp_path / "broken.ipynb", source)
    with pytest.raises(ReportFailed) as failed:
        run_notebook(path, parameters={"audience": "report"}, cell_seconds=1, **places)
    message = str(failed.value)
    assert message.startswith("broken.ipynb, cell 'it': ")
    assert said in message
    assert "Anna" not in message
    assert "\n" not in message


@pytest.mark.parametrize(("name", "cure"), [("week_01", "kit check --repair"), ("week_09", "another week's notebook")])
@pytest.mark.parametrize("text", [None, "{"])
def test_the_cure_for_a_notebook_is_one_that_the_kit_has_for_it(tmp_path, name, cure, text):
    path = tmp_path / f"{name}.ipynb"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(ReportFailed) as told:
        read_notebook(path)
    assert cure in str(told.value)
    assert ("--repair" in str(told.value)) is (name == "week_01")
