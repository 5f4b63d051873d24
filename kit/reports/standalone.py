"""Filling the templates of pages that stand alone: their style, their words, and a policy that fetches nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kit.curriculum.registers import Messages
from kit.design import drawings
from kit.design.tokens import pages, sheets

TEMPLATES = Path(__file__).with_name("templates")
_PRINTED = ("form.css", "guide_sheet.css")  # styles of what is there to be printed


def fill(
    template: str, style: str, messages: Messages, *, scripts: Sequence[str] = (), more_style: str = "", **fields: Any
) -> str:
    """The page that *template* and the style sheet named *style* make of *fields*; only *scripts* may run in it."""
    page = environment().get_template(template)
    tokens = (sheets() if style in _PRINTED else pages()) + drawings.style()
    return page.render(messages=messages, style=tokens + part(style) + more_style, policy=_policy(scripts), **fields)


@lru_cache(maxsize=8)
def part(name: str) -> str:
    """The text of a style sheet or script beside the templates."""
    return (TEMPLATES / name).read_text("utf-8")


def _policy(scripts: Sequence[str]) -> str:
    """A content policy for a page without a network: nothing can be fetched, and no other script runs."""
    run = " ".join(digest(script) for script in scripts) or "'none'"
    # plotly.js writes style elements and attributes into the page.
    rest = "style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; script-src {run}; {rest}"


@lru_cache(maxsize=4)
def digest(text: str) -> str:
    """How a content policy names a script or style that stands in its page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of pages that stand alone."""
    loader = FileSystemLoader(TEMPLATES)
    made = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    made.globals["drawing"] = drawings.drawing
    return made
