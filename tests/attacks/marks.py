"""Words that are looked for in every file, however they are wrapped."""

from __future__ import annotations

from pathlib import Path

from kit.system.text_search import every_file, holds

# Long enough to overflow a page of the database, where a deleted row is likeliest to leave a part behind.
MARK = "slow tea by an open window at noon"
LONG = ", ".join([MARK] * 12)


def marked(*folders: Path, mark: str = MARK) -> list[str]:
    """The files in which a mark still is, however wrapped."""
    return [path.name for path in every_file(folders) if holds(path.read_bytes(), [mark])]
