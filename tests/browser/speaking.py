"""Texts put to the search that decides, in a browser, whether its writer is shown where to turn."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page

from kit.curriculum.registers import messages_in
from kit.settings import packaged_curriculum
from kit.widgets.bundler import STATIC, joined

_SEARCH = STATIC / "shared" / "help.js"
_RUN = "([source, phrases, texts]) => texts.map(new Function(`${source}\nreturn helpFinder;`)()(...phrases))"


def showing_help(page: Page, texts: Sequence[str]) -> list[str]:
    """Those of *texts* that show the help card."""
    words = messages_in(packaged_curriculum())
    phrases = [words("help.help_phrases"), words("help.help_besides")]
    shown = page.evaluate(_RUN, [joined(_SEARCH), phrases, list(texts)])
    return [text for text, on in zip(texts, shown, strict=True) if on]
