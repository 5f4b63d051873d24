"""Which commands there are and in which module each lives, so that a list of them loads none of these modules."""

from __future__ import annotations

import ast
from pathlib import Path

# As a facilitator meets them, from the first look to the end of a cohort, under the heading that the list shows.
GROUPS = {
    "Before the sessions": {
        "demo": "cohorts",
        "init": "cohorts",
        "dates": "dates",
        "check": "content",
        "doctor": "cohorts",
        "calendar": "peers",
        "guide": "content",
        "seal": "sealing",
        "lab": "cohorts",
    },
    "In and around a session": {
        "host": "host",
        "slips": "slips",
        "form": "results",
        "import": "answers",
        "simulate": "simulated",
        "join": "joining",
        "leave": "joining",
        "takehome": "take_home",
    },
    "After a session": {
        "publish": "publishing",
        "report": "results",
        "export": "results",
        "debrief": "debrief",
        "withdraw": "erasing",
    },
    "After the last session, and for your organisation": {
        "peers": "peers",
        "audit": "results",
        "purge": "erasing",
        "handover": "handing_over",
        "takeover": "handing_over",
        "upgrade": "upgrading",
    },
}
HOMES = {name: module for commands in GROUPS.values() for name, module in commands.items()}
ORDER = tuple(HOMES)


def described(name: str) -> str:
    """Return what the docstring of a command says, read from its module without importing it.

    Raises KeyError where there is no such command.
    """
    tree = ast.parse(Path(__file__).with_name(f"{HOMES[name]}.py").read_text("utf-8"))
    docstrings = {_name_of(node): ast.get_docstring(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    return docstrings[name] or ""


def _name_of(function: ast.FunctionDef) -> str:
    """The name that the decorator gives a command, or else that of its function."""
    for decorator in function.decorator_list:
        for given in decorator.args if isinstance(decorator, ast.Call) else ():
            return str(getattr(given, "value", ""))
    return function.name
