"""While scripts are being written, a change of any part reaches the widgets that are open; users get no thread."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from functools import partial
from pathlib import Path

import anywidget
import ipywidgets
import pytest

from kit.widgets import bundler
from kit.widgets.bundler import entry, front_end, joined, scripts
from kit.widgets.reloading import Followed

DEADLINE = 20.0
PART = 'export const HELLO = "hello";\n'
ENTRY = 'import { HELLO } from "./part.js";\n\nfunction render() {\n  return HELLO;\n}\n\nexport default { render };\n'


@pytest.fixture
def script(tmp_path: Path) -> Path:
    (tmp_path / "part.js").write_text(PART, "utf-8")
    (tmp_path / "entry.js").write_text(ENTRY, "utf-8")
    return tmp_path / "entry.js"


@pytest.fixture
def text(script: Path) -> Followed:
    return Followed(partial(joined, script), partial(scripts, script))


@pytest.fixture
def widget(text: Followed):
    yield type("Reloaded", (anywidget.AnyWidget,), {"_esm": text})()
    ipywidgets.Widget.close_all()


def write(path: Path, text: str) -> None:
    """Write as an editor does, at a moment that differs from the one before whatever the clock's steps are."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, "utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_a_change_of_a_part_reaches_the_script_of_an_open_widget(widget, text: Followed, script: Path) -> None:
    assert "hello" in widget._esm
    write(script.with_name("part.js"), PART.replace("hello", "good morning"))
    text.look()
    assert "good morning" in widget._esm
    assert "export default" in widget._esm


def test_a_part_that_joins_later_is_followed_too(widget, text: Followed, script: Path) -> None:
    write(script.with_name("more.js"), "export const MORE = 1;\n")
    write(script, 'import { MORE } from "./more.js";\n' + ENTRY.replace("return HELLO", "return [HELLO, MORE]"))
    text.look()
    write(script.with_name("more.js"), "export const MORE = 2;\n")
    text.look()
    assert "MORE = 2" in widget._esm


def test_a_script_that_is_half_written_changes_nothing_and_is_told_once(
    widget, text: Followed, script: Path, caplog: pytest.LogCaptureFixture
) -> None:
    whole = widget._esm
    write(script, ENTRY.replace("HELLO", "BYE"))
    with caplog.at_level(logging.WARNING):
        text.look()
        text.look()
    assert widget._esm == whole
    assert [record.message for record in caplog.records] == ["entry.js imports BYE, which part.js doesn't export."]
    # What was missing may come in a file that nothing has named so far.
    write(script.with_name("part.js"), PART.replace("HELLO", "BYE"))
    text.look()
    assert "BYE" in widget._esm


def test_a_file_that_an_editor_is_just_replacing_changes_nothing(widget, text: Followed, script: Path) -> None:
    whole = widget._esm
    script.with_name("part.js").unlink()
    text.look()
    assert widget._esm == whole
    write(script.with_name("part.js"), PART.replace("hello", "back"))
    text.look()
    assert "back" in widget._esm


@pytest.mark.parametrize(("part", "which"), [("shared/dom.js", 0), ("form.css", 1)])
def test_in_development_a_thread_looks_after_scripts_and_styles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, which: int
) -> None:
    copy = shutil.copytree(bundler.STATIC, tmp_path / "static")
    monkeypatch.setattr(bundler, "STATIC", copy)
    monkeypatch.setenv("ANYWIDGET_HMR", "1")
    text = front_end("mine")[which]
    changed = threading.Event()
    text.changed.connect(lambda _: changed.set())
    addition = "const CHANGED = 1;\n" if part.endswith(".js") else ".kit-form .changed {}\n"
    write(copy / part, (copy / part).read_text("utf-8") + addition)
    assert changed.wait(DEADLINE)
    assert addition in str(text)


@pytest.mark.parametrize("setting", [None, "", "0"])
def test_whoever_uses_the_kit_gets_plain_texts_and_no_thread(monkeypatch: pytest.MonkeyPatch, setting) -> None:
    monkeypatch.delenv("ANYWIDGET_HMR", raising=False)
    if setting is not None:
        monkeypatch.setenv("ANYWIDGET_HMR", setting)
    before = threading.active_count()
    assert front_end("mine") == (joined(entry("mine", ".js")), bundler.css("mine"))
    assert threading.active_count() == before
