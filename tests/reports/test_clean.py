import pytest
from nbformat.v4 import new_output

from kit.errors import ReportFailed
from kit.reports.clean import clean, to_text
from tests.reports.notebooks import FIGURE, code, notebook, shows, words


def executed(*outputs, **metadata):
    made = notebook(words("# Title", id="title"), code("x", outputs=outputs, tags=["keep"]))
    made.metadata.update(metadata)
    return made


def test_a_clean_notebook_keeps_cells_ids_tags_and_results():
    made = clean(executed(shows(html="<p>a</p>", plain="a"), shows(plotly=FIGURE)), "n.ipynb")
    assert [cell.id for cell in made.cells] == ["title", "cell"]
    assert made.cells[1].metadata == {"tags": ["keep"]}
    assert [set(output.data) for output in made.cells[1].outputs] == [
        {"text/html", "text/plain"},
        {"application/vnd.plotly.v1+json"},
    ]


def test_what_differs_between_two_runs_is_left_out():
    def run(number):
        made = executed(
            new_output("stream", name="stdout", text=f"<thing at 0x7f{number}>"),
            new_output("stream", name="stderr", text=f"pid {number}"),
            papermill={"start_time": number},
            widgets={"state": number},
        )
        made.cells[1].metadata.update(papermill={"duration": number}, execution={"iopub": number})
        made.cells.append(code("cohort = 1", id=f"random{number}", tags=["injected-parameters"]))
        return to_text(clean(made, "n.ipynb"))

    assert run(1) == run(2)
    assert "widgets" not in run(1)
    assert "pid" not in run(1)


@pytest.mark.parametrize("mime", ["application/vnd.jupyter.widget-view+json", "image/png", "application/javascript"])
def test_a_result_that_a_report_cannot_show_is_refused_not_dropped(mime):
    with pytest.raises(ReportFailed, match=f"n.ipynb, cell 'cell': a report can't show {mime}".replace("+", r"\+")):
        clean(executed(shows(**{mime: "x", "plain": "a thing"})), "n.ipynb")
