"""The whole cohort in a notebook: its weeks side by side, from published results alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import Messages, messages_in
from kit.curriculum.weeks import Week
from kit.notebook.cards import of_cohort
from kit.notebook.joined import published_elsewhere
from kit.notebook.results import elsewhere
from kit.notebook.shown import Piece, Shown, Welcoming, bullet_text, bullets, card, folded
from kit.notebook.week import Audience, audience_of, places_of, whose
from kit.results.frames import frame
from kit.results.matrix import matrix
from kit.results.over_weeks import LEAST_WEEKS, Series, changes, comparable, rule, series
from kit.results.releases import Releases, State, read_releases
from kit.results.tables import table, weeks_table

if TYPE_CHECKING:
    import pandas as pd


def open_cohort(*, cohort: str = "", audience: str = "") -> CohortView:
    """What a cohort has published over its weeks; *cohort* as for a week.

    Raises UnknownName, CohortError, ContentError or ReleaseError.
    """
    report = audience_of(audience) is Audience.REPORT
    participant = audience_of(audience) is Audience.PARTICIPANT
    places = places_of(cohort, joined=participant)
    there = published_elsewhere(places) if participant else None
    published = there[0] if there else read_releases(places.published, cohort=places.cohort)
    messages = messages_in(places.curriculum)
    group = whose(places, messages)
    return CohortView(load_curriculum(places.curriculum), published, messages, group, report=report)


class CohortView(Welcoming):
    """The weeks of a cohort side by side; each verb returns something that shows itself."""

    def __init__(
        self, weeks: Mapping[int, Week], published: Releases, messages: Messages, group: str, *, report: bool
    ) -> None:
        self._group = group
        self._report = report
        self._weeks = weeks
        self._published = published
        self._messages = messages

    def _welcome(self) -> Shown:
        weeks = sum(number > 0 for number in self._weeks)
        name = "summary_none" if not self._published.releases else "summary_lead" if weeks > 1 else "summary_lead_one"
        lead = self._messages(f"notebook.{name}", number=self._messages.number(weeks))
        if self._report and self._published.releases:
            # Findings come first; how a range is read stands folded below, with what its bars mean here.
            legend = self._messages("chart.legend")
            return Shown([of_cohort(self._group), card(f'<p class="kit-quiet">{escape(legend)}</p>', legend)])
        reading = self._messages("notebook.how_to_read")
        html = f'<p class="kit-lead">{escape(lead)}</p><p class="kit-quiet">{escape(reading)}</p>'
        return Shown([of_cohort(self._group), card(html, f"{lead}\n{reading}")])

    def arc(self, exercise: str) -> Shown:
        """One exercise's published results over the weeks: a chart and a table for each item.

        Where no such exercise stands in several weeks, as after it was given another id, the words that say so.
        """
        every = series(self._published, self._weeks)
        wanted = [one for one in every if one.exercise == exercise]
        if not wanted:
            known = ", ".join(sorted({one.exercise for one in every}))
            words = self._messages(f"notebook.{'no_arc' if known else 'no_arcs'}", exercise=exercise, known=known)
            return Shown([card(f"<p>{escape(words)}</p>", words)])
        return Shown(self._matrix(wanted) if self._report else (piece for one in wanted for piece in self._arc(one)))

    def changes(self) -> Shown:
        """What may be said to have changed over the weeks, under the written rule of ``kit.results.over_weeks``."""
        stated = changes(self._published, self._weeks)
        sentences = [change.sentence(self._messages) for change in stated] or [self._no_change()]
        caution, how = self._messages("change.caution"), rule(self._messages)
        leads = "".join(f'<p class="kit-lead">{escape(sentence)}</p>' for sentence in sentences)
        html = f'{leads if self._report else bullets(sentences)}<p class="kit-quiet">{escape(caution)}</p>'
        shown = card(html, "\n".join([bullet_text(sentences), caution]))
        return Shown([shown, folded(self._messages("change.how"), card(f"<p>{escape(how)}</p>", how))])

    def _no_change(self) -> str:
        if comparable(self._published, self._weeks):
            return self._messages("change.nothing")
        return self._messages("change.too_early", least=LEAST_WEEKS)

    def frame(self) -> pd.DataFrame:
        """Everything the group has published, as a pandas frame: one row for each answer of each question and week.

        As ``frame()`` of a week; what no week file explains is in it too, as it was published. A week without a
        result has no row, and neither have shared texts.
        """
        return frame(self._published.releases, self._weeks)

    def tables(self) -> Shown:
        """Every released range as a plain table, week by week, and what was published that no week file explains."""
        pieces = [piece for week in self._weeks.values() for piece in self._tables(week)]
        return Shown([*pieces, *elsewhere(self._published.releases, self._weeks, self._messages)])

    def _arc(self, series: Series) -> Iterator[Piece]:
        prompt = series.item.prompt
        if not series.published:
            yield self._nothing(series)
            return
        yield card(f"<h3>{escape(prompt)}</h3>", prompt)
        rows = weeks_table(series, self._messages)
        drawn = card(rows.html(below_heading=True), rows.text())
        yield self._figure(series)
        yield folded(self._messages("notebook.as_table"), drawn)

    def _matrix(self, series: Sequence[Series]) -> Iterator[Piece]:
        """The questions of one exercise below one another, so that a page holds them all."""
        there = [one for one in series if one.published]
        if there:
            text = "\n\n".join(weeks_table(one, self._messages).text() for one in there)
            yield card(f"<h3>{escape(there[0].title)}</h3>{matrix(there, self._messages)}", text)
        yield from (self._nothing(one) for one in series if not one.published)

    def _nothing(self, series: Series) -> Piece:
        words = self._messages("states.not_enough" if self._asked(series) else "states.not_asked")
        prompt = series.item.prompt
        return card(f"<h3>{escape(prompt)}</h3><p>{escape(words)}</p>", f"{prompt}\n{words}")

    def _figure(self, series: Series) -> Piece:
        # Plotly is loaded only where a chart is really drawn.
        from kit.results.figures import over_weeks  # noqa: PLC0415

        drawn = over_weeks(series, div_id=f"arc-{series.exercise}-{series.item.id}", messages=self._messages)
        return Piece(figure=drawn.to_plotly_json(), text=series.item.prompt)

    def _asked(self, series: Series) -> bool:
        ask = self._published.state
        return any(
            ask(at.week, series.exercise, series.item.id, share="group") is not State.NOT_ASKED for at in series.points
        )

    def _tables(self, week: Week) -> Iterator[Piece]:
        title = self._messages("notebook.arc_week", week=week.number) if week.number else ""
        title = title or self._messages("notebook.arc_start")
        shown = [
            table(item, release, self._messages)
            for exercise, item in week.group_items()
            if item.form != "text"
            for release in self._published.of(week.number, exercise.id, item.id)
        ]
        if shown:
            tables = "".join(rows.html(bars=False) for rows in shown)
            html = f"<details><summary>{escape(title)}</summary>{tables}</details>"
            yield card(html, "\n\n".join([title, *(rows.text() for rows in shown)]))
