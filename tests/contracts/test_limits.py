"""No wait is without limit: not in the tests, and in the kit only where a session or a command itself is waited for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT, tracked

# Methods that wait for as long as it takes when nothing says how long.
WAITS = {"wait", "join", "communicate", "result", "acquire"}
LIMITED = {"wait_for", "timeout"}
RUNS = {"run", "check_output", "check_call", "call"}
# What is waited for here is the session or the command itself, which lasts as long as somebody wants it to.
WHOLE = {
    "kit/cli/jupyterlab.py": ["wait", "wait", "wait"],  # JupyterLab, beside a session, after it and by itself
    "kit/live/process/supervise.py": ["wait"],  # the host
    "kit/live/process/serve.py": ["wait"],  # the end of the session
    "kit/live/writer.py": ["join"],  # what was confirmed is written before the host ends
    "kit/reports/execute.py": ["result"],  # a notebook: every cell has its limit
    "kit/reports/all_reports.py": ["result", "result"],  # of what is done
    "kit/simulate/rehearsal.py": ["wait"],  # a facilitator
    "kit/simulate/visitors.py": ["wait"],  # a facilitator
    "kit/answers/database.py": ["acquire"],  # its limit is none at all, set where it is made
    "tests/live/serving.py": ["wait"],  # the host of a test, in a thread that the test ends
}


def endless(text: str) -> list[str]:
    """The calls in *text* that wait without limit."""
    tree = ast.parse(text)
    limited = {id(inside) for node in ast.walk(tree) if _sets_a_limit(node) for inside in ast.walk(node)}
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)]
    return [call.func.attr for call in calls if id(call) not in limited and _is_endless(call)]


def _sets_a_limit(node: ast.AST) -> bool:
    if isinstance(node, ast.AsyncWith):
        return any(_sets_a_limit(item.context_expr) for item in node.items)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LIMITED


def _is_endless(call: ast.Call) -> bool:
    name, where = call.func.attr, call.func.value
    if isinstance(where, ast.Name) and where.id == "subprocess":
        return name == "Popen" or (name in RUNS and not any(one.arg == "timeout" for one in call.keywords))
    return name in WAITS and not call.args and not call.keywords


@pytest.mark.parametrize("path", tracked("tests/**/*.py", "kit/**/*.py"), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_wait_has_a_limit(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    found = [one for one in endless(path.read_text("utf-8")) if not (one == "Popen" and starts_children(name))]
    assert sorted(found) == sorted(WHOLE.get(name, []))


def starts_children(name: str) -> bool:
    """Whether a module starts processes itself: the kit's own, and the one place of the tests that does so."""
    return name.startswith("kit/") or name == "tests/processes.py"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("process.wait()", ["wait"]),
        ("thread.join()", ["join"]),
        ("', '.join(words)", []),
        ("process.wait(5)", []),
        ("subprocess.run(['ls'], check=True)", ["run"]),
        ("subprocess.Popen(['ls'])", ["Popen"]),
        ("await asyncio.wait_for(process.communicate(), 5)", []),
        ("await event.wait()", ["wait"]),
        ("async with asyncio.timeout(5):\n        await event.wait()", []),
        ("async with lock:\n        await event.wait()", ["wait"]),
    ],
)
def test_what_waits_without_limit_is_found(text: str, found: list[str]) -> None:
    assert endless(f"async def one():\n    {text}") == found
