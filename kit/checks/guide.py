"""Is the facilitator's guide whole: its first page is there, and no link in it leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def guide_problems(folder: Path) -> Iterator[str]:
    """One sentence for everything that is missing in the guide in *folder*."""
    if not (folder / "README.md").is_file():
        yield f"{folder.name}: README.md is missing; copy the guide of a fresh kit init."
    for page in sorted(folder.glob("*.md")):
        for target in _LINK.findall(page.read_text("utf-8", errors="replace")):
            if "://" not in target and not (page.parent / target).exists():
                yield f"{folder.name}/{page.name}: the link to {target} leads nowhere; mend or remove it."
