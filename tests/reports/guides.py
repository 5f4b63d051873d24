"""A small guide in a folder of its own, for tests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from kit.curriculum.policy import Policy
from kit.reports.paper.guide import Material, gather
from kit.session.debrief import Run


def small_guide(
    curriculum: Path, folder: Path, *, policy: Policy | None = None, runs: Sequence[Run] = (), **pages: str
) -> Material:
    """A guide to the week in *curriculum*, with the Markdown of *pages* by the stem of their files."""
    folder.mkdir(exist_ok=True)
    for stem, text in {"README": "# Guide\n", **pages}.items():
        (folder / f"{stem}.md").write_text(text, "utf-8")
    return gather(folder, curriculum, policy or Policy(), runs=runs)


def words(html: str) -> str:
    """The words of a page, one space between them."""
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())
