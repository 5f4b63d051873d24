"""Texts put to the search that decides, in a browser, whether its writer is shown where to turn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

import kit.widgets
from kit.curriculum.registers import messages_in
from kit.settings import packaged_curriculum

_SEARCH = Path(kit.widgets.__file__).parent / "static" / "shared" / "help.js"
_RUN = "([source, phrases, texts]) => texts.map(new Function(`${source}\nreturn helpFinder;`)()(...phrases))"


def showing_help(page: Page, texts: Sequence[str]) -> list[str]:
    """Those of *texts* that show the help card."""
    words = messages_in(packaged_curriculum())
    phrases = [words("help.help_phrases"), words("help.help_besides")]
    shown = page.evaluate(_RUN, [_SEARCH.read_text("utf-8"), phrases, list(texts)])
    return [text for text, on in zip(texts, shown, strict=True) if on]
