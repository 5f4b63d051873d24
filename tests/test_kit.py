"""The public surface is what it says, and light."""

from __future__ import annotations

import subprocess
import sys

import pytest

import kit

HEAVY = ("pandas", "numpy", "plotly", "sqlalchemy", "papermill", "nbconvert", "tornado", "pydantic")


def loaded_after(code: str) -> set[str]:
    probe = f"{code}\nimport sys\nprint(*sorted(name.partition('.')[0] for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=120)
    return set(done.stdout.split())


def test_every_exported_name_exists_and_no_other_does():
    assert sorted(kit.__all__) == kit.__all__
    for name in kit.__all__:
        assert getattr(kit, name)
    with pytest.raises(AttributeError):
        _ = kit.close_week


def test_importing_the_kit_loads_nothing_heavy():
    assert not loaded_after("import kit") & set(HEAVY)


def test_opening_a_week_as_a_participant_loads_no_database_frame_or_chart_library():
    loaded = loaded_after("import kit\nweek = kit.open_week(1)\nweek.ask('pulse')\nweek.read('idea')\nweek.session()")
    assert not loaded & {"sqlalchemy", "pandas", "plotly", "papermill"}


def test_opening_ones_own_practice_loads_no_database_frame_or_chart_library():
    loaded = loaded_after("import kit\nmy = kit.open_practice()\nmy.practice('journal')\nmy.mine()\nmy.copy()")
    assert not loaded & {"sqlalchemy", "pandas", "plotly", "papermill"}


def test_a_report_loads_no_widget_machinery():
    assert not loaded_after("import kit\nkit.open_week(1, audience='report').ask('pulse')") & {
        "anywidget",
        "ipywidgets",
    }
