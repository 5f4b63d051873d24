"""Plays tests of the suite against publishers with bad habits, by putting one in the place of the real gate."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.attacks import oracles
from tests.attacks.careless import careless


def function_of(test: str) -> tuple[ModuleType, Callable[..., None]]:
    """The module and the function of a test that is written ``folder/file::function``. Raises where there is none."""
    file, _, name = test.partition("::")
    module = importlib.import_module("tests." + file.removesuffix(".py").replace("/", "."))
    return module, getattr(module, name)


def falls(test: str, habit: str, folder: Path) -> bool:
    """Whether *test* finds a publisher with this habit out, in any of the cases that it is run with."""
    module, function = function_of(test)
    for number, values in enumerate(_cases(function)):
        with pytest.MonkeyPatch.context() as patch:
            opened = careless(habit)
            for place in (module, oracles):
                patch.setattr(place, "scene", opened)
            own = folder / str(number)
            own.mkdir(parents=True)
            if "monkeypatch" in inspect.signature(function).parameters:
                values["monkeypatch"] = patch
            try:
                function(tmp_path=own, **values)
            except (AssertionError, pytest.fail.Exception, ValueError, IndexError):
                # A figure that is missing, or one too many, stops a test before it compares anything.
                return True
    return False


def _cases(function: Callable[..., None]) -> Iterator[dict[str, Any]]:
    marks = [mark for mark in getattr(function, "pytestmark", []) if mark.name == "parametrize"]
    for chosen in product(*(list(_values(mark)) for mark in marks)):
        yield {name: value for values in chosen for name, value in values.items()}


def _values(mark: pytest.Mark) -> Iterator[dict[str, Any]]:
    names = mark.args[0].split(",") if isinstance(mark.args[0], str) else list(mark.args[0])
    for one in mark.args[1]:
        if getattr(one, "marks", ()):
            continue  # of the long ones
        values = one if len(names) > 1 else (one,)
        yield dict(zip((name.strip() for name in names), values, strict=True))
