"""What developers read names every route, variable, command and folder there is, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tornado.web import RequestHandler

from kit.cli.commands import HOMES
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


def test_every_command_is_on_the_page_of_commands_and_no_other():
    page = (ROOT / "facilitator_guide" / "commands.md").read_text("utf-8")
    named = set(re.findall(r"^\| `kit ([a-z]+)", page, re.MULTILINE))
    assert named == set(HOMES)


def test_every_folder_has_its_line_in_the_picture():
    picture = ARCHITECTURE.split("```")[1]
    there = {path.relative_to(ROOT / "kit").parts[0].removesuffix(".py") for path in tracked("kit/*.py", "kit/**/*.py")}
    drawn = {name.strip() for line in picture.strip().splitlines() for name in line[:38].split("|")}
    assert drawn == there - {"__init__"}


def walks() -> dict[str, list[Path]]:
    """The files of each way through the kit, by the words before its drawing."""
    ways = {}
    pieces = ARCHITECTURE.split("```")
    for words, drawing in zip(pieces[2::2], pieces[3::2], strict=False):
        paths = [ROOT / "kit" / line.split()[0] for line in drawing.strip().splitlines() if line[0] != " "]
        if paths[0].suffix:
            ways[" ".join(words.split()[-5:])] = paths
    return ways


WAYS = walks()
FOLDERS = {path: Path(path.parent if path.suffix else path) for way in WAYS.values() for path in way}


def asked_by(path: Path) -> set[Path]:
    """The files of the kit that *path* imports, or for a folder those that are imported in it."""
    if path.is_dir():
        return {asked for inside in path.rglob("*") if inside.suffix in (".py", ".js") for asked in asked_by(inside)}
    text = path.read_text("utf-8")
    if path.suffix == ".js":
        return {(path.parent / name).resolve() for name in re.findall(r'from "(\.[^"]+)"', text)}
    modules = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom) and node.module]
    names = {name for node in modules for name in (node.module, *(f"{node.module}.{one.name}" for one in node.names))}
    return {ROOT / f"{name.replace('.', '/')}.py" for name in names if name.startswith("kit.")}


def test_the_ways_of_an_answer_a_release_a_withdrawal_and_a_practice_are_drawn():
    assert len(WAYS) == 6
    for what in ("an answer", "an answer from a notebook", "a release", "a withdrawal", "a practice"):
        assert f"## The way of {what}\n" in ARCHITECTURE


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_way_goes_through_at_most_eight_folders_and_comes_back_to_none(way):
    assert [path for path in way if not path.exists()] == []
    entered = [FOLDERS[path] for at, path in enumerate(way) if at == 0 or FOLDERS[path] != FOLDERS[way[at - 1]]]
    assert len(entered) == len(set(entered)) <= 8


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_nothing_on_a_way_asks_what_stands_above_it(way):
    for at, path in enumerate(way):
        assert asked_by(path) & set(way[:at]) == set(), f"{path.name} asks what stands above it"


def test_a_way_that_asked_upwards_would_be_noticed():
    upwards = [(lower, upper) for way in WAYS.values() for upper in way for lower in way if upper in asked_by(lower)]
    assert len(upwards) > 8, "files on a way ask one another, and this sees it"


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
