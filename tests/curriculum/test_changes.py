"""What became of a question since its first answer is said in words that a facilitator can act on."""

from __future__ import annotations

import pytest

from kit.curriculum.changes import differences
from kit.curriculum.items import QUADRANT_IDS, Choice, Emotion, Likert, Rating, Text

ASKED = {"id": "a", "prompt": "A?", "share": "group"}
OPTIONS = {"listen": "I listen", "advise": "I advise", "wait": "I wait"}
SCALE = {"never": "never", "once": "once", "often": "often"}


def one(**changes) -> Choice:
    return Choice(**ASKED | {"choose": "one", "options": OPTIONS} | changes)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (
            one(),
            one(options={"listen": "I listen", "help": "I help", "wait": "I wait"}),
            [
                "'options' were 'listen', 'advise', 'wait' and are now 'listen', 'help', 'wait' "
                "(gone: 'advise'; new: 'help')"
            ],
        ),
        (
            one(),
            one(options=OPTIONS | {"leave": "I leave"}),
            [
                "'options' were 'listen', 'advise', 'wait' and are now 'listen', 'advise', 'wait', 'leave' "
                "(new: 'leave')"
            ],
        ),
        (
            Likert(**ASKED, scale=SCALE),
            Likert(**ASKED, scale=dict(reversed(SCALE.items()))),
            ["'scale' were 'never', 'once', 'often' and are now 'often', 'once', 'never' (in another order)"],
        ),
        (
            one(options=list(OPTIONS)),
            one(),
            ["its words have ids now"],
        ),
        (one(), one(options=list(OPTIONS)), ["its words had ids"]),
        (
            one(),
            one(choose="any", sensitive=True),
            ["'choose' was one and is now any", "'sensitive' was false and is now true"],
        ),
        (one(), Likert(**ASKED, scale=SCALE), ["its kind was choice and is now likert"]),
        (
            Rating(**ASKED, low={"empty": "empty"}, high={"full": "full"}),
            Rating(**ASKED, low={"low": "empty"}, high={"full": "full"}, min=1, bins=["1-3", "4-6", "7-10"]),
            [
                "'bins' was 0-3, 4-6, 7-10 and is now 1-3, 4-6, 7-10",
                "'low' was empty and is now low",
                "'min' was 0 and is now 1",
            ],
        ),
        (
            Likert(**ASKED, scale=SCALE),
            Likert(**ASKED, scale=SCALE, bins=["1", "2-3"]),
            ["'bins' was left out and is now 1, 2-3"],
        ),
        (
            Emotion(**ASKED, by="quadrants"),
            Emotion(**ASKED, by="quadrants", quadrants=dict(zip(QUADRANT_IDS, "abcd", strict=True))),
            None,
        ),
        (Text(**ASKED), Text(**ASKED, longest=40), ["'longest' was 2000 and is now 40"]),
        (one(), one(prompt="Which?", help="Think.", options={name: name.upper() for name in OPTIONS}), []),
    ],
)
def test_each_difference_is_named(before, now, said):
    found = differences(before.identity, now)
    if said is None:
        assert found[0] == "its words have ids now"
        assert found[1].startswith("'quadrants' were 'pleasant, high energy', ")
    else:
        assert found == said
    assert bool(found) == (before.fingerprint != now.fingerprint)
