"""A notebook says whose results it shows, and refuses to show one cohort under the name of another."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

import kit
from kit.errors import CohortError, ReleaseError, UnknownName
from kit.new_cohort import make_cohort
from kit.results.releases import FILE_NAME
from kit.settings import MADE_UP, content_root, packaged_curriculum
from tests.cohorts import settle, whole_cohort, without_id

SAMPLE_SAID = "Sample cohort: made-up people"
OPENINGS = {
    "week": lambda **named: kit.open_week(1, **named),
    "report": lambda **named: kit.open_week(1, audience="report", **named),
    "summary": kit.open_cohort,
    "practice": kit.open_practice,
}


@pytest.fixture
def spring(tmp_path, monkeypatch):
    cohort = whole_cohort(tmp_path / "spring", size=12)
    monkeypatch.chdir(cohort.root / "notebooks")
    return cohort


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("named", ["", "spring", "sample"])  # 0.1.0 wrote "sample" into every copy
def test_in_its_folder_a_cohort_opens_under_its_name_under_none_and_as_before(spring, opening, named):
    view = OPENINGS[opening](cohort=named)
    assert SAMPLE_SAID not in repr(view)
    if opening != "week":
        assert "Cohort: spring" in repr(view)


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("named", ["c15", "autumn", "springs"])
def test_another_cohort_is_refused_in_its_folder_and_where_there_is_none(spring, tmp_path, monkeypatch, opening, named):
    with pytest.raises(UnknownName, match=f"'{named}'.*folder of 'spring'"):
        OPENINGS[opening](cohort=named)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownName, match=f"'{named}'.*n't run in a cohort's folder"):
        OPENINGS[opening](cohort=named)


@pytest.mark.parametrize("opening", OPENINGS)
def test_what_comes_from_the_sample_says_so(tmp_path, monkeypatch, opening):
    monkeypatch.chdir(tmp_path)
    assert SAMPLE_SAID in repr(OPENINGS[opening]())
    assert SAMPLE_SAID in repr(kit.open_week(1).group("pulse"))
    assert SAMPLE_SAID not in repr(kit.open_week(1, audience="report").group("pulse")), "its heading says it"
    assert SAMPLE_SAID not in repr(kit.open_week(1, audience="page"))


@pytest.fixture
def real_sample(tmp_path, monkeypatch):
    """A cohort of real people that 0.1.0 let somebody call 'sample'."""
    cohort = make_cohort(tmp_path / "sample", made_up=True)
    without_id(cohort.root)
    (cohort.published / MADE_UP).unlink()
    monkeypatch.chdir(cohort.root / "notebooks")
    return cohort


@pytest.mark.parametrize("opening", OPENINGS)
def test_real_people_whose_cohort_is_called_sample_are_never_called_made_up(real_sample, opening):
    assert SAMPLE_SAID not in repr(OPENINGS[opening]())
    if opening != "week":
        assert "Cohort: sample" in repr(OPENINGS[opening]())


def test_a_participants_copy_of_published_says_whether_its_people_are_made_up(real_sample, tmp_path, monkeypatch):
    published(real_sample.published, "sample")
    monkeypatch.setenv("KIT_PUBLISHED", str(shutil.copytree(real_sample.published, tmp_path / "copy")))
    monkeypatch.chdir(tmp_path)
    assert "Cohort: sample" in repr(kit.open_cohort())
    shutil.copy(content_root() / "data" / "sample_cohort" / "published" / MADE_UP, tmp_path / "copy")
    assert SAMPLE_SAID in repr(kit.open_cohort())


def test_a_copy_of_the_demo_under_another_name_is_no_demo(tmp_path, monkeypatch):
    cohort = make_cohort(tmp_path / "demo", slug="sample", made_up=True)
    assert cohort.is_demo
    assert not settle(cohort.root, slug="spring").is_demo
    monkeypatch.chdir(cohort.root)
    assert "Cohort: spring" in repr(kit.open_cohort())


def published(folder, cohort):
    text = (content_root() / "data" / "sample_cohort" / "published" / FILE_NAME).read_text("utf-8")
    folder.mkdir(exist_ok=True)
    (folder / FILE_NAME).write_text(json.dumps({**json.loads(text), "cohort": cohort}), "utf-8")


def test_results_of_another_cohort_in_its_folder_are_refused(spring):
    published(spring.published, "c15")
    with pytest.raises(ReleaseError, match="of the cohort 'c15', and this is 'spring'"):
        kit.open_cohort()
    with pytest.raises(ReleaseError, match="of the cohort 'c15'"):
        kit.open_week(1).group("pulse")
    published(spring.published, "spring")
    assert "of 12" in repr(kit.open_week(1).group("pulse"))


@pytest.mark.parametrize("variable", ["KIT_PUBLISHED", "KIT_CURRICULUM"])
@pytest.mark.parametrize("opening", OPENINGS)
def test_a_variable_that_leads_nowhere_is_told_and_not_passed_over(tmp_path, monkeypatch, variable, opening):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    for nowhere in ("gone", "file"):
        monkeypatch.setenv(variable, str(tmp_path / nowhere))
        with pytest.raises(CohortError, match=f"{variable} leads to .*{nowhere}, and no folder is there"):
            OPENINGS[opening]()


def test_published_results_given_by_a_variable_say_whose_they_are(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    published(tmp_path / "elsewhere", "c15")
    monkeypatch.setenv("KIT_PUBLISHED", str(tmp_path / "elsewhere"))
    assert "Cohort: c15" in repr(kit.open_cohort())
    assert "Cohort: c15" in repr(kit.open_cohort(cohort="c15"))
    with pytest.raises(UnknownName, match="'c16'"):
        kit.open_cohort(cohort="c16")
    (tmp_path / "elsewhere" / FILE_NAME).unlink()
    with pytest.raises(UnknownName, match="nothing is published there; name the cohort too"):
        kit.open_cohort()


def test_a_cohorts_published_folder_given_by_a_variable_brings_its_own_material(spring, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KIT_PUBLISHED", str(spring.published))
    (spring.curriculum / "week_08.yaml").unlink()
    with pytest.raises(UnknownName, match="There's no week 8"):
        kit.open_week(8, cohort="spring")


def test_a_variable_that_says_whose_needs_the_two_it_speaks_of(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KIT_COHORT", "c15")
    with pytest.raises(CohortError, match="set all three"):
        kit.open_week(1)
    monkeypatch.setenv("KIT_PUBLISHED", str(tmp_path))
    monkeypatch.setenv("KIT_CURRICULUM", str(packaged_curriculum()))
    assert "Cohort: c15" in repr(kit.open_week(1, audience="report"))


def test_papermill_from_a_folder_above_does_not_make_the_samples_report_of_a_named_cohort(spring, tmp_path):
    command = [sys.executable, "-m", "papermill", str(spring.notebooks / "week_01.ipynb"), str(tmp_path / "out.ipynb")]
    command += ["-p", "audience", "report", "-p", "cohort"]
    wrong = subprocess.run([*command, "c15"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert wrong.returncode != 0
    assert "doesn't run in a cohort's folder" in wrong.stderr
    right = subprocess.run(
        [*command, "spring", "--cwd", str(spring.root)], cwd=tmp_path, capture_output=True, timeout=120, check=False
    )
    assert right.returncode == 0
    assert "Cohort: spring" in (tmp_path / "out.ipynb").read_text("utf-8")
