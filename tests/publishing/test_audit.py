"""The audit: silent on what is right, and one sentence for each thing that is not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kit.answers.backup import back_up
from kit.curriculum.items import Choice, Likert
from kit.curriculum.policy import Policy
from kit.publishing import gate
from kit.publishing.audit import Audit, audit, audit_folder
from kit.results.releases import FIRST, Bin, Release, Releases, release_from, to_text
from tests.attacks.scene import EXERCISE, scene, week
from tests.cohorts import unwritten_cohort

WEEKS = {1: week(1)}


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A published folder with four releases."""
    with scene(tmp_path) as here:
        here.all_say(range(9), calm=2, yes=1, tank=9, hopes=["größer"])
        here.publish()
    return tmp_path / "published"


def rewrite(folder: Path, change: Callable[[Release], Release | None]) -> None:
    """Change releases and chain them anew, as somebody would who owns the file and knows the rule."""
    path = folder / "releases.json"
    document = json.loads(path.read_text("utf-8"))
    chain: list[Release] = []
    for row in document["releases"]:
        changed = change(release_from(row))
        if changed:
            last = chain[-1].hash if chain else FIRST
            changed = replace(changed, sequence=len(chain) + 1, previous=last, hash="")
            chain.append(replace(changed, hash=changed.computed_hash()))
    text = json.loads(to_text(Releases(cohort="spring", releases=tuple(chain))))
    path.write_text(json.dumps({**text, "asked": document["asked"]}), "utf-8")


def of(which: str, **changes: Any) -> Callable[[Release], Release]:
    return lambda one: replace(one, **changes) if one.item == which else one


def ranges(*pairs: tuple[int, int], labels: tuple[str, ...] = ("nein", "un peu", "да")) -> tuple[Bin, ...]:
    return tuple(Bin(label=label, low=low, high=high) for label, (low, high) in zip(labels, pairs, strict=True))


def test_what_the_gate_published_has_no_problems(published: Path) -> None:
    with scene(published.parent) as here:
        found = audit(here.store.cohort, here.weeks)
        assert (found.problems, found.releases) == ((), 4)
        assert found.sentence.startswith("4 releases were audited against the ledger: the chain holds")
    assert audit_folder(published).problems == ()
    assert audit_folder(published, WEEKS).problems == ()


@pytest.mark.parametrize(
    ("problems", "releases", "said"),
    [((), 1, "1 release was audited"), (("one",), 2, "1 finding needs looking"), (("a", "b"), 0, "2 findings need ")],
)
def test_one_is_counted_as_one(problems: tuple[str, ...], releases: int, said: str) -> None:
    assert said in Audit(problems=problems, releases=releases, with_ledger=True).sentence


def test_a_folder_where_nothing_is_published_has_no_problems(tmp_path: Path) -> None:
    assert audit_folder(tmp_path).problems == ()
    assert audit_folder(tmp_path).sentence.startswith("0 releases")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (of("calm", people=4), "fewer contributors"),
        (of("tank", people=7, bins=ranges((0, 3), (0, 3), (4, 7), labels=("0 to 3", "4 to 6", "7 to 10"))), "fewer"),
        (of("calm", bins=ranges((0, 0), (9, 9), (0, 0))), "a count is known exactly"),
        (of("calm", bins=ranges((0, 0), (9, 9), (0, 0))), "every other member is known"),
        (of("calm", bins=ranges((0, 3), (4, 9), (0, 4))), "aren't those of the table"),
        (of("calm", bins=ranges((0, 4), (0, 4), (0, 10))), "aren't ranges of its people"),
        (of("calm", bins=ranges((5, 9), (5, 9), (5, 9))), "can't add up"),
        (of("calm", bins=ranges((0, 4), (5, 9), (0, 4), labels=("a", "b", "c"))), "bins aren't those of the item"),
        (of("calm", item="calmer"), "no such item"),
        (of("calm", item="calmer"), "doesn't list as asked"),
        (of("calm", family="w01/check-in/other"), "family"),
        (of("calm", policy="k3-s3-t3/3"), "is none that the kit has"),
        (of("calm", policy="whatever"), "is none that the kit has"),
        (of("calm", policy="k6-s8-t8/5"), "different policies"),
        (of("hopes", bins=ranges((9, 9), (0, 0), (0, 4), labels=("größer", "kleiner", "さくら"))), "known"),
    ],
)
def test_a_release_that_breaks_a_rule_is_found_though_its_chain_holds(
    published: Path, change: Callable[[Release], Release], said: str
) -> None:
    rewrite(published, change)
    found = audit_folder(published, WEEKS).problems
    assert any(said in problem for problem in found), found
    assert not any("changed, moved or removed" in problem for problem in found)


