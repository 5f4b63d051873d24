"""The version is a plain number that three modules may read without loading anything."""

from __future__ import annotations

import re

import kit
from kit.system.version import VERSION


def test_it_is_the_version_that_the_package_says():
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert kit.__version__ == VERSION
