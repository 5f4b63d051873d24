"""One HTML file of an executed notebook, which needs nothing else: no network, no second file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets.config import Config

from kit.curriculum.registers import Messages
from kit.errors import ReportFailed
from kit.reports.clean import HIDDEN, PLOTLY, Forbidden, scan
from kit.reports.markup import Headings, clean_html, first_heading, fold, markdown, wide_tables
from kit.reports.standalone import TEMPLATES, fill, part
from kit.results.pictures import STYLE as BARS
from kit.results.script import plotly_script

_MARK = "\0"  # no HTML contains it, so it marks where plotly.js goes
# Nothing to zoom, drag or hover: a report is read, on a phone and on paper too.
_CONFIG = {"displayModeBar": False, "displaylogo": False, "responsive": True, "staticPlot": True}


@dataclass(frozen=True)
class Page:
    """A page and its title."""

    html: str
    title: str


class _Exporter(TemplateExporter):
    """nbconvert with this package's own template, and never one from the computer's Jupyter folders."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def __init__(self, **filters: Any) -> None:
        tags = Config({"TagRemovePreprocessor": {"remove_cell_tags": [HIDDEN]}})
        super().__init__(  # type: ignore[no-untyped-call]
            config=tags, template_paths=[str(TEMPLATES / "report")], filters=filters
        )


class _Body:
    """Turns the parts of a notebook into the parts of a page, in order."""

    def __init__(self, messages: Messages) -> None:
        self.figures: list[str] = []
        self._headings = Headings()
        self._messages = messages

    def text(self, source: str) -> str:
        return self._headings(markdown(source))

    def folded(self, source: str) -> str:
        """A text behind its heading, to be opened by whoever wants to read it."""
        return fold(self.text(source))

    def output(self, output: NotebookNode) -> str:
        if output.output_type == "stream":
            return _plain(output.text)
        if output.output_type not in ("display_data", "execute_result"):
            raise ReportFailed("A cell ended in an error, and a report shows none; run the notebook again.")
        data = output.data
        if PLOTLY in data:
            return self._figure(data[PLOTLY])
        if "text/html" in data:
            return self._headings(wide_tables(clean_html(data["text/html"])))
        return self.text(data["text/markdown"]) if "text/markdown" in data else _plain(data.get("text/plain", ""))

    def _figure(self, figure: dict[str, Any]) -> str:
        name = f"fig-{len(self.figures) + 1}"
        layout = figure.get("layout", {})
        about = layout.get("meta") if isinstance(layout.get("meta"), dict) else {}
        label = about.get("description") or self._messages("report.figure")
        height = int(layout.get("height") or 360)
        self.figures.append(_json({"id": name, "data": figure.get("data", []), "layout": layout}))
        # The script gives the place its height, so that without scripts no empty space is left.
        return f'<div class="figure" id="{name}" role="img" aria-label="{escape(label)}" data-height="{height}"></div>'


def titled(title: str, whose: str) -> str:
    """What a browser's tab and a list of files call a page: its title, and which cohort it is of."""
    return f"{title} · {whose}"


def to_html(notebook: NotebookNode, whose: str, *, name: str, messages: Messages, forbidden: Forbidden) -> Page:
    """The page of *notebook*, which was run and cleaned. *name* stands in for a title it does not have.

    *whose* says which cohort it is of.

    Cells tagged ``participant`` and all code are left out. Raises ReportFailed where anything personal is in it.
    """
    body = _Body(messages)
    exporter = _Exporter(text=body.text, folded=body.folded, output=body.output)
    content, _ = exporter.from_notebook_node(notebook)
    heading = first_heading(content)
    title = unescape(heading) if heading else name
    specs = f"[{','.join(body.figures)}]" if body.figures else ""
    page = {"title": title, "tab": titled(title, whose), "content": content, "specs": specs, "heading": not heading}
    return Page(_page("page.html.j2", messages, forbidden, name, **page), title)


def index_html(rows: list[tuple[str, str, str]], whose: str, *, messages: Messages, forbidden: Forbidden) -> str:
    """The page that leads to all reports of a cohort; *rows* are file name, title and first finding, in order."""
    title = messages("report.index")
    words = {"title": title, "tab": titled(title, whose), "whose": whose}
    return _page("index.html.j2", messages, forbidden, "index.html", rows=rows, **words)


def _page(template: str, messages: Messages, forbidden: Forbidden, where: str, **fields: Any) -> str:
    """The page, looked through before plotly.js, which is known, is put into it."""
    charts = bool(fields.get("specs"))
    start = part("figures.js")
    scripts = (plotly_script(), start) if charts else ()
    known = {"start": start, "config": _json(_CONFIG), "plotly": _MARK}
    text = fill(template, "page.css", messages, scripts=scripts, more_style=BARS, **known, **fields)
    scan(text, forbidden, where=where)
    return text.replace(_MARK, plotly_script()) if charts else text


def _plain(text: str) -> str:
    return f"<pre>{escape(text)}</pre>" if text.strip() else ""


def _json(value: Any) -> str:
    """JSON, the same bytes for the same value, that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
