"""Attacks from a notebook: no verb, parameter, variable or folder leads to the answers; another user is denied."""

from __future__ import annotations

import inspect
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import kit
from kit.curriculum.loader import load_curriculum
from kit.errors import KitError
from kit.notebook import open_cohort, open_practice, open_week
from kit.reports.execute import run_notebook
from kit.settings import find_places
from tests.attacks.scene import scene
from tests.cohorts import write_settings
from tests.reports.notebooks import saved

NOBODY = 65534
ANSWER = "a sentence for the group alone"


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    """A cohort with answers and results; its store is closed."""
    root = tmp_path / "the-cohort"
    with scene(root) as here:
        here.all_say(range(9), calm=3, words=ANSWER)
        here.publish()
    write_settings(root, slug="spring", size=14)
    return root


# What somebody might write into a cell of a notebook that is run for a report.
LOOK_FOR_ANSWERS = """
import glob, json, os, sqlite3, sys
from pathlib import Path
found = []
for start in {str(Path.cwd()), str(Path.home()), *sys.path, *[v for v in os.environ.values() if os.path.isdir(v)]}:
    for up in ("", "..", "../.."):
        found += glob.glob(os.path.join(start, up, "*.db")) + glob.glob(os.path.join(start, up, "*", "answers.db"))
    for name in ("private", "../private", "../../private"):
        found += [name] if os.path.exists(os.path.join(start, name)) else []
for name in ("answers.db", "private/answers.db", "../private/answers.db"):
    try:
        sqlite3.connect(f"file:{name}?mode=ro", uri=True).execute("SELECT stored FROM answers").fetchall()
        found.append(name)
    except sqlite3.Error:
        pass
print(json.dumps(found))
"""


def test_a_cell_of_a_report_that_looks_everywhere_finds_no_answer(
    cohort: Path, curriculum: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(cohort)
    monkeypatch.setenv("KIT_PRIVATE", str(cohort / "private"))
    path = saved(cohort / "notebooks" / "week_01.ipynb", LOOK_FOR_ANSWERS)
    executed = run_notebook(
        path,
        parameters={"audience": "report", "cohort": "spring"},
        published=cohort / "published",
        curriculum=curriculum,
    )
    assert json.loads(executed.cells[-1].outputs[0].text) == []


@pytest.mark.parametrize("slug", ["../the-cohort", "the-cohort/private", "/private", "a\\b", "spring\0", ".."])
@pytest.mark.parametrize("audience", ["participant", "facilitator", "page", "report"])
def test_the_cohort_of_a_notebook_is_a_name_and_never_a_way_somewhere(
    cohort: Path, monkeypatch: pytest.MonkeyPatch, slug: str, audience: str
) -> None:
    monkeypatch.chdir(cohort)
    for verb in (lambda: open_week(1, cohort=slug, audience=audience), lambda: open_cohort(cohort=slug)):
        try:
            shown = repr(verb())
        except KitError as error:
            shown = str(error)
        assert ANSWER not in shown
        assert "answers.db" not in shown


def test_no_verb_takes_a_folder_a_file_or_an_address() -> None:
    openings = (open_week, open_cohort, open_practice, kit.open_session)
    verbs = [*openings]
    for opened in openings:
        kind = inspect.signature(opened, eval_str=True).return_annotation
        verbs += [one for name, one in inspect.getmembers(kind, callable) if not name.startswith("_")]
    names = {name for verb in verbs for name in inspect.signature(verb).parameters}
    assert not names & {"path", "folder", "file", "root", "url", "address", "database", "store", "private", "answers"}
    assert set(kit.__all__) == {"KitError", "__version__", *(opened.__name__ for opened in openings)}


@pytest.mark.parametrize("audience", ["participant", "facilitator", "page", "report"])
def test_what_a_notebook_shows_is_the_same_with_and_without_the_private_folder(
    cohort: Path, monkeypatch: pytest.MonkeyPatch, audience: str
) -> None:
    monkeypatch.chdir(cohort)
    exercises = [one.id for one in load_curriculum(find_places().curriculum)[1].exercises]

    def shown() -> str:
        week = open_week(1, cohort="spring", audience=audience)
        return "".join([repr(week), *(repr(week.group(one)) for one in exercises), repr(open_cohort(cohort="spring"))])

    before = shown()
    (cohort / "private").rename(cohort.parent / "elsewhere")
    assert shown() == before
    assert ANSWER not in before


def test_a_published_folder_that_is_pointed_at_the_answers_shows_none(
    cohort: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIT_PUBLISHED", str(cohort / "private"))
    assert ANSWER not in repr(open_week(1, cohort="spring", audience="facilitator").group("pulse"))


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that every user of the computer may enter; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="only root can become another user")
def test_where_the_host_runs_as_another_user_a_notebook_is_denied_everything_private(open_to_all: Path) -> None:
    root = open_to_all / "spring"
    with scene(root) as here:
        here.all_say(range(9), calm=3, words=ANSWER)
        here.publish()
    (root / "private" / "roster.csv").write_text("name,apart_from\nAda,\n", "utf-8")
    private = [path for path in (root / "private").rglob("*") if path.is_file()]
    assert len(private) >= 3
    root.chmod(0o755)
    os.seteuid(NOBODY)
    try:
        assert "calm" in (root / "published" / "releases.json").read_text("utf-8")
        for path in private:
            with pytest.raises(PermissionError):
                path.read_bytes()
        with pytest.raises(PermissionError):
            list((root / "private").iterdir())
    finally:
        os.seteuid(0)
