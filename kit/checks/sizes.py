"""Which questions of a curriculum will say nothing in a cohort of its size, even if everyone answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kit.curriculum.policy import Policy
from kit.curriculum.weeks import Week
from kit.publishing.expected import Expected, expected

_WORDS = {
    Expected.TOO_FEW: "there will be no result, as it takes at least {least} answers.",
    Expected.NO_FORM: "there can be no result of exactly {people} answers that gives nobody away.",
    Expected.SELDOM: "its result will probably stay open; plan to talk about it rather than to look at it.",
}


def silent_questions(weeks: Mapping[int, Week], people: int, policy: Policy) -> Iterator[str]:
    """A line for each question whose result will probably say nothing of so many *people*, with its weeks."""
    places: dict[tuple[str, str], list[int]] = {}
    for number, week in sorted(weeks.items()):
        for exercise, item in week.group_items():
            word = expected(item, people, policy) if item.form != "text" else Expected.OFTEN
            if word in _WORDS:
                sentence = _WORDS[word].format(least=policy.floor_for(item), people=people)
                places.setdefault((f"exercise '{exercise.id}', item '{item.id}'", sentence), []).append(number)
    for (place, sentence), numbers in places.items():
        yield f"{_named(numbers)}, {place}: {sentence}"


def _named(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"week {numbers[0]}"
    in_a_row = len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1))
    return f"weeks {numbers[0]} to {numbers[-1]}" if in_a_row else f"weeks {', '.join(map(str, numbers))}"
