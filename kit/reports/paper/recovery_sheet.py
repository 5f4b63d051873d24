"""The page with a cohort's key for the organisation's safe."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import segno

from kit.curriculum.registers import Messages
from kit.reports.standalone import fill, part


def recovery_sheet(cohort: str, key_id: str, groups: Sequence[str], *, day: str, messages: Messages) -> str:
    """HTML to print: the *groups* of the key of *cohort*, the same as a picture, and what they are for."""
    drawn = io.BytesIO()
    segno.make("-".join(groups), micro=False, error="m").save(drawn, kind="svg", xmldecl=False, svgns=True, scale=4)
    fields: dict[str, Any] = {"cohort": cohort, "key_id": key_id[:8], "groups": groups, "day": day}
    fields |= {"picture": drawn.getvalue().decode(), "title": f"Recovery sheet for {cohort}"}
    return fill("recovery.html.j2", "form.css", messages, own=part("recovery.css"), **fields)
