import contextlib
import os
import socket
import threading

import pytest

from kit.errors import KitError, ReportFailed, UnknownName
from kit.reports import all_reports
from kit.reports.all_reports import make_reports, report_path
from tests.cohorts import small_cohort
from tests.reports.notebooks import FIGURE, code, saved, words
from tests.weeks import small_week

SHOW = f"""\
from IPython.display import display
display({{"application/vnd.plotly.v1+json": {FIGURE!r}, "text/plain": "One bar."}}, raw=True)
"""


@pytest.fixture
def cohort(tmp_path):
    made = small_cohort(tmp_path / "spring", size=14, weeks=(1, 2), names=None)
    (made.curriculum / "orientation.yaml").write_text(small_week(0))
    for name in ("week_01", "week_02", "cohort_summary"):
        saved(made.notebooks / f"{name}.ipynb", words(f"# About {name}"), code(SHOW, id="chart"))
    return made


def files(cohort):
    return {path.relative_to(cohort.reports): path.read_bytes() for path in cohort.reports.rglob("*") if path.is_file()}


def test_all_reports_and_again_the_same_bytes(cohort):
    made = make_reports(cohort)
    assert [(one.ok, one.path.name, one.title) for one in made] == [
        (True, "week_01.html", "About week_01"),
        (True, "week_02.html", "About week_02"),
        (True, "cohort.html", "About cohort_summary"),
    ]
    first = files(cohort)
    assert {str(path) for path in first} == {
        *("index.html", "week_01.html", "week_02.html", "cohort.html"),
        *(os.path.join("notebooks", f"{name}.ipynb") for name in ("week_01", "week_02", "cohort_summary")),  # noqa: PTH118
    }
    assert first[next(path for path in first if path.name == "index.html")].count(b"<li><a href=") == 3
    make_reports(cohort)
    assert files(cohort) == first


def test_one_broken_notebook_fails_alone_and_is_named(cohort):
    saved(cohort.notebooks / "week_01.ipynb", "1 / 0")
    saved(cohort.notebooks / "orientation.ipynb", words("# Anna's page"))
    (cohort.notebooks / "cohort_summary.ipynb").unlink()
    cohort.reports.mkdir()
    old = report_path(cohort, cohort.notebooks / "week_01.ipynb")
    old.write_text("<title>Old</title>")
    bad, good, named = make_reports(cohort, [1, 2, 0], names=["Anna"])
    assert not bad.ok
    assert bad.error.startswith("week_01.ipynb, cell 'it': stopped with ZeroDivisionError")
    assert good.ok
    assert "a name" in named.error
    assert not (cohort.reports / "notebooks" / "orientation.ipynb").exists()
    assert old.read_text() == "<title>Old</title>"
    assert "About week_02" in (cohort.reports / "index.html").read_text()


MEETS = """
import socket
with socket.create_connection(("localhost", {port})) as one:
    one.settimeout({patience})
    assert one.recv(1)
"""


@pytest.mark.parametrize(("jobs", "patience", "met"), [(2, 60, 2), (1, 0.5, 1)], ids=["two at once", "one by one"])
def test_as_many_notebooks_run_at_once_as_are_told(cohort, jobs, patience, met):
    with socket.create_server(("localhost", 0)) as here, contextlib.ExitStack() as come:
        here.settimeout(60)

        def greet():
            both = [come.enter_context(here.accept()[0]) for _ in range(2)]
            for one in both:
                with contextlib.suppress(ConnectionError):  # one by one, the first has gone when the second comes
                    one.sendall(b"x")

        for name in ("week_01", "week_02"):
            meets = MEETS.format(port=here.getsockname()[1], patience=patience)
            saved(cohort.notebooks / f"{name}.ipynb", words("# Meets"), meets)
        greeting = threading.Thread(target=greet)
        greeting.start()
        made = make_reports(cohort, [1, 2], jobs=jobs)
        greeting.join(60)
    assert sum(one.ok for one in made) == met, made


def test_a_missing_notebook_is_named(cohort):
    (cohort.notebooks / "week_02.ipynb").unlink()
    (result,) = make_reports(cohort, [2])
    assert "week_02.ipynb: this notebook is missing" in result.error


def test_a_week_that_does_not_exist_is_refused_before_anything_is_run(cohort):
    with pytest.raises(UnknownName, match="There's no week 7"):
        make_reports(cohort, [1, 7])
    assert not cohort.reports.exists()


def test_reports_that_cannot_be_written_are_one_sentence(cohort):
    cohort.reports.write_text("in the way")
    with pytest.raises(ReportFailed, match="can't be made"):
        make_reports(cohort, [1])


@pytest.mark.parametrize("lost", [("week_01.html", "index.html"), ("index.html",)])
def test_on_a_full_disk_everything_that_was_not_written_is_named(cohort, monkeypatch, lost):
    write = all_reports.write_text

    def full(path, text):
        if path.name not in lost:
            return write(path, text)
        raise KitError(f"{path}: can't be written (No space left on device); free some space, then try again.")

    monkeypatch.setattr(all_reports, "write_text", full)
    failed = {one.path.name: one.error for one in make_reports(cohort, [1, 2]) if not one.ok}
    assert set(failed) == set(lost)
    assert all(f"{name}: can't be written (No space left on device)" in error for name, error in failed.items())


def test_an_interrupt_leaves_no_kernel_no_half_file_and_no_temporary_folder(cohort, tmp_path, monkeypatch):
    temporary = tmp_path / "t"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    saved(cohort.notebooks / "week_01.ipynb", "import threading; threading.Event().wait()")
    running = threading.Event()
    processes, ends = [], []

    def interrupted(futures):
        assert running.wait(60)
        raise KeyboardInterrupt
        yield futures

    def noticed(kernel, *rest, **more):
        processes.append(kernel.manager.provisioner.process)
        running.set()
        try:
            return run(kernel, *rest, **more)
        except ReportFailed as error:
            ends.append(str(error))
            raise

    run = all_reports.run_in
    monkeypatch.setattr(all_reports, "run_in", noticed)
    monkeypatch.setattr(all_reports, "as_completed", interrupted)
    with pytest.raises(KeyboardInterrupt):
        make_reports(cohort, [1], cell_seconds=10)
    assert "took too long" not in ends[0]
    assert [process.poll() is not None for process in processes] == [True]
    assert list(temporary.iterdir()) == []
    assert list(files(cohort)) == []
