"""The script of the figures comes whole with the installed plotly and cannot end the element in which it stands."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from kit.results.script import plotly_file, plotly_script


def test_it_is_plotly_and_holds_no_end_of_a_script_element():
    text = plotly_script()
    assert "Plotly" in text
    assert "</script" not in text.lower()
    assert plotly_script() is text, "it is read once"


def test_plotly_itself_is_not_loaded_for_it():
    code = "import sys; from kit.results.script import plotly_script; plotly_script(); print('plotly' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "False"


def test_without_plotly_it_is_said_which_file_is_not_there(monkeypatch):
    plotly_script.cache_clear()
    monkeypatch.setattr("kit.results.script.find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError, match=r"plotly\.min\.js"):
        plotly_script()
    monkeypatch.undo()
    assert importlib.util.find_spec("plotly") is not None
    assert plotly_script()


def test_plotly_is_where_the_installed_one_lies():
    assert plotly_file().name == "plotly.min.js"
    assert plotly_file().is_file()
