"""A plugin that breaks one rule of the kit on purpose, to see tests fall: ``-p tests.attacks.breaking``.

``KIT_BROKEN`` names what is broken. Each breaking stands beside the tests that must notice it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select

import kit.answers.finding
import kit.answers.recording
import kit.answers.tables
import kit.answers.withdrawals
import kit.curriculum.policy
import kit.live.own
import kit.live.people
import kit.live.taking
import kit.reports.kernels
import kit.results.figures
import kit.results.tables
from kit.answers import Store, members, places, schema, slips
from kit.answers.finding import People as CodesOfPeople
from kit.answers.recording import InSession, Recording
from kit.answers.sealing.envelopes import Envelopes
from kit.curriculum.policy import Policy
from kit.live import progress
from kit.live.joining import Joining
from kit.publishing import forms, gate, ledger, ranges
from kit.publishing.forms import Form
from kit.publishing.ledger import Ledger, batch_members
from kit.publishing.ranges import Table

SMALL, COMPARED, LEDGER = "test_small_groups.py", "test_differences.py", "test_ledger_tampering.py"
LEADERS = "test_leaders.py"
ONE, RECEIPTS, COMMANDS = "test_one_person.py", "test_receipts.py", "test_every_command.py"
SHOWN, DOORS, MISSING = "test_what_is_shown.py", "test_side_doors.py", "test_missing_people.py"


def leaders_are_always_said() -> None:
    def plan(form: Form, ranks: Any) -> Any:
        return tuple(range(1, len(ranks) + 1)), ()

    forms._plan = plan  # type: ignore[assignment]


def what_recurs_has_leaders_too() -> None:
    Policy.may_lead = lambda self, item: self.leaders and item.form == "one"  # type: ignore[method-assign]


def sensitive_like_any_other() -> None:
    Policy.floor_for = lambda self, item, **_: self.minimum  # type: ignore[method-assign]


def four_are_enough() -> None:
    real = Table.lookup

    def lookup(self: Table, bins: int) -> Any:
        low, high = real(self, bins)
        low[4][:5], high[4][:5] = (0, 0, 2, 2, 2), (1, 1, 4, 4, 4)
        return low, high

    Table.lookup = lookup  # type: ignore[method-assign]
    Policy.floor_for = lambda self, item, **_: 4  # type: ignore[method-assign]
    gate.count_ranges.__globals__["FLOORS"] = {"minimum": 4}


def exact_counts() -> None:
    real = Table.lookup

    def lookup(self: Table, bins: int) -> Any:
        low, high = ([list(row) for row in ends] for ends in real(self, bins))
        for people in range(5, ranges.LARGEST + 1):
            low[people][: people + 1] = high[people][: people + 1] = range(people + 1)
        return low, high

    Table.lookup = lookup  # type: ignore[method-assign]


def everybody_again() -> None:
    join = Ledger._join

    def once(self: Ledger, table: Any, family: str, members: Iterable[str], **more: int) -> None:
        there = set(self.connection.scalars(select(table.c.participant).where(table.c.family == family)))
        join(self, table, family, [one for one in members if one not in there], **more)

    Ledger._join = once  # type: ignore[method-assign]
    Ledger.fresh = lambda self, family, contributors: list(contributors)  # type: ignore[method-assign]


def newcomers_count() -> None:
    def fresh(self: Ledger, family: str, contributors: Iterable[str]) -> list[str]:
        query = select(batch_members.c.participant).where(batch_members.c.family == family)
        return sorted(set(contributors) - set(self.connection.scalars(query)))

    Ledger.fresh = fresh  # type: ignore[method-assign]


def the_ledger_forgets_who_withdrew() -> None:
    real = kit.answers.withdrawals.withdraw

    def forgetting(store: Store, participant: str) -> None:
        real(store, participant)
        with store.transaction() as connection:
            connection.execute(delete(batch_members).where(batch_members.c.participant == participant))

    import tests.attacks.scene  # noqa: PLC0415

    tests.attacks.scene.withdraw = forgetting


def withdrawing_erases_nothing() -> None:
    import tests.attacks.scene  # noqa: PLC0415

    tests.attacks.scene.withdraw = lambda store, participant: None


def an_older_copy_is_not_noticed() -> None:
    gate.agree_with_file = lambda *_: None


def a_changed_ledger_is_not_noticed() -> None:
    ledger.verified = lambda releases: None
    gate.agree_with_file = lambda *_: None  # it would notice, too, while there is a file to compare with


def parts_in_the_order_of_pseudonyms() -> None:
    Store.order = lambda self, text: text  # type: ignore[method-assign]


def held_back_where_one_stands_out() -> None:
    real = gate._Gate._said

    def guarded(self: Any, item: Any, answers: Sequence[Any], **more: bool) -> Any:
        codes = [code for answer in answers for code in item.codes(answer)]
        return None if any(codes.count(code) == 1 for code in set(codes)) else real(self, item, answers, **more)

    gate._Gate._said = guarded  # type: ignore[method-assign]


def a_middle_and_a_percentage() -> None:
    def words(low: int, high: int, people: int, _: Any) -> str:
        return f"about {(low + high) / 2:.0f} ({50 * (low + high) / people:.0f} %)"

    kit.results.tables.range_of = words


def rows_behind_a_figure() -> None:
    real = kit.results.figures._bands

    def bands(*arguments: Any, **more: Any) -> Any:
        return real(*arguments, **more).update(customdata=["p1", "p2"])

    kit.results.figures._bands = bands


def kernels_inherit_the_environment() -> None:
    real = kit.reports.kernels.environment

    def all_of_it(folder: Path, inherited: Mapping[str, str] = os.environ, **more: str) -> dict[str, str]:
        return {**inherited, **real(folder, inherited, **more)}

    kit.reports.kernels.environment = all_of_it


def answers_are_logged() -> None:
    import logging  # noqa: PLC0415

    real = Envelopes.seal

    def seal(self: Envelopes, place: Any, answers: Mapping[str, Any]) -> bytes:
        logging.getLogger("kit").debug("stored %s", answers)
        return real(self, place, answers)

    Envelopes.seal = seal  # type: ignore[method-assign]


def progress_in_numbers() -> None:
    def word(self: Any, exercise: Any) -> str:
        return f"{len(self._store.contributors(self._room.week.number, exercise.id))} of k"

    progress.Progress._word = word  # type: ignore[method-assign]


def releases_with_pseudonyms() -> None:
    real = Ledger.add

    def add(self: Ledger, draft: Any, members: Sequence[str]) -> Any:
        first = replace(draft.bins[0], label=f"{draft.bins[0].label} {members[0]}")
        return real(self, replace(draft, bins=(first, *draft.bins[1:])), members)

    Ledger.add = add  # type: ignore[method-assign]


def later_results_of_five() -> None:
    kit.curriculum.policy.LATER = 5


def more_places_than_people() -> None:
    def serve(connection: Any, limits: Any, participant: str, *, newcomer: bool = False) -> int:
        wider = limits if limits.people is None else replace(limits, people=99, newcomers=99)
        return places.serve(connection, wider, participant, newcomer=newcomer)

    kit.live.people.serve = serve


def any_number_of_newcomers() -> None:
    kit.live.people.serve = lambda connection, limits, participant, **_: places.serve(connection, limits, participant)


def the_code_lets_people_in_from_elsewhere() -> None:
    Joining.admit = lambda self, code: (  # type: ignore[method-assign]
        self._people.hidden_slip(code) if slips.is_slip(code) else None
    )


def a_slip_is_never_spent() -> None:
    def spend(connection: Any, enrol: Any, code: str, participant: str) -> None:
        slips.spend(connection, enrol, code, participant)
        connection.execute(insert(slips.slips), {"code": code})

    members.spend = spend


def places_are_given_back_at_any_time() -> None:
    Joining._check_nothing_asked = lambda _: None  # type: ignore[method-assign]


def places_of_whoever_sent_nothing_are_given_back() -> None:
    def give_back(connection: Any, session: str, *, here: Any = (), only_one: bool = False) -> set[str]:
        people = schema.participants.c.id
        silent = select(people).where(people.not_in(select(schema.submissions.c.participant)))
        chosen = sorted(set(connection.scalars(silent)) - set(here))[: 1 if only_one else None]
        if not chosen:
            raise places.NothingToGiveBack("")
        connection.execute(delete(places.served).where(places.served.c.participant.in_(chosen)))
        connection.execute(delete(schema.participants).where(people.in_(chosen)))
        connection.execute(insert(places.freed), [{}])
        return set(chosen)

    kit.live.people.give_back = give_back


def every_spelling_is_a_person() -> None:
    kit.answers.finding.folded = kit.answers.finding.looks = str  # type: ignore[assignment]
    kit.answers.finding.spellings = lambda code: iter([code])
    kit.answers.tables.folded = str  # type: ignore[attr-defined]


def a_bundle_names_any_code() -> None:
    CodesOfPeople.by_slip = CodesOfPeople.find  # type: ignore[method-assign]


def answers_are_taken_at_any_time() -> None:
    InSession.check = lambda self, status: None  # type: ignore[method-assign]


def a_proof_is_anybodys() -> None:
    kit.live.taking.proof_of = kit.live.own.proof_of = lambda store, member, submission: submission.id


def a_proof_opens_its_exercise() -> None:
    real = Recording.add

    def add(self: Recording, row: Any, *, session: Any = None, opens: bool = True) -> Any:
        return real(self, row, session=session, opens=True)

    Recording.add = add  # type: ignore[method-assign]


BREAKINGS: dict[Callable[[], None], tuple[str, ...]] = {
    sensitive_like_any_other: (f"{SMALL}::test_seven_are_too_few_for_a_sensitive_item_and_eight_are_enough",),
    leaders_are_always_said: (
        f"{LEADERS}::test_what_leads_gives_nobody_away_whoever_answers_what",
        f"{LEADERS}::test_a_tie_and_nearly_a_tie_publish_the_same_where_a_tie_would_tell_the_counts",
    ),
    what_recurs_has_leaders_too: (
        f"{LEADERS}::test_a_question_that_recurs_says_week_after_week_what_it_said_before_leaders",
    ),
    four_are_enough: (
        f"{SMALL}::test_up_to_four_contributors_everything_said_and_written_is_the_same",
        f"{COMPARED}::test_one_to_four_late_answers_are_told_in_the_same_words",
        f"{COMPARED}::test_a_facilitator_who_deletes_others_before_publication_gets_nothing_below_five",
    ),
    exact_counts: (
        f"{SMALL}::test_exactly_five_make_one_result_of_ranges_and_nobody_is_exposed",
        f"{SMALL}::test_unanimous_and_nearly_unanimous_groups_publish_the_same",
        f"{SMALL}::test_two_dissenters_who_talk_cannot_tell_that_all_others_agree",
        "test_chain.py::test_the_file_holds_no_pseudonym_time_key_or_exact_count",
        "test_histories.py::test_random_eight_week_histories_expose_nobody_and_show_what_is_true",
    ),
    everybody_again: (
        f"{COMPARED}::test_a_single_late_answer_changes_nothing",
        f"{COMPARED}::test_revealing_after_every_single_answer_shows_disjoint_groups_of_five_and_no_more",
        f"{COMPARED}::test_whoever_withdraws_after_publication_changes_no_figure_and_is_gone_from_the_disk",
        f"{COMPARED}::test_an_edit_after_publication_changes_nothing",
        "test_clocks.py::test_a_week_later_a_year_earlier_and_in_another_zone_nothing_is_published_again",
        "test_races.py::test_two_clicks_in_one_host_make_one_release",
        "test_histories.py::test_random_eight_week_histories_expose_nobody_and_show_what_is_true",
    ),
    newcomers_count: (
        f"{COMPARED}::test_whoever_joins_after_the_reveal_does_not_count_for_it",
        "test_histories.py::test_random_eight_week_histories_expose_nobody_and_show_what_is_true",
    ),
    the_ledger_forgets_who_withdrew: (
        f"{COMPARED}::test_whoever_withdraws_and_answers_again_is_not_counted_a_second_time",
    ),
    withdrawing_erases_nothing: (
        f"{COMPARED}::test_whoever_withdraws_after_publication_changes_no_figure_and_is_gone_from_the_disk",
    ),
    an_older_copy_is_not_noticed: (
        f"{LEDGER}::test_an_old_ledger_put_back_publishes_nothing_a_second_time",
        f"{LEDGER}::test_two_ledgers_of_one_cohort_cannot_both_publish_into_one_folder",
    ),
    a_changed_ledger_is_not_noticed: (f"{LEDGER}::test_nothing_is_published_on_a_ledger_that_was_changed",),
    parts_in_the_order_of_pseudonyms: (
        f"{SMALL}::test_above_sixty_the_parts_follow_a_secret_order_and_not_the_pseudonyms",
    ),
    held_back_where_one_stands_out: (
        "test_refusals.py::test_the_same_people_with_other_answers_get_the_same_decisions",
        f"{SMALL}::test_a_lone_dissenter_cannot_tell_that_all_others_agree",
        "test_histories.py::test_random_eight_week_histories_expose_nobody_and_show_what_is_true",
    ),
    a_middle_and_a_percentage: (
        f"{SHOWN}::test_every_number_in_a_sentence_a_table_a_figure_and_a_page_stands_in_the_release",
    ),
    rows_behind_a_figure: (f"{SHOWN}::test_a_figure_carries_no_row_and_tells_at_a_bar_what_its_words_tell",),
    kernels_inherit_the_environment: (
        "test_no_way_to_answers.py::test_a_cell_of_a_report_that_looks_everywhere_finds_no_answer",
    ),
    answers_are_logged: (
        f"{DOORS}::test_nothing_planted_is_said_or_logged_by_any_command",
        f"{COMMANDS}::test_no_log_of_the_host_holds_an_answer_a_code_or_a_token_at_any_level",
    ),
    progress_in_numbers: (f"{MISSING}::test_nobody_reads_off_the_host_how_many_answered_or_who_did_not",),
    later_results_of_five: (f"{COMPARED}::test_four_invented_people_beside_a_late_one_make_no_result",),
    more_places_than_people: (
        f"{ONE}::test_one_person_with_many_browsers_has_one_place_among_any_number",
        f"{ONE}::test_nobody_reads_a_late_answer_off_a_second_result",
        f"{ONE}::test_no_second_device_of_one_person_counts_in_the_first_result",
    ),
    any_number_of_newcomers: (f"{ONE}::test_who_comes_as_somebody_new_in_every_session_is_let_in_once",),
    the_code_lets_people_in_from_elsewhere: (f"{ONE}::test_the_code_alone_lets_nobody_new_into_a_session_elsewhere",),
    a_slip_is_never_spent: (f"{ONE}::test_a_slip_is_one_place_on_any_number_of_devices",),
    places_are_given_back_at_any_time: (
        f"{ONE}::test_once_something_could_be_sent_giving_back_a_place_tells_of_nobody",
        f"{ONE}::test_that_something_was_asked_outlasts_a_restart_and_ends_with_the_session",
    ),
    places_of_whoever_sent_nothing_are_given_back: (
        f"{ONE}::test_giving_back_is_the_same_whoever_sent_something_in_earlier_sessions",
    ),
    every_spelling_is_a_person: ("test_one_code.py::test_people_typed_in_every_spelling_are_never_more_than_they_are",),
    a_bundle_names_any_code: ("test_one_code.py::test_a_bundle_that_names_somebody_elses_code_is_not_theirs",),
    answers_are_taken_at_any_time: (f"{RECEIPTS}::test_a_proof_lets_its_own_answer_in_and_nothing_else",),
    a_proof_is_anybodys: (f"{RECEIPTS}::test_a_proof_lets_its_own_answer_in_and_nothing_else",),
    a_proof_opens_its_exercise: (f"{RECEIPTS}::test_a_proof_lets_its_own_answer_in_and_nothing_else",),
    releases_with_pseudonyms: ("test_chain.py::test_the_file_holds_no_pseudonym_time_key_or_exact_count",),
}


def pytest_configure(config: object) -> None:
    """Break what ``KIT_BROKEN`` names, before any test is imported."""
    by_name = {broken.__name__: broken for broken in BREAKINGS}
    if name := os.environ.get("KIT_BROKEN"):
        by_name[name]()
