"""One week in a notebook: its verbs, for each audience."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kit.curriculum.loader import find_week_file, load_week
from kit.curriculum.practices import Practice
from kit.curriculum.practices.guided import Guided
from kit.curriculum.registers import Messages, messages_in
from kit.curriculum.weeks import Block, Exercise, Week
from kit.errors import UnknownName
from kit.notebook import cards
from kit.notebook.first_page import past as earlier_runs
from kit.notebook.joined import note, published_elsewhere
from kit.notebook.results import results
from kit.notebook.shown import Piece, Shown, Welcoming
from kit.results.frames import frame
from kit.results.releases import Releases, read_releases
from kit.sending.sender import send_for_all
from kit.session.debrief import History
from kit.settings import SAMPLE, Places, find_audience, find_places
from kit.settings.limits import SLUG

if TYPE_CHECKING:
    import pandas as pd


class Audience(StrEnum):
    """For whom a notebook is run."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    PAGE = "page"
    REPORT = "report"


def open_week(number: int, *, cohort: str = "", audience: str = "") -> WeekView:
    """The week with that number, for an audience: participant, facilitator, page or report.

    Where none is named it is whoever opened the notebook: a facilitator in the JupyterLab of ``kit host`` and ``kit
    lab``, and a participant anywhere else.

    Which cohort it is about is found from the working folder; a *cohort* that is named, by its slug and never by a
    path, has to be that one. Raises UnknownName, CohortError, ContentError or ReleaseError, each one sentence.
    """
    who = audience_of(audience)
    places = places_of(cohort, joined=who is Audience.PARTICIPANT)
    week = load_week(find_week_file(places.curriculum, number))
    if who is Audience.PARTICIPANT:
        # What waits from an earlier time goes on by itself, whether or not a form of it is shown.
        send_for_all(places.outbox)
    return WeekView(week, who, places, messages_in(places.curriculum))


def audience_of(name: str) -> Audience:
    """The audience called *name*, or whoever opened this. Raises UnknownName listing the audiences there are."""
    try:
        return Audience(name or find_audience() or Audience.PARTICIPANT)
    except ValueError:
        known = ", ".join(f'"{one}"' for one in Audience)
        raise UnknownName(f"There's no audience {name!r}; write one of {known} in the parameters cell.") from None


def places_of(cohort: str, *, joined: bool = False) -> Places:
    """The places of this notebook; where no folder tells, those of a cohort that was *joined* from one.

    Raises UnknownName where *cohort* is named and is not the one that is here.
    """
    if cohort and not SLUG.fullmatch(cohort):
        raise UnknownName(f"{cohort!r} is no cohort's name; write its slug, such as spring-2027, never a path.")
    places = find_places(joined=joined)
    here = places.cohort or read_releases(places.published).cohort or cohort
    if not here:
        raise UnknownName(
            "Whose results KIT_PUBLISHED leads to can't be told, for nothing is published there; name the cohort too."
        )
    # Version 0.1.0 wrote "sample" into every notebook; in a cohort's own folder it names nobody.
    if cohort not in ("", SAMPLE, here):
        raise UnknownName(_not_here(cohort, places.of(here)))
    return places.of(here)


def _not_here(cohort: str, places: Places) -> str:
    if places.sample:
        return (
            f"This notebook was asked for the cohort '{cohort}', and it doesn't run in a cohort's folder, where only "
            f"the sample is; run it in the folder of {cohort} (papermill: add --cwd DIR)."
        )
    return (
        f"This notebook was asked for the cohort '{cohort}', and it runs in the folder of '{places.cohort}'; run it "
        f"in the folder of {cohort}, or leave the name empty for the cohort that is here."
    )


def whose(places: Places, messages: Messages) -> str:
    """Which cohort the notebook is about, in words; made-up people are called that."""
    return messages("notebook.of_sample" if places.sample else "notebook.of_cohort", cohort=places.cohort)


