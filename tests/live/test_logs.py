"""What the host writes down names a fault and its place, and never what anybody sent."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest

from kit.live.logs import log_fault, log_request, quiet

SECRET = "what Benno wrote"


def failing(text):
    raise ValueError(f"cannot store {text}")


def test_a_fault_is_noted_by_its_kind_and_place_without_its_message(caplog):
    try:
        failing(SECRET)
    except ValueError as error:
        log_fault("writing", type(error), error.__traceback__)
    assert "writing: ValueError at failing:" in caplog.text
    assert SECRET not in caplog.text


def test_a_fault_of_which_nothing_is_known_is_noted_all_the_same(caplog):
    log_fault("writing", None, None)
    assert "writing: fault at an unknown place" in caplog.text


@pytest.mark.parametrize(("cut_off", "lines"), [(False, ["GET SimpleNamespace: 503"]), (True, [])])
def test_a_failure_is_noted_but_not_that_the_end_came_first(caplog, cut_off, lines):
    request = SimpleNamespace(method="GET")
    log_request(SimpleNamespace(get_status=lambda: 503, request=request, cut_off=cut_off))
    assert caplog.messages == lines


def test_no_more_than_three_steps_of_the_way_are_noted(caplog):
    def deep(left):
        return deep(left - 1) if left else failing(SECRET)

    with pytest.raises(ValueError, match="cannot store") as raised:
        deep(30)
    log_fault("writing", raised.type, raised.tb)
    assert caplog.text.count(" < ") == 2


def test_tornados_own_lines_which_carry_addresses_are_never_written(caplog, monkeypatch):
    names = ("tornado.access", "tornado.application", "tornado.general", "asyncio")
    before = {name: logging.getLogger(name).level for name in names}
    try:
        quiet()
        for name in names:
            logging.getLogger(name).error("GET /join?code=%s (192.168.1.20)", SECRET)
        assert SECRET not in caplog.text
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def test_only_failures_of_the_host_itself_are_noted_and_without_what_was_asked_for(served, caplog):
    client = served.joined()
    caplog.clear()
    assert client.ask("GET", f"/nowhere?words={SECRET.replace(' ', '+')}").status == 404
    assert client.ask("PUT", "/api/submissions/1", {"words": SECRET}).status == 404
    assert caplog.text == ""
