"""Every command is found by its name, has help, and carries no more than it needs."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from inspect import getsource

from kit.cli.app import ORDER, app
from kit.cli.main import HOMES


def test_wrong_use_is_exit_code_two(kit):
    assert kit("publish").code == 2
    assert kit("nonsense").code == 2
    assert kit("publish", "three").code == 2


def test_every_command_has_help_with_an_example(kit):
    listed = kit("--help").out
    names = [
        "demo",
        "init",
        "check",
        "lab",
        "simulate",
        "import",
        "export",
        "publish",
        "report",
        "audit",
        "doctor",
        "form",
        "calendar",
        "peers",
        "guide",
        "debrief",
    ]
    for name in names:
        assert name in listed
        helped = kit(name, "--help").out
        assert f"Example: kit {name}" in helped
        assert "<int range>" not in helped


def test_the_help_has_a_place_for_every_command():
    # Without its place, the help of all commands would end in a ValueError.
    assert set(ORDER) == {name for names in HOMES.values() for name in names}


def test_every_command_is_found_by_its_name_alone(kit):
    import_all = kit("--help").out
    for home, names in HOMES.items():
        module = import_module(f"kit.cli.{home}")
        for name in names:
            assert f"\n  {name} " in import_all
            assert f'command("{name}"' in getsource(module) or f"def {name}(" in getsource(module)
    assert sorted(ORDER, key=lambda name: import_all.index(f"\n  {name} ")) == list(ORDER)
    registered = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert registered == {name for names in HOMES.values() for name in names}


def test_the_command_beside_a_host_carries_neither_reports_nor_a_database():
    code = "import sys; from kit.cli.main import _load; _load(['host']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    loaded = set(done.stdout.split())
    assert not loaded & {"papermill", "nbconvert", "plotly", "pandas", "sqlalchemy", "pydantic", "httpx"}
