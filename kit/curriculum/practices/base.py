"""What every practice has: something done rather than answered, and by which front-end module it is done."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from pydantic import Field

from kit.curriculum.items import Content, Slug, Words

# The sentences of a kind of practice by name, as practice_messages.yaml has them.
Sentences = dict[str, str]


class Practice(Content):
    """Something done rather than answered. A kind of practice adds its own content and names its ``module``."""

    id: Slug
    title: Words
    minutes: int = Field(ge=1, le=60)
    intro: str = ""
    module: str

    @classmethod
    def modules(cls) -> tuple[str, ...]:
        """Return the names of the front-end modules that this kind may be done with."""
        return get_args(cls.model_fields["module"].annotation)

    @classmethod
    def folder(cls) -> Path:
        """Return the folder of this kind; ``<module>.js`` and ``<module>.css`` lie there."""
        return Path(inspect.getfile(cls)).parent

    @property
    def on_paper(self) -> tuple[str, ...]:
        """What it asks people to write for themselves, in order; a printed sheet leaves lines for each."""
        return ()

    def asked(self, sentences: Sentences) -> Iterator[tuple[str, str]]:
        """Yield what it asks in a browser: the name an answer is kept under, and the question.

        A name may stand below another one, such as ``ways/my-story``. A saved copy tells its answers in these words.
        """
        yield from ()

    def in_words(self, sentences: Sentences) -> Iterator[tuple[str, str, str]]:
        """Yield how an answer that is kept as a short name or number is said: its name, the answer, and the words."""
        yield from ()
