"""Slips to print and cut: one personal code each, with what it is for."""

from __future__ import annotations

from collections.abc import Sequence

from kit.curriculum.registers import Messages
from kit.reports.standalone import fill, part
from kit.text.codes import in_halves


def slip_sheet(codes: Sequence[str], cohort: str, messages: Messages) -> str:
    """HTML to print on A4 and to cut along the lines."""
    return fill(
        "slips.html.j2",
        "form.css",
        messages,
        title=messages("slips.title", cohort=cohort),
        own=part("slips.css"),
        codes=[in_halves(code) for code in codes],
    )


def slip_list(codes: Sequence[str], messages: Messages) -> str:
    """Text to send to one person after the other: each line one code and what it is for."""
    return "".join(f"{in_halves(code)}  {messages('slips.about_sent')}\n" for code in codes)