class WeekView(Welcoming):
    """A week that speaks in few verbs; each returns something that shows itself."""

    def __init__(self, week: Week, audience: Audience, places: Places, messages: Messages) -> None:
        self._week = week
        self._audience = audience
        self._places = places
        self._messages = messages
        self._told: set[str] = set()

    def _welcome(self) -> Shown:
        if self._report:
            group = whose(self._places, self._messages)
            return Shown([cards.report_opening(self._week, self._releases(), group, self._messages)])
        opening = [*self._made_up(), cards.opening(self._week, self._messages)]
        if self._audience is not Audience.PARTICIPANT:
            return Shown(opening)
        # As with forms: only a notebook that shows this loads the widget machinery.
        from kit.notebook.forms import Forms, taking_part  # noqa: PLC0415

        return Forms([*opening, taking_part(self._places, self._messages, self._moved)])

    def _moved(self) -> None:
        """Somebody has joined: what is shown from now on is about the cohort that they joined."""
        self._places = places_of("", joined=True)

    def _made_up(self) -> list[Piece]:
        """A line above what is shown of the sample in a notebook, so that nobody takes it for their own group's."""
        shown = self._places.sample and not self._page
        return [cards.of_cohort(whose(self._places, self._messages))] if shown else []

    @property
    def _report(self) -> bool:
        return self._audience is Audience.REPORT

    @property
    def _page(self) -> bool:
        return self._audience is Audience.PAGE

    def read(self, block: str) -> Shown:
        """What participants read in a block; the facilitator also sees the notes."""
        part = self._block(block)
        return self._unless_report(part, [cards.reading(part)])

    def practice(self, *practices: str) -> Shown:
        """Practices to do, below the reading of their part of the session; guided ones also as a script in words."""
        chosen = [self._practice(name) for name in practices]
        if self._report:
            return Shown()
        if self._page:
            return Shown(piece for block, practice in chosen for piece in self._practice_on_page(block, practice))
        # As with forms: only a notebook that shows this loads the widget machinery.
        from kit.notebook.forms import Forms, module  # noqa: PLC0415

        parts: list[Any] = []
        for block, practice in chosen:
            safety = self._week.safety_beside(block)
            parts += [
                *self._before(block, practice),
                module(self._week, practice, safety, self._places, self._messages),
            ]
            if isinstance(practice, Guided):
                parts.append(cards.in_words(practice, safety, self._messages))
        return Forms(parts)

    def ask(self, *exercises: str) -> Shown:
        """Exercises to fill in; in a report, what the group has published of them."""
        chosen = [self._exercise(name) for name in exercises]
        if self._report:
            return self.group(
                *(exercise.id for exercise in chosen if any(item.form != "text" for item in exercise.group_items))
            )
        if self._page:
            return Shown(
                piece for exercise in chosen for piece in (*self._lead_in(exercise), _mount("exercise", exercise))
            )
        # Forms load the widget machinery, which a report never needs.
        from kit.notebook.forms import Forms, form  # noqa: PLC0415

        parts: list[Any] = []
        for exercise in chosen:
            parts += self._lead_in(exercise)
            preview = self._audience is Audience.FACILITATOR
            parts.append(form(self._week, exercise, self._places, self._messages, preview=preview))
        return Forms(parts)

    def group(self, *exercises: str) -> Shown:
        """What the group has published of these exercises: a sentence, a chart and a table each.

        A report shows each exercise once, where it is first spoken of; so does a page, once the host has a result.
        """
        chosen = [self._exercise(name) for name in exercises if name not in self._told]
        if self._report or self._page:
            self._told.update(exercises)
        if self._page:
            return Shown(_mount("result", one) for one in chosen)
        published, about = self._group_releases()
        level = 2 if self._report else 3
        pieces = [
            piece
            for one in chosen
            for piece in results(self._week, one, published, self._messages, level=level, report=self._report)
        ]
        above = [] if self._report else [*self._made_up(), *note(about, self._messages)]
        return Shown([*(above if pieces else []), *pieces])

    def frame(self) -> pd.DataFrame:
        """What the group has published this week, as a pandas frame: one row for each answer of each question.

        Columns week, exercise, item, prompt, label, low, high, people, leads and sequence, each with the same dtype
        also where nothing is published; the index counts from 0. ``low`` and ``high`` are the ends of the range in
        which the number of people lies. ``leads`` is missing where nothing is said of what leads, and ``prompt``
        where the question stands in no week file any more; nothing else is ever missing.
        """
        published = (one for one in self._group_releases()[0].releases if one.week == self._week.number)
        return frame(published, {self._week.number: self._week})

    def mine(self) -> Shown:
        """One's own answers that are kept on this computer, for one's own eyes; a page has its own part for them."""
        if self._report or self._page:
            return Shown()
        # As with forms: only a notebook that shows this loads the widget machinery.
        from kit.notebook.forms import Forms, mine  # noqa: PLC0415

        return Forms([mine([self._week], self._places, self._messages)])

    def session(self) -> Shown:
        """The plan of the session; for the facilitator with everything to say and do, live while a host runs."""
        if self._report or self._page:
            return Shown()
        if self._audience is not Audience.FACILITATOR:
            return Shown([cards.session(self._week, self._messages, notes=False)])
        past = earlier_runs(self._week, self._places)
        return self._live(past) or Shown([cards.session(self._week, self._messages, notes=True, past=past)])

    def _live(self, past: History) -> Shown | None:
        # As with forms: only a notebook that shows this loads the widget machinery.
        from kit.notebook.forms import Forms, session  # noqa: PLC0415

        controls = session(self._week, past, self._messages)
        return Forms([controls]) if controls else None

    def home(self) -> Shown:
        """The practice for the days until the next session."""
        # In a report it is a section of its own, no longer a part of the cell above it.
        home = cards.home(self._week, self._messages, report=self._report)
        return Shown([home, cards.report_close(self._week, self._messages)] if self._report else [home])

    def _group_releases(self) -> tuple[Releases, str]:
        """What the group has published, and the name of a sentence about that: at the host that was joined, or here."""
        elsewhere = published_elsewhere(self._places) if self._audience is Audience.PARTICIPANT else None
        return elsewhere or (self._releases(), "")

    def _releases(self) -> Releases:
        return read_releases(self._places.published, cohort=self._places.cohort)

    def _unless_report(self, block: Block, pieces: list[Piece]) -> Shown:
        return Shown() if self._report else Shown([*pieces, *self._notes(block)])

    def _notes(self, block: Block) -> list[Piece]:
        facilitator = self._audience is Audience.FACILITATOR
        return [cards.notes(block, self._messages)] if facilitator else []

    def _block(self, name: str) -> Block:
        for block in self._week.blocks:
            if block.id == name:
                return block
        raise self._unknown("block", name, [block.id for block in self._week.blocks])

    def _exercise(self, name: str) -> Exercise:
        for exercise in self._week.exercises:
            if exercise.id == name:
                return exercise
        raise self._unknown("exercise", name, [exercise.id for exercise in self._week.exercises])

    def _practice(self, name: str) -> tuple[Block, Practice]:
        for block in self._week.blocks:
            for practice in block.practices:
                if practice.id == name:
                    return block, practice
        raise self._unknown("practice", name, [practice.id for practice in self._week.practices])

    def _practice_on_page(self, block: Block, practice: Practice) -> list[Piece]:
        mounted = [*self._before(block, practice), _mount("practice", practice)]
        # A meditation shows its whole script by itself, and a page has no reader that runs no modules.
        if isinstance(practice, Guided) and practice.module == "breath":
            mounted.append(cards.in_words(practice, self._week.safety_beside(block), self._messages))
        return mounted

    def _lead_in(self, exercise: Exercise) -> list[Piece]:
        """What stands above a block's first exercise, unless a practice has shown it."""
        block = next(block for block in self._week.blocks if exercise in block.exercises)
        return self._before(block, exercise)

    def _before(self, block: Block, first: Exercise | Practice) -> list[Piece]:
        """What stands above the first practice or exercise of *block*: its reading and its notes."""
        if first != (*block.practices, *block.exercises)[0]:
            return []
        return [*([cards.reading(block)] if block.reading else []), *self._notes(block)]

    def _unknown(self, what: str, name: str, known: list[str]) -> UnknownName:
        return UnknownName(f"Week {self._week.number} has no {what} '{name}'; it has {', '.join(known)}.")


def _mount(kind: str, content: Exercise | Practice) -> Piece:
    """A place on the participant's page: for a form or a practice, or for what the group publishes of an exercise."""
    return Piece(mount={kind: content.id}, text=content.title)
