"""Who is asking is told by a key alone, and no key opens more than what it was made for."""

from __future__ import annotations

import pytest

from kit.live.access import ScreenTickets


def test_a_ticket_makes_one_browser_the_screen_once():
    tickets = ScreenTickets("token")
    ticket = tickets.new()
    key = tickets.use(ticket)
    assert tickets.fits(key)
    assert tickets.use(ticket) is None


def test_a_new_ticket_ends_the_one_before_and_no_screen():
    tickets = ScreenTickets("token")
    first = tickets.new()
    key = tickets.use(first)
    old, new = tickets.new(), tickets.new()
    assert tickets.use(old) is None
    assert tickets.fits(key)
    assert tickets.use(new) == key


@pytest.mark.parametrize("ticket", ["", "guessed", "0" * 43])
def test_before_any_ticket_was_made_and_after_none_is_guessed(ticket):
    tickets = ScreenTickets("token")
    assert tickets.use(ticket) is None
    tickets.new()
    assert tickets.use(ticket) is None


def test_a_screen_outlasts_a_restart_and_not_the_session():
    first, again, other = ScreenTickets("token"), ScreenTickets("token"), ScreenTickets("another")
    key = first.use(first.new())
    assert again.fits(key)
    assert not other.fits(key)
    assert not again.fits("")
    assert "token" not in key


def test_each_key_is_believed_for_what_it_is_and_nothing_else(served):
    access = served.host.services.access
    token = served.facilitator().token
    client = served.joined()
    cookie = client.cookies[access.cookie]
    assert access.is_facilitator(token)
    assert not access.is_facilitator(cookie)
    assert not access.is_facilitator("")
    assert access.participant(cookie) is not None
    assert access.participant(token) is None
    assert access.participant("") is None
    assert not access.is_screen(token)


def test_cookies_are_named_after_the_cohort_so_that_two_on_one_computer_keep_their_own(served):
    access = served.host.services.access
    names = {access.cookie, access.screen_cookie, access.browser_cookie}
    assert len(names) == 3
    assert all(name.endswith("_spring") for name in names)
