"""The run-of-show: a session's blocks with minutes, where the room is, and what gives way when time is short.

Pure functions over frozen data. Time is passed in, as minutes since the session's minute 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import Field

from kit.curriculum.coherence import PROTECTED
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Week
from kit.errors import UnknownName
from kit.text.checked import Place, Strict, checked


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A block's place in the plan: it begins at minute *start* and takes *minutes*; a dropped one takes none."""

    block: str
    title: str
    start: int
    minutes: int
    shortest: int
    longest: int
    dropped: bool = False

    @property
    def end(self) -> int:
        """The minute at which the block ends."""
        return self.start + self.minutes

    @property
    def protected(self) -> bool:
        """Whether no clock may touch the block: arrival, journal and close."""
        return self.block in PROTECTED


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Every block of a session in order, and where the room is once somebody has said so (*current*)."""

    minutes: int
    slots: tuple[Slot, ...]
    cut_order: tuple[str, ...]
    safety: str
    current: str | None = None

    def __getitem__(self, block: str) -> Slot:
        """The place of that block. Raises UnknownName."""
        for slot in self.slots:
            if slot.block == block:
                return slot
        known = ", ".join(slot.block for slot in self.slots)
        raise UnknownName(f"There's no block '{block}' in this session; there are {known}.")

    def after(self, block: str) -> tuple[Slot, ...]:
        """What is still to come after *block*, without what is dropped."""
        at = self.slots.index(self[block])
        return tuple(slot for slot in self.slots[at + 1 :] if not slot.dropped)


@dataclass(frozen=True, kw_only=True)
class Now:
    """Where the room is. Minutes left are below zero where the time is over; *late* is what the end moves by."""

    slot: Slot
    next: Slot | None
    left_in_block: float
    late: float


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What becomes of one block: it is shortened, dropped, or goes on for longer because it already does."""

    kind: Literal["shorten", "drop", "extend"]
    slot: Slot
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Replan:
    """A proposal: the new plan, a decision for each block that changes, and *over*, what could not be made good."""

    plan: Plan
    late: int
    decisions: tuple[Decision, ...] = ()
    over: int = 0
    by_hand: Slot | None = None


def plan(week: Week, minutes: int | None = None) -> Plan:
    """The blocks of *week* in *minutes* (default: the week's own), each with its start.

    A shorter session shrinks and drops as ``replan`` does; a longer one stretches blocks up to their longest.
    Where even that does not fit, the plan ends after *minutes*, or before.
    """
    slots = [
        Slot(
            block=block.id,
            title=block.title,
            start=0,
            minutes=block.minutes.target,
            shortest=block.minutes.min,
            longest=block.minutes.max,
        )
        for block in week.blocks
    ]
    wanted = week.session_minutes if minutes is None else minutes
    whole = Plan(minutes=wanted, slots=tuple(slots), cut_order=week.cut_order, safety=week.safety)
    missing = sum(slot.minutes for slot in slots) - wanted
    lengths = _stretched(slots, -missing) if missing < 0 else _saved(whole, {}, missing)[0]
    return _laid_out(whole, lengths)


def at(plan: Plan, elapsed: float) -> Now:
    """Where the room is *elapsed* minutes into the session: in the current block, or where the clock alone puts it."""
    slot = plan[plan.current] if plan.current else _by_clock(plan, elapsed)
    later = plan.after(slot.block)
    ends = max(slot.end, elapsed) + sum(one.minutes for one in later)
    return Now(
        slot=slot,
        next=later[0] if later else None,
        left_in_block=slot.end - elapsed,
        late=max(0.0, ends - plan.minutes),
    )


def begin(plan: Plan, block: str, elapsed: float) -> Plan:
    """The plan once *block* has begun at *elapsed*; what follows moves along. Raises UnknownName.

    A dropped block that is begun all the same gets its shortest time back.
    """
    slot = plan[block]
    lengths = {block: slot.shortest} if slot.dropped else {}
    return _laid_out(replace(plan, current=block), lengths, begun=math.floor(max(0, elapsed)))


