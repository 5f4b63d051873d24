import base64
import json
import random
import tempfile
from pathlib import Path

import pytest

from kit.errors import ReportFailed
from kit.reports.clean import Forbidden, scan, scan_notebook
from tests.reports.notebooks import code, notebook

PSEUDONYM = "p" + "0123456789abcdef" * 2
HOME = "/ho" + "me/anna/x"
FORBIDDEN = Forbidden(names=("Zoë Lindqvist", "Ann"), pseudonyms=("pear-7",), folders=(Path("/data/spring-2027"),))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"seen {PSEUDONYM} here", "pseudonym"),
        (PSEUDONYM.upper(), "pseudonym"),
        ("a pear-7.", "pseudonym"),
        ("by Zoë Lindqvist.", "a name"),
        ("by ZOË LINDQVIST.", "a name"),
        ("by Zoe\u0308 Lindqvist.", "a name"),
        ("by Zo&euml; Lindqvist.", "a name"),
        (json.dumps("Zoë Lindqvist"), "a name"),
        ("by Zo%C3%AB%20Lindqvist", "a name"),
        ("(Ann)", "a name"),
        (f"in {HOME}", "a path"),
        (json.dumps("C:\\Users\\anna"), "a path"),
        ("file:///x", "a path"),
        ("/data/spring-2027/private/answers.db", "a path"),
        (str(Path(tempfile.gettempdir()) / "kit-x"), "a path"),
        ('{"application/vnd.jupyter.widget-state+json": 1}', "state of a form"),
    ],
)
def test_what_is_personal_is_found_however_it_is_written(text, kind):
    with pytest.raises(ReportFailed, match=kind) as refused:
        scan(text, FORBIDDEN, where="n.ipynb")
    assert "anna" not in str(refused.value).lower()
    assert PSEUDONYM not in str(refused.value)
    assert "Zo" not in str(refused.value)


def test_bytes_are_looked_through_as_well():
    with pytest.raises(ReportFailed, match="a name"):
        scan("by Zoë Lindqvist".encode(), FORBIDDEN, where="n.ipynb")


@pytest.mark.parametrize(
    "text",
    [
        "Annual planning, and/or home, 4/6 people",
        "https://example.org/ho" + "me/page and http://example.org/tmp/x",
        "<h1>a</h1></home/>",
        "a hash 0123456789abcdef0123456789abcdef, a release " + "c" * 64,
        "step" + "0123456789abcdef" * 2,
        "http://example.org/data/spring-2027",
        base64.b64encode(random.Random(1).randbytes(200_000)).decode(),
    ],
)
def test_plain_words_links_and_hashes_are_let_through(text):
    scan(text, FORBIDDEN, where="n.ipynb")


def test_a_parameter_beyond_the_notebooks_own_is_refused():
    made = notebook(code('# Parameters\naudience = "report"\nfolder = "x"', tags=["injected-parameters"]))
    with pytest.raises(ReportFailed, match="a parameter beyond the notebook's own"):
        scan_notebook(made, {"audience"}, where="n.ipynb")
    scan_notebook(made, {"audience", "folder"}, where="n.ipynb")


def test_saved_widget_state_is_refused():
    made = notebook()
    made.metadata["widgets"] = {"x": 1}
    with pytest.raises(ReportFailed, match="state of a form"):
        scan_notebook(made, (), where="n.ipynb")
