"""The same answers of five people as different programs export them, and the questions they answered."""

from __future__ import annotations

import csv
import io
import json

from kit.curriculum.items import Choice, Likert, Rating, Text
from kit.curriculum.weeks import Exercise
from tests.weeks import week_of

ENERGY = "How much energy do you have for today?"
PAUSE = "How often did you pause before you reacted?"
HOPES = "What do you hope for?"
HARDEST = "Which step is hardest for you?"
STORY = "What happened, in your own words?"

PEOPLE = ("ana@example.org", "ben@example.org", "cleo@example.org", "dan@example.org", "eva@example.org")
CODES = ("CF7", "GH3", "JK5", "MN4", "PR8")
SAID = (
    (7, "often", ["rest", "people"], "naming, out loud, what I feel", "We spoke about Jo."),
    (3, "never", [], "pausing", ""),
    (10, "now and then", ["ideas"], "pausing", "Nothing much"),
    (0, "often", ["rest"], "naming, out loud, what I feel", "a long day"),
    (5, "", ["rest", "ideas", "people"], "", "-"),
)


def the_week(number: int = 1):
    """A week whose pulse asks in each way that a file can answer, one of them private and one a text."""
    items = (
        Rating(id="energy", prompt=ENERGY, share="group", low={"empty": "none"}, high={"full": "plenty"}),
        Likert(
            id="pause",
            prompt=PAUSE,
            share="group",
            scale={"never": "never", "some": "now and then", "often": "often"},
        ),
        Choice(
            id="hopes",
            prompt=HOPES,
            share="group",
            choose="any",
            options={"rest": "rest", "ideas": "new ideas, of any kind", "people": "people"},
        ),
        Choice(
            id="hardest",
            prompt=HARDEST,
            share="group",
            choose="one",
            options={"pause": "pausing", "name": "naming, out loud, what I feel"},
        ),
        Text(id="story", prompt=STORY, share="group"),
        Text(id="letter", prompt="A letter to yourself", share="private"),
    )
    return week_of(Exercise(id="pulse", title="Pulse", items=items), number=number)


WORDS = {"rest": "rest", "ideas": "new ideas, of any kind", "people": "people"}


def as_csv(rows, separator=",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def google_forms() -> str:
    head = ["Timestamp", "Email Address", ENERGY, PAUSE, HOPES, HARDEST, STORY]
    rows = [
        ["2027/03/04 9:01:22 AM GMT+1", who, energy, pause, ", ".join(WORDS[one] for one in hopes), hardest, story]
        for who, (energy, pause, hopes, hardest, story) in zip(PEOPLE, SAID, strict=True)
    ]
    return as_csv([head, *rows])


def microsoft_forms() -> str:
    head = ["ID", "Start time", "Completion time", "Email", "Name", *(f"{one}" for one in (ENERGY, PAUSE, HOPES))]
    rows = [
        [at, "3/4/27 9:01", "3/4/27 9:03", who, "Somebody", energy, pause, "".join(f"{WORDS[one]};" for one in hopes)]
        for at, (who, (energy, pause, hopes, *_)) in enumerate(zip(PEOPLE, SAID, strict=True), start=1)
    ]
    return as_csv([[*head, HARDEST], *([*row, said[3]] for row, said in zip(rows, SAID, strict=True))], ";")


def survey_monkey() -> str:
    head = ["Respondent ID", "Collector ID", "Start Date", "IP Address", "Email Address", "Your code"]
    first = [*head, ENERGY, PAUSE, HOPES, "", "", HARDEST, STORY]
    second = ["", "", "", "", "", "Open-Ended Response", "Response", "Response", *WORDS.values()]
    second += ["Response", "Open-Ended Response"]
    rows = [
        [11_000_000 + at, 4411, "03/04/2027 09:01:00 AM", "10.0.0.7", "", code, energy, pause]
        + [WORDS[one] if one in hopes else "" for one in WORDS]
        + [hardest, story]
        for at, (code, (energy, pause, hopes, hardest, story)) in enumerate(zip(CODES, SAID, strict=True))
    ]
    return as_csv([first, second, *rows])


def qualtrics() -> str:
    columns = [
        ("StartDate", "Start Date", "startDate"),
        ("Status", "Response Type", "status"),
        ("IPAddress", "IP Address", "ipAddress"),
        ("ResponseId", "Response ID", "_recordId"),
        ("RecipientEmail", "Recipient Email", "recipientEmail"),
        ("Q1_1", ENERGY, "QID1_1"),
        ("Q2", PAUSE, "QID2"),
        *(
            (f"Q3_{at}", f"{HOPES} - Selected Choice - {words}", f"QID3_{at}")
            for at, words in enumerate(WORDS.values())
        ),
        ("Q4", HARDEST, "QID4"),
        ("Q5", STORY, "QID5_TEXT"),
    ]
    ids = [json.dumps({"ImportId": known}) for _, _, known in columns]
    rows = [
        ["2027-03-04 09:01:00", "IP Address", "10.0.0.7", f"R_{who[:3]}7", who, energy, pause]
        + [WORDS[one] if one in hopes else "" for one in WORDS]
        + [hardest, story]
        for who, (energy, pause, hopes, hardest, story) in zip(PEOPLE, SAID, strict=True)
    ]
    return as_csv([[one[0] for one in columns], [one[1] for one in columns], ids, *rows], "\t")


def lime_survey() -> str:
    head = ["id. Response ID", "submitdate. Date submitted", "startlanguage. Start language", "code. Your code"]
    head += [
        f"G1Q1. {ENERGY}",
        f"G1Q2. {PAUSE}",
        *(f"G1Q3[SQ00{at}]. {HOPES} [{words}]" for at, words in enumerate(WORDS.values())),
    ]
    numbers = {"never": "1 - never", "now and then": "2 - now and then", "often": "3 - often", "": ""}
    rows = [
        [at, "2027-03-04 09:01:00", "en", code, energy, numbers[pause]]
        + ["Yes" if one in hopes else "No" for one in WORDS]
        + [hardest]
        for at, (code, (energy, pause, hopes, hardest, _)) in enumerate(zip(CODES, SAID, strict=True))
    ]
    return as_csv([[*head, f"G1Q4. {HARDEST}"], *rows])


def lines(hopes) -> str:
    return "\n".join(WORDS[one] for one in hopes)


def moodle() -> str:
    head = ["Response", "Submitted on:", "Institution", "Department", "Course", "Group", "ID", "Full name", "Username"]
    head += [f"(q1) {ENERGY}", f"(q2) {PAUSE}", f"(q3) {HOPES}", f"(q4) {HARDEST}"]
    rows = [
        [at, "4/03/2027 09:01:22", "", "", "", "", at, "Somebody", who, energy, pause, lines(hopes), hardest]
        for at, (who, (energy, pause, hopes, hardest, _)) in enumerate(zip(PEOPLE, SAID, strict=True))
    ]
    return as_csv([head, *rows])


SHAPES = {
    "google": google_forms,
    "microsoft": microsoft_forms,
    "monkey": survey_monkey,
    "qualtrics": qualtrics,
    "lime": lime_survey,
    "moodle": moodle,
}
