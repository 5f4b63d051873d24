"""The notice that people agree to before their first answer, and its version."""

from __future__ import annotations

from dataclasses import replace

from kit.curriculum.notices import changed_since
from kit.curriculum.policy import Notice, Policy, notice_of
from kit.curriculum.registers import Messages
from kit.live.process.session import Session
from kit.settings import Cohort

# Whoever reads no further than three sentences knows where answers lie, who sees them, and as what.
PARTS = (
    *("stored", "seen", "shown", "confidential", "passing", "private", "withdraw"),
    *("texts", "number", "later", "places"),
)

NETWORK = ("network",)
OUTSIDE = ("outside",)


def notice_for(cohort: Cohort, policy: Policy, session: Session, messages: Messages) -> Notice:
    """Return the notice of this cohort's session."""
    plain = bool(session.lan and not session.certificate)
    parts = (*PARTS, *(NETWORK if plain else ()), *(OUTSIDE if session.public else ()))
    notice = notice_of(cohort, policy, parts, messages)
    return replace(notice, since=changed_since(cohort, policy, messages, network=plain))
