"""Errors whose sentences stand in the catalogue, as participants read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kit.curriculum.registers import messages_in
from kit.errors import TranslatableError
from kit.settings import packaged_curriculum


def sentence_of(error: TranslatableError) -> str:
    return messages_in(packaged_curriculum()).of_error(error)


@contextmanager
def refused(kind: type[TranslatableError], match: str) -> Iterator[pytest.ExceptionInfo[TranslatableError]]:
    """As ``pytest.raises``, for what the kit's own catalogue says about the error."""
    with pytest.raises(kind) as error:
        yield error
    sentence = sentence_of(error.value)
    assert re.search(match, sentence), f"{sentence!r} does not match {match!r}"
