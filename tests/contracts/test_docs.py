"""What developers read names every route, variable, command and folder there is, and no other."""

from __future__ import annotations

import re

import pytest
from tornado.web import RequestHandler

from kit.cli.main import HOMES
from kit.live.http.app import API
from kit.live.http.pages import ROUTES
from tests.contracts.tree import ROOT, tracked

HTTP, RUNNING = ((ROOT / "docs" / name).read_text("utf-8") for name in ("http.md", "running.md"))
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
ALL = [*tracked("docs/*.md"), ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]


def spelt(pattern: str) -> str:
    """A route as it is written for people."""
    known = {r"([0-9a-f-]{36})": "{uuid}", r"([0-9a-f]{16})": "{hash}", r"([a-z_]+\.(?:js|css))": "{name}", r"\.": "."}
    for part, word in known.items():
        pattern = pattern.replace(part, word)
    return pattern


def test_every_route_is_documented_and_no_other():
    served = {spelt(route[0]) for route in [*API, *ROUTES]}
    assert set(re.findall(r"`(?:GET|POST|PUT) (/[^` ]*)`", HTTP)) == served


def test_every_method_of_a_route_is_documented_and_no_other():
    served = {
        (method.upper(), spelt(route[0]))
        for route in [*API, *ROUTES]
        for method in ("get", "post", "put", "delete", "patch")
        if getattr(route[1], method) is not getattr(RequestHandler, method)
    }
    assert set(re.findall(r"`([A-Z]+) (/[^` ]*)`", HTTP)) == served


def test_every_variable_is_documented_and_no_other():
    code = "".join(path.read_text("utf-8") for path in tracked("kit/*.py", "kit/**/*.py"))
    assert set(re.findall(r"\bKIT_[A-Z]+\b", RUNNING)) == set(re.findall(r"\bKIT_[A-Z]+\b", code))


def test_every_command_is_in_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8")
    missing = [name for names in HOMES.values() for name in names if f"kit {name}" not in readme]
    assert missing == []


def test_every_folder_has_its_line_in_the_picture():
    picture = ARCHITECTURE.split("```")[1]
    there = {path.relative_to(ROOT / "kit").parts[0].removesuffix(".py") for path in tracked("kit/*.py", "kit/**/*.py")}
    drawn = {name.strip() for line in picture.strip().splitlines() for name in line[:38].split("|")}
    assert drawn == there - {"__init__"}


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_every_file_that_is_named_is_there(path):
    text = path.read_text("utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (path.parent / link).exists(), link
    for name in re.findall(r"`((?:kit|tests|data|docs|facilitator_guide|tools)/[\w./]+)`", text):
        assert (ROOT / name).exists(), name


def test_the_folders_that_the_quick_tests_leave_out_are_named():
    makefile, contributing = ((ROOT / name).read_text("utf-8") for name in ("Makefile", "CONTRIBUTING.md"))
    left_out = re.search(r"addprefix tests/,([^)]*)\)", makefile)[1].split()
    sentence = re.search(r"`make test-quick` leaves out (.*?):", contributing, re.DOTALL)[1]
    assert re.findall(r"`(?:tests/)?(\w+)`", sentence) == left_out
    assert all((ROOT / "tests" / name).is_dir() for name in left_out)
