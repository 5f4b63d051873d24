"""What a verb returns: an object that shows itself in a notebook and can be tested by value."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from IPython.display import display
from markdown_it import MarkdownIt

from kit.design.tokens import notebooks
from kit.results.pictures import STYLE as BARS

PLOTLY = "application/vnd.plotly.v1+json"
MOUNT = "application/vnd.kit.mount+json"  # where the participant's page puts a form or a result

# Raw HTML in a week file is shown as the text it is.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")

_COLOURS = notebooks(".kit-card", ("accent", "edge", "track", "strong"))
_STYLE = """
.kit-card{max-width:46rem;line-height:1.55;margin:.4rem 0 1rem;font-size:1rem}
.kit-card h3{font-size:1.15rem;margin:.8rem 0 .3rem}.kit-card h4{font-size:1rem;margin:.7rem 0 .2rem}
.kit-card table{border-collapse:collapse;margin:.5rem 0}
.kit-card th,.kit-card td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--kit-edge);
vertical-align:top}
.kit-card .kit-lead{font-size:1.1rem}.kit-card .kit-quiet{opacity:.85}
.kit-card caption{text-align:left;opacity:.85;padding:.3rem 0}
.kit-card .kit-unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.kit-card .kit-texts{padding-left:1.2rem}.kit-card .kit-texts li{margin:.4rem 0;white-space:pre-line}
.kit-card details{border-left:3px solid var(--kit-accent);padding:.2rem 0 .2rem .9rem;margin:.6rem 0}
.kit-card summary{cursor:pointer;font-weight:var(--kit-strong);min-height:24px}
.kit-card{--bar-ink:var(--kit-accent);--bar-track:var(--kit-track)}
.kit-ranges tbody th{width:46%}
"""


@dataclass(frozen=True)
class Piece:
    """One output: HTML with its plain twin, a figure as JSON, or a place that the participant's page fills."""

    html: str = ""
    text: str = ""
    figure: dict[str, Any] | None = field(default=None, repr=False)
    mount: dict[str, str] | None = None

    def bundle(self) -> dict[str, Any]:
        """The MIME bundle that a notebook front end shows."""
        if self.figure is not None:
            return {PLOTLY: self.figure, "text/plain": self.text}
        if self.mount is not None:
            return {MOUNT: self.mount, "text/plain": self.text}
        return {"text/html": self.html, "text/plain": self.text}


class Shown:
    """Pieces in the order in which they are shown; an empty one shows nothing."""

    def __init__(self, pieces: Iterable[Piece] = ()) -> None:
        self.pieces = tuple(pieces)

    @property
    def parts(self) -> tuple[Any, ...]:
        """Everything that is shown, in order; forms and practices among the pieces."""
        return self.pieces

    def __add__(self, other: Shown) -> Shown:
        """Both, one below the other, so that one cell can practise and ask."""
        # Of the two classes the one that can show everything: a form needs more than a piece of text.
        kind = type(self) if isinstance(self, type(other)) else type(other)
        return kind((*self.parts, *other.parts))

    def __repr__(self) -> str:
        return "\n\n".join(piece.text for piece in self.pieces if piece.text)

    def _ipython_display_(self) -> None:
        for piece in self.pieces:
            display(piece.bundle(), raw=True)


class Welcoming(ABC):
    """What a notebook opens: a cell that ends with it shows its welcome."""

    def _ipython_display_(self) -> None:
        self._welcome()._ipython_display_()

    def __repr__(self) -> str:
        return repr(self._welcome())

    @abstractmethod
    def _welcome(self) -> Shown: ...


def card(html: str, text: str) -> Piece:
    """A piece of HTML in the kit's own quiet style, with its plain twin."""
    return Piece(html=f'<style>{_COLOURS}{_STYLE}{BARS}</style><div class="kit-card">{html}</div>', text=text)


def folded(title: str, piece: Piece) -> Piece:
    """*piece* behind its *title*, to be opened by whoever wants to see it."""
    return replace(piece, html=f"<details><summary>{escape(title)}</summary>{piece.html}</details>")


def joined(pieces: Sequence[Piece], *, folded_as: str, level: int) -> Piece:
    """*pieces* one below the other behind a title that is a heading of *level*, to be opened like ``folded``."""
    title = f"<summary><h{level}>{escape(folded_as)}</h{level}></summary>"
    text = "\n\n".join([folded_as, *(piece.text for piece in pieces)])
    return Piece(html=f"<details>{title}{''.join(piece.html for piece in pieces)}</details>", text=text)


def markdown(text: str) -> str:
    """HTML of Markdown from a week file; tables allowed, raw HTML shown as text."""
    return str(_MARKDOWN.render(text))


def bullets(lines: Iterable[str]) -> str:
    """An HTML list of plain sentences."""
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def bullet_text(lines: Iterable[str]) -> str:
    """The plain twin of ``bullets``."""
    return "\n".join(f"- {line}" for line in lines)
