"""Which sentences show the help card: those in which somebody may be in danger, and no ordinary talk of work."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.speaking import showing_help

MUST = (
    "Some nights I want to die and I have told no one.",
    "I wish I was dead.",
    "I wish I were dead, honestly.",
    "i just want to kill myself",
    "There were days when I thought about killing myself.",
    "Last winter I almost killed myself",
    "I HAVE THOUGHT ABOUT SUICIDE",
    "I felt suicidal after the reorganisation.",
    "My suicidal thoughts come back on Sundays",
    "I keep wondering whether to end my life.",
    "Ending my life seemed the only way out.",
    "I planned to take my own life.",
    "I could end it all tonight",
    "Sometimes I hurt myself after work.",
    "I am afraid that I will harm myself.",
    "I have been self-harming again",
    "Self harm was how I got through it.",
    "I cut myself when it gets too much",
    "I have started cutting myself again.",
    "I thought of an overdose.",
    "I took too many pills on purpose.",
    "They would be better off without me.",
    "Everybody'd be better off dead, me first.",
    "I see no reason to live",
    "I have no reason to go on living.",
    "There is nothing to live for any more.",
    "My life is not worth living.",
    "Life isn't worth living.",
    "I don’t want to live like this.",
    "I dont want to live",
    "I do not want to be alive.",
    "I don't want to be here anymore",
    "I do not want to wake up tomorrow.",
    "I don't want to wake up any more.",
    "I can't go on living",
    "I am tired of being alive",
    "I'm tired of living.",
    "I have thought about hanging myself",
    "I wanted to jump off a bridge.",
    "I wish I had never been born.",
    "I want to kill\nmyself",
    "I want to disappear forever",
    # What cannot be told from an ordinary complaint shows it as well.
    "I don't want to live with this any longer.",
    "I cut myself a lot.",
    "I could end it all on Sunday.",
    "I cut myself some slack, and yet I want to die.",
)
MUST_NOT = (
    "I could kill for a coffee.",
    "By Friday I was dead tired.",
    "This deadline is killing me.",
    "My boss will kill me if the slides are late.",
    "We killed the project in March.",
    "The meeting nearly bored me to death.",
    "I died of embarrassment when the microphone was on.",
    "It was a dead end, so we turned back.",
    "I am dying to see the new office.",
    "We had to kill the process and start the server again.",
    "I cut myself some slack this week.",
    "I cut myself a slice of bread and sat by the window.",
    "I cut myself off in the middle of a sentence.",
    "I hurt my back when I carried the boxes.",
    "I did not want to hurt anybody with my tone.",
    "Working on a Sunday, I shot myself in the foot.",
    "I could shoot myself in the foot with this plan.",
    "I don't want to be here on a Friday evening.",
    "I want to live closer to my parents.",
    "I work to live, I do not live to work.",
    "I hung up and wrote the minutes.",
    "I took my own lunch to the park.",
    "Let us end it all on a good note: thank you.",
    "I jumped off the call early.",
    "I am tired of living out of a suitcase.",
    "I woke up at five and could not sleep again.",
    "I overdosed on coffee before the audit.",
    "We stopped the endless thread of messages.",
    "The old printer has given up its life.",
    "Nothing is worth that much overtime.",
    "I wish the phone were dead for an hour.",
    "I starved myself of sunlight in that basement office.",
    "I kept the harm small and told the customer.",
    "Working there was a life saver.",
    "I would die for a holiday.",
    "It feels good to be alive on a morning like this.",
)


def test_every_sentence_of_somebody_in_danger_shows_the_card(page: Page) -> None:
    assert [text for text in MUST if text not in showing_help(page, MUST)] == []


def test_no_ordinary_sentence_about_work_shows_it(page: Page) -> None:
    assert showing_help(page, MUST_NOT) == []
