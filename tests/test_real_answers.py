"""Real answers of 81 groups, from one person to 129: nothing is shown for the small ones, and no range is wrong."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pandas as pd
import pytest
import yaml

from kit.answers import open_store
from kit.answers.answer_files import split_by_cohort
from kit.answers.importing import Import, Told
from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import policy_of
from kit.new_cohort import make_cohort
from kit.publishing.audit import audit
from kit.publishing.gate import publish
from kit.reports.all_reports import make_reports
from kit.results.releases import read_releases
from kit.settings import load_cohort
from tests.attacks.exact.audit import audit_exactly

ANSWERS = Path(__file__).parents[2] / "shared" / "data" / "carpentries_answers.csv"
NOTES = {key: ["As you see fit."] for key in ("say", "do", "watch_for", "if_it_goes_wrong")}

pytestmark = pytest.mark.skipif(not ANSWERS.is_file(), reason="the public survey answers are not on this machine")


def item_of(answers: pd.Series) -> dict[str, object]:
    """The item that fits a column of answers: a rating, a scale of five, or one of the labels there are."""
    words = {"share": "group", "prompt": f"{answers.name}?"}
    numbers = pd.to_numeric(answers, errors="coerce")
    if numbers.max() > 5:
        return words | {"kind": "rating", "low": "least", "high": "most"}
    if numbers.notna().all():
        return words | {"kind": "likert", "scale": ["1", "2", "3", "4", "5"]}
    return words | {"kind": "choice", "choose": "one", "options": sorted(set(answers))}


def write_week(folder: Path, frame: pd.DataFrame) -> None:
    items = {str(name): item_of(part.rename(name)) for name, part in frame.groupby("item", sort=False)["answer"]}
    exercises = {"post_survey": {"title": "After the training", "items": items}}
    block = {"title": "Looking back", "minutes": {"min": 10, "target": 15, "max": 20}, "facilitator": NOTES}
    week = {
        "number": 1,
        "title": "After the training",
        "lead": "What people said.",
        "aims": ["Look back."],
        "session_minutes": 15,
        "safety": "You can stop at any time.",
        "home_practice": ["Rest."],
        "blocks": {"survey": block | {"exercises": exercises}},
    }
    (folder / "week_01.yaml").write_text(yaml.safe_dump(week, allow_unicode=True, sort_keys=False), "utf-8")


def write_notebook(folder: Path) -> None:
    cells = [
        ("markdown", "welcome", "# Week 1 · After the training\n\nWhat people said, as ranges of the whole group.", []),
        ("code", "parameters", 'cohort = "sample"\naudience = "participant"', ["parameters"]),
        ("code", "open", "import kit\nweek = kit.open_week(1, cohort=cohort, audience=audience)\nweek", []),
        ("code", "survey", 'week.ask("post_survey")', []),
    ]
    code = {"execution_count": None, "outputs": []}
    made = [
        {"id": name, "cell_type": kind, "metadata": {"tags": tags} if tags else {}, "source": text}
        | (code if kind == "code" else {})
        for kind, name, text, tags in cells
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "title": "Week 1 · After the training"}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": made}
    (folder / "week_01.ipynb").write_text(json.dumps(notebook), "utf-8")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return pd.read_csv(ANSWERS, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def cohorts(frame, tmp_path_factory) -> dict[str, Path]:
    """One published cohort folder for each site, all from the one file."""
    base = tmp_path_factory.mktemp("sites")
    template = make_cohort(base / "template").root
    for path in [*template.glob("curriculum/*.yaml"), *template.glob("notebooks/*.ipynb")]:
        if path.name not in ("messages.yaml", "policy.yaml"):
            path.unlink()
    write_week(template / "curriculum", frame)
    write_notebook(template / "notebooks")
    weeks = load_curriculum(template / "curriculum")
    made = {}
    batch = Import(Told())
    parts = split_by_cohort(ANSWERS, batch.problems)
    tables = {slug: batch.read(ANSWERS, weeks, slug, rows) for slug, rows in parts.items()}
    batch.check(lambda _: nullcontext())
    for slug, table in tables.items():
        cohort = make_cohort(base / slug, size=len(table.labels), slug=slug, like=template)
        with open_store(cohort, weeks=weeks) as store:
            batch.store(table, store, consent="published survey")
            publish(store, weeks, policy_of(cohort), week=1)
        made[slug] = cohort.root
    return made


def test_every_released_range_holds_the_true_count_and_small_groups_show_nothing(frame, cohorts):
    assert len(cohorts) == 81
    released = 0
    for site, answers in frame.groupby("cohort"):
        published = read_releases(cohorts[str(site)] / "published").releases
        found = {release.item: release for release in published}
        assert len(found) == len(published)
        for item, given in answers.groupby("item")["answer"]:
            release = found.pop(str(item), None)
            if len(given) < 5:
                assert release is None, (site, item)
            if release is None:
                continue
            released += 1
            assert release.people == len(given)
            counts = true_counts(given, [part.label for part in release.bins])
            assert all(part.low <= count <= part.high for part, count in zip(release.bins, counts, strict=True))
        assert not found, "nothing is released that nobody answered"
    assert released > 1000


def true_counts(given: pd.Series, labels: list[str]) -> list[int]:
    """The counts, by nothing but pandas: of each label, or of each stretch of a rating."""
    if labels[0] == "0 to 3":
        cut = pd.cut(pd.to_numeric(given), [-1, 3, 6, 10], labels=labels)
        return cut.value_counts().reindex(labels).tolist()
    spaced = [label.replace("\xa0", " ") for label in labels]
    return given.str.replace("\xa0", " ").value_counts().reindex(spaced, fill_value=0).tolist()


def test_the_audit_of_every_site_finds_nothing(cohorts):
    for root in cohorts.values():
        cohort = load_cohort(root)
        assert audit(cohort, load_curriculum(cohort.curriculum)).problems == ()


def test_the_exact_attacker_loses_on_every_site(cohorts):
    attacks, by_formula = 0, 0
    for slug, root in cohorts.items():
        cohort = load_cohort(root)
        found = audit_exactly(cohort, load_curriculum(cohort.curriculum))
        assert found.safe, (slug, found.successes, found.gave_up)
        attacks, by_formula = attacks + found.attacks, by_formula + len(found.by_formula)
    assert by_formula == 0
    print(f"{len(cohorts)} sites: {attacks:,} attacks played, 0 successes, 0 given up")
    assert attacks > 10_000


def test_reports_are_made_of_the_smallest_and_the_largest_site(frame, cohorts):
    sizes = frame.groupby("cohort")["participant"].nunique()
    for site in (sizes.idxmin(), sizes.idxmax()):
        results = make_reports(load_cohort(cohorts[str(site)]), [1])
        assert [result.error for result in results] == [""]
        page = results[0].path.read_text("utf-8")
        assert "After the training" in page
        assert ("<table" in page) == (sizes[site] >= 5), page
