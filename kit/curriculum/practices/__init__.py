"""The kinds of practice: each is a folder that lies here, with its model, its scripts and its style.

Nothing else names a kind. ``__init__.py`` of the folder defines one class of Practice, whose ``module`` says with which
front-end modules it is done; ``<module>.js`` and ``<module>.css`` lie beside it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import Discriminator, Tag

from kit.curriculum.practices.base import Practice
from kit.curriculum.practices.guided import guided_module

__all__ = ["PRACTICES", "AnyPractice", "Practice"]


def _kinds() -> Iterator[type[Practice]]:
    """Yield the class of each folder. Raises TypeError where a folder defines none, or several."""
    for folder in pkgutil.iter_modules(__path__, f"{__name__}."):
        if folder.ispkg:
            defined = [value for value in vars(import_module(folder.name)).values() if _is_kind(value, folder.name)]
            if len(defined) != 1:
                raise TypeError(f"{folder.name} defines {len(defined)} classes of Practice; it must define one.")
            yield defined[0]


def _is_kind(value: object, package: str) -> bool:
    return isinstance(value, type) and issubclass(value, Practice) and value.__module__ == package


# Which content belongs to which front-end module.
PRACTICES: dict[str, type[Practice]] = dict(sorted((name, kind) for kind in _kinds() for name in kind.modules()))


def _module_of(raw: Any) -> str:
    if isinstance(raw, Practice):
        return raw.module
    return str(raw.get("module") or guided_module(raw)) if isinstance(raw, dict) else ""


if TYPE_CHECKING:
    AnyPractice = Practice
else:
    # A practice as it is written, read as the kind that its ``module`` names.
    AnyPractice = Annotated[
        Union[tuple(Annotated[kind, Tag(name)] for name, kind in PRACTICES.items())],  # noqa: UP007
        Discriminator(_module_of),
    ]
