"""Who is in which peer group: drawn once, then kept in ``private/peer_groups.toml``, where it can be changed by hand.

The file stands beside the roster, because it holds names. It is linked to no pseudonym and no answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from kit.answers.folder import keep_text
from kit.answers.roster import Roster, tidy
from kit.errors import CohortError
from kit.session.groups import LARGEST, SMALLEST
from kit.settings import Cohort
from kit.text.checked import Place, Strict, checked
from kit.text.toml_files import is_there, read_toml

FILE = "peer_groups.toml"
# Beside the answers, the results and the reports, and in none of their folders: it holds names, and is handed out.
SHEETS = "peer_groups"
_HEAD = """\
# The peer groups. People can be moved from one to another, a group can meet at another time, and one meeting can be
# moved by a line such as: moved = {3 = "2027-06-03 12:30"}. Then run: kit peers
"""


@dataclass(frozen=True, kw_only=True)
class PeerGroup:
    """A peer group: its number, its people by name, and when it first meets, by the clocks of the cohort."""

    number: int
    people: tuple[str, ...]
    first_meeting: str = ""
    moved: dict[int, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """Where the group stands, for a sentence about it."""
        return f"private/{FILE}: group {self.number}"


def read_groups(cohort: Cohort, roster: Roster) -> list[PeerGroup] | None:
    """The peer groups of *cohort*, None where none are drawn yet.

    Raises CohortError naming the group, what is wrong with it and how to mend it: names that are not on *roster* or
    stand twice, too few or too many people, two who are to be kept apart.
    """
    path = cohort.private / FILE
    if not is_there(path):
        return None
    raw = read_toml(path, "or draw again with: kit peers --again")
    groups = [_group(number, values, roster) for number, values in _tables(raw)]
    for problem in _problems(groups, roster):
        raise CohortError(f"private/{FILE}: {problem}")
    return groups


def keep_groups(cohort: Cohort, groups: Sequence[PeerGroup]) -> None:
    """Write down *groups* for the facilitator to change. Raises StoreError where the disk refuses."""
    # A name in JSON's spelling is one in TOML's, as there are no control characters in names.
    quoted = [json.dumps(list(group.people), ensure_ascii=False) for group in groups]
    tables = [
        f'\n[group.{group.number}]\npeople = {people}\nfirst_meeting = "{group.first_meeting}"\n'
        for group, people in zip(groups, quoted, strict=True)
    ]
    keep_text(cohort.private / FILE, _HEAD + "".join(tables))


def _tables(raw: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    groups = raw.get("group")
    if set(raw) != {"group"} or not isinstance(groups, dict) or not groups:
        raise CohortError(f"private/{FILE}: write each group below its number, such as [group.1], and nothing else.")
    for number, values in groups.items():
        if not (number.isascii() and number.isdigit()) or not isinstance(values, dict):
            raise CohortError(f"private/{FILE}: '{number}' is no group's number; write for example [group.1].")
        yield int(number), values


class _Group(Strict):
    """What may stand below a group's number; a date and a time may stand there without quotes."""

    people: list[str]
    first_meeting: Any = ""
    moved: dict[Annotated[str, StringConstraints(pattern="^[0-9]+$")], Any] = Field(default_factory=dict)


def _group(number: int, values: dict[str, Any], roster: Roster) -> PeerGroup:
    where = f"private/{FILE}: group {number}"

    def refusal(place: Place, is_key: bool) -> CohortError:
        if is_key and place[0] not in _Group.model_fields:
            return CohortError(f"{where}: unknown key '{place[0]}'; there are {', '.join(_Group.model_fields)}.")
        if place[0] == "people":
            return CohortError(f'{where}: write its people as people = ["Ana", "Ben", "Cem"].')
        return CohortError(f'{where}: write a moved meeting as moved = {{3 = "2027-06-03 12:30"}}.')

    group = checked(_Group, values, refusal)
    known = {name.casefold(): name for name in roster.names}
    return PeerGroup(
        number=number,
        people=tuple(known.get(tidy(name).casefold(), tidy(name)) for name in group.people),
        first_meeting=str(group.first_meeting),
        moved={int(meeting): str(when) for meeting, when in group.moved.items()},
    )


def _problems(groups: Sequence[PeerGroup], roster: Roster) -> Iterator[str]:
    seen: dict[str, int] = {}
    for group in groups:
        for name in group.people:
            if name not in roster.names:
                yield f"group {group.number}: {name!r} isn't on the roster; fix the spelling, or take the name out."
            if name in seen:
                yield f"{name!r} is in group {seen[name]} and in group {group.number}; take the name out of one."
            seen[name] = group.number
        if not SMALLEST <= len(group.people) <= LARGEST:
            yield (
                f"group {group.number} has {len(group.people)} people; a peer group has {SMALLEST} to {LARGEST}, so "
                "move someone, or take the group out."
            )
        for name, other in combinations(group.people, 2):
            if frozenset((name, other)) in roster.apart:
                yield (
                    f"group {group.number}: {name} and {other} are kept apart in private/roster.csv; move one of them "
                    "to another group."
                )
