"""How many contributors a group result needs: floors that may be raised and never lowered.

It stands with the content so that a form can say beforehand what others will see; the gate alone decides by it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kit.curriculum.items import Item
from kit.curriculum.reading import whole_number
from kit.curriculum.registers import Messages
from kit.curriculum.yaml_files import Fault, line_in, read_yaml, told
from kit.errors import PolicyError
from kit.settings import COHORT_FILE, Cohort, Places, content_file, packaged_curriculum

FILE_NAME = "policy.yaml"
FLOORS = {"minimum": 5, "sensitive": 8, "text": 8, "text_sharing": 5}
# For every result after the first of a question: who came late is known, and a few of them could be one person.
LATER = 8

_NAME = re.compile(r"k(\d+)-s(\d+)-t(\d+)/(\d+)(?P<leaders>-l)?")
_ANSWERS = {"yes": True, "no": False}
_LEADERS = "'leaders: yes' or 'leaders: no'"


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Least numbers of contributors; the defaults are floors that no file and no caller gets below.

    With ``leaders`` a result may say which answer leads. A cohort that began without that goes on without it.

    Raises PolicyError where a number is below its floor.
    """

    minimum: int = FLOORS["minimum"]
    sensitive: int = FLOORS["sensitive"]
    text: int = FLOORS["text"]
    text_sharing: int = FLOORS["text_sharing"]
    leaders: bool = False

    def __post_init__(self) -> None:
        for name, floor in FLOORS.items():
            value = getattr(self, name)
            if type(value) is not int or value < floor:
                raise PolicyError(_looser(name, value, floor))

    @property
    def name(self) -> str:
        """How a release and the store name this policy, such as ``k5-s8-t8/5``, or ``k5-s8-t8/5-l`` with leaders."""
        floors = f"k{self.minimum}-s{self.sensitive}-t{self.text}/{self.text_sharing}"
        return f"{floors}-l" if self.leaders else floors

    @classmethod
    def named(cls, name: str) -> Policy | None:
        """The policy that has this *name*; None where none can have it."""
        written = _NAME.fullmatch(name)
        if written is None:
            return None
        try:
            return cls(
                **dict(zip(FLOORS, map(int, written.groups()[:-1]), strict=True)), leaders=bool(written["leaders"])
            )
        except PolicyError:
            return None

    def may_lead(self, item: Item) -> bool:
        """Whether a result of *item* may say which answer leads: one of many, in a question that is asked once."""
        return self.leaders and item.form == "one" and not item.recurs

    def floor_for(self, item: Item, *, later: bool = False) -> int:
        """The least number of contributors without which nothing is said about *item*, first or *later*."""
        floor = max(self.minimum, self.sensitive) if item.sensitive else self.minimum
        floor = max(floor, self.text) if item.form == "text" else floor
        return max(floor, LATER) if later else floor

    def sharing(self, *, later: bool = False) -> int:
        """The least number of shared texts that are shown together, at first or *later* once more."""
        return max(self.text_sharing, LATER) if later else self.text_sharing

    def stricter(self, overrides: Mapping[str, int]) -> Policy:
        """This policy with some numbers raised. Raises PolicyError where one is lowered or has an unknown name."""
        known, wrong = {name: getattr(self, name) for name in FLOORS}, []
        for name, value in overrides.items():
            if name not in known:
                wrong.append(f"[policy] has no '{name}'; it can raise {', '.join(known)}.")
            elif type(value) is not int or value < known[name]:
                wrong.append(_looser(name, value, known[name]))
        if wrong:
            raise PolicyError("\n".join(wrong))
        return Policy(**{**known, **overrides}, leaders=self.leaders)


