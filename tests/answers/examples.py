"""A small curriculum and short ways to record what people say."""

from sqlalchemy import select

from kit.answers import Store, schema
from kit.answers.slip_sheets import hidden
from kit.answers.slips import free, spend, unused
from kit.curriculum.items import Choice, Emotion, Likert, Ranking, Rating, Text
from kit.curriculum.weeks import Exercise, Week
from kit.sending.outbox import Submission, new_id
from tests.weeks import week_of

HEADER = "participant,week,exercise,item,answer\n"
PAPER = "on paper, 3 May"


def week(number: int, **changed) -> Week:
    """A week with every way an answer can travel; *changed* replaces items by id (with - as _)."""
    items = {
        "energy": Rating(id="energy", prompt="Energy?", share="group", low="none", high="full"),
        "calm": Likert(id="calm", prompt="Calm?", share="group", scale=("no", "a little", "yes")),
        "hopes": Choice(id="hopes", prompt="Hopes?", share="group", choose="any", options=("rest", "ideas", "people")),
        "years": Likert(id="years", prompt="Years here?", share="group", scale=("few", "many"), stable=True),
        "feeling": Emotion(id="feeling", prompt="Where?", share="spoken", by="quadrants"),
        "letter": Text(id="letter", prompt="A letter", share="private"),
        "words": Text(id="words", prompt="Words", share="group"),
    }
    order = Ranking(id="order", prompt="Order?", share="group", options=("hurry", "noise", "fear"))
    check_in = Exercise(id="check-in", title="Arriving", items=tuple({**items, **changed}.values()))
    listening = Exercise(id="listening", title="Listening", items=(order,))
    talk = Exercise(id="talk", title="Talk", items=(items["feeling"],))
    return week_of(check_in, listening, talk, number=number)


def said(answers=None, *, week=1, exercise="check-in", revision=1, id=None, cohort="spring") -> Submission:
    answers = {"energy": 7} if answers is None else answers
    return Submission(
        id=id or new_id(), cohort=cohort, week=week, exercise=exercise, answers=answers, revision=revision
    )


def record(store: Store, label: str, answers=None, *, consent="ticked", source="live", **where):
    return store.record(said(answers, **where), store.participant(label), consent=consent, source=source)


def weeks_stored(store: Store) -> set[int]:
    """The weeks from which anything was stored, held submissions included."""
    with store.reading() as reading:
        return set(reading.scalars(select(schema.submissions.c.week).distinct()))


def by_label(store, *place, people=("a", "b", "c", "d")):
    names = {store.participant(label): label for label in people}
    return {names[person]: answer for person, answer in store.contributions(*place).items()}


def slips_and_places(store) -> tuple[int, int]:
    with store.reading() as connection:
        return unused(connection), free(connection, store.cohort.size)


def spending(store, code: str, name: str):
    return lambda writing: spend(
        writing.connection, writing.recording.enrol, hidden(store, code), store.participant(name)
    )
