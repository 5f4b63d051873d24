from __future__ import annotations

import asyncio

from kit.answers.members import MOST_DEVICES
from kit.live.limits import (
    IN_ALL,
    MOST_SENT,
    PER_ADDRESS,
    PER_BROWSER,
    Entries,
    Failures,
    Leavings,
    Pauses,
    Returns,
    Sendings,
)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_five_failures_within_a_minute_stop_a_browser_until_the_first_is_a_minute_old():
    clock = Clock()
    failures = Failures(clock=clock)
    for _ in range(PER_BROWSER):
        assert failures.wait("10.0.0.1", "one") == 0
        failures.add("10.0.0.1", "one")
        clock.now += 1
    assert failures.wait("10.0.0.1", "one") == 55
    assert failures.wait("10.0.0.9", "one") == 55
    assert failures.wait("10.0.0.1", "two") == 0
    clock.now += 55
    assert failures.wait("10.0.0.1", "one") == 0
    failures.add("10.0.0.1", "one")
    assert failures.wait("10.0.0.1", "one") == 1


def test_a_browser_without_a_mark_counts_as_its_address():
    failures = Failures(clock=Clock())
    for _ in range(PER_BROWSER):
        failures.add("10.0.0.1", "")
    assert failures.wait("10.0.0.1", "") > 0
    assert failures.wait("10.0.0.2", "") == 0


def test_an_address_that_guesses_from_ever_new_browsers_stops_all_who_guess_there_and_nobody_else():
    failures = Failures(clock=Clock())
    failures.add("10.0.0.1", "typed wrong once")
    for number in range(PER_ADDRESS):
        failures.add("10.0.0.1", f"{number}")
    assert failures.wait("10.0.0.1", "typed wrong once") > 0
    assert failures.wait("10.0.0.1", "") > 0
    assert failures.wait("10.0.0.1", "has not guessed") == 0
    assert failures.wait("10.0.0.2", "has not guessed") == 0


def test_three_hundred_failures_of_many_addresses_stop_everybody_who_comes_with_words():
    clock = Clock()
    failures = Failures(clock=clock)
    for number in range(IN_ALL):
        assert failures.wait("10.9.9.9", "new") == 0
        failures.add(f"10.0.{number}.1", f"{number}")
    assert failures.wait("10.9.9.9", "new") == 60
    clock.now += 60
    assert failures.wait("10.9.9.9", "new") == 0


def test_all_addresses_of_one_ipv6_network_count_as_one():
    failures = Failures(clock=Clock())
    for number in range(PER_BROWSER):
        failures.add(f"2001:db8::{number}", "")
    assert failures.wait("2001:db8::ffff", "") > 0
    assert failures.wait("2001:db8:0:1::1", "") == 0
    assert failures.wait("fe80::1%eth0", "") == 0


def test_a_flood_of_addresses_takes_no_more_memory_than_a_few_thousand():
    failures = Failures(clock=Clock())
    leavings, entries, returns = Leavings(14, clock=Clock()), Entries(14, clock=Clock()), Returns(clock=Clock())
    for number in range(10_000):
        failures.add(f"{number}", f"b{number}")
        leavings.wait(f"{number}")
        entries.add(f"{number}")
        returns.wait(f"{number}")
    assert len(failures._by_address._times) <= 4096
    assert len(failures._by_browser._times) <= 4096
    assert len(failures._all) <= IN_ALL
    assert len(leavings._free_at) <= 4096
    assert len(entries._free_at) <= 4096
    assert len(returns._free_at) <= 4096


def test_a_computer_that_slept_for_ten_minutes_remembers_no_failure():
    clock = Clock()
    failures = Failures(clock=clock)
    for _ in range(IN_ALL):
        failures.add("10.0.0.1", "")
    clock.now += 600
    assert failures.wait("10.0.0.1", "") == 0


def test_what_turned_out_to_be_no_failure_is_forgiven():
    failures = Failures(clock=Clock())
    for _ in range(PER_BROWSER * 3):
        failures.add("10.0.0.1", "one")
        failures.forgive("10.0.0.1", "one")
    assert failures.wait("10.0.0.1", "one") == 0
    failures.forgive("10.0.0.2", "")


def test_a_whole_group_may_leave_at_once_and_a_loop_may_not():
    clock = Clock()
    leavings = Leavings(14, clock=clock)
    assert [leavings.wait("10.0.0.1") for _ in range(14)] == [0] * 14
    assert leavings.wait("10.0.0.1") == 6
    assert leavings.wait("10.0.0.2") == 0
    clock.now += 6
    assert [leavings.wait("10.0.0.1") for _ in range(2)] == [0, 6]
    clock.now += 14 * 6
    assert [leavings.wait("10.0.0.1") for _ in range(14)] == [0] * 14


def test_a_room_of_waiting_pages_asks_again_and_again_and_a_loop_may_not():
    clock = Clock()
    entries = Entries(30, clock=clock)
    for _ in range(100):  # pages that ask every four seconds, thirty phones with two each
        for _ in range(64):
            assert entries.wait("10.0.0.1") == 0
            entries.add("10.0.0.1")
        clock.now += 4
    for _ in range(65):
        entries.add("10.0.0.1")
    assert entries.wait("10.0.0.1") == 1
    assert entries.wait("10.0.0.2") == 0
    clock.now += 1
    assert entries.wait("10.0.0.1") == 0


def test_a_large_cohort_waits_behind_one_address_too():
    entries = Entries(120, clock=Clock())
    for _ in range(240):
        assert entries.wait("10.0.0.1") == 0
        entries.add("10.0.0.1")
    assert entries.wait("10.0.0.1") > 0


def test_an_exercise_is_sent_by_nobody_without_end():
    sendings = Sendings()
    for _ in range(MOST_SENT):
        assert not sendings.full("p1", 1, "check-in")
        sendings.add("p1", 1, "check-in")
    assert sendings.full("p1", 1, "check-in")
    assert not sendings.full("p1", 1, "exit")
    assert not sendings.full("p2", 1, "check-in")


def test_a_person_brings_as_many_devices_back_as_fit_beside_the_first_and_then_one_every_half_minute():
    clock = Clock()
    returns = Returns(clock=clock)
    assert [returns.wait("anna") for _ in range(MOST_DEVICES)] == [0] * (MOST_DEVICES - 1) + [30]
    assert returns.wait("ben") == 0
    clock.now += 29.5
    assert returns.wait("anna") == 1
    clock.now += 0.5
    assert [returns.wait("anna") for _ in range(2)] == [0, 30]


def test_refused_joins_wait_where_an_address_sends_them_without_end_and_never_more_than_a_few_at_once():
    async def refuse(pauses, times, address="10.0.0.1") -> int:
        """How many of so many refusals at once have to wait."""
        waiting = [asyncio.ensure_future(pauses.pause(address)) for _ in range(times)]
        await asyncio.sleep(0)
        held = sum(not one.done() for one in waiting)
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return held

    async def attack():
        pauses = Pauses(14, clock=Clock())
        assert await refuse(pauses, 64) == 0
        assert await refuse(pauses, 500) == Pauses.MOST
        assert await refuse(pauses, 64, "10.0.0.2") == 0
        assert await refuse(pauses, 3) == 3  # whoever went away waits no more

    asyncio.run(attack())
