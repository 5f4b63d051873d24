"""The list of commands says of each what its own help says, without loading it."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest

from kit.cli.app import app
from kit.cli.commands import HOMES, ORDER, described


@pytest.mark.parametrize("name", ORDER)
def test_a_command_is_described_by_its_own_docstring(name):
    import_module(f"kit.cli.{HOMES[name]}")
    callbacks = {one.name or one.callback.__name__: one.callback for one in app.registered_commands}
    assert described(name) == inspect.getdoc(callbacks[name])
    assert described(name)


def test_what_is_no_command_has_no_description():
    with pytest.raises(KeyError):
        described("nonsense")


def test_in_the_list_no_description_is_cut_short(kit):
    assert [line for line in kit("--help").out.splitlines()[2:] if line.endswith("...")] == []
