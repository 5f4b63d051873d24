"""Every command is found by its name, has help, and carries no more than it needs."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from inspect import getsource

import pytest

from kit.cli.app import app
from kit.cli.commands import HOMES, ORDER


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


def test_every_command_is_found_by_its_name_alone(kit):
    listed = kit("--help").out
    for name, home in HOMES.items():
        module = import_module(f"kit.cli.{home}")
        assert f"\n  {name} " in listed
        assert re.search(rf'command\(\s*"{name}"|def {name}\(', getsource(module)), name
    assert sorted(ORDER, key=lambda name: listed.index(f"\n  {name} ")) == list(ORDER)
    registered = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert registered == set(HOMES)


def loaded_after(*arguments: str) -> set[str]:
    """The modules that are there once the command line has read its arguments, in a process of its own."""
    code = f"import sys; from kit.cli.main import _load; _load({list(arguments)!r}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    return set(done.stdout.split())


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",), ("nonsense",), ("--version", "--help")])
def test_help_and_what_is_no_command_load_no_command_and_nothing_heavy(arguments):
    loaded = loaded_after(*arguments)
    assert not loaded & {"pydantic", "yaml", "sqlalchemy", "papermill", "httpx"}
    assert not loaded & {f"kit.cli.{home}" for home in HOMES.values()}


@pytest.mark.parametrize("arguments", [("publish", "3"), ("--", "publish", "3")])
def test_a_command_is_loaded_wherever_its_name_stands(arguments):
    loaded = loaded_after(*arguments)
    assert "kit.cli.publishing" in loaded
    assert "kit.cli.results" not in loaded


def test_the_list_of_commands_is_the_same_whether_they_are_loaded_or_not(kit):
    before = kit("--help").out
    for home in set(HOMES.values()):
        import_module(f"kit.cli.{home}")
    assert kit("--help").out == before


def test_the_command_beside_a_host_carries_neither_reports_nor_a_database():
    loaded = loaded_after("host")
    assert not loaded & {"papermill", "nbconvert", "plotly", "pandas", "sqlalchemy", "pydantic", "httpx"}
