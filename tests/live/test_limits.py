from __future__ import annotations

from kit.live.limits import IN_ALL, MOST_SENT, PER_ADDRESS, Failures, Sendings


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_five_failures_within_a_minute_stop_an_address_until_the_first_is_a_minute_old():
    clock = Clock()
    failures = Failures(clock=clock)
    for _ in range(PER_ADDRESS):
        assert failures.wait("10.0.0.1") == 0
        failures.add("10.0.0.1")
        clock.now += 1
    assert failures.wait("10.0.0.1") == 55
    assert failures.wait("10.0.0.2") == 0
    clock.now += 55
    assert failures.wait("10.0.0.1") == 0
    failures.add("10.0.0.1")
    assert failures.wait("10.0.0.1") == 1


def test_a_hundred_failures_of_many_addresses_stop_everybody_who_is_not_in_yet():
    clock = Clock()
    failures = Failures(clock=clock)
    for number in range(IN_ALL):
        failures.add(f"10.0.{number}.1")
    assert failures.wait("10.9.9.9") == 60
    clock.now += 60
    assert failures.wait("10.9.9.9") == 0


def test_all_addresses_of_one_ipv6_network_count_as_one():
    failures = Failures(clock=Clock())
    for number in range(PER_ADDRESS):
        failures.add(f"2001:db8::{number}")
    assert failures.wait("2001:db8::ffff") > 0
    assert failures.wait("2001:db8:0:1::1") == 0
    assert failures.wait("fe80::1%eth0") == 0


def test_a_flood_of_addresses_takes_no_more_memory_than_a_few_thousand():
    clock = Clock()
    failures = Failures(clock=clock)
    for number in range(10_000):
        failures.add(f"{number}")
    assert len(failures._by_address) <= 4096
    assert len(failures._all) <= IN_ALL


def test_a_computer_that_slept_for_ten_minutes_remembers_no_failure():
    clock = Clock()
    failures = Failures(clock=clock)
    for _ in range(IN_ALL):
        failures.add("10.0.0.1")
    clock.now += 600
    assert failures.wait("10.0.0.1") == 0


def test_what_turned_out_to_be_no_failure_is_forgiven():
    failures = Failures(clock=Clock())
    for _ in range(PER_ADDRESS * 3):
        failures.add("10.0.0.1")
        failures.forgive("10.0.0.1")
    assert failures.wait("10.0.0.1") == 0
    failures.forgive("10.0.0.2")


def test_an_exercise_is_sent_by_nobody_without_end():
    sendings = Sendings()
    for _ in range(MOST_SENT):
        assert not sendings.full("p1", 1, "check-in")
        sendings.add("p1", 1, "check-in")
    assert sendings.full("p1", 1, "check-in")
    assert not sendings.full("p1", 1, "exit")
    assert not sendings.full("p2", 1, "check-in")
