"""Facts that stand in two places are kept equal, and the house stays small."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import kit
from tests.contracts.tree import ROOT, tracked

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_environment_and_pyproject_ask_for_the_same_python():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    conda = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    assert f"python{PYPROJECT['project']['requires-python']}" in conda
    assert "pip" in conda
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert "-r requirements.lock" in pip


def test_every_line_of_the_environment_says_why_it_is_there():
    lines = (ROOT / "environment.yml").read_text("utf-8").splitlines()
    for line in lines:
        assert "#" in line or line.strip() in ("channels:", "dependencies:", "- pip:"), line


def test_the_lock_holds_every_declared_package_and_no_address():
    lock = (ROOT / "requirements.lock").read_text("utf-8").lower()
    for requirement in PYPROJECT["project"]["dependencies"]:
        name = re.split(r"[<>=!~\[ ]", requirement)[0].lower()
        assert re.search(rf"^{re.escape(name)}==", lock, re.MULTILINE), f"{requirement}: run make lock"
    for path in tracked("*.lock", "environment.yml", "package-lock.json", "package.json", ".npmrc"):
        assert not re.search(r"https?://|file:|index-url|registry *=", path.read_text("utf-8")), path.name


def test_the_lock_of_the_script_checkers_holds_each_of_them_with_its_hash():
    asked = json.loads((ROOT / "package.json").read_text("utf-8"))
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert packages.pop("")["devDependencies"] == asked["devDependencies"], "run make lock"
    assert {f"node_modules/{name}" for name in asked["devDependencies"]} <= set(packages)
    assert [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")] == []
    assert asked["private"]
    assert "dependencies" not in asked, "nobody who uses the kit needs a package of scripts"


def test_the_two_locks_agree():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==\S+", (ROOT / name).read_text("utf-8"), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_the_version_stands_in_pyproject_package_and_changelog():
    version = PYPROJECT["project"]["version"]
    assert kit.__version__ == version
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("path", tracked("kit/**/*.py", "kit/**/*.js"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_file_is_longer_than_five_hundred_lines(path):
    assert len(path.read_text("utf-8").splitlines()) <= 500


@pytest.mark.parametrize("path", tracked("kit/*.py", "kit/**/*.py"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_is_longer_than_forty_lines(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 40 + len(node.decorator_list), node.name


@pytest.mark.parametrize("path", tracked("kit/**/*.js"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_of_a_script_is_longer_than_forty_lines(path):
    # Scripts are laid out so that a function ends with the first closing brace at its own depth.
    begins = re.compile(r"( *)(?:export |default |async |static )*(?:function\b.*|[#\w]+\(.*\)|.*=>) \{")
    lines = path.read_text("utf-8").splitlines()
    for place, line in enumerate(lines):
        if (found := begins.fullmatch(line)) and not re.match(r" *(?:if|for|while|switch|catch)\b", line):
            end = next(later for later in range(place + 1, len(lines)) if lines[later].startswith(found[1] + "}"))
            assert end - place < 40, line


# Modules without tests of their own name, each with the reason.
UNMIRRORED: dict[str, str] = {}


@pytest.mark.parametrize("path", tracked("kit/*.py", "kit/**/*.py"), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_has_its_tests(path):
    module = path.relative_to(ROOT).as_posix()
    mirrors = list(mirrors_of(path))
    if module in UNMIRRORED:
        assert not mirrors, f"{module} has tests now; take it off the list."
        assert UNMIRRORED[module], f"{module}: say why it has no tests of its own."
    elif is_code(path.read_text("utf-8")):
        assert mirrors, (
            f"{module} has no tests; write {expected(path)[0]}, and _more words behind it where it is one of several."
        )


def test_few_modules_are_excused_from_tests_of_their_own():
    assert len(UNMIRRORED) <= 10
    assert [name for name in UNMIRRORED if not (ROOT / name).is_file()] == [], "these are no files"


def expected(path: Path) -> list[str]:
    """The names that tests of the module at *path* may have: ``tests/a/test_b.py`` for ``kit/a/b.py``.

    A package is a module of its name, whose tests may also lie in its own folder.
    """
    parts = path.relative_to(ROOT / "kit").with_suffix("").parts
    if parts[-1] != "__init__":
        return ["/".join(("tests", *parts[:-1], f"test_{parts[-1]}"))]
    name = parts[-2] if len(parts) > 1 else "kit"
    folders = [("tests", *parts[:-2]), ("tests", *parts[:-1])]
    return ["/".join((*folder, f"test_{name}")) for folder in folders]


def mirrors_of(path: Path) -> Iterator[Path]:
    for name in expected(path):
        start = ROOT / name
        yield from (
            one for one in start.parent.glob(f"{start.name}*.py") if re.fullmatch(rf"{start.name}(_\w+)?", one.stem)
        )


def is_code(text: str) -> bool:
    """Whether a file does anything of its own: more than words about it, imports and names handed on."""
    said = (ast.Import, ast.ImportFrom, ast.Expr)
    for node in ast.parse(text).body:
        handed_on = isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]
        if not isinstance(node, said) and not handed_on:
            return True
    return False


@pytest.mark.parametrize(
    ("module", "tests"),
    [
        ("kit/errors.py", ["tests/test_errors"]),
        ("kit/live/http/base.py", ["tests/live/http/test_base"]),
        ("kit/answers/__init__.py", ["tests/test_answers", "tests/answers/test_answers"]),
        ("kit/__init__.py", ["tests/test_kit", "tests/test_kit"]),
    ],
)
def test_where_the_tests_of_a_module_belong(module, tests):
    assert expected(ROOT / module) == tests


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", False),
        ('"""Words."""\n', False),
        ('from a import b\n__all__ = ["b"]\n', False),
        ("LIMIT = 3\n", True),
        ("def f(): ...\n", True),
        ("if here:\n    import a\n", True),
    ],
)
def test_what_counts_as_code_that_needs_tests(text, code):
    assert is_code(text) is code


def test_nothing_in_the_tree_tells_of_a_machine_or_a_registry():
    # Written in pieces, so that this test does not find itself.
    forbidden = re.compile(
        "|".join(["/wo" + "rk/", "/ro" + "ot/", "/home/" + "[a-z]", "py" + "pi\\.org", "npm" + "js\\."])
    )
    for path in tracked():
        if path.suffix in {".png", ".svg", ".ico"}:
            continue
        found = forbidden.search(path.read_text("utf-8", errors="replace"))
        assert not found, f"{path.relative_to(ROOT)}: {found[0] if found else ''}"


@pytest.mark.parametrize("path", tracked("tests/**/*.py"), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_several_tests_use_stands_in_no_module_of_tests(path):
    assert list(borrowed(path.read_text("utf-8"))) == []


def borrowed(text: str) -> Iterator[str]:
    """The modules of tests from which a file imports."""
    for node in ast.walk(ast.parse(text)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{'.' * node.level}{node.module or ''}.{name}" for name in names]
        yield from (name for name in names if any(part.startswith("test_") for part in re.split(r"\.", name)))


@pytest.mark.parametrize(
    "line",
    [
        "from tests.answers.test_importing import PAPER",
        "import tests.answers.test_importing as importing",
        "from tests.answers import examples, test_importing",
        "from .test_importing import PAPER",
        "from . import test_importing",
        "def test_it():\n    from tests.test_settings import written",
    ],
)
def test_every_way_of_importing_from_a_module_of_tests_is_seen(line):
    assert len(list(borrowed(line))) == 1


def test_an_import_of_a_plain_module_is_none_of_them():
    assert list(borrowed("from tests.attacks.exact.audit import attest_all\nimport latest_news\n")) == []
