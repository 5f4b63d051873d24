"""The tree of errors is the one that its page draws, and in a notebook an error is its sentence and no more."""

from __future__ import annotations

import ast
import pickle
import re

import pytest

from kit import errors
from kit.errors import ContentError, ImportRefused, KitError, TranslatableError
from tests.contracts.tree import ROOT, tracked

CLASSES = {name: one for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, KitError)}


def drawn() -> dict[str, str]:
    """Each error of the drawing, and the one that it is drawn below."""
    above: dict[int, str] = {}
    found = {}
    for line in errors.__doc__.splitlines():
        named = re.match(r"( *(?:│ +)*)(?:[├└]── )?([A-Z]\w+)", line)
        if not named or named[2] not in CLASSES:
            continue
        depth = line.index(named[2])
        found[named[2]] = above[max(at for at in above if at < depth)] if above else ""
        above = {at: name for at, name in above.items() if at < depth} | {depth: named[2]}
    return found


def test_the_drawing_is_the_tree():
    tree = {name: one.__bases__[0].__name__ for name, one in CLASSES.items()}
    assert drawn() == tree | {"KitError": ""}
    assert sorted(errors.__all__) == sorted(CLASSES)


@pytest.mark.parametrize("path", tracked("kit/**/*.py"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_error_of_the_kit_stands_anywhere_else(path):
    if path == ROOT / "kit" / "errors.py":
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef):
            bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
            assert not bases & set(CLASSES), f"{node.name} belongs into errors.py"


@pytest.mark.parametrize("kind", [one for one in CLASSES.values() if not issubclass(one, TranslatableError)])
def test_in_a_notebook_any_of_them_is_its_sentence_alone(kind):
    assert kind("week_03.yaml: mend it.")._render_traceback_() == ["week_03.yaml: mend it."]


@pytest.mark.parametrize("kind", TranslatableError.__subclasses__())
def test_one_for_participants_has_a_name_and_values_and_says_so_in_a_log_also_from_another_process(kind):
    error = pickle.loads(pickle.dumps(kind("rating", lowest=0, highest=10)))
    assert (error.name, error.values) == ("rating", {"lowest": 0, "highest": 10})
    assert str(error) == f"{kind.section}.rating, lowest: 0, highest: 10"


def test_all_that_is_wrong_travels_with_the_first_sentence():
    assert ContentError("a.").problems == ("a.",)
    assert ContentError("a.", ["a.", "b."]).problems == ("a.", "b.")
    assert ImportRefused("refused").problems == ()
