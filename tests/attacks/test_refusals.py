"""Attacks that listen to what is refused: a decision may depend on who answered, never on what."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.attacks.oracles import ni
from tests.attacks.scene import EXERCISE, Scene, anything, scene


def history(here: Scene, rng: random.Random) -> list[object]:
    """A fixed membership (who answers which item, and when) with answers drawn anew, and all that is decided."""
    who = random.Random(7)
    told: list[object] = []
    for people in (range(9), range(9, 13), range(15)):
        said = {}
        for one in people:
            passed = [item for item in ("calm", "yes", "tank", "hopes", "years") if who.random() < 0.3]
            said[one] = {item: answer for item, answer in anything(rng).items() if item not in passed}
        here.say(said, revision=len(told) + 1)
        told.append([outcome.sentence for outcome in here.publish()])
    assert len(here.published.releases) >= 4
    return told


@pytest.mark.parametrize("draws", [12, pytest.param(200, marks=pytest.mark.audit)])
def test_the_same_people_with_other_answers_get_the_same_decisions(tmp_path: Path, draws: int) -> None:
    assert ni(tmp_path, draws, history) == []


def test_the_database_is_asked_the_same_whatever_was_answered(tmp_path: Path) -> None:
    """So that no time that it takes can tell: a stopwatch would be a test of this computer."""

    def asked(here: Scene, rng: random.Random) -> list[str]:
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            statements.append(statement)

        event.listen(here.store.engine, "before_cursor_execute", note)
        history(here, rng)
        return statements

    assert ni(tmp_path, 4, asked) == []


def test_even_answers_all_alike_are_decided_like_any_others(tmp_path: Path) -> None:
    with scene(tmp_path / "alike") as alike, scene(tmp_path / "mixed") as mixed:
        alike.all_say(range(9), calm=3, yes=1, tank=0)
        mixed.say({who: {"calm": who % 3 + 1, "yes": who % 2 + 1, "tank": who} for who in range(9)})
        assert alike.decisions() == mixed.decisions()
        assert len(alike.published.of(1, EXERCISE, "tank")) == 1
