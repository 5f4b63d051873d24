"""Themes of a text that is shared: its author may pick one, and it stands in front of the text as a part of it.

So it is seen in the preview, agreed to and masked with the text, and goes with it. It is counted nowhere. In what is
published it stays only where several texts have it: a theme of one text or two would tell them from the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, ValidationInfo

SHOWN_FROM = 3
MOST = 8
_BETWEEN = ": "


def _fit(themes: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    if themes and info.data.get("share") != "group":
        raise ValueError("'themes' belong to a text that can be shared, with 'share: group'")
    if themes and not 2 <= len(themes) <= MOST:
        raise ValueError(f"'themes' are two to {MOST} to pick from; here are {len(themes)}")
    if len({theme.casefold() for theme in themes}) < len(themes):
        raise ValueError("'themes' has the same one twice")
    return themes


_Theme = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^:\n\d]{2,30}$")]
Themes = Annotated[tuple[_Theme, ...], AfterValidator(_fit)]


def parted(text: str, themes: Sequence[str]) -> tuple[str, str]:
    """The theme that *text* begins with, empty where it has none, and the text without it."""
    for theme in themes:
        if text.startswith(theme + _BETWEEN):
            return theme, text.removeprefix(theme + _BETWEEN)
    return "", text


def as_shown(texts: Sequence[str], themes: Sequence[str]) -> list[str]:
    """*texts* that are shown together, in their order, with the themes alone that several of them have."""
    parts = [parted(text, themes) for text in texts]
    often = Counter(theme for theme, _ in parts if theme)
    return [text if often[theme] >= SHOWN_FROM else rest for text, (theme, rest) in zip(texts, parts, strict=True)]
