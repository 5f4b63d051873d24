"""The verbs that notebooks use; everything they return shows itself.

A notebook knows the content, the published results and the own outbox. There is no way from here to
the answers of others.
"""

from kit.notebook.first_page import open_session
from kit.notebook.own import PracticeView, open_practice
from kit.notebook.summary import CohortView, open_cohort
from kit.notebook.week import WeekView, open_week

__all__ = ["CohortView", "PracticeView", "WeekView", "open_cohort", "open_practice", "open_session", "open_week"]