def replan(plan: Plan, elapsed: float, late: float | None = None) -> Replan:
    """What to do when the session would end *late* minutes after its time (default: as ``at`` finds it).

    Blocks after the current one shrink to their shortest, first those of the cut order, then the others from
    the end; then the current one; then blocks are dropped by the cut order. Arrival, journal and close are not
    touched. Nothing is taken that is not needed, and without lateness nothing changes.
    """
    now = at(plan, elapsed)
    wanted = math.ceil(now.late if late is None else late)
    if wanted <= 0:
        return Replan(plan=plan, late=0)
    current = now.slot if plan.current else _by_clock(plan, max(0.0, elapsed - wanted))
    spent = max(0, math.ceil(elapsed) - current.start)
    rest = sum(slot.minutes for slot in plan.after(current.block))
    least = current.minutes if current.protected else min(current.shortest, current.minutes)
    # What the current block takes when nothing else gives way; time that is gone cannot be saved any more.
    taken = max(plan.minutes + wanted - rest - current.start, spent, least)
    late_now = current.start + taken + rest - plan.minutes
    if late_now <= 0:
        return Replan(plan=plan, late=0)
    stays = replace(plan, current=current.block)
    lengths, over = _saved(stays, {current.block: taken}, late_now, floor=max(current.shortest, spent))
    made = _laid_out(replace(plan, current=plan.current), lengths, begun=current.start, anchor=current.block)
    by_hand = _by_hand(made, current) if over else None
    return Replan(plan=made, late=late_now, decisions=tuple(_decisions(plan, made)), over=over, by_hand=by_hand)


def sentences(proposal: Replan, messages: Messages) -> list[str]:
    """The proposal in words: a sentence for each decision, for what does not fit, and for what stays."""
    if not proposal.late:
        return [messages("session.on_time")]
    reasons = [messages("session.late", minutes=_minutes(proposal.late, messages))]
    for decision in proposal.decisions:
        values = {
            "title": decision.slot.title,
            "before": decision.slot.minutes,
            "after": _minutes(decision.minutes, messages),
        }
        reasons.append(messages(f"session.decision_{decision.kind}", **values))
    if proposal.over:
        over = _minutes(proposal.over, messages)
        way_out = "over_or" if proposal.by_hand else "over_only"
        title = proposal.by_hand.title if proposal.by_hand else ""
        reasons += [messages("session.over", minutes=over), messages(f"session.{way_out}", minutes=over, title=title)]
    stays = ", ".join(slot.title for slot in proposal.plan.slots if slot.protected)
    return [*reasons, messages("session.stays", titles=stays, line=proposal.plan.safety)]


def to_json(plan: Plan) -> dict[str, Any]:
    """What has to be kept of a plan beside its week: the length of each block, and where the room is."""
    now = {"block": plan.current, "begun": plan[plan.current].start} if plan.current else {"block": None, "begun": 0}
    return {**now, "minutes": plan.minutes, "lengths": {one.block: one.minutes for one in plan.slots}}


_Minutes = Annotated[int, Field(ge=0, le=1_000_000)]


class _KeptPlan(Strict):
    block: str | None
    begun: _Minutes
    minutes: _Minutes
    lengths: dict[str, _Minutes]


class _KeptClock(Strict):
    zero: float = Field(ge=0, lt=1e11, allow_inf_nan=False)
    plan: Any


