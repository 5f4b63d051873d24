"""The command that releases what may be released: publish."""

from __future__ import annotations

from kit.answers import open_store
from kit.cli.app import CohortOption, WeekArgument, app, say, the_cohort, weeks_of
from kit.curriculum.policy import policy_of, refuse_lost
from kit.errors import UnknownName
from kit.publishing.gate import publish as publish_week


@app.command(epilog="Example: kit publish 3")
def publish(
    week: WeekArgument,
    cohort: CohortOption = None,
) -> None:
    """Close a week's exercises and release what may be released. This cannot be undone."""
    found = the_cohort(cohort)
    weeks = weeks_of(found)
    if week not in weeks:
        raise UnknownName(f"There is no week {week} in this curriculum; there are weeks {', '.join(map(str, weeks))}.")
    refuse_lost(found)
    with open_store(found, weeks=weeks) as store:
        outcomes = publish_week(store, weeks, policy_of(found), week=week)
    for outcome in outcomes:
        say(outcome.sentence)
