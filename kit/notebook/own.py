"""One's own practice in a notebook, between the sessions and after them: no week, and nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from kit.curriculum.loader import load_curriculum
from kit.curriculum.practices import Practice
from kit.curriculum.practices.guided import Guided
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import Messages, messages_in
from kit.curriculum.weeks import Week
from kit.errors import UnknownName
from kit.notebook import cards
from kit.notebook.shown import Shown, Welcoming, card
from kit.notebook.week import Audience, audience_of, places_of, whose
from kit.settings import Places

# Nothing of it is for a report or for the participants' page, which have no one person they belong to.
_FOR = (Audience.PARTICIPANT, Audience.FACILITATOR)


def open_practice(*, cohort: str = "", audience: str = "") -> PracticeView:
    """One's own practices and answers. Raises UnknownName or ContentError, each one sentence.

    Which cohort it is about is found as in the notebooks of the weeks, so that the journal begun there goes on here.
    """
    who = audience_of(audience)
    places = places_of(cohort, joined=who is Audience.PARTICIPANT)
    weeks = load_curriculum(places.curriculum)
    practices = {one.id: one for week in weeks.values() for one in week.practices}
    # What stands on the shelf belongs to no week, so it comes first here.
    practices |= load_practices(places.curriculum)
    return PracticeView(weeks, practices, who, places, messages_in(places.curriculum))


class PracticeView(Welcoming):
    """What one person practises and keeps; each verb returns something that shows itself."""

    def __init__(
        self,
        weeks: Mapping[int, Week],
        practices: Mapping[str, Practice],
        audience: Audience,
        places: Places,
        messages: Messages,
    ) -> None:
        self._weeks = weeks
        self._practices = practices
        self._shown = audience in _FOR
        self._places = places
        self._messages = messages

    def _welcome(self) -> Shown:
        lead, safety = self._messages("notebook.own_lead"), self._messages("notebook.own_safety")
        html = f'<p class="kit-lead">{escape(lead)}</p><p class="kit-quiet">{escape(safety)}</p>'
        group = cards.of_cohort(whose(self._places, self._messages))
        return Shown([group, card(html, f"{lead}\n{safety}")] if self._shown else [])

    def practice(self, *practices: str) -> Shown:
        """Practices to do, of the shelf or of any week; guided ones also as a script in words."""
        chosen = [self._practice(name) for name in practices]
        if not self._shown:
            return Shown()
        # As in a week: only a notebook that shows this loads the widget machinery.
        from kit.notebook.forms import Forms, module  # noqa: PLC0415

        parts: list[Any] = []
        for practice in chosen:
            safety = self._messages("notebook.own_safety") if practice.module in ("meditation", "walk") else ""
            parts.append(module(None, practice, safety, self._places, self._messages))
            if isinstance(practice, Guided):
                parts.append(cards.in_words(practice, safety, self._messages))
        return Forms(parts)

    def mine(self) -> Shown:
        """One's own answers of all weeks that are kept on this computer, for one's own eyes."""
        if not self._shown:
            return Shown()
        from kit.notebook.forms import Forms, mine  # noqa: PLC0415

        return Forms([mine(self._weeks.values(), self._places, self._messages)])

    def copy(self) -> Shown:
        """All that one has written for oneself in this browser, to save it in one file and to bring it back."""
        if not self._shown:
            return Shown()
        from kit.notebook.forms import Forms, everything  # noqa: PLC0415

        practice = self._practice("everything")
        known = self._practices.values()
        return Forms([everything(practice, self._weeks.values(), known, self._places, self._messages)])

    def _practice(self, name: str) -> Practice:
        if name not in self._practices:
            known = ", ".join(sorted(self._practices))
            raise UnknownName(f"There's no practice '{name}'; there are {known}.")
        return self._practices[name]
