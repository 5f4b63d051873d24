"""A cohort that has begun, small and quickly made, and the passphrase of its file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kit.answers.bundles import make_key
from kit.handing_over.handover import Receiver
from kit.settings import Cohort
from tests.attacks.scene import scene, week
from tests.cohorts import small_cohort

WORDS = "lullaby cleaner height breeze violet zinnia clerk"
KIM = Receiver(name="Kim Vale", today=date(2027, 4, 1))
WEEKS = {number: week(number) for number in range(1, 3)}
TEXT = "a sentence that nobody else would ever write"


def begun(root: Path) -> Cohort:
    """A cohort in *root* in which nine people answered and one exercise was published."""
    cohort = small_cohort(root)
    with scene(root, weeks=WEEKS) as here:
        here.all_say(range(9), calm=3, words=TEXT)
        here.publish()
    make_key(cohort)
    return cohort
