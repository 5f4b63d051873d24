import pytest
from jinja2 import UndefinedError

from kit.curriculum.registers import load_messages
from kit.reports.standalone import fill
from kit.settings import packaged_curriculum


def test_a_field_that_a_template_lacks_is_an_error_and_not_a_gap():
    with pytest.raises(UndefinedError):
        fill("index.html.j2", "page.css", load_messages(packaged_curriculum()), title="t")
