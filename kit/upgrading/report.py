"""What an upgrade says of itself, for whoever runs the cohort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kit.system.version import VERSION
from kit.upgrading.plan import LEFT_OUT, LINK, NO_FIT, OWN, STAYS, UNREADABLE, Change, Kept, Plan

_WHY = {
    OWN: "Yours, because they have words of your own. The kit has a newer text of them",
    STAYS: "Stay as your group answered them, because a session was opened. The kit has a newer text of them",
    NO_FIT: "Stay as they are, or out, because the new ones wouldn't fit what you have",
    UNREADABLE: "Stay, because they can't be read. kit check says what is wrong",
    LINK: "Stay, because they're links to somewhere else. Upgrade what they lead to, or put the files here",
    LEFT_OUT: "Not brought back, because you took them out. The kit has a newer text of them",
}

_HEADINGS = {
    "renewed": ("Renewed", "To renew"),
    "new": ("New", "To add"),
    "gone": ("Taken away, because the kit doesn't use it any more", "To take away, because the kit doesn't use it"),
}


def report_of(plan: Plan, *, done: bool, answers: str = "", new: str = "") -> Iterator[str]:
    """What *plan* did, or would do, a line each; the kit's texts of what stays lie in the folder called *new*."""
    yield f"From version {plan.before} to {VERSION}."
    for heading, lines in _headed(plan.changes, done=done):
        yield f"{heading}:"
        yield from (f"  {line}" for line in lines)
    for why, sentence in _WHY.items():
        kept = [one for one in plan.kept if one.why == why]
        if kept:
            yield f"{sentence}:"
            yield from (f"  {line}" for one in kept for line in _of_kept(one))
    if plan.kept and new:
        yield f"The kit's texts of what stays are in {new}, under the same names. To see what differs, open both"
        yield f"side by side, or: diff -u {plan.kept[0].place} {new}/{plan.kept[0].place}"
    if answers:
        yield answers
    if plan.problems:
        yield "To fix after it (kit check says the same):" if done else "To fix after it:"
        yield from (f"  {line}" for line in plan.problems)


def _headed(changes: Iterable[Change], *, done: bool) -> Iterator[tuple[str, list[str]]]:
    kinds: dict[str, list[Change]] = {"renewed": [], "new": [], "gone": []}
    for change in changes:
        kinds["new" if change.before is None else "gone" if change.after is None else "renewed"].append(change)
    for kind, there in kinds.items():
        if there:
            yield _HEADINGS[kind][0 if done else 1], [_line(change.place, change.details) for change in there]


def _of_kept(change: Kept) -> Iterator[str]:
    if len(change.details) > 1:
        yield f"{change.place}:"
        yield from (f"  {detail}" for detail in change.details)
    else:
        yield _line(change.place, change.details)


def _line(place: str, details: tuple[str, ...]) -> str:
    return f"{place} ({'; '.join(details)})" if details else place
