"""The command that releases what may be released: publish."""

from __future__ import annotations

from kit.answers import open_store
from kit.cli.app import CohortOption, WeekArgument, app, say, tell_news, the_cohort, weeks_of
from kit.curriculum.policy import policy_of
from kit.curriculum.weeks import week_in
from kit.publishing.gate import publish as publish_week


@app.command(epilog="Example: kit publish 3")
def publish(
    week: WeekArgument,
    folder: CohortOption = None,
) -> None:
    """Close a week's exercises and release what may be released. This cannot be undone."""
    cohort = the_cohort(folder)
    weeks = weeks_of(cohort)
    names = {(one.id, item.id): f"“{one.title}”, “{item.prompt}”" for one, item in week_in(weeks, week).group_items()}
    policy = policy_of(cohort)
    with open_store(cohort, weeks=weeks) as store:
        tell_news(store)
        outcomes = publish_week(store, weeks, policy, week=week)
    for outcome in outcomes:
        say(f"Week {week}, {names[outcome.exercise, outcome.item]}: {outcome.told}")
