"""What stays the same while a host runs: the cohort, the week, the rules in force, and the session's name."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from kit.answers import Store
from kit.curriculum.policy import Notice, Policy, policy_of
from kit.curriculum.registers import Messages, messages_in
from kit.curriculum.weeks import Week
from kit.errors import UnknownName
from kit.live.notice import notice_for
from kit.live.process.session import Session
from kit.publishing.gate import sizes_of


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What stays the same while a host runs. *session* and *run* are ids, *cohort* is a slug."""

    session: str
    run: str  # a host that is started again may stand on an older copy of the store
    in_room: bool
    simulated: bool
    cohort: str
    identity: str
    size: int
    sizes: tuple[int, ...]  # those that the cohort has had, the first one first
    week: Week
    weeks: Mapping[int, Week]
    policy: Policy
    messages: Messages
    notice: Notice

    @property
    def week_number(self) -> int:
        """The number of the session's week."""
        return self.week.number

    @property
    def least(self) -> int:
        """How many have to answer before anything is shown."""
        return self.policy.minimum

    def check_week(self, week: int) -> None:
        """Raise UnknownName where *week* is not the session's."""
        if week != self.week_number:
            raise UnknownName(f"This session is for week {self.week_number}; start another for week {week}.")


def facts_of(store: Store, week: Week, session: Session) -> Facts:
    """Return the facts of *session* on *store*. Raises ContentError, PolicyError, StoreError."""
    cohort = store.cohort
    messages, policy = messages_in(cohort.curriculum), policy_of(cohort)
    return Facts(
        session=session.id,
        run=secrets.token_hex(8),
        in_room=session.in_room,
        simulated=session.simulated,
        cohort=cohort.slug,
        identity=cohort.identity,
        size=cohort.size,
        sizes=tuple(sizes_of(store)),
        week=week,
        weeks=store.weeks,
        policy=policy,
        messages=messages,
        notice=notice_for(cohort, policy, session, messages),
    )
