"""Answers of twelve people on paper, and what was released of them."""

from __future__ import annotations

import json

ROWS = "participant,week,exercise,item,answer\n" + "".join(
    f"slip {person},1,pulse,energy,{person % 11}\n" for person in range(1, 13)
)


def releases(root):
    return json.loads((root / "published" / "releases.json").read_text("utf-8"))["releases"]
