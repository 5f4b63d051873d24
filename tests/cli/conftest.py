"""Running a command as a person would, and seeing what they would see."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer.main
from typer.models import CommandInfo

from kit.cli import main
from tests.cohorts import give_ports, whole_cohort


@dataclass(frozen=True)
class Done:
    """Exit code and what was printed."""

    code: int
    out: str
    err: str


class _Once:
    """What Typer makes of a command, made once: here all commands are loaded, and it would make them all each time."""

    def __init__(self) -> None:
        self.made: dict[object, object] = {}
        self.make = typer.main.get_command_from_info

    def __call__(self, command_info: CommandInfo, **more: object) -> object:
        if command_info.callback not in self.made:
            self.made[command_info.callback] = self.make(command_info, **more)
        return self.made[command_info.callback]


_ONCE = _Once()


@pytest.fixture
def kit(monkeypatch, capsys):
    """``kit("check", "3")`` runs that command; no command may ever print a traceback."""
    monkeypatch.setattr(typer.main, "get_command_from_info", _ONCE)

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["kit", *arguments])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Done(code, captured.out, captured.err)

    return run


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cohort's folder as after ``kit init``, in which the command line now stands."""
    made = whole_cohort(tmp_path / "spring", keys=True).root
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def cohort(root: Path) -> Path:
    """The same, with a port for its host."""
    give_ports(root, "host")
    return root
