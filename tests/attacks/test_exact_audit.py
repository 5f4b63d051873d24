"""The exact audit of whole cohorts: the sample, null cohorts, large groups, lost members, and what is made wrong."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kit.answers import open_store
from kit.answers.importing import import_csv
from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import policy_of
from kit.curriculum.weeks import Week
from kit.new_cohort import make_cohort
from kit.publishing.gate import close_what_is_unknown, publish
from kit.results.releases import Bin, read_releases
from kit.settings import Cohort, content_root, load_cohort, packaged_curriculum
from kit.simulate.cohort import simulate
from kit.simulate.files import answers_text
from tests.attacks.exact.audit import AuditError, Batch, ExactAudit, audit_batches, audit_exactly
from tests.attacks.scene import scene

WEEKS = load_curriculum(packaged_curriculum())


def published(folder: Path, answers: Path, *, size: int = 14) -> Cohort:
    """A cohort of that many whose answers were imported and whose eight weeks were published."""
    make_cohort(folder, size=size, slug="sample", made_up=True)
    cohort = load_cohort(folder)
    with open_store(cohort, weeks=WEEKS) as store:
        import_csv(answers, store, WEEKS, consent="simulated participants")
        for week in WEEKS:
            publish(store, WEEKS, policy_of(cohort), week=week)
    return cohort


def test_the_sample_cohort_gives_nobody_away(tmp_path: Path) -> None:
    cohort = published(tmp_path / "demo", content_root() / "data" / "sample_cohort" / "answers.csv")
    found = audit_exactly(cohort, WEEKS)
    assert found.safe
    assert found.releases == len(read_releases(cohort.published).releases) > 60
    assert found.attacks > 4 * found.releases
    assert (found.successes, found.gave_up, found.by_formula) == ((), (), ())
    assert found.sentence == (
        f"Exact audit of {found.releases} releases: {found.attacks:,} attacks played, 0 successes, 0 given up; "
        "0 judged by the interval formula instead."
    )


@pytest.mark.parametrize(
    ("seed", "size"), [(1, 8), (2, 14), *(pytest.param(s, 6 + s, marks=pytest.mark.audit) for s in range(3, 23))]
)
def test_a_cohort_in_which_nothing_was_planted_gives_nobody_away(tmp_path: Path, seed: int, size: int) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text(answers_text(simulate(WEEKS, seed=seed, size=size, planted=None), WEEKS), "utf-8")
    found = audit_exactly(published(tmp_path / "null", answers, size=size), WEEKS)
    assert found.safe
    assert found.attacks > 0


def test_above_sixty_people_sums_over_parts_are_attacked_and_the_line_says_where_there_are_too_many(
    tmp_path: Path,
) -> None:
    with scene(tmp_path, size=400) as here:
        here.all_say(range(70), calm=3)
        here.all_say(range(70), week=2, hopes=["größer"])
        here.all_say(range(310), week=3, calm=2)
        for week in (1, 2, 3):
            here.publish(week)
        found = audit_exactly(here.store.cohort, here.weeks)
    assert found.safe
    assert found.by_formula == ("week 3, check-in, calm",)
    assert found.sentence.endswith("1 judged by the interval formula instead (week 3, check-in, calm).")
    one_of_three, one_of_two = 1 + 3 + 21, 1 + 2 + 10  # two parts of one size: from outside, insiders, pairs
    assert found.attacks == one_of_three + 3 * one_of_two


def test_sums_over_parts_of_people_who_are_counted_elsewhere_too_are_given_up(tmp_path: Path) -> None:
    with scene(tmp_path, size=100) as here:
        here.all_say(range(70), calm=3)
        here.publish()
        (release,) = here.published.releases
        item = here.weeks[1].exercises[0]["calm"]
        people = [here.store.participant(f"person {who}") for who in range(70)]
    whole = Batch(release=release, item=item, members=frozenset(people))
    part = replace(whole, release=replace(release, people=9), members=frozenset(people[:9]))
    part = with_ranges(part, [(0, 4), (0, 4), (5, 9)])
    assert audit_batches([whole]).safe
    assert audit_batches([part]).safe
    assert audit_batches([whole, part]).gave_up == ("week 1, check-in, calm",)


def test_a_release_whose_members_are_lost_is_judged_by_the_interval_formula(tmp_path: Path) -> None:
    cohort = tmp_path / "cohort"
    with scene(cohort) as here:
        here.all_say(range(9), calm=3)
        here.publish()
    shutil.copy(cohort / "private" / "answers.db", tmp_path / "old.db")
    with scene(cohort) as here:
        here.all_say(range(9), week=2, calm=1)
        here.publish(2)
    shutil.copy(tmp_path / "old.db", cohort / "private" / "answers.db")
    with scene(cohort) as here:
        close_what_is_unknown(here.store)
        found = audit_exactly(here.store.cohort, here.weeks)
    assert found.safe
    assert found.by_formula == ("week 2, check-in, calm",)
    assert found.attacks == 1 + 3


def test_when_the_time_is_over_every_place_is_named_and_the_cohort_is_not_safe(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(9), calm=3, yes=1)
        here.publish()
        found = audit_exactly(here.store.cohort, here.weeks, seconds=0)
    assert not found.safe
    assert found.attacks == 0
    assert set(found.gave_up) == {"week 1, check-in, calm", "week 1, check-in, yes"}
    assert "0 successes, 7 given up (week 1, check-in, calm; week 1, check-in, yes)" in found.sentence


def test_nothing_published_is_nothing_to_attack(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        assert audit_exactly(here.store.cohort, here.weeks).releases == 0


def test_without_the_ledger_or_the_item_it_says_what_is_missing(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(9), calm=3)
        here.publish()
        cohort = here.store.cohort
        with pytest.raises(AuditError, match="curriculum doesn't have"):
            audit_exactly(cohort, dict[int, Week]())
    (cohort.private / "answers.db").unlink()
    with pytest.raises(AuditError, match="needs the ledger"):
        audit_exactly(cohort, {1: here.weeks[1]})


Change = Callable[[Batch], list[Batch]]


def exact_counts(batch: Batch) -> list[Batch]:
    return [with_ranges(batch, [(3, 3), (0, 0), (6, 6)])]


def one_more(batch: Batch) -> list[Batch]:
    late = replace(batch, members=batch.members | {"late"}, release=replace(batch.release, people=10))
    return [with_ranges(batch, [(2, 4), (0, 0), (5, 7)]), with_ranges(late, [(5, 5), (0, 0), (5, 5)])]


def under_another_name(batch: Batch) -> list[Batch]:
    """The same people and one more, told under a family of its own."""
    first, second = one_more(batch)
    return [first, replace(second, release=replace(second.release, family="w01/other/calm"))]


def no_room(batch: Batch) -> list[Batch]:
    return [with_ranges(batch, [(0, 1), (0, 1), (8, 9)])]


def with_ranges(batch: Batch, ranges: list[tuple[int, int]]) -> Batch:
    bins = [
        Bin(label=part.label, low=low, high=high) for part, (low, high) in zip(batch.release.bins, ranges, strict=True)
    ]
    return replace(batch, release=replace(batch.release, bins=tuple(bins)))


@pytest.mark.parametrize("change", [exact_counts, one_more, under_another_name, no_room])
def test_what_a_careless_publisher_lets_out_is_found(tmp_path: Path, change: Change) -> None:
    assert not audited_after(tmp_path, change).safe
    assert audited_after(tmp_path / "as it is", lambda batch: [batch]).safe


def test_two_weeks_of_a_stable_item_are_one_question_and_of_any_other_are_two(tmp_path: Path) -> None:
    def found(item: str) -> ExactAudit:
        with scene(tmp_path / item) as here:
            here.all_say(range(9), **{item: 3})
            here.publish()
            (release,) = here.published.releases
            first = Batch(release=release, item=here.weeks[1].exercises[0][item], members=frozenset(map(str, range(9))))
        again = replace(first, release=replace(release, week=2, people=10), members=first.members | {"late"})
        # Each is safe by itself; a person more in one bin, at its edge, tells who that was.
        return audit_batches(
            [with_ranges(first, [(0, 4), (0, 4), (0, 4)]), with_ranges(again, [(5, 8), (0, 3), (0, 3)])]
        )

    assert found("calm").safe
    assert not found("years").safe


def audited_after(folder: Path, change: Change) -> ExactAudit:
    with scene(folder) as here:
        here.all_say(range(3), calm=1)
        here.all_say(range(3, 9), calm=3)
        here.publish()
        (release,) = here.published.releases
        members = frozenset(here.store.participant(f"person {who}") for who in range(9))
    return audit_batches(change(Batch(release=release, item=here.weeks[1].exercises[0]["calm"], members=members)))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM batch_members WHERE participant IN (SELECT participant FROM batch_members LIMIT 5)",
        "INSERT INTO batch_members VALUES ('w01/check-in/calm', 'somebody', 1)",
    ],
)
def test_members_that_were_moved_in_the_ledger_are_never_called_safe(tmp_path: Path, statement: str) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(9), calm=3)
        here.publish()
    connection = sqlite3.connect(tmp_path / "private" / "answers.db")
    connection.execute(statement)
    connection.commit()
    connection.close()
    with scene(tmp_path) as here:
        found = audit_exactly(here.store.cohort, here.weeks)
    assert not found.safe
    assert found.gave_up == ("week 1, check-in, calm",)
