"""The first page: run before anybody sees it, without code in sight, and never with widgets whose kernel is gone."""

from __future__ import annotations

import json

from kit.lab.first_page import FIRST_PAGE, first_page, without_dead_widgets
from kit.lab.starting import lab_environment
from tests.cohorts import whole_cohort
from tests.lab.serving import TOKEN, lab

VIEW = "application/vnd.jupyter.widget-view+json"
DEAD = {"output_type": "display_data", "data": {VIEW: {"model_id": "gone"}, "text/plain": "x"}, "metadata": {}}
# As where another program has one of its ports: the first kernel ends before it says a word, as often as it is started.
FIRST_ENDS = """
import os, sys
from pathlib import Path
first = Path({!r})
if not first.exists():
    first.write_text(sys.argv[-1])
if first.read_text() == sys.argv[-1]:
    os._exit(1)
"""
SAID = {"output_type": "stream", "name": "stdout", "text": "words"}


def test_its_one_cell_has_its_source_hidden_and_asks_for_nothing_to_be_typed():
    (cell,) = first_page()["cells"]
    assert cell["metadata"]["jupyter"] == {"source_hidden": True}
    assert "audience" not in cell["source"]


def test_widgets_that_are_gone_are_left_out_and_everything_else_stays():
    code = {"cell_type": "code", "source": "x", "outputs": [DEAD, SAID], "metadata": {}}
    text = {"cell_type": "markdown", "source": "words", "metadata": {}}
    metadata = {"kernelspec": {"name": "python3"}, "widgets": {VIEW: {"state": {}}}}
    made = without_dead_widgets({"cells": [code, text], "metadata": metadata, "nbformat": 4})
    assert made["cells"] == [{**code, "outputs": [SAID]}, text]
    assert made["metadata"] == {"kernelspec": {"name": "python3"}}
    assert made["nbformat"] == 4


def test_a_facilitators_jupyterlab_has_it_ready_with_a_kernel_and_runs_it_once(tmp_path):
    root = whole_cohort(tmp_path / "spring", first_session="2027-03-02").root
    (root / "notebooks" / "old.ipynb").write_text(
        json.dumps({**first_page([DEAD, SAID]), "metadata": {"widgets": {}}}), "utf-8"
    )
    environment = lab_environment({"JUPYTER_TOKEN": TOKEN, "KIT_AUDIENCE": "facilitator"})
    with lab(root, environment) as (client, _):
        made = client.get(f"/api/contents/{FIRST_PAGE}").json()["content"]
        (cell,) = made["cells"]
        (shown,) = cell["outputs"]
        assert VIEW in shown["data"]
        assert cell["metadata"]["trusted"] is True
        (session,) = client.get("/api/sessions").json()
        assert session["path"] == FIRST_PAGE
        again = client.get(f"/api/contents/{FIRST_PAGE}").json()["content"]
        assert again["cells"][0]["outputs"] == cell["outputs"]
        assert len(client.get("/api/sessions").json()) == 1
        # A notebook of last week's shows what is no widget, and its file is left as it is.
        old = client.get("/api/contents/notebooks/old.ipynb").json()["content"]
        assert [one["output_type"] for one in old["cells"][0]["outputs"]] == ["stream"]
        assert VIEW in (root / "notebooks" / "old.ipynb").read_text("utf-8")


def test_a_kernel_that_does_not_come_up_is_followed_by_another_that_runs_the_page(tmp_path):
    root = whole_cohort(tmp_path / "spring", first_session="2027-03-02").root
    profile = tmp_path / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    (profile / "ipython_kernel_config.py").write_text(FIRST_ENDS.format(str(tmp_path / "first")), "utf-8")
    told = {"JUPYTER_TOKEN": TOKEN, "KIT_AUDIENCE": "facilitator", "IPYTHONDIR": str(tmp_path / "ipython")}
    with lab(root, lab_environment(told)) as (client, _):
        (cell,) = client.get(f"/api/contents/{FIRST_PAGE}").json()["content"]["cells"]
        assert [VIEW in shown["data"] for shown in cell["outputs"]] == [True]
        (session,) = client.get("/api/sessions").json()
        assert session["path"] == FIRST_PAGE
    assert (tmp_path / "first").read_text("utf-8")


def test_where_nobody_facilitates_a_file_of_that_name_is_a_file_like_any_other(tmp_path):
    root = whole_cohort(tmp_path / "spring").root
    with lab(root, lab_environment({"JUPYTER_TOKEN": TOKEN})) as (client, _):
        assert client.get(f"/api/contents/{FIRST_PAGE}").status_code == 404
        (root / FIRST_PAGE).write_text(json.dumps(first_page([SAID])), "utf-8")
        made = client.get(f"/api/contents/{FIRST_PAGE}").json()["content"]
        assert made["cells"][0]["metadata"].get("trusted") is not True
        assert client.get("/api/sessions").json() == []
