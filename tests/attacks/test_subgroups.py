"""Attacks that ask for a part of the group, or for more than a range: neither the loader nor the gate knows of any."""

from __future__ import annotations

import contextlib
import inspect
import random
import sys
from pathlib import Path

import pytest
import yaml

from kit.answers.importing import import_csv
from kit.cli import main
from kit.curriculum.loader import load_week
from kit.curriculum.policy import load_policy, policy_of
from kit.errors import ContentError, ImportRefused, InvalidAnswer, KitError, PolicyError
from kit.publishing import counting, gate
from kit.results.releases import Release
from kit.settings import load_cohort
from tests.attacks.oracles import exposed
from tests.attacks.scene import EXERCISE, OPTIONS, anything, scene

PARTS = (
    "by",
    "group_by",
    "subgroup",
    "groups",
    "partition",
    "role",
    "roles",
    "site",
    "team",
    "split",
    "where",
    "cross",
)
FIGURES = ("mean", "average", "median", "minimum_value", "max", "spread", "variance", "statistic", "show", "decimals")
DEPENDING = ("if", "when", "only_if", "depends_on", "change", "compare_with", "paired_with")
PICKS = ("most_picks", "least_picks", "max_picks", "min_picks", "picks", "at_most")


def with_key(curriculum: Path, at: str, key: str) -> Path:
    """The small week with one key more, at an item, an exercise, a block or the week itself."""
    path = curriculum / "week_01.yaml"
    week = yaml.safe_load(path.read_text("utf-8"))
    idea = week["blocks"]["idea"]
    exercise = idea["exercises"]["check-in"]
    places = {"item": exercise["items"]["helped"], "exercise": exercise, "block": idea, "week": week}
    places[at][key] = "role"
    path.write_text(yaml.safe_dump(week, sort_keys=False), "utf-8")
    return path


@pytest.mark.parametrize("key", PARTS)
@pytest.mark.parametrize("at", ["item", "exercise", "block", "week"])
def test_no_week_file_can_ask_for_a_part_of_the_group(curriculum: Path, at: str, key: str) -> None:
    load_week(curriculum / "week_01.yaml")
    with pytest.raises(ContentError, match=key):
        load_week(with_key(curriculum, at, key))


@pytest.mark.parametrize("key", FIGURES + DEPENDING + PICKS)
def test_no_item_can_ask_for_another_figure_depend_on_an_answer_or_limit_its_picks(curriculum: Path, key: str) -> None:
    with pytest.raises(ContentError, match=key):
        load_week(with_key(curriculum, "item", key))


@pytest.mark.parametrize(
    "line", [f"{key} = 'role'" for key in PARTS] + ["[policy]\nsubgroup = 5", "[statistics]\nx = 1"]
)
def test_no_cohort_file_can_ask_for_a_part_of_the_group_or_another_figure(tmp_path: Path, line: str) -> None:
    (tmp_path / "cohort.toml").write_text(f'slug = "spring"\nsize = 14\n{line}\n', "utf-8")
    with pytest.raises(KitError, match=r"unknown key|has no"):
        policy_of(load_cohort(tmp_path))


@pytest.mark.parametrize("key", FIGURES)
def test_no_policy_file_can_ask_for_another_figure_and_nothing_is_written(tmp_path: Path, key: str) -> None:
    (tmp_path / "policy.yaml").write_text(f"minimum: 5\nsensitive: 8\ntext: 8\ntext_sharing: 5\n{key}: yes\n", "utf-8")
    with pytest.raises(PolicyError, match=r"unknown key .* exactly"):
        load_policy(tmp_path)
    with scene(tmp_path / "cohort") as here:
        here.all_say(range(9), calm=3)
        with pytest.raises(PolicyError):
            gate.publish(here.store, here.weeks, load_policy(tmp_path), week=1)
        assert not (here.store.cohort.published / "releases.json").exists()


