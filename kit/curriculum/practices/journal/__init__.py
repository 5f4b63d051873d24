"""The compassion journal: one entry a day, which nobody but its writer ever sees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kit.curriculum.items import Words
from kit.curriculum.practices.base import Practice, Sentences


class Journal(Practice):
    """Three questions at the end of a day. A week brings an ``invitation`` of its own; the questions stay."""

    module: Literal["journal"] = "journal"
    invitation: Words
    felt: Words
    did: Words
    learned: Words

    @property
    def on_paper(self) -> tuple[str, ...]:
        return f"{self.invitation} {self.felt}", self.did, self.learned

    def asked(self, sentences: Sentences) -> Iterator[tuple[str, str]]:
        yield from (("felt", self.felt), ("did", self.did), ("learned", self.learned))
