"""The kit's public surface: what a notebook or a facilitator's script may use.

Names are resolved when first used, so that ``import kit`` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kit.system import version

if TYPE_CHECKING:
    from kit.errors import KitError
    from kit.notebook import open_cohort, open_practice, open_session, open_week

__version__ = version.VERSION
__all__ = ["KitError", "__version__", "open_cohort", "open_practice", "open_session", "open_week"]

_HOMES = {
    "KitError": "kit.errors",
    "open_cohort": "kit.notebook",
    "open_practice": "kit.notebook",
    "open_session": "kit.notebook",
    "open_week": "kit.notebook",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kit' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
