"""The kinds of practice, each with the content it needs; which one is meant is said by its ``module``.

A new kind is a class in this package with its front-end module in ``kit/widgets``; it joins in here.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Tag

from kit.curriculum.practices.base import Practice
from kit.curriculum.practices.boundary_script import BoundaryScript
from kit.curriculum.practices.commitment import Commitment, Tool
from kit.curriculum.practices.emotion_map import EmotionMap
from kit.curriculum.practices.everything import Everything
from kit.curriculum.practices.guided import Guided, Phrases, Whom, guided_module
from kit.curriculum.practices.journal import Journal
from kit.curriculum.practices.letter import Letter
from kit.curriculum.practices.peer_group import PeerMeeting
from kit.curriculum.practices.role_card import RoleCard
from kit.curriculum.practices.sort import Sort
from kit.curriculum.practices.walk import Walk
from kit.curriculum.practices.worksheet import Worksheet

__all__ = [
    "PRACTICES",
    "AnyPractice",
    "Commitment",
    "Everything",
    "Guided",
    "Journal",
    "Letter",
    "PeerMeeting",
    "Phrases",
    "Practice",
    "Sort",
    "Tool",
    "Walk",
    "Whom",
]

# Which content belongs to which front-end module.
PRACTICES: dict[str, type[Practice]] = {
    "boundary_script": BoundaryScript,
    "breath": Guided,
    "commitment": Commitment,
    "emotion_map": EmotionMap,
    "everything": Everything,
    "journal": Journal,
    "letter": Letter,
    "meditation": Guided,
    "peer_group": PeerMeeting,
    "role_card": RoleCard,
    "sort": Sort,
    "walk": Walk,
    "worksheet": Worksheet,
}


def _module_of(raw: Any) -> str:
    if isinstance(raw, Practice):
        return raw.module
    return str(raw.get("module") or guided_module(raw)) if isinstance(raw, dict) else ""


AnyPractice = Annotated[
    Annotated[Guided, Tag("breath")]
    | Annotated[Guided, Tag("meditation")]
    | Annotated[Commitment, Tag("commitment")]
    | Annotated[Everything, Tag("everything")]
    | Annotated[Journal, Tag("journal")]
    | Annotated[Letter, Tag("letter")]
    | Annotated[PeerMeeting, Tag("peer_group")]
    | Annotated[Walk, Tag("walk")]
    | Annotated[Sort, Tag("sort")]
    | Annotated[Worksheet, Tag("worksheet")]
    | Annotated[RoleCard, Tag("role_card")]
    | Annotated[BoundaryScript, Tag("boundary_script")]
    | Annotated[EmotionMap, Tag("emotion_map")],
    Discriminator(_module_of),
]