def test_without_the_curriculum_exact_counts_are_still_found(published: Path) -> None:
    rewrite(published, of("calm", bins=ranges((0, 0), (9, 9), (0, 0))))
    assert audit_folder(published).problems


def test_a_release_dropped_from_file_and_chain_differs_from_the_ledger(published: Path) -> None:
    rewrite(published, lambda one: None if one.item == "yes" else one)
    assert audit_folder(published, WEEKS).problems == ()
    with scene(published.parent) as here:
        found = audit(here.store.cohort, here.weeks)
    assert any("differs from the ledger" in problem for problem in found.problems)
    assert "looking into" in found.sentence


def test_releases_without_a_ledger_are_no_cohorts_own(published: Path) -> None:
    (published.parent / "private" / "answers.db").unlink()
    with scene(published.parent / "new") as here:
        cohort = replace(here.store.cohort, root=published.parent)
    found = audit(cohort, WEEKS)
    assert any("there is no ledger" in problem for problem in found.problems)
    assert not found.with_ledger


@pytest.mark.parametrize("text", ["", "[]", '{"format": 9, "releases": []}', '{"format": 1}'])
def test_a_damaged_file_is_a_problem_and_no_traceback(published: Path, text: str) -> None:
    (published / "releases.json").write_text(text, "utf-8")
    assert len(audit_folder(published).problems) == 1


def test_entries_of_other_types_are_a_problem_and_no_traceback(published: Path) -> None:
    path = published / "releases.json"
    document = json.loads(path.read_text("utf-8"))
    document["releases"][0]["people"] = "nine"
    path.write_text(json.dumps(document), "utf-8")
    assert any("no releases" in problem for problem in audit_folder(published).problems)


def test_a_large_cohorts_sums_pass(tmp_path: Path) -> None:
    with scene(tmp_path, size=130) as here:
        here.say({who: {"calm": who % 3 + 1, "hopes": ["größer"] if who % 2 else []} for who in range(130)})
        here.publish()
        assert audit(here.store.cohort, here.weeks).problems == ()
        assert [one.people for one in here.published.releases] == [130, 130]


def changed(root: Path, statement: str) -> None:
    connection = sqlite3.connect(root / "private" / "answers.db")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(statement)
    connection.commit()
    connection.close()


def overwritten(root: Path) -> None:
    """Bytes of a page that holds answers are lost, as on a bad disk; the ledger's own pages are not touched."""
    path = root / "private" / "answers.db"
    connection = sqlite3.connect(path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'submissions'").fetchone()
    connection.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : (page - 1) * 4096 + 64] = b"\xa5" * 64
    path.write_bytes(data)


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a page is lost": (overwritten, "is damaged"),
    "the file is cut short": (
        lambda root: (root / "private" / "answers.db").write_bytes(
            (root / "private" / "answers.db").read_bytes()[:-9000]
        ),
        "is damaged",
    ),
    "the file is empty": (lambda root: (root / "private" / "answers.db").write_bytes(b""), "is damaged"),
    "the file is gone": (lambda root: (root / "private" / "answers.db").unlink(), "is missing"),
    "an answer is another": (
        lambda root: changed(root, "UPDATE submissions SET sealed = zeroblob(length(sealed)) WHERE received % 5 = 1"),
        "aren't what was sent",
    ),
    "an answer is somebody else's": (
        lambda root: changed(root, "UPDATE submissions SET sealed = (SELECT sealed FROM submissions LIMIT 1)"),
        "aren't what was sent",
    ),
    "an answer is no answer": (
        lambda root: changed(root, "UPDATE submissions SET sealed = x''"),
        "aren't what was sent",
    ),
    "somebody is gone": (
        lambda root: changed(root, "DELETE FROM participants WHERE rowid = 1"),
        "belong to nothing",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_store_that_is_damaged_changed_or_gone_is_noticed_and_the_newest_backup_named(
    tmp_path: Path, damage: str
) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(9), calm=2, yes=1, tank=9)
        back_up(here.store.cohort.private)
        cohort = here.store.cohort
    assert audit(cohort, WEEKS).problems == ()
    do, said = DAMAGES[damage]
    do(tmp_path)
    (problem,) = audit(cohort, WEEKS).problems
    assert said in problem
    assert "answers-000001.db" in problem


