"""The notice that people agree to before their first answer, and its version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kit.curriculum.policy import LATER, Policy, version_of
from kit.curriculum.registers import Messages, has_messages, load_messages
from kit.live.process.session import Session
from kit.settings import Cohort, packaged_curriculum

# Whoever reads no further than three sentences knows where answers lie, who sees them, and as what.
_PARTS = (
    *("stored", "seen", "shown", "confidential", "passing", "private", "withdraw"),
    *("texts", "number", "later", "places"),
)


@dataclass(frozen=True)
class Notice:
    """What participants read and agree to. Changed sentences make a new version."""

    version: str
    sentences: tuple[str, ...]

    def shown(self) -> dict[str, Any]:
        """The notice as JSON values."""
        return {"version": self.version, "sentences": list(self.sentences)}


def messages_of(cohort: Cohort) -> Messages:
    """Return the sentences of the cohort's curriculum, completed from the packaged ones."""
    packaged = load_messages(packaged_curriculum())
    return load_messages(cohort.curriculum).over(packaged) if has_messages(cohort.curriculum) else packaged


def notice_for(cohort: Cohort, policy: Policy, session: Session, messages: Messages) -> Notice:
    """Return the notice of this cohort's session. It never tells how many people are there."""
    values = {
        "minimum": policy.minimum,
        "sensitive": policy.sensitive,
        "text": policy.text,
        "sharing": policy.text_sharing,
        "size": cohort.size,
        "later": max(LATER, policy.minimum),
    }
    parts = [messages(f"live.notice_{name}", **values) for name in _PARTS]
    if session.lan and not session.certificate:
        parts.append(messages("live.notice_network"))
    sentences = tuple(parts)
    return Notice(version=version_of(policy.name, sentences), sentences=sentences)
