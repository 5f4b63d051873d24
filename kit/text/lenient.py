"""Reading values of which every part may be missing or wrong, such as what another process kept or says."""

from __future__ import annotations

from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)


class Lenient(BaseModel):
    """Values in which a field of another kind than it should be counts as missing. Other keys are dropped.

    Nothing is converted. A field without a default is needed: where it is wrong, so is the whole.

    Example:
        >>> class Place(Lenient):
        ...     number: int = 0
        >>> Place.model_validate({"number": "7", "name": "x"})
        Place(number=0)
    """

    model_config = ConfigDict(strict=True, frozen=True)

    @field_validator("*", mode="wrap")
    @classmethod
    def _or_default(cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        try:
            return handler(value)
        except ValidationError:
            field = cls.model_fields[str(info.field_name)]
            if field.is_required():
                raise
            return field.get_default(call_default_factory=True)
