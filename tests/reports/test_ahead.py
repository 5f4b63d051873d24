"""Reports that are begun before what makes them is loaded."""

import subprocess
import sys

import psutil
import pytest

from kit.errors import UnknownName
from kit.reports import ahead
from kit.reports.ahead import make_reports
from kit.reports.warm_kernels import can_copy
from tests.cohorts import small_cohort
from tests.reports.notebooks import saved, words

LOOKS = """
import sys
import kit.reports.ahead
print(sorted(set(sys.modules) & {"papermill", "nbconvert", "nbclient", "jupyter_client", "zmq"}))
"""


@pytest.fixture
def cohort(tmp_path):
    made = small_cohort(tmp_path / "spring", size=14, weeks=(1, 2), names=None)
    for name in ("week_01", "week_02", "cohort_summary"):
        saved(made.notebooks / f"{name}.ipynb", words(f"# About {name}"), "import os\nprint(os.getppid())")
    return made


def test_nothing_that_takes_long_is_loaded_before_a_report_is_asked_for():
    run = subprocess.run([sys.executable, "-c", LOOKS], check=True, capture_output=True, text=True, timeout=120)
    assert run.stdout.strip() == "[]"


@pytest.mark.skipif(not can_copy(), reason="this system cannot copy a process")
def test_the_kernels_are_copies_of_the_process_that_was_begun_and_it_ends_with_them(cohort, monkeypatch):
    begun = []
    begin = ahead.warm_kernels
    monkeypatch.setattr(ahead, "warm_kernels", lambda notebooks: begun.append(begin(notebooks)) or begun[-1])
    before = set(psutil.Process().children())
    made = make_reports(cohort)
    assert [one.error for one in made] == ["", "", ""]
    texts = [(cohort.reports / "notebooks" / f"week_0{number}.ipynb").read_text() for number in (1, 2)]
    assert len(begun) == 1
    assert texts[0].replace("week_01", "week_02") == texts[1]  # both had one parent
    assert set(psutil.Process().children()) == before


@pytest.mark.parametrize("weeks", [[7, 1], [7]], ids=["several", "one"])
def test_a_week_that_does_not_exist_is_refused_and_no_process_is_left(cohort, weeks):
    before = set(psutil.Process().children())
    with pytest.raises(UnknownName, match="There's no week 7"):
        make_reports(cohort, weeks)
    assert set(psutil.Process().children()) == before
    assert not cohort.reports.exists()
