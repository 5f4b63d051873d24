"""The masker of one cohort: it knows the names of private/roster.csv, and learns them anew when that file changes."""

from __future__ import annotations

from threading import Lock

from kit.answers.roster import names_to_mask
from kit.errors import KitError, MaskingFailed
from kit.publishing.masking.masker import Masked, Masker
from kit.publishing.masking.words import load_words, ordinary_words
from kit.settings import Cohort


class CohortMasker:
    """Masks texts for a cohort, from any thread. Making it reads nothing."""

    def __init__(self, cohort: Cohort) -> None:
        self._cohort = cohort
        self._made: tuple[tuple[str, ...], Masker] | None = None
        self._making = Lock()

    def mask(self, text: str) -> Masked:
        """*text* masked with the names that are on the roster now.

        Raises MaskingFailed where there are none, the file cannot be read, or anything else goes wrong: then the text
        is not shared.
        """
        return self._masker().mask(text)

    def _masker(self) -> Masker:
        try:
            names = names_to_mask(self._cohort)
            with self._making:
                if self._made is None or self._made[0] != names:
                    folder = self._cohort.curriculum
                    self._made = (names, Masker(names, load_words(folder), ordinary_words(folder)))
                return self._made[1]
        except KitError as error:
            raise MaskingFailed(f"Texts cannot be masked, so none is shared: {error}") from None
