"""The version of the kit, for modules that need no more of it than that."""

from __future__ import annotations

VERSION = "0.2.0"
