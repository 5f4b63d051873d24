"""What cohort.toml says, checked before a cohort is made of it."""

from __future__ import annotations

import difflib
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError

from kit.errors import CohortError
from kit.settings.limits import COHORT_ID, KEEP_DAYS, LONGEST_SLUG, MOST_PLACES, SLUG
from kit.text.checked import Strict


def _as_text(value: Any) -> Any:
    """A date or a time may stand in the file without quotes."""
    return str(value) if isinstance(value, date | time) else value


_Text = Annotated[str, BeforeValidator(_as_text)]
_Number = Annotated[str, StringConstraints(pattern="^[0-9]{1,9}$")]
_LEFT_OUT: Any = None  # ``Cohort`` says what holds then


class _Written(Strict):
    """The keys of cohort.toml, in the order in which kit init writes them."""

    slug: Annotated[str, StringConstraints(pattern=f"^(?:{SLUG.pattern})$", max_length=LONGEST_SLUG)]
    id: Annotated[str, StringConstraints(pattern=f"^(?:{COHORT_ID.pattern})?$")] = _LEFT_OUT
    size: int = Field(ge=1, le=MOST_PLACES)
    first_session: _Text = _LEFT_OUT
    time_zone: _Text = _LEFT_OUT
    weekday: _Text = _LEFT_OUT
    time: _Text = _LEFT_OUT
    debrief: _Text = _LEFT_OUT
    sector: _Text = _LEFT_OUT
    session_minutes: int = Field(ge=5, le=240, default=_LEFT_OUT)
    keep_days: int = Field(ge=1, le=KEEP_DAYS, default=_LEFT_OUT)
    moved: dict[_Number, _Text] = _LEFT_OUT
    policy: dict[str, int] = _LEFT_OUT


_KEYS = tuple(_Written.model_fields)
_MUST_BE = {
    "slug": "'slug' must be small letters, digits and hyphens, for example spring-2027.",
    "id": (
        "'id' isn't as kit init wrote it; put it back from a copy of this file, because by it computers know which "
        "waiting answers are this cohort's."
    ),
    "size": "'size' must be the number of participants, for example 14.",
    "session_minutes": "'session_minutes' must be a number of minutes, for example 90.",
    "keep_days": (
        f"'keep_days' must be a number of days from 1 to {KEEP_DAYS}: raw answers may be deleted sooner after the last "
        "session, and not later."
    ),
    "moved": '[moved] holds a date and a time by week, for example 4 = "2027-03-25 14:00".',
    "policy": "[policy] holds whole numbers, for example minimum = 8.",
}


def written(path: Path, raw: dict[str, Any]) -> dict[str, Any]:
    """What *raw*, the parsed file at *path*, says of a cohort; a key that is left out there is left out here.

    Raises CohortError saying all there is to mend, and how.
    """
    try:
        values = _Written.model_validate(raw)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        complaints = _complaints({str(fault["loc"][0]) for fault in faults})
        raise CohortError("\n".join(f"{path}: {complaint}" for complaint in complaints)) from None
    settings = {key: getattr(values, key) for key in values.model_fields_set}
    if "moved" in settings:
        settings["moved"] = {int(number): when for number, when in settings["moved"].items()}
    return settings


def _complaints(wrong: set[str]) -> list[str]:
    """A sentence for each key that nobody knows, and for each whose value cannot be used."""
    near = {name: difflib.get_close_matches(name, _KEYS, 1) for name in sorted(wrong - set(_KEYS))}
    unknown = [
        f"unknown key '{name}'; " + (f"did you mean '{known[0]}'?" if known else "remove it or fix its spelling.")
        for name, known in near.items()
    ]
    text = "'{key}' must be a text in straight quotes, for example {key} = \"...\"."
    return unknown + [_MUST_BE.get(key, text).format(key=key) for key in _KEYS if key in wrong]