def test_the_gate_and_the_count_take_no_list_of_people_and_a_release_has_no_place_for_one() -> None:
    assert set(inspect.signature(gate.publish).parameters) == {"store", "weeks", "policy", "week", "exercise"}
    assert set(inspect.signature(gate.export).parameters) == {"store", "folder"}
    assert set(inspect.signature(counting.count_ranges).parameters) == {"codes", "table", "bins", "floor"}
    known = {"sequence", "family", "week", "exercise", "item", "people", "bins", "policy", "previous"}
    known |= {"hash", "texts", "leads"}
    assert set(Release.__dataclass_fields__) == known


@pytest.mark.parametrize("command", ["publish", "report", "export", "audit"])
def test_no_command_takes_a_part_of_the_group_or_another_figure(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for option in (*PARTS, *FIGURES):
        monkeypatch.setattr(sys, "argv", ["kit", command, f"--{option.replace('_', '-')}", "x"])
        with pytest.raises(SystemExit) as stopped:
            main()
        assert stopped.value.code == 2
        assert "No such option" in capsys.readouterr().err


@pytest.mark.parametrize("column", ["role", "site", "team", "name"])
def test_a_file_of_answers_with_a_column_for_groups_is_refused(tmp_path: Path, column: str) -> None:
    rows = [f"slip {who},1,check-in,calm,2,{'lone' if who else 'other'}" for who in range(9)]
    path = tmp_path / "answers.csv"
    path.write_text("\n".join([f"participant,week,exercise,item,answer,{column}", *rows]), "utf-8")
    with scene(tmp_path / "cohort") as here:
        with pytest.raises(ImportRefused, match=column):
            import_csv(path, here.store, here.weeks, consent="on paper")
        assert here.store.participants() == set()


def test_a_total_and_the_total_without_one_cannot_both_be_had(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=3, yes=1)
        here.all_say([8], calm=1, yes=2)
        here.publish(exercise=EXERCISE)
        here.all_say([8], revision=2)
        here.publish()
        here.all_say([8], revision=3, calm=1, yes=2)
        here.publish()
        assert [(one.item, one.people) for one in here.published.releases] == [("calm", 9), ("yes", 9)]
        assert exposed(here) == []


def test_every_batch_is_everybody_who_may_enter_it(tmp_path: Path) -> None:
    rng = random.Random(5)
    with scene(tmp_path) as here:
        here.say({who: anything(rng) for who in range(14)})
        here.publish()
        everybody = {here.store.participant(f"person {who}") for who in range(14)}
        assert {one.item.id: one.members for one in here.history()} == dict.fromkeys(
            ("calm", "yes", "tank", "hopes", "years"), everybody
        )


def test_a_roster_with_teams_that_is_written_after_the_first_answer_changes_nothing(tmp_path: Path) -> None:
    seen = set()
    for name, roster in (("none", ""), ("teams", "name,apart_from\nAda,Bo\nBo,\nCy,Ada;Bo\n")):
        with scene(tmp_path / name) as here:
            here.all_say(range(9), calm=3)
            if roster:
                (here.store.cohort.private / "roster.csv").write_text(roster, "utf-8")
            here.all_say([9], calm=1)
            here.publish()
            seen.add(here.bytes)
    assert len(seen) == 1


def test_what_was_asked_before_and_after_is_two_results_and_never_a_third_about_the_change(tmp_path: Path) -> None:
    rng = random.Random(22)
    with scene(tmp_path) as here:
        for week in (1, 8):
            here.say({who: anything(rng) for who in range(14)}, week=week)
            here.publish(week)
        about_calm = [(one.week, one.item) for one in here.published.releases if one.item == "calm"]
        assert about_calm == [(1, "calm"), (8, "calm")]
        assert {one.family for one in here.published.releases} <= {
            f"{week}/{EXERCISE}/{item}" for week in ("w01", "w08", "stable") for item in anything(rng)
        }
        assert exposed(here) == []


@pytest.mark.parametrize("label", ["other", "my own theme", "größer ", "<b>größer</b>", "=1+1", ""])
def test_no_label_of_somebodys_own_enters_a_result(tmp_path: Path, label: str) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(9), hopes=["größer"])
        with contextlib.suppress(InvalidAnswer):  # what is an option but for spaces is that option
            here.all_say([9], hopes=[label])
        here.publish()
        assert [part.label for part in here.published.releases[0].bins] == list(OPTIONS)
        assert exposed(here) == []
