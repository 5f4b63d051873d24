"""What a participant's notebook on another computer has to know of the session, beside what every page knows."""

from __future__ import annotations

from kit.curriculum.policy import Notice
from kit.live.facts import Facts
from kit.live.http.base import Answering


class Notebook(Answering):
    """``GET /api/notebook``: the cohort, the session, the notice as the page shows it, and what is asked.

    ``questions`` has by week, exercise and item the fingerprint of each question for the group, so that no answer to
    one question is ever taken for one to another.
    """

    facts: Facts
    notice: Notice

    def get(self) -> None:
        member, facts = self.member(), self.facts
        known = {"served": self.access.is_served(member), "agreed": self.access.has_agreed(member)}
        short = [self.messages(f"page.notice_short_{one}", least=facts.least) for one in (1, 2, 3)]
        notice = self.notice.shown() | {"short": short}
        about = {"cohort": facts.identity, "session": facts.session, "week": facts.week_number}
        news = list(self.access.news(member))
        self.reply({**about, **known, "news": news, "notice": notice, "questions": questions(facts)})


def questions(facts: Facts) -> dict[str, dict[str, dict[str, str]]]:
    """The fingerprint of every question for the group, by week, exercise and item."""
    return {
        str(number): {
            exercise.id: {item.id: item.fingerprint for item in exercise.group_items}
            for exercise in week.exercises
            if exercise.group_items
        }
        for number, week in facts.weeks.items()
    }
