"""Commands of the kit that a facilitator's page runs at a press, in the cohort's folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_COMMAND = (sys.executable, "-P", "-c", "from kit.cli import main; main()")
_PATIENCE = 120


@dataclass(frozen=True)
class Done:
    """What a command has said, and whether it failed."""

    output: str
    failed: bool


@dataclass(frozen=True)
class Commands:
    """The kit's commands in the folder *root*; *trouble* is said where one cannot even be started."""

    root: Path
    trouble: str

    def run(self, arguments: Sequence[str]) -> Done:
        """Run the kit's command with *arguments*, and wait for it."""
        try:
            done = subprocess.run(  # noqa: S603 - our own command
                [*_COMMAND, *arguments],
                cwd=self.root,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return Done(self.trouble, failed=True)
        return Done((done.stdout + done.stderr).strip(), failed=done.returncode != 0)
