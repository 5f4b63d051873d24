"""Shared texts as a list: what a release of texts shows instead of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from kit.curriculum.registers import Messages
from kit.results.releases import Release


@dataclass(frozen=True, kw_only=True)
class TextList:
    """Texts under a sentence that says where they come from, in the order in which they were published."""

    said: str
    texts: tuple[str, ...]

    def html(self) -> str:
        """An HTML list, every word escaped; empty where there is no text."""
        items = "".join(f"<li>{escape(text)}</li>" for text in self.texts)
        return f'<ul class="kit-texts">{items}</ul>' if items else ""

    def text(self) -> str:
        """The same as plain text, without a new line at the end."""
        return "\n".join([self.said, *(f"- {text}" for text in self.texts)])


def text_list(batches: Sequence[Release], messages: Messages, *, quotes_only: bool = False) -> TextList:
    """The texts of *batches*; with *quotes_only* those alone whose authors agreed to be quoted outside the group."""
    shared = [one for release in batches for one in release.texts]
    if not quotes_only:
        return TextList(said=messages("chart.texts"), texts=tuple(one.text for one in shared))
    quoted = tuple(one.text for one in shared if one.quote)
    return TextList(said=messages("chart.texts_quoted" if quoted else "chart.texts_inside"), texts=quoted)