def test_a_cohort_that_never_met_has_no_store_and_no_problem(tmp_path: Path) -> None:
    cohort = unwritten_cohort(tmp_path, size=9)
    assert audit(cohort, WEEKS).problems == ()


def two_batches(folder: Path, later: int, item: str, answer: object) -> Path:
    """A published folder in which nine answered, and *later* more as an earlier version let them."""
    with scene(folder) as here, pytest.MonkeyPatch.context() as before:
        before.setattr("kit.curriculum.policy.LATER", 5)
        here.all_say(range(9), **{item: answer})
        for number in range(9, 9 + later):
            here.store.enrol(here.store.participant(f"person {number}"))
        here.publish()
        here.all_say(range(9, 9 + later), **{item: answer})
        here.publish()
    return folder / "published"


@pytest.mark.parametrize(("item", "answer"), [("calm", 2), ("yes", 1), ("hopes", ["größer"])])
@pytest.mark.parametrize(("later", "noted"), [(5, True), (7, True), (8, False)])
def test_a_later_result_of_fewer_than_eight_is_noted_and_no_problem(
    tmp_path: Path, item: str, answer: object, later: int, noted: bool
) -> None:
    folder = two_batches(tmp_path, later, item, answer)
    with scene(tmp_path) as here:
        for found in (audit(here.store.cohort, here.weeks), audit_folder(folder), audit_folder(folder, WEEKS)):
            assert (found.problems, found.releases, len(found.notes)) == ((), 2, noted)
            for note in found.notes:
                assert note.startswith(f"Release 2 (week 1, {EXERCISE}, {item}): a later result of this question")
                assert f"from {later} people" in note
                assert "needs eight now" in note


def test_a_first_result_of_five_is_not_noted(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(5), calm=2, yes=1)
        here.publish()
        assert audit(here.store.cohort, here.weeks).notes == ()


# What is said of the answer that leads: right where the gate said it, and told where anybody else did.

LEADS = Policy(leaders=True)
FOUR = (
    Likert(id="once", prompt="Once?", share="group", scale=("a", "b", "c", "d")),
    Likert(id="again", prompt="Again?", share="group", scale=("a", "b", "c", "d"), recurs=True),
    Choice(id="several", prompt="Several?", share="group", choose="any", options=("a", "b", "c", "d")),
)
WITH_LEADERS = {1: week(1, FOUR)}


@pytest.fixture
def leading(tmp_path: Path) -> Path:
    with scene(tmp_path, weeks=WITH_LEADERS) as here:
        for who, point in enumerate((2, 2, 2, 1, 1, 3, 3, 4)):
            here.all_say([who], once=point, again=point, several=["b"])
        gate.publish(here.store, here.weeks, LEADS, week=1)
    return tmp_path / "published"


def test_which_answer_leads_has_no_problems_where_the_gate_said_it(leading: Path) -> None:
    assert audit_folder(leading, WITH_LEADERS).problems == ()
    assert audit_folder(leading).problems == ()


FOUR_BINS = ("a", "b", "c", "d")
SAID_WRONGLY = {
    "another answer": (of("once", leads=("a",)), "aren't those of the table"),
    "nothing, where something always is": (of("once", leads=()), "aren't those of the table"),
    "two answers": (of("once", leads=("a", "b")), "isn't what the table allows"),
    "of a question that recurs": (of("again", leads=("a",)), "of such a question that is never said"),
    "of any number of answers": (of("several", leads=("b",)), "of any number of answers that is never said"),
    "under a policy without leaders": (
        lambda one: replace(one, policy="k5-s8-t8/5"),
        "of such a question that is never said",
    ),
    "with a narrower range": (
        of("once", bins=ranges((0, 3), (3, 3), (0, 3), (0, 3), labels=FOUR_BINS)),
        "aren't those of the table",
    ),
    "with ranges of a form without leaders": (
        of("once", bins=ranges((0, 4), (0, 4), (0, 4), (0, 4), labels=FOUR_BINS)),
        "aren't those of the table",
    ),
}


@pytest.mark.parametrize(("change", "problem"), SAID_WRONGLY.values(), ids=SAID_WRONGLY)
def test_what_leads_is_found_where_it_is_said_wrongly(
    leading: Path, change: Callable[[Release], Release], problem: str
) -> None:
    rewrite(leading, change)
    found = audit_folder(leading, WITH_LEADERS).problems
    assert any(problem in one for one in found), found
