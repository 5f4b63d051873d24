"""One copy of all that somebody has written for themselves, whichever practice or exercise it belongs to."""

from __future__ import annotations

from typing import Literal

from kit.curriculum.practices.base import Practice


class Everything(Practice):
    """Saving, restoring and clearing all private sheets of a browser at once."""

    module: Literal["everything"] = "everything"