def from_json(week: Week, values: object) -> Plan:
    """The plan of *week* that ``to_json`` has kept, from parsed JSON that may come from anywhere.

    Raises UnknownName where it names a block that the week does not have, or is no plan.
    """

    def refusal(*_: object) -> UnknownName:
        return UnknownName("This is no plan of this session; it needs block, begun, minutes and lengths.")

    whole, kept = plan(week), checked(_KeptPlan, values, refusal)
    if set(kept.lengths) != {slot.block for slot in whole.slots}:
        raise refusal()
    current = None if kept.block is None else whole[kept.block].block
    return _laid_out(replace(whole, minutes=kept.minutes, current=current), kept.lengths, begun=kept.begun)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The time of a session: the second since 1970 at which its minute 0 was, and its plan."""

    zero: float
    plan: Plan

    def elapsed(self, now: float) -> float:
        """Minutes from minute 0 to the second *now*; none before it."""
        return max(0.0, (now - self.zero) / 60)

    def to_json(self) -> dict[str, Any]:
        """The clock as JSON values, as it is kept and sent."""
        return {"zero": self.zero, "plan": to_json(self.plan)}


def clock_of(week: Week, values: object) -> Clock:
    """The clock of a session of *week* in *values*, parsed JSON from anywhere. Raises UnknownName where it is none."""

    def refusal(_: Place, is_key: bool) -> UnknownName:
        needs = "it needs zero and plan" if is_key else "'zero' must be a time"
        return UnknownName(f"This is no clock of a session; {needs}.")

    kept = checked(_KeptClock, values, refusal)
    return Clock(zero=kept.zero, plan=from_json(week, kept.plan))


def _by_clock(plan: Plan, elapsed: float) -> Slot:
    kept = [slot for slot in plan.slots if not slot.dropped]
    return next((slot for slot in kept if elapsed < slot.end), kept[-1])


def _laid_out(plan: Plan, lengths: Mapping[str, int], *, begun: int = 0, anchor: str | None = None) -> Plan:
    """*plan* with these lengths, where the block of *anchor* (default: the current one) starts at *begun*."""
    fixed, start, placed = anchor or plan.current, 0, []
    for slot in plan.slots:
        start = begun if slot.block == fixed else start
        minutes = lengths.get(slot.block, slot.minutes)
        placed.append(replace(slot, start=start, minutes=minutes, dropped=minutes == 0))
        start += minutes
    return replace(plan, slots=tuple(placed))


def _stretched(slots: Iterable[Slot], spare: int) -> dict[str, int]:
    lengths = {}
    for slot in slots:
        more = 0 if slot.protected else min(spare, slot.longest - slot.minutes)
        lengths[slot.block] = slot.minutes + more
        spare -= more
    return lengths


def _saved(plan: Plan, taken: Mapping[str, int], missing: int, floor: int = 0) -> tuple[dict[str, int], int]:
    """Lengths that save *missing* minutes among what is still to come, and what could not be saved.

    *taken* is what the current block takes by itself, and *floor* the least that it can take.
    """
    later = plan.after(plan.current) if plan.current else plan.slots
    free = {slot.block: slot for slot in later if not slot.protected}
    cut = [block for block in plan.cut_order if block in free]
    order = [*cut, *(block for block in reversed(free) if block not in cut)]
    least = {block: min(free[block].shortest, free[block].minutes) for block in order}
    before = {**{block: free[block].minutes for block in order}, **taken}
    if plan.current and not plan[plan.current].protected:
        order.append(plan.current)
        least[plan.current] = min(floor, before[plan.current])
    lengths = dict(before)
    for block in order:
        less = min(missing, lengths[block] - least[block])
        lengths[block] -= less
        missing -= less
    for block in cut:
        if missing > 0:
            missing -= lengths[block]
            lengths[block] = 0
    for block in reversed(order):
        # A whole block may have freed more than was needed; the last to give gets it back first.
        more = min(-missing, before[block] - lengths[block]) if missing < 0 and lengths[block] else 0
        lengths[block] += more
        missing += more
    return lengths, max(0, missing)


def _decisions(before: Plan, after: Plan) -> Iterator[Decision]:
    for old, new in zip(before.slots, after.slots, strict=True):
        if new.dropped and not old.dropped:
            yield Decision(kind="drop", slot=old, minutes=0)
        elif new.minutes != old.minutes:
            kind: Literal["shorten", "extend"] = "shorten" if new.minutes < old.minutes else "extend"
            yield Decision(kind=kind, slot=old, minutes=new.minutes)


def _by_hand(plan: Plan, current: Slot) -> Slot | None:
    """The block that a facilitator might leave out where the kit does not: the longest that is still to come."""
    free = [slot for slot in plan.after(current.block) if not slot.protected]
    return max(free, key=lambda slot: slot.minutes, default=None)


def _minutes(count: int, messages: Messages) -> str:
    return messages("session.minute" if count == 1 else "session.minutes", count=count)
