from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kit.curriculum.practices import PRACTICES
from kit.curriculum.registers import Messages
from kit.errors import ContentError, UnknownName
from kit.widgets import bundler
from kit.widgets.bundler import css, entry, joined, module, scripts, styles, together
from kit.widgets.exercise import ExerciseWidget

NAMES = sorted([*PRACTICES, "exercise", "mine", "session"])


def code(text: str) -> str:
    """JavaScript or CSS without its comments."""
    return re.sub(r"(?m)^\s*//.*$", "", re.sub(r"(?s)/\*.*?\*/", "", text))


@pytest.mark.parametrize("name", NAMES)
def test_a_module_is_one_text_that_needs_no_other_and_declares_no_name_twice(name: str, tmp_path: Path) -> None:
    text = module(name)
    alone = write(tmp_path, entry=text)
    # The joiner refuses a name that is declared twice, takes exports of parts away, and follows every import.
    assert joined(alone) == text
    assert list(scripts(alone)) == [alone.resolve()]
    assert text.rstrip().endswith("export default { render };")
    assert not re.search(r"\bimport\(|\brequire\(", code(text))


@pytest.mark.parametrize("name", NAMES)
def test_a_module_needs_no_secure_context_and_never_makes_markup_of_text(name: str) -> None:
    # What locks a copy, or keeps the screen on, asks first whether the browser can; tests on pages without it look at
    # what is said then.
    parts = scripts(entry(name, ".js"))
    text = code("\n".join(text for path, text in parts.items() if path.name not in ("lock.js", "awake.js")))
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
    theme = re.compile(r'\[data-jp-theme-light="(true|false)"\] (?=\.kit-form\{?$)')
    assert [rule for rule in rules if not theme.sub("", rule).startswith(".kit-form")] == []


def test_a_name_that_is_no_module_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UnknownName, match="'breathing'; there are boundary_script, breath"):
        module("breathing")
    with pytest.raises(UnknownName, match="exercise"):
        css("../../secret")


def test_a_changed_part_is_read_afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = shutil.copytree(bundler.STATIC, tmp_path / "static")
    monkeypatch.setattr(bundler, "STATIC", copy)
    assert module("exercise") == ExerciseWidget._esm
    with (copy / "exercise" / "fields.js").open("a", encoding="utf-8") as part:
        part.write("const CHANGED = true;\n")
    assert "const CHANGED" in module("exercise")


def write(folder: Path, **texts: str) -> Path:
    """The script called ``entry`` of *texts*, each of which is written beside it."""
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, "utf-8")
    return folder / "entry.js"


def test_a_joined_text_holds_each_script_once_and_after_what_it_needs(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        base="export const ONE = 1;\nconst hidden = 2;\n",
        left='import { ONE } from "./base.js";\nexport class Left {}\n',
        right='import {\n  ONE,\n} from "./base.js";\nexport async function right() {}\nexport default { right };\n',
        entry='import { Left } from "./left.js";\nimport { right } from "./right.js";\n\nexport default { Left };\n',
    )
    text = joined(entry)
    lines = [
        "const ONE = 1;",
        "const hidden = 2;",
        "class Left {}",
        "async function right() {}",
        "export default { Left };",
    ]
    assert [line for line in text.splitlines() if line] == lines


TYPED = """\
/**
 * What it is.
 *
 * @param {string} a
 */
export function first(a) {
  return a; // a /* plain */ remark
}
class Second {
  /** @type {string} */ name;
  /** @type {number} */
  size;
  /** @param {number} a */
  grow(/** @type {number} */ a) {
    this.size = /** @type {number} */ (a);
  }
}
"""


def test_types_are_for_whoever_reads_a_script_and_stay_out_of_the_joined_text(tmp_path: Path) -> None:
    assert joined(write(tmp_path, entry=TYPED)).splitlines() == [
        "function first(a) {",
        "  return a; // a /* plain */ remark",
        "}",
        "class Second {",
        "  name;",
        "  size;",
        "  grow(a) {",
        "    this.size = (a);",
        "  }",
        "}",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_no_joined_text_carries_a_type(name: str) -> None:
    assert "/**" not in module(name)


@pytest.mark.parametrize("kind", ["const same = 2;", "function same() {}", "class same {}", "export let same = 2;"])
def test_two_scripts_that_declare_the_same_name_are_not_joined(tmp_path: Path, kind: str) -> None:
    entry = write(
        tmp_path,
        other="const same = 1;\nexport const used = same;\n",
        entry=f'import {{ used }} from "./other.js";\n{kind}\n',
    )
    with pytest.raises(ContentError, match=r"other.js and entry.js both declare 'same'"):
        joined(entry)


def test_the_same_name_within_functions_of_two_scripts_stays_with_each(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        other="export function used() {\n  const same = 1;\n}\n",
        entry='import { used } from "./other.js";\nfunction more() {\n  const same = 1;\n}\n',
    )
    assert joined(entry).count("const same") == 2


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('import { used } from "./nowhere.js";\n', r"entry.js imports ./nowhere.js, which isn't there"),
        ('import { used, hidden } from "./other.js";\n', r"entry.js imports hidden, which other.js doesn't export"),
        ('import { used as mine } from "./other.js";\n', r"entry.js imports as, mine, which other.js doesn't export"),
        ('import other from "./other.js";\n', "entry.js: 'import other from"),
        ('import { used } from "lodash";\n', "entry.js: 'import"),
        ("export * from './other.js';\n", "entry.js: .export"),
        ("export { used };\n", "entry.js: 'export"),
        ("const { used } = window;\n", "entry.js: 'const"),
        ("function* used() {}\n", "entry.js: 'function"),
        ("var used = 1;\n", "entry.js: 'var used"),
    ],
)
def test_what_cannot_be_joined_is_refused_with_the_line_that_says_it(
    tmp_path: Path, entry: str, complaint: str
) -> None:
    with pytest.raises(ContentError, match=complaint):
        joined(write(tmp_path, other="export const used = 1;\nconst hidden = 2;\n", entry=entry))


