"""What an earlier version left behind, unpacked: a cohort's folder and what lay on participants' devices."""

from __future__ import annotations

import json
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Earlier:
    """Where everything of the archive lies now."""

    folder: Path

    @property
    def cohort(self) -> Path:
        return self.folder / "harbour-2027"

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox"

    @property
    def bundle(self) -> Path:
        return self.folder / "bundles" / "bela.bundle"

    @property
    def table(self) -> Path:
        return self.folder / "paper" / "week_05_answers.csv"

    @property
    def people(self) -> dict[str, Any]:
        """Four words, cookies and codes by which people are known."""
        return self._values("people.json")

    @property
    def browser(self) -> dict[str, Any]:
        """What a participant's page kept."""
        return self._values("browser.json")

    def _values(self, name: str) -> dict[str, Any]:
        return dict(json.loads((self.folder / name).read_text("utf-8")))


def state_0_1_0(into: Path) -> Earlier:
    """The state of 0.1.0, with the permissions it had."""
    with tarfile.open(FIXTURES / "state_0_1_0" / "state.tar.xz") as packed:
        packed.extractall(into, filter="tar")
    return Earlier(into / "state_0_1_0")
