"""Items of each kind, and results made from plain pairs."""

from kit.curriculum.items import Choice, Emotion, Item, Likert, Ranking, Rating
from kit.results.bins import Together, bin_of
from kit.results.over_weeks import Point, Series

ENERGY = Rating(id="energy", prompt="How much energy do you have?", share="group", low="empty", high="full of energy")
PAUSE = Likert(
    id="pause",
    prompt="How often did you use the pause?",
    share="group",
    scale=("not yet", "a little", "several times", "most days"),
)
AGREE = Likert(
    id="agree",
    prompt="Can you say no?",
    share="group",
    scale=("strongly disagree", "disagree", "rather disagree", "in between", "rather agree", "agree", "strongly agree"),
    bins=["1-2", "3-5", "6-7"],
)
TENSE = Rating(
    id="tense", prompt="How tense?", share="group", low="calm", high="tense", min=1, max=7, bins=["1-3", "4", "5-7"]
)
STEP = Choice(
    id="hardest-step",
    prompt="Which step was hardest?",
    share="group",
    choose="one",
    options=("pause", "recognise", "assess", "act", "reflect"),
)
HELPS = Choice(
    id="helps", prompt="What helps?", share="group", choose="any", options=("a walk", "tea", "music", "talk")
)
FELT = Emotion(id="felt", prompt="Which words fit?", share="group", by="labels", labels=("calm", "tired", "hopeful"))
WHERE = Emotion(id="where", prompt="Where are you?", share="group", by="quadrants")
FIRST = Ranking(id="first", prompt="What matters most?", share="group", options=("time", "trust", "rest"))
# The same kinds with ids: what is published is another name than what people read.
LEAN = Choice(
    id="lean",
    prompt="Where did your empathy go?",
    share="group",
    choose="one",
    options={"carried": "I carried the feeling", "jumped": "I jumped in", "felt": "I felt it", "busy": "I kept busy"},
)
HELPED = Choice(
    id="helped", prompt="What helped?", share="group", choose="any", options={"walk": "a walk", "tea": "a cup of tea"}
)
USEFUL = Likert(
    id="useful", prompt="Useful?", share="group", scale={"not": "not useful", "little": "a little", "fairly": "fairly"}
)
FILLED = Rating(id="tank", prompt="How full?", share="group", low={"empty": "running on empty"}, high={"full": "full"})
ITEMS: tuple[Item, ...] = (ENERGY, PAUSE, AGREE, TENSE, STEP, HELPS, FELT, WHERE, FIRST, LEAN, HELPED, USEFUL, FILLED)


def result(item: Item, people: int, *ranges: tuple[int, int]) -> Together:
    bins = tuple(bin_of(item, name, low, high) for name, (low, high) in zip(item.bins, ranges, strict=True))
    return Together(people=people, bins=bins)


def plain(item: Item, people: int = 14) -> Together:
    """A result in which the first answer is frequent and the others are not."""
    return result(item, people, (8, 10), *[(0, 4)] * (len(item.bins) - 1))


def series_of(item: Item, *results: Together | None) -> Series:
    points = tuple(Point(week=week, result=one) for week, one in enumerate(results, start=1))
    return Series(exercise="pulse", title="Pulse", item=item, points=points)