def test_scripts_that_need_each_other_are_refused(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        entry='import { one } from "./one.js";\n',
        one='import { two } from "./two.js";\nexport const one = () => two;\n',
        two='import { one } from "./one.js";\nexport const two = () => one;\n',
    )
    with pytest.raises(ContentError, match=r"two.js and one.js need each other"):
        joined(entry)


def dressed(folder: Path, **texts: str) -> Path:
    """The style called ``entry`` of *texts*, each of which is written beside it."""
    for name, text in texts.items():
        (folder / f"{name}.css").write_text(text, "utf-8")
    return folder / "entry.css"


def test_a_style_stands_once_and_after_what_it_builds_on(tmp_path: Path) -> None:
    style = dressed(
        tmp_path,
        base=".kit-form {}\n",
        left='/* Left. */\n\n@import "./base.css";\n\n.kit-form .left {}\n',
        entry='@import "./left.css";\n@import "./base.css";\n\n.kit-form .entry {}\n',
    )
    assert [path.stem for path in styles(style)] == ["base", "left", "entry"]


def test_a_style_that_is_not_there_and_one_that_needs_itself_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"entry.css imports ./gone.css, which isn't there"):
        styles(dressed(tmp_path, entry='@import "./gone.css";\n'))
    with pytest.raises(ContentError, match=r"other.css and entry.css need each other"):
        styles(dressed(tmp_path, entry='@import "./other.css";\n', other='@import "./entry.css";\n'))


@pytest.mark.parametrize("line", ['@import url("other.css");', '@import "other.css";', '@charset "utf-8";'])
def test_a_style_says_what_it_builds_on_in_one_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    copy = shutil.copytree(bundler.STATIC, tmp_path / "static")
    monkeypatch.setattr(bundler, "STATIC", copy)
    (copy / "mine.css").write_text(f"{line}\n", "utf-8")
    with pytest.raises(ContentError, match=r"mine\.css: .* can't be joined"):
        css("mine")


def test_a_style_beside_another_one_holds_nothing_that_the_other_has() -> None:
    assert css("exercise") not in css("peer_group", without="exercise")
    assert css("exercise", without="exercise") == ""
    assert ".kit-peers-title" in css("peer_group", without="exercise")
    assert ".kit-form-options {" in css("peer_group")
    assert ".kit-form-options {" not in css("peer_group", without="exercise")


def test_every_sentence_a_form_says_is_in_the_catalogue_and_none_is_left_over(messages: Messages) -> None:
    beside = ("exercise.py", "standing.py")
    source = code(module("exercise")) + "".join((bundler.STATIC.parent / name).read_text("utf-8") for name in beside)
    states = re.findall(r'"(\w+)"', "".join(re.findall(r"stateName\(.*?\n  }", source, flags=re.S)))
    states += ["none", "device", "received", "problem", "note", "passed"]
    said = {f"{kind}_{state}" for kind in ("title", "says") for state in states}
    said -= {"says_problem", "says_note", "says_passed"}
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


def test_several_scripts_become_one_text_in_which_what_they_share_stands_once():
    text = together({name: entry(name, ".js") for name in ("breath", "meditation", "journal")})
    assert text.count("class Practice {") == text.count("class TimedPractice ") == 1
    assert text.count("return { render };") == 3
    assert "MODULES.breath = (() => {" in text
    assert not re.search(r"^(?:import|export) ", text, re.M)
    assert len(text) < sum(len(module(name)) for name in ("breath", "meditation", "journal")) / 1.5


def test_two_shared_scripts_that_declare_the_same_name_are_refused_there_too(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.js").write_text("export const same = 1;\n", "utf-8")
        (tmp_path / f"use_{name}.js").write_text(
            f'import {{ same }} from "./{name}.js";\n\nfunction show() {{\n  return same;\n}}\n\n'
            "export default { show };\n",
            "utf-8",
        )
    with pytest.raises(ContentError, match="both declare 'same'"):
        together({name: tmp_path / f"use_{name}.js" for name in ("one", "two")})
