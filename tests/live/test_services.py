"""What a handler may touch stands at its top: it names each service that it uses, and reaches through none of them."""

from __future__ import annotations

import ast
import inspect
import typing
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace

import pytest

from kit.answers import Store
from kit.live.http import base
from kit.live.http.app import API, make_app
from kit.live.http.base import Answering, Nothing, needs
from kit.live.http.pages import ROUTES
from kit.live.pages.assets import Assets
from kit.live.pages.content import Content
from kit.live.services import Services

FOLDER = Path(base.__file__).parent
KNOWN = {**typing.get_type_hints(Services), "content": Content, "assets": Assets}
HANDLERS = sorted({handler for _, handler in [*API, *ROUTES]} | {Nothing}, key=lambda handler: handler.__qualname__)
ALL = sorted({kind for handler in HANDLERS for kind in handler.__mro__ if issubclass(kind, Answering)}, key=str)


def services_in(function: ast.AST) -> dict[str, str]:
    """The local names in *function* that stand for a service, and which: ``people = self.people``."""
    named = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=False))
                named |= {at.id: name for at, value in pairs if isinstance(at, ast.Name) and (name := service(value))}
    return named


def service(node: ast.AST) -> str | None:
    """The name of the service that ``self.name`` stands for, or None."""
    is_own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    return node.attr if is_own and node.attr in KNOWN else None


def reaches(text: str) -> list[str]:
    """Where *text* goes through a service to something that lies behind it, or to what is the service's own."""
    found = []
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        local = services_in(function)

        def first(node: ast.AST, local: dict[str, str] = local) -> bool:
            if isinstance(node, ast.Name):
                return node.id in local
            return service(node) is not None

        for node in ast.walk(function):
            if not isinstance(node, ast.Attribute):
                continue
            inner = node.value
            deep = isinstance(inner, ast.Attribute) and first(inner.value)
            called = isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and first(inner.func.value)
            if deep or called or (first(inner) and node.attr.startswith("_")):
                found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_no_handler_reaches_through_a_service(path):
    assert reaches(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("self.facts.cohort.size", ["self.facts.cohort.size"]),
        ("self.for_everyone.current()", []),
        ("self.room.counted.people + 1", ["self.room.counted.people"]),
        ("self.published.parsed().releases", ["self.published.parsed().releases"]),
        ("people = self.people\n        return people.taken.bit_length()", ["people.taken.bit_length"]),
        ("room, who = self.room, 1\n        return room.week.number", ["room.week.number"]),
        ("self.own._store", ["self.own._store"]),
        ("self.request.headers.get('Origin')", []),
    ],
)
def test_what_reaches_through_a_service_is_found(body, found):
    assert reaches(f"class Handler:\n    async def get(self):\n        {body}") == found


def unused(text: str) -> list[str]:
    """The services that a class in *text* names and does not use itself."""
    found = []
    for kind in ast.walk(ast.parse(text)):
        if isinstance(kind, ast.ClassDef):
            asked = [one.target.id for one in kind.body if isinstance(one, ast.AnnAssign) and one.value is None]
            used = {service(node) for node in ast.walk(kind)}
            found += [f"{kind.name}.{name}" for name in asked if name in KNOWN and name not in used]
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_no_handler_asks_for_a_service_that_it_does_not_use(path):
    assert unused(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("use", "found"),
    [("self.people.find('')", []), ("self.room.state()", ["Handler.people"]), ("people()", ["Handler.people"])],
)
def test_a_service_that_is_not_used_is_found(use, found):
    head = "class Handler:\n    people: People\n    room: Room\n\n"
    assert unused(f"{head}    def get(self):\n        self.room.state()\n        {use}") == found


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__qualname__)
def test_what_a_handler_names_is_a_service_of_that_kind(kind):
    hints = typing.get_type_hints(kind)
    asked = {name for name in inspect.get_annotations(kind) if name not in vars(kind)}
    assert {name: hints[name] for name in asked} == {name: KNOWN[name] for name in asked}


def test_every_service_is_asked_for_and_none_is_the_store():
    assert set().union(*map(needs, HANDLERS)) == set(KNOWN)
    assert Store not in KNOWN.values()


def test_a_handler_is_handed_what_it_names_and_nothing_else():
    services = SimpleNamespace(services=Services(**{field.name: object() for field in fields(Services)}))
    more = {"content": object(), "assets": object()}
    rules = make_app(services, lambda _: (ROUTES, more)).wildcard_router.rules
    handed = {rule.target: set(rule.target_kwargs) for rule in rules if rule.target in HANDLERS}
    assert handed == {handler: needs(handler) for handler in HANDLERS if handler is not Nothing}


def test_a_handler_that_names_no_service_there_is_stops_the_host_at_its_start():
    class Handler(Answering):
        weather: object

    services = SimpleNamespace(services=Services(**{field.name: object() for field in fields(Services)}))
    with pytest.raises(KeyError, match="weather"):
        make_app(services, lambda _: ([("/", Handler)], {}))
