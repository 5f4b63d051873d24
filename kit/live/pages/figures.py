"""Drawing a week's charts, as a process of its own: releases come in, Plotly's figures go out as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kit.curriculum.loader import find_week_file, load_week
from kit.curriculum.registers import messages_in
from kit.live.pages.content import released_items
from kit.results.figures import figure
from kit.results.releases import from_text


def figures(curriculum: Path, week: int, releases: str) -> dict[str, dict[str, Any]]:
    """Return the figure of each released item of *week*, by exercise and item, as JSON values."""
    figures: dict[str, dict[str, Any]] = {}
    messages = messages_in(curriculum)
    shown = load_week(find_week_file(curriculum, week))
    for exercise, item, result in released_items(shown, from_text(releases)):
        drawn = figure(item, result, div_id=f"fig-{exercise.id}-{item.id}", messages=messages)
        figures.setdefault(exercise.id, {})[item.id] = drawn.to_plotly_json()
    return figures


if __name__ == "__main__":
    # Bytes in and out: text would be read and written in the code page of the system.
    drawn = figures(Path(sys.argv[1]), int(sys.argv[2]), sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(json.dumps(drawn).encode())
