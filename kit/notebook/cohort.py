"""The whole cohort in a notebook: its weeks side by side, from published results alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from kit.charts.change import LEAST_WEEKS, changes, comparable, rule
from kit.charts.series import Series, series
from kit.charts.tables import table, weeks_table
from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Week
from kit.errors import UnknownName
from kit.notebook.shown import Piece, Shown, bullet_text, bullets, card
from kit.notebook.week import audience_of, messages_in, places_of
from kit.releases import Releases, State, read_releases


def open_cohort(*, cohort: str = "sample", audience: str = "participant") -> CohortView:
    """What a cohort has published over its weeks. Raises UnknownName, ContentError or ReleaseError."""
    audience_of(audience)
    places = places_of(cohort)
    return CohortView(
        load_curriculum(places.curriculum), read_releases(places.published), messages_in(places.curriculum)
    )


class CohortView:
    """The weeks of a cohort side by side; each verb returns something that shows itself."""

    def __init__(self, weeks: Mapping[int, Week], published: Releases, messages: Messages) -> None:
        self._weeks = weeks
        self._published = published
        self._messages = messages

    def _ipython_display_(self) -> None:
        self._welcome()._ipython_display_()

    def __repr__(self) -> str:
        return repr(self._welcome())

    def _welcome(self) -> Shown:
        name = "summary_lead" if self._published.releases else "summary_none"
        lead, reading = self._messages(f"notebook.{name}"), self._messages("notebook.how_to_read")
        html = f'<p class="kit-lead">{escape(lead)}</p><p class="kit-quiet">{escape(reading)}</p>'
        return Shown([card(html, f"{lead}\n{reading}")])

    def arc(self, exercise: str) -> Shown:
        """One exercise's published results over the weeks: a chart and a table for each item."""
        found = [one for one in series(self._published, self._weeks) if one.exercise == exercise]
        if not found:
            known = sorted({one.exercise for one in series(self._published, self._weeks)})
            raise UnknownName(f"No exercise '{exercise}' stands in several weeks; these do: {', '.join(known)}.")
        return Shown(piece for one in found for piece in self._arc(one))

    def changes(self) -> Shown:
        """What may be said to have changed over the weeks, under the written rule of ``kit.charts.change``."""
        found = changes(self._published, self._weeks)
        said = [change.sentence(self._messages) for change in found] or [self._no_change()]
        beside = [self._messages("change.caution"), rule(self._messages)]
        html = bullets(said) + "".join(f'<p class="kit-quiet">{escape(line)}</p>' for line in beside)
        return Shown([card(html, "\n".join([bullet_text(said), *beside]))])

    def _no_change(self) -> str:
        if comparable(self._published, self._weeks):
            return self._messages("change.nothing")
        return self._messages("change.too_early", least=LEAST_WEEKS)

    def tables(self) -> Shown:
        """Every released range as a plain table, week by week."""
        return Shown(piece for week in self._weeks.values() for piece in self._tables(week))

    def _arc(self, one: Series) -> Iterator[Piece]:
        # Plotly is loaded only where a chart is really drawn.
        from kit.charts.figures import over_weeks  # noqa: PLC0415

        prompt = one.item.prompt
        if not one.published:
            words = self._messages("states.not_enough" if self._asked(one) else "states.not_asked")
            yield card(f"<h3>{escape(prompt)}</h3><p>{escape(words)}</p>", f"{prompt}\n{words}")
            return
        yield card(f"<h3>{escape(prompt)}</h3>", prompt)
        drawn = over_weeks(one, div_id=f"arc-{one.exercise}-{one.item.id}", messages=self._messages)
        yield Piece(figure=drawn.to_plotly_json(), text=prompt)
        rows = weeks_table(one, self._messages)
        yield card(rows.html(below_heading=True), rows.text())

    def _asked(self, one: Series) -> bool:
        ask = self._published.state
        return any(ask(at.week, one.exercise, one.item.id, share="group") is not State.NOT_ASKED for at in one.points)

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
            html = f"<details><summary>{escape(title)}</summary>{''.join(rows.html() for rows in shown)}</details>"
            yield card(html, "\n\n".join([title, *(rows.text() for rows in shown)]))
