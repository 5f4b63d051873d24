"""Every command that the README and the guide tell is one that the kit takes, with these options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from kit.cli.app import app
from kit.cli.commands import HOMES
from kit.settings import content_root, packaged_guide

ROOT = content_root()
PAGES = [ROOT / "README.md", *sorted(packaged_guide().glob("*.md"))]
GUIDE = packaged_guide()
# A facilitator who has never used the kit reads these before the first rehearsal, and nothing else.
PATH = {
    "README.md": [],
    "ten_minutes.md": [],
    "facilitator_guide/README.md": ["The kit on your computer"],
    "running_live.md": ["The day before: rehearse", "Starting the session"],
}
WORDS = 3000


def told(text: str) -> Iterator[str]:
    """The commands in *text*: in blocks of code, in indented lines and between backticks."""
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    plain = re.sub(r"```.*?```", "", text, flags=re.S)
    lines += re.findall(r"^ {4,}(kit .*)$", plain, re.M)
    lines += [" ".join(one.split()) for one in re.findall(r"`(kit [^`]+)`", plain)]
    for line in lines:
        command = line.strip().partition("#")[0].strip()
        if re.match(r"kit [a-z]+\b", command) and command != "kit COMMAND --help":
            yield command


COMMANDS = sorted({(path.name, command) for path in PAGES for command in told(path.read_text("utf-8"))})


@pytest.fixture(scope="module")
def group() -> Any:
    for module in sorted(set(HOMES.values())):
        import_module(f"kit.cli.{module}")
    return typer.main.get_command(app)


def test_there_are_commands_to_look_at():
    assert len(COMMANDS) > 60
    assert {command.split()[1] for _, command in COMMANDS} == set(HOMES)


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_a_command_that_a_page_tells_is_taken(group, page, command, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    name, *words = shlex.split(command)[1:]
    known = group.commands[name]
    if "--help" in words:
        return
    context = known.context_class(known, info_name=name)
    if words and words[-1].startswith("--"):  # it may be named alone, as the option that the sentence is about
        assert any(words[-1] in one.opts for one in known.params), (page, command)
        words = words[:-1] if not is_switch(known, words[-1]) else words
    _, rest, _ = known.make_parser(context).parse_args(words)  # raises for an option that there isn't
    assert rest == [], (page, command)


def is_switch(known: Any, option: str) -> bool:
    return any(option in one.opts and one.is_flag for one in known.params)


def section(text: str, title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.S | re.M)
    assert found is not None, title
    return found[1]


def page(name: str) -> str:
    path = ROOT / name if "/" in name or name == "README.md" else GUIDE / name
    return path.read_text("utf-8")


def test_from_the_readme_to_the_first_rehearsal_it_is_three_thousand_words_at_most():
    read = [
        page(name) if not parts else "\n".join(section(page(name), one) for one in parts)
        for name, parts in PATH.items()
    ]
    assert sum(len(text.split()) for text in read) <= WORDS


def test_each_page_on_the_way_leads_to_the_next():
    assert "(facilitator_guide/ten_minutes.md)" in page("README.md")
    assert "`kit host 1 --rehearse`" in page("ten_minutes.md")
    assert "kit host 3 --rehearse" in section(page("running_live.md"), "The day before: rehearse")
    assert "(running_live.md)" in page("facilitator_guide/README.md")


@pytest.mark.parametrize("option", ["--nonsense", "--peple 20"])
def test_a_command_with_a_word_that_there_is_not_would_be_found(group, option):
    known = group.commands["host"]
    context = known.context_class(known, info_name="host")
    with pytest.raises(Exception, match="No such option"):
        known.make_parser(context).parse_args(["1", *option.split()])


def test_commands_are_found_in_every_place_where_pages_have_them():
    text = "Type `kit host 3\n--lan`.\n\n    kit import a.csv   # now\n\n```\nkit demo\n```\nand kit alone.\n"
    assert sorted(told(text)) == ["kit demo", "kit host 3 --lan", "kit import a.csv"]
    assert Path(PAGES[0]).name == "README.md"
