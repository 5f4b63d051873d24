"""A cohort's folder of 0.1.0 that somebody worked in: own weeks, own words, an adapted notebook."""

from __future__ import annotations

import json
from pathlib import Path

from kit.curriculum.versions import FILE
from kit.settings import Cohort, load_cohort
from tests.earlier import state_0_1_0

OUR_PROMPT = "How much energy do you bring along?"
OUR_SENTENCE = "We agree, count our answers"
OUR_CELL = "# Compassion as fuel, as we say it here"
OUR_PAGE = "Our own page for the second week."


def folder_of_0_1_0(place: Path, *, begun: bool = True, whole: bool = True) -> Cohort:
    """The cohort of the fixture; one that has not *begun* has neither answers nor results.

    One that is not *whole* has lost most of its weeks and pages, so that looking through it takes little time.
    """
    root = state_0_1_0(place).cohort
    for path in [] if whole else [*root.glob("curriculum/week_*"), *root.glob("notebooks/*"), *root.glob("f*/week_*")]:
        if path.stem not in ("week_02", "week_03", "week_07", "safety"):
            path.unlink()
    if not begun:
        for path in (root / "private").glob("answers.db*"):
            path.unlink()
        for path in (root / "private" / "backups").iterdir():
            path.unlink()
        (root / "published" / "releases.json").unlink()
    return load_cohort(root)


def worked_in(cohort: Cohort) -> Cohort:
    """The same folder, with words of somebody's own in a week, a sentence, a notebook, a page, and a ninth week."""
    change(cohort.curriculum / "week_03.yaml", "How much energy do you have for today?", OUR_PROMPT)
    change(cohort.curriculum / "messages.yaml", '"I agree, count my answers"', f"'{OUR_SENTENCE}'")
    page = cohort.guide / "week_02.md"
    page.write_text(page.read_text("utf-8") + f"\n{OUR_PAGE}\n", "utf-8")
    path = cohort.notebooks / "week_07.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][0]["source"] = OUR_CELL
    notebook["cells"].append({"id": "ours", "cell_type": "markdown", "metadata": {}, "source": "A cell of our own."})
    path.write_text(json.dumps(notebook), "utf-8")
    (cohort.guide / "our_notes.md").write_text("# Notes\n\nOurs.\n", "utf-8")
    return cohort


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


KEPT_APART = ("upgrades", "private", FILE, ".gitignore")


def all_files(root: Path, *, without: tuple[str, ...] = KEPT_APART) -> dict[str, bytes]:
    """The content of every file by its place, but for what an upgrade keeps of itself and the answers."""
    paths = (path for path in root.rglob("*") if path.is_file())
    places = {str(path.relative_to(root)): path.read_bytes() for path in paths}
    return {place: content for place, content in places.items() if place.split("/", maxsplit=1)[0] not in without}
