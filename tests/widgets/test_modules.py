from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kit.curriculum.registers import Messages
from kit.errors import UnknownName
from kit.widgets import modules
from kit.widgets.exercise import ExerciseWidget
from kit.widgets.modules import css, module

NAMES = sorted(modules._PARTS)


def code(text: str) -> str:
    """JavaScript or CSS without its comments."""
    return re.sub(r"(?m)^\s*//.*$", "", re.sub(r"(?s)/\*.*?\*/", "", text))


@pytest.mark.parametrize("name", NAMES)
def test_a_module_is_one_text_with_one_export_and_no_import(name: str) -> None:
    text = code(module(name))
    assert re.findall(r"(?m)^export .*$", text) == ["export default { render };"]
    assert not re.search(r"(?m)^\s*import\b|\bimport\(|\brequire\(", text)


@pytest.mark.parametrize("name", NAMES)
def test_no_two_parts_of_a_module_declare_the_same_name(name: str) -> None:
    declared = re.findall(r"(?m)^(?:async )?(?:class|function|const|let|var) (\w+)", module(name))
    assert len(declared) == len(set(declared)) > 3


@pytest.mark.parametrize("name", NAMES)
def test_a_module_needs_no_secure_context_and_never_makes_markup_of_text(name: str) -> None:
    # What locks a copy, or keeps the screen on, asks first whether the browser can; tests on pages without it look at
    # what is said then.
    text = module(name)
    for part in ("lock", "awake"):
        text = text.replace((modules.STATIC / "shared" / f"{part}.js").read_text("utf-8"), "")
    text = code(text)
    for missing in ("randomUUID", "crypto.subtle", "clipboard", "serviceWorker", "navigator.", "showSaveFilePicker"):
        assert missing not in text
    for risky in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http:", "https:"):
        assert risky not in text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_stands_under_the_one_class_and_loads_nothing(name: str) -> None:
    text = code(css(name))
    assert "url(" not in text
    assert "@import" not in text
    selectors = [part.strip() for block in re.findall(r"([^{}]+)\{", text) for part in block.split(",\n")]
    rules = [selector for selector in selectors if selector and not selector.startswith("@")]
    assert len(rules) > 10
    assert [rule for rule in rules if not rule.startswith(".kit-form")] == []


def test_a_name_that_is_no_module_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UnknownName, match="'breathing'; there are boundary_script, breath"):
        module("breathing")
    with pytest.raises(UnknownName, match="exercise"):
        css("../../secret")


def test_trap_8_a_changed_part_is_read_afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = shutil.copytree(modules.STATIC, tmp_path / "static")
    monkeypatch.setattr(modules, "STATIC", copy)
    assert module("exercise") == ExerciseWidget._esm
    (copy / "writing.js").write_text("const CHANGED = true;\n")
    assert "const CHANGED" in module("exercise")


def test_every_sentence_a_form_says_is_in_the_catalogue_and_none_is_left_over(messages: Messages) -> None:
    source = code(module("exercise")) + (modules.STATIC.parent / "exercise.py").read_text("utf-8")
    states = re.findall(r'"(\w+)"', "".join(re.findall(r"stateName\(.*?\n  }", source, flags=re.S)))
    states += ["none", "device", "received", "problem", "note"]
    said = {f"{kind}_{state}" for kind in ("title", "says") for state in states}
    said -= {"says_problem", "says_note"}
    said |= set(re.findall(r'words\(\s*"(\w+)"', source)) | set(re.findall(r'"form\.(\w+)"', source))
    said |= set(re.findall(r'"(copy_\w+|order_\w+|share_\w+|shorten|passed_all|same)"', source))
    said |= {"send", "send_again"}
    # The note that shows where to turn is the same in practices, and has a section of its own.
    said -= {f"help_{name}" for name in ("title", "safety", "phrases", "besides", "close")}
    # So is the note of what could not be read.
    said -= set(messages.section("aside"))
    # How far an answer travels is said by Python, which knows the policy.
    names = [name for name in messages.section("form") if not name.startswith("travels_")]
    # A place, and a browser that keeps nothing, may have wording of their own.
    catalogue = {name.removesuffix("_unkept").removesuffix("_page") for name in names}
    assert said == catalogue
