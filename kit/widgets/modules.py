"""Joining the small JavaScript and CSS parts of ``static/`` into the one text that a front end loads."""

from __future__ import annotations

from pathlib import Path

from kit.curriculum.practices import PRACTICES
from kit.errors import UnknownName

STATIC = Path(__file__).parent / "static"

# A module is loaded as a Blob, which cannot import a neighbour: so the parts stand in one text, in this order.
_SHARED = ("dom", "aside", "storage", "bus", "status", "outbox", "help")
# What practices share stands in their own texts alone: a form has no use for it.
_PRACTICE = (
    "shared/printing",
    "shared/copy_text",
    "shared/copies",
    "shared/settings",
    "shared/practice",
    "shared/both",
    "shared/days",
    "shared/sheet",
)
_TIMED = (*_PRACTICE, "shared/elapsed", "shared/awake", "shared/timer", "shared/tone", "shared/timed")
_PARTS: dict[str, tuple[str, ...]] = {
    "boundary_script": (*_PRACTICE, "boundary_script"),
    "breath": (*_TIMED, "breath_pace", "breath"),
    "commitment": (*_PRACTICE, "commitment_plan", "commitment_log", "commitment"),
    "emotion_map": (*_PRACTICE, "emotion_map"),
    "everything": (
        *(*_PRACTICE, "shared/lock"),
        *("journal_entries", "commitment_plan", "letter_text", "everything_sheets", "everything"),
    ),
    "exercise": (
        *("picks", "ranking", "writing", "previews", "sharing", "items"),
        *("shared/copy_text", "shared/copies", "shared/both", "exercise"),
    ),
    "journal": (*_TIMED, "shared/lock", "journal_entries", "journal_earlier", "journal"),
    "letter": (*_PRACTICE, "shared/lock", "shared/calendar", "letter_text", "letter"),
    "meditation": (*_TIMED, "sitting", "phrases", "script", "meditation"),
    "mine": ("mine",),
    "peer_group": (*_TIMED, "peer_group"),
    "role_card": (*_PRACTICE, "role_card"),
    "session": (
        "shared/elapsed",
        "session_now",
        "session_places",
        "session_texts",
        "session_exercises",
        "session_late",
        "session_pairs",
        "session",
    ),
    "sort": (*_PRACTICE, "sort"),
    "walk": (*_PRACTICE, "walk_story", "walk_own", "walk"),
    "worksheet": (*_PRACTICE, "worksheet"),
}
_STYLES: dict[str, tuple[str, ...]] = {
    **{name: ("form", "controls", "practice", "practice_picks", name) for name in PRACTICES},
    "peer_group": ("form", "fields", "controls", "practice", "practice_picks", "peer_group"),
    "exercise": ("form", "fields", "controls", "sharing"),
    "mine": ("form", "mine"),
    "session": ("form", "controls", "session", "session_plan"),
}


def module(name: str) -> str:
    """The ES module called *name*, whole: ``export default { render({ model, el }) }`` and no import.

    anywidget and the host's pages load the same text. Raises UnknownName listing the modules there are.
    """
    parts = _known(_PARTS, name)
    paths = [STATIC / "shared" / f"{part}.js" for part in _SHARED] + [STATIC / f"{part}.js" for part in parts]
    return _joined(paths)


def css(*names: str, without: str = "") -> str:
    """The style sheet of the modules called *names*, each part once, and none that the one *without* has already.

    Raises UnknownName listing the modules there are.
    """
    there = _known(_STYLES, without) if without else ()
    parts = dict.fromkeys(part for name in names for part in _known(_STYLES, name) if part not in there)
    return _joined([STATIC / f"{part}.css" for part in parts])


def _known(table: dict[str, tuple[str, ...]], name: str) -> tuple[str, ...]:
    if name not in table:
        raise UnknownName(f"There is no module {name!r}; there are {', '.join(sorted(table))}.")
    return table[name]


def _joined(paths: list[Path]) -> str:
    return "\n".join(path.read_text("utf-8") for path in paths)
