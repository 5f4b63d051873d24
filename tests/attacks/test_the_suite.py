"""The suite itself: no attack is forgotten, and every test of it falls where a publisher or the gate is careless."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.attacks import careless
from tests.attacks.breaking import BREAKINGS
from tests.attacks.playing import falls, function_of

HERE = Path(__file__).parent
REGISTER = yaml.safe_load((HERE / "register.yaml").read_text("utf-8"))
HABITS = {name.lower(): getattr(careless, name) for name in vars(careless) if name.isupper() and name != "HABITS"}
TESTS = sorted({test for attack in REGISTER.values() for test in attack["tests"]})

# The kit publishes no mean (13, 19) and no noise (26, 27).
NOT_OURS = {13, 19, 26, 27}
ORACLES = {"INF", "NI", "FRZ", "CAN", "DSJ", "DB", "LOG", "REF"}


def pairs() -> Iterator[object]:
    """Each test that plays on a scene, with each habit that it must find out."""
    seen = set()
    for attack in REGISTER.values():
        for test, habits in attack["tests"].items():
            for habit in habits:
                if (test, habit) not in seen:
                    yield pytest.param(test, HABITS[habit], id=f"{test.partition('::')[2]}-{habit}")
                seen.add((test, habit))


def test_every_attack_has_its_tests_and_an_oracle() -> None:
    assert set(REGISTER) == set(range(1, 56)) - NOT_OURS
    for number, attack in REGISTER.items():
        assert set(attack) == {"tried", "oracles", "tests"}, number
        assert attack["tests"], number
        assert set(attack["oracles"]) <= ORACLES, number
        assert attack["oracles"], number


@pytest.mark.parametrize("test", TESTS)
def test_a_test_in_the_register_is_there_and_is_run(test: str) -> None:
    _, function = function_of(test)
    assert test.partition("::")[2].startswith("test_")
    assert not {mark.name for mark in getattr(function, "pytestmark", [])} & {"bench", "skip", "xfail"}


@pytest.mark.parametrize(("test", "habit"), list(pairs()))
def test_a_careless_publisher_is_found_out_by_the_tests_that_should(tmp_path: Path, test: str, habit: str) -> None:
    assert falls(test, habit, tmp_path)


@pytest.mark.parametrize("habit", [*careless.HABITS, careless.NAIVE])
def test_every_habit_is_found_out_by_some_attack(habit: str) -> None:
    assert habit in {
        HABITS[name] for attack in REGISTER.values() for names in attack["tests"].values() for name in names
    }


@pytest.mark.audit
@pytest.mark.parametrize(
    "test", sorted({test for attack in REGISTER.values() for test, habits in attack["tests"].items() if habits})
)
def test_a_publisher_without_a_bad_habit_passes(tmp_path: Path, test: str) -> None:
    assert not falls(test, "", tmp_path)


def run(tests: tuple[str, ...], broken: str, tmp_path: Path) -> str:
    """What pytest says of some tests where a rule of the kit is broken."""
    command = [sys.executable, "-m", "pytest", "-q", "-rf", "--tb=short", "-p", "tests.attacks.breaking"]
    command += ["-p", "no:cacheprovider", "-m", "not audit", f"--basetemp={tmp_path / 'base'}"]
    nodes = [str(HERE / test) for test in tests]
    environment = {**os.environ, "KIT_BROKEN": broken}
    done = subprocess.run(
        [*command, *nodes],
        capture_output=True,
        text=True,
        env=environment,
        cwd=HERE.parents[1],
        check=False,
        timeout=600,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.audit
@pytest.mark.parametrize("broken", BREAKINGS, ids=lambda broken: broken.__name__)
def test_where_a_rule_of_the_kit_is_broken_on_purpose_the_tests_of_it_fall(
    tmp_path: Path, broken: Callable[[], None]
) -> None:
    tests = BREAKINGS[broken]
    said = run(tests, broken.__name__, tmp_path)
    assert [test for test in tests if f"FAILED tests/attacks/{test}" not in said] == [], said
    # A breaking that no longer has the shape of what it stands for breaks everything, and shows nothing.
    assert not re.search(r"\b(TypeError|AttributeError|NameError)\b", said), said
