"""What a copy of everything calls its parts: the titles, questions and answers of all practices and private items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from kit.curriculum.practices import Commitment, Guided, Letter, PeerMeeting, Practice, Sort, Walk
from kit.curriculum.practices.boundary_script import BoundaryScript
from kit.curriculum.practices.emotion_map import EmotionMap
from kit.curriculum.practices.journal import Journal
from kit.curriculum.practices.role_card import RoleCard
from kit.curriculum.practices.worksheet import Worksheet
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.widgets.specs import practice_words

# What is asked and answered in a practice, by the names under which a browser keeps it: words for a copy to read.

Words = dict[str, str]
# A name, perhaps below another one ("ways/my-story"), and what was asked there.
Asked = Iterator[tuple[str, str]]
# A name, what stands there, and how it is said.
Said = Iterator[tuple[str, str, str]]


def asked(practice: Practice, words: Words) -> dict[str, str]:
    """What *practice* asks by the names of its answers; *words* are the sentences of its kind."""
    kind = _ASKED.get(type(practice))
    return dict(kind(practice, words)) if kind else {}


def answers(practice: Practice, words: Words) -> dict[str, dict[str, str]]:
    """By the names of its answers, how an answer to *practice* is said where a browser keeps a short name or number."""
    kind = _SAID.get(type(practice))
    found: dict[str, dict[str, str]] = {}
    for name, kept, said in kind(practice, words) if kind else ():
        known = found.setdefault(name, {})
        # Two turns of a story may share an id; then it is not known which of them was meant.
        known[kept] = f"{known[kept]} / {said}" if known.get(kept, said) != said else said
    return found


def _same(words: Words, *names: str) -> Asked:
    return ((name, words[name]) for name in names)


def _journal(practice: Journal, _words: Words) -> Asked:
    yield from (("felt", practice.felt), ("did", practice.did), ("learned", practice.learned))


def _commitment(practice: Commitment, words: Words) -> Asked:
    yield from (("tool", practice.choose), ("moment", practice.moment), ("action", practice.action))
    yield from (("restart", practice.restart), ("day", words["which_day"]), ("how", words["how_it_went"]))


def _commitment_said(_practice: Commitment, words: Words) -> Said:
    yield from (("how", how, words[how]) for how in ("done", "partly", "not_this_time"))


def _letter(practice: Letter, words: Words) -> Asked:
    yield from (("text", practice.prompt), ("until", words["until"]))


def _phrases(practice: Guided, words: Words) -> Asked:
    yield from ((f"lines/{whom}", words[f"whom_{whom}"]) for whom in _WHOM if f"whom_{whom}" in words)
    yield f"whom/{practice.id}", practice.title


def _phrases_said(practice: Guided, words: Words) -> Said:
    yield from ((f"whom/{practice.id}", whom, words[f"whom_{whom}"]) for whom in _WHOM if f"whom_{whom}" in words)


def _walk(practice: Walk, words: Words) -> Asked:
    notes = ("pause", "recognise", "mine", "shared", "not_mine", "act", "reflect")
    yield from ((name, words[f"note_{name}"]) for name in notes)
    yield "kind", words["kind"]
    for vignette in practice.vignettes:
        yield f"ways/{vignette.id}", f"{vignette.title}: {words['your_way']}"
        yield f"thoughts/{vignette.id}", f"{vignette.title}: {words['thought']}"


def _walk_said(practice: Walk, words: Words) -> Said:
    kinds = (name for name in words if name.startswith("kind_"))
    yield from (("kind", name.removeprefix("kind_"), words[name]) for name in kinds)
    for vignette in practice.vignettes:
        for scene in vignette.scenes:
            yield from ((f"ways/{vignette.id}", turn.id, turn.label) for turn in scene.turns)


def _sort(practice: Sort, _words: Words) -> Asked:
    yield from ((f"places/{card.id}", card.text) for card in practice.cards)


def _sort_said(practice: Sort, words: Words) -> Said:
    places = ("support", "challenge", "step_back")
    yield from ((f"places/{card.id}", place, words[f"place_{place}"]) for card in practice.cards for place in places)


def _worksheet(practice: Worksheet, _words: Words) -> Asked:
    yield from ((part.id, part.prompt) for part in practice.parts)


def _worksheet_said(_practice: Worksheet, words: Words) -> Said:
    yield from (("weight", weight, words[f"weight_{weight}"]) for weight in ("little", "some", "lot"))


def _role_card(practice: RoleCard, words: Words) -> Asked:
    yield from _same(words, "situation", "mine", "shared", "not_mine", "whom", "how")
    yield from ((name, resource.prompt) for name, resource in practice.resources)


def _role_card_said(practice: RoleCard, _words: Words) -> Said:
    for name, resource in practice.resources:
        yield from ((name, level, getattr(resource, level)) for level in ("enough", "little", "none"))


def _script(practice: BoundaryScript, words: Words) -> Asked:
    yield from _same(words, "situation")
    yield from ((part.id, part.title) for part in practice.parts)


def _map(_practice: EmotionMap, words: Words) -> Asked:
    yield from _same(words, "situation", "before", "pleasant", "energy", "after")
    yield from (("own", words["own_word"]), ("words", words["labels"]))


def _map_said(_practice: EmotionMap, words: Words) -> Said:
    for name in ("before", "after"):
        yield from ((name, str(value), words["strength"].format(value=value)) for value in range(11))
    for name in ("pleasant", "energy"):
        sides = {-1: words[f"{name}_low"], 0: words["middle"], 1: words[f"{name}_high"]}
        yield from ((name, str(value), sides[(value > 0) - (value < 0)]) for value in range(-5, 6))


def _charter(practice: PeerMeeting, _words: Words) -> Asked:
    yield from ((one.id, one.question) for one in practice.charter)


_WHOM = ("self", "dear", "neutral", "difficult", "all")
_ASKED: dict[type[Practice], Callable[..., Asked]] = {
    Journal: _journal,
    Commitment: _commitment,
    Letter: _letter,
    Guided: _phrases,
    Walk: _walk,
    Sort: _sort,
    Worksheet: _worksheet,
    RoleCard: _role_card,
    BoundaryScript: _script,
    EmotionMap: _map,
    PeerMeeting: _charter,
}
_SAID: dict[type[Practice], Callable[..., Said]] = {
    Commitment: _commitment_said,
    Guided: _phrases_said,
    Walk: _walk_said,
    Sort: _sort_said,
    Worksheet: _worksheet_said,
    RoleCard: _role_card_said,
    EmotionMap: _map_said,
}


Sheets = dict[str, dict[str, Any]]


def sheet_names(weeks: Iterable[Week], practices: Iterable[Practice], messages: Messages) -> Sheets:
    """By the name under which a browser keeps a sheet: its ``title``, ``labels`` and ``values``.

    The labels are of what is asked there; the values are how an answer is said.

    A practice is kept under the name of its module, which practices of one kind may share, or under its own; an
    exercise under the number of its week.
    """
    named: Sheets = {}
    for week in weeks:
        for exercise in week.exercises:
            if any(item.share == "private" for item in exercise.items):
                found = {"title": exercise.title, "labels": _prompts(exercise), "values": {}}
                named[f"{week.number}/{exercise.id}"] = found
    for practice in practices:
        words = practice_words(practice, messages)
        # What sittings keep are the phrases of all of them.
        title = words.get("phrases_own", practice.title)
        for name in (practice.module, practice.id):
            sheet = named.setdefault(f"practice/{name}", {"title": title, "labels": {}, "values": {}})
            sheet["labels"] |= asked(practice, words)
            sheet["values"] |= answers(practice, words)
    return named


def _prompts(exercise: Exercise) -> dict[str, str]:
    return {item.id: item.prompt for item in exercise.items if item.share == "private"}
