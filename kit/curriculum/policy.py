"""How many contributors a group result needs: floors that may be raised and never lowered.

It stands with the content so that a form can say beforehand what others will see; the gate alone decides by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kit.cohort_file import COHORT_FILE
from kit.curriculum.items import Item
from kit.curriculum.reading import whole_number
from kit.curriculum.yaml_files import read_yaml
from kit.errors import PolicyError
from kit.settings import Cohort, Places, content_file

FILE_NAME = "policy.yaml"
FLOORS = {"minimum": 5, "sensitive": 8, "text": 8, "text_sharing": 5}
# For every result after the first of a question: who came late is known, and a few of them could be one person.
LATER = 8


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Least numbers of contributors; the defaults are floors that no file and no caller gets below.

    Raises PolicyError where a number is below its floor.
    """

    minimum: int = FLOORS["minimum"]
    sensitive: int = FLOORS["sensitive"]
    text: int = FLOORS["text"]
    text_sharing: int = FLOORS["text_sharing"]

    def __post_init__(self) -> None:
        for name, floor in FLOORS.items():
            value = getattr(self, name)
            if type(value) is not int or value < floor:
                raise PolicyError(_looser(name, value, floor))

    @property
    def name(self) -> str:
        """How a release and the store name this policy, such as ``k5-s8-t8/5``."""
        return f"k{self.minimum}-s{self.sensitive}-t{self.text}/{self.text_sharing}"

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
        known, wrong = asdict(self), []
        for name, value in overrides.items():
            if name not in known:
                wrong.append(f"[policy] has no '{name}'; it can raise {', '.join(known)}.")
            elif type(value) is not int or value < known[name]:
                wrong.append(_looser(name, value, known[name]))
        if wrong:
            raise PolicyError(" ".join(wrong))
        return replace(self, **overrides)


def load_policy(folder: Path) -> Policy:
    """The policy of the curriculum in *folder*; where it has no policy.yaml, the kit's own.

    Raises PolicyError where a number is missing, unknown or below its floor, ContentError where the file is no YAML.
    """
    raw = read_yaml(content_file(folder, FILE_NAME))
    if not isinstance(raw, Mapping) or sorted(raw) != sorted(FLOORS):
        raise PolicyError(f"{FILE_NAME}: it holds exactly {', '.join(FLOORS)}, each with a whole number.")
    numbers = {name: whole_number(raw[name]) for name in FLOORS}
    try:
        return Policy().stricter({name: -1 if number is None else number for name, number in numbers.items()})
    except PolicyError as error:
        raise PolicyError(f"{FILE_NAME}: {error}") from None


def policy_of(cohort: Cohort | Places) -> Policy:
    """The policy of a cohort: its curriculum's, with what its cohort.toml makes stricter. Raises PolicyError."""
    policy = load_policy(cohort.curriculum)
    try:
        return policy.stricter(cohort.policy)
    except PolicyError as error:
        raise PolicyError(f"{COHORT_FILE}: {error}") from None


def _looser(name: str, value: object, floor: int) -> str:
    said = f"is {value}" if type(value) is int and value >= 0 else "is no whole number"
    return f"'{name}' {said}, and a policy may only be stricter than {floor}; write {floor} or more, or leave it out."
