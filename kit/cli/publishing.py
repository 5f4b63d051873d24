"""The command that releases what may be released: publish."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from tqdm import tqdm

from kit.answers import open_store
from kit.cli.app import CohortOption, app, cohort_to_change, say, tell_news, week_typed, weeks_of
from kit.curriculum.policy import policy_of
from kit.curriculum.weeks import Week, week_in
from kit.publishing.gate import publish as publish_week


@app.command(epilog="Example: kit publish 3, or several: kit publish 1 2 3")
def publish(
    week: Annotated[
        list[int],
        typer.Argument(metavar="WEEK...", parser=week_typed, help="The weeks' numbers; 0 is the orientation."),
    ],
    folder: CohortOption = None,
) -> None:
    """Close a week's exercises and release what may be released. Several weeks go at once. This can't be undone."""
    cohort = cohort_to_change(folder)
    weeks = weeks_of(cohort)
    asked = {number: _names(week_in(weeks, number)) for number in week}
    policy = policy_of(cohort)
    with open_store(cohort, weeks=weeks) as store:
        tell_news(store)
        # What would keep a later week from being released is said before the first one is.
        for number in asked:
            store.check_unchanged(number)
        quiet = len(asked) == 1 or not sys.stderr.isatty()
        for number, names in tqdm(asked.items(), desc="Weeks", unit="week", disable=quiet):
            outcomes = publish_week(store, weeks, policy, week=number)
            with tqdm.external_write_mode():
                for outcome in outcomes:
                    say(f"Week {number}, {names[outcome.exercise, outcome.item]}: {outcome.told}")


def _names(week: Week) -> dict[tuple[str, str], str]:
    """What the items of *week* are called, by the ids of their exercise and their own."""
    return {(one.id, item.id): f"“{one.title}”, “{item.prompt}”" for one, item in week.group_items()}
