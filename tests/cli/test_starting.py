"""Starting the host's process: its port, and another one where somebody was faster."""

from __future__ import annotations

import socket

from kit.cli import starting
from kit.live.process.addresses import choose_port
from kit.settings import load_cohort


def test_a_port_that_is_taken_between_the_look_and_the_start_is_passed_over(cohort, monkeypatch):
    looks = []

    def late(run, name, addresses):
        found = choose_port(run, name, addresses)
        looks.append(found.number)
        if len(looks) == 1:
            faster.bind(("127.0.0.1", found.number))
            faster.listen()
        return found

    monkeypatch.setattr(starting, "choose_port", late)
    with socket.socket() as faster, starting.host_of(load_cohort(cohort), 1) as running:
        assert len(looks) == 2
        assert running.address == f"http://127.0.0.1:{looks[1]}"
        assert looks[0] != looks[1]
        assert str(looks[0]) in running.moved