def load_policy(folder: Path) -> Policy:
    """The policy of the curriculum in *folder*; where it has no policy.yaml, the kit's own.

    Raises PolicyError with a line for each value that is missing, unknown or below its floor, ContentError where the
    file is no YAML. Without ``leaders``, which came later, nothing is said of what leads.
    """
    raw = read_yaml(content_file(folder, FILE_NAME))
    holds = f"it holds exactly {', '.join(FLOORS)}, each with a whole number, and {_LEADERS}"
    if not isinstance(raw, Mapping):
        raise PolicyError(f"{FILE_NAME}: {holds}.")
    known = [*FLOORS, "leaders"]
    faults = [Fault(line_in(raw, name), f"unknown key '{name}'; {holds}.") for name in raw if name not in known]
    faults += [Fault(0, f"the key '{name}' is missing; {holds}.") for name in FLOORS if name not in raw]
    numbers: dict[str, int] = {}
    for name in (name for name in FLOORS if name in raw):
        number = whole_number(raw[name])
        numbers[name] = -1 if number is None else number
        if numbers[name] < FLOORS[name]:
            faults.append(Fault(line_in(raw, name), _looser(name, numbers[name], FLOORS[name], cure="")))
    leaders = raw.get("leaders", "no")
    if not isinstance(leaders, str) or leaders not in _ANSWERS:
        faults.append(Fault(line_in(raw, "leaders"), f"'leaders' is {leaders!r}; write {_LEADERS}."))
    if faults:
        raise PolicyError("\n".join(told(FILE_NAME, faults).problems))
    return Policy(**numbers, leaders=_ANSWERS[str(leaders)])


def policy_of(cohort: Cohort | Places) -> Policy:
    """The policy of a cohort: its curriculum's, with what its cohort.toml makes stricter.

    Raises PolicyError where one cannot be used, and where the cohort's own curriculum has lost its policy: that may
    have been stricter than the kit's, which would hold in its place, and what is published is published.
    """
    folder = cohort.curriculum
    if folder != packaged_curriculum() and not os.path.lexists(folder / FILE_NAME):
        raise PolicyError(
            f"curriculum/{FILE_NAME}: this file is missing, and its numbers may have been stricter than the kit's; put "
            "it back, or copy it from a fresh 'kit init'."
        )
    policy = load_policy(folder)
    try:
        return policy.stricter(cohort.policy)
    except PolicyError as error:
        raise PolicyError("\n".join(f"{COHORT_FILE}: {line}" for line in str(error).splitlines())) from None


def _looser(name: str, value: object, floor: int, cure: str = ", or leave it out") -> str:
    problem = f"is {value}" if type(value) is int and value >= 0 else "is no whole number"
    return f"'{name}' {problem}, and a policy may only be stricter than {floor}; write {floor} or more{cure}."


# Telling one notice from another: what somebody agreed to is kept as the version of what they had read.


@dataclass(frozen=True)
class Notice:
    """What participants read and agree to. Changed sentences make a new version.

    ``since`` has by the version of each earlier notice of the kit what has changed since.
    """

    version: str
    sentences: tuple[str, ...]
    since: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        """The notice as JSON values."""
        return {"version": self.version, "sentences": list(self.sentences)}


def notice_of(cohort: Cohort, policy: Policy, parts: Iterable[str], messages: Messages) -> Notice:
    """The notice that has these *parts* of the catalogue. It never tells how many people are there.

    Where results may say what leads, that stands behind what is shown.
    """
    if policy.leaders:
        parts = [name for part in parts for name in ((part, "leaders") if part == "shown" else (part,))]
    values = notice_values(cohort, policy)
    sentences = tuple(messages(f"live.notice_{part}", **values) for part in parts)
    return Notice(version=version_of(policy.name, sentences), sentences=sentences)


def notice_values(cohort: Cohort, policy: Policy) -> dict[str, object]:
    """What the sentences of a notice may fill in."""
    values = {**asdict(policy), "sharing": policy.text_sharing, "size": cohort.size}
    return {**values, "later": max(LATER, policy.minimum)}


def version_of(policy: str, sentences: Sequence[str]) -> str:
    """The version of a notice under a policy: other sentences, or other thresholds, are another version."""
    return hashlib.sha256(json.dumps([policy, list(sentences)]).encode()).hexdigest()[:16]
