"""Facts that stand in two places are kept equal, and the house stays small."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

import kit

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return [path for path in (ROOT / line for line in listed.stdout.splitlines()) if path.is_file()]


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


def test_every_module_has_its_tests():
    packages = {path.parent for path in tracked("kit/**/*.py")}
    for package in packages - {ROOT / "kit"}:
        mirror = ROOT / "tests" / package.relative_to(ROOT / "kit")
        assert list(mirror.glob("test_*.py")), f"{package.name} has no tests in {mirror.relative_to(ROOT)}"


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
