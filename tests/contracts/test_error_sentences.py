"""No sentence that participants read stands in the code: errors name it, and the catalogue has it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import kit
from kit.curriculum.registers import Messages, messages_in
from kit.errors import KitError, TranslatableError
from kit.live.refusals import participant_refusal
from kit.settings import packaged_curriculum

ROOT = Path(kit.__file__).parent
# Sections that hold nothing but what errors say; `live` and `joining` have other sentences too.
OWN = ("answer", "outbox")
CODE = "An English sentence from the code."


def with_all_below(top: type[KitError]) -> list[type[KitError]]:
    return [top, *(one for below in top.__subclasses__() for one in with_all_below(below))]


CLASSES = with_all_below(KitError)
TRANSLATABLE = {one.__name__: one for one in with_all_below(TranslatableError)[1:]}


@cache
def catalogue() -> Messages:
    return messages_in(packaged_curriculum())


def fields(sentence: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(sentence) if field}


def names_in(argument: ast.expr) -> set[str]:
    """The names that a first argument may be, two where a condition chooses; none for anything that is no name."""
    match argument:
        case ast.Constant(value=str(name)) if name.isidentifier():
            return {name}
        case ast.IfExp(body=body, orelse=other):
            return names_in(body) | names_in(other)
    return set()


def made_in(text: str) -> Iterator[tuple[str, ast.Call]]:
    """Every error for participants that *text* makes: its class, and how it is made."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in TRANSLATABLE:
                yield name, node


def complaints(text: str) -> list[str]:
    """What is wrong with the errors that *text* makes."""
    wrong = []
    for kind, call in made_in(text):
        names = names_in(call.args[0]) if len(call.args) == 1 else set()
        if not names:
            wrong.append(f"line {call.lineno}: {kind} takes the name of a sentence, and nothing else unnamed")
        known = catalogue().section(TRANSLATABLE[kind].section)
        given = {keyword.arg for keyword in call.keywords}
        for name in sorted(names):
            if name not in known:
                wrong.append(f"line {call.lineno}: there is no sentence {TRANSLATABLE[kind].section}.{name}")
            elif fields(known[name]) != given:
                wrong.append(f"line {call.lineno}: {name} has the fields {fields(known[name])}, not {given}")
    return wrong


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_error_for_participants_names_a_sentence_and_fills_it(path):
    assert complaints(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('raise InvalidAnswer("Choose something else.")', "takes the name of a sentence"),
        ('raise errors.OutboxError(f"not_{what}")', "takes the name of a sentence"),
        ('raise NotShared("A text was sent.", "text_notice")', "takes the name of a sentence"),
        ('raise InvalidAnswer("ratings", lowest=0, highest=10)', "there is no sentence answer.ratings"),
        ('raise NotAdmitted("slip_only" if slip else "slips_only")', "there is no sentence live.slips_only"),
        ('raise InvalidAnswer("rating", lowest=0)', "rating has the fields"),
        ('raise InvalidAnswer("order", options="a; b")', "order has the fields"),
    ],
)
def test_a_sentence_in_the_code_and_a_name_without_one_are_noticed(text, wrong):
    assert [wrong in one for one in complaints(text)] == [True]


def test_every_sentence_about_an_error_is_said_by_one():
    said = {
        (TRANSLATABLE[kind].section, name)
        for path in ROOT.rglob("*.py")
        for kind, call in made_in(path.read_text("utf-8"))
        for name in names_in(call.args[0])
    }
    assert {(section, name) for section in OWN for name in catalogue().section(section)} <= said


def one_of(kind: type[KitError]) -> KitError:
    if not issubclass(kind, TranslatableError):
        return kind(CODE)
    name, text = next((name, text) for name, text in catalogue().section(kind.section).items())
    return kind(name, **dict.fromkeys(fields(text), "VALUE"))


@pytest.mark.parametrize("kind", [one for one in CLASSES if one is not TranslatableError])
@pytest.mark.parametrize("sends", [True, False])
def test_the_host_tells_participants_every_error_in_words_of_the_catalogue(kind, sends):
    sentence = participant_refusal(one_of(kind), catalogue(), sends=sends).sentence
    sections = {section: catalogue().section(section) for section in (*OWN, "live", "joining")}
    assert CODE not in sentence
    assert any(
        sentence == text.format(**dict.fromkeys(fields(text), "VALUE"))
        for texts in sections.values()
        for text in texts.values()
    )


@pytest.mark.parametrize("kind", TRANSLATABLE.values())
def test_every_error_for_participants_has_a_section_of_its_own_in_the_catalogue(kind):
    assert catalogue().section(kind.section)
