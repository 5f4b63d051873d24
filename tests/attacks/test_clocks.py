"""Attacks with the clock: no hour, date or zone opens an item again or makes a second result."""

from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest

import kit
from tests.attacks.oracles import exposed
from tests.attacks.scene import scene

CLOCKS = {"time", "datetime", "zoneinfo", "calendar"}
# The exact auditor alone looks at the time, to know when to give up.
GATE = ("publishing/gate.py", "publishing/ledger.py", "publishing/counting.py", "results/releases.py")
STORE = ("store", "recording", "counted", "withdrawals", "pseudonyms", "schema", "database", "backup", "importing")


@pytest.mark.parametrize("name", [*GATE, *(f"answers/{one}.py" for one in STORE)])
def test_neither_the_gate_nor_the_store_reads_a_clock(name: str) -> None:
    tree = ast.parse((Path(kit.__file__).parent / name).read_text("utf-8"))
    imports = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imports += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not CLOCKS & {module.partition(".")[0] for module in imports}


def test_a_week_later_a_year_earlier_and_in_another_zone_nothing_is_published_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(9), calm=3)
        here.publish()
        before = here.bytes
    real = time.time
    for shift, zone in ((7 * 86400, "UTC"), (-365 * 86400, "Pacific/Auckland"), (10**9, "America/St_Johns")):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        monkeypatch.setattr(time, "time", lambda shift=shift: real() + shift)
        with scene(tmp_path) as here:
            here.store.open_exercise(1, "check-in")
            here.all_say(range(9), revision=shift % 1000 + 2, calm=1)
            here.publish()
            assert here.bytes == before
            assert exposed(here) == []
    monkeypatch.undo()
    time.tzset()


def test_the_same_answers_on_another_day_publish_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = set()
    real = time.time
    for shift in (0, 86400 * 400):
        monkeypatch.setattr(time, "time", lambda shift=shift: real() + shift)
        with scene(tmp_path / str(shift)) as here:
            here.all_say(range(9), calm=3, yes=1)
            here.publish()
            seen.add(here.bytes)
    assert len(seen) == 1
