"""Values of any origin, checked by a model: they fit as they are, or they are refused; nothing is made to fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

Place = tuple[str | int, ...]


class Strict(BaseModel):
    """What came from outside: every value of the type that is asked for, and no key that nobody knows."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


S = TypeVar("S", bound=Strict)


def checked(model: type[S], values: object, refusal: Callable[[Place, bool], Exception]) -> S:
    """Return *values* as *model* has them.

    Raises what *refusal* makes of the place of the first fault and of whether a key there is unknown, or missing; such
    keys come first.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        faults = [
            (fault["type"] in ("extra_forbidden", "missing", "model_type"), fault["loc"])
            for fault in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        is_key, place = max(faults, key=lambda fault: fault[0])
        raise refusal(place, is_key) from None
