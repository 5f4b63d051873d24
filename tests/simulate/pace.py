"""A pace for tests: nobody thinks, waits or comes back later."""

from __future__ import annotations

from kit.simulate.device import Pace

HURRY = Pace(thinking=0.0, away=0.0, again=0.0)
