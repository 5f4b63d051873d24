"""Running a command as a person would, and seeing what they would see."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pytest

from kit.cli import main


@dataclass(frozen=True)
class Done:
    """Exit code and what was printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def kit(monkeypatch, capsys):
    """``kit("check", "3")`` runs that command; no command may ever print a traceback."""

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
