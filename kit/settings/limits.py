"""How a cohort may be called, how many may take part, and how long their answers may be kept."""

from __future__ import annotations

import re

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 40
COHORT_ID = re.compile(r"[a-z0-9]{8,32}")  # drawn by kit init; a folder of 0.1.0 has none
MOST_PLACES = 1000
KEEP_DAYS = 30  # for which raw answers are kept after the last session; a cohort can only make them fewer
