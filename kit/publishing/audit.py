"""The audit: verifies what was published against its chain, its rules and the ledger, and plays the attacker on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kit.answers.database import FILE_NAME as STORE_FILE
from kit.answers.marks import altered
from kit.answers.soundness import problems_of, still_plain
from kit.curriculum.items import Item
from kit.curriculum.policy import LATER, Policy
from kit.curriculum.reading import clean_text
from kit.curriculum.weeks import Week
from kit.errors import KitError
from kit.publishing.forms import Said, load_forms
from kit.publishing.forms import exposures as form_exposures
from kit.publishing.ledger import Copy, disagreement, family_of, read_ledger
from kit.publishing.ranges import LARGEST, Range, any_exposures, can_occur, exposures, load_table
from kit.results.releases import FILE_NAME, UNREADABLE, Asked, Release, Releases, from_text, verify_chain
from kit.settings import Cohort
from kit.system.opening import text_of

_FEW = "with so few, someone who took most of those places could work out what another person answered."
_FEW_TEXTS = "with so few, someone who took most of those places could tell which text another person wrote."


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What an audit found: ``problems`` as sentences, empty where all is well, and how many releases it saw.

    ``notes`` say what was right when it was published and is weaker than what is published now.
    """

    problems: tuple[str, ...]
    releases: int
    with_ledger: bool
    notes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        seen = f"{self.releases} releases were" if self.releases != 1 else "1 release was"
        against = "against the ledger" if self.with_ledger else "without a ledger to compare with"
        if self.problems:
            count = len(self.problems)
            needs = "1 finding needs" if count == 1 else f"{count} findings need"
            return f"{seen} audited {against}, and {needs} looking into."
        return f"{seen} audited {against}: the chain holds, and nothing in them is certain about anyone."


def audit(cohort: Cohort, weeks: Mapping[int, Week]) -> Audit:
    """Audit a cohort's published results, against its ledger where there is one. Nothing is written.

    Problems come back as sentences; nothing is raised for what is wrong with the results or the ledger.
    """
    published, problems = _read(cohort.published)
    problems += [problem for release in published.releases for problem in _of_release(release, weeks)]
    problems += _of_all(published)
    path = cohort.private / STORE_FILE
    unsound = problems_of(cohort)
    problems += unsound
    ledger: Copy | None = None
    if path.is_file():
        try:
            ledger = read_ledger(path, cohort.slug)
        except KitError as error:
            problems += [] if unsound else [str(error)]
    if ledger is not None:
        differing = disagreement(ledger.releases, cohort.published)
        problems += [differing.sentence] if differing and differing.sentence not in problems else []
        problems += _of_ledger(ledger)
    elif published.releases:
        problems.append(f"{FILE_NAME}: there is no ledger in private/ that these releases come from.")
    problems += _altered(cohort) if not problems else []
    plain = "" if unsound else still_plain(cohort)
    return _audit(published, problems, with_ledger=ledger is not None, notes=[plain] if plain else [])


def _altered(cohort: Cohort) -> list[str]:
    """What to say where another hand changed the store, and nothing else tells where."""
    try:
        return [one for one in [altered(cohort)] if one]
    except KitError as error:
        return [str(error)]


def audit_folder(published: Path, weeks: Mapping[int, Week] | None = None) -> Audit:
    """Audit a folder with a releases.json alone; with *weeks* also against the items it speaks of."""
    releases, problems = _read(published)
    problems += [problem for release in releases.releases for problem in _of_release(release, weeks)]
    problems += _of_all(releases)
    return _audit(releases, problems, with_ledger=False)


def _audit(published: Releases, problems: list[str], *, with_ledger: bool, notes: Sequence[str] = ()) -> Audit:
    return Audit(
        problems=tuple(problems),
        releases=len(published.releases),
        with_ledger=with_ledger,
        notes=(*notes, *_small_later_ones(published)),
    )


def _small_later_ones(published: Releases) -> Iterator[str]:
    """Which later results are of fewer people than a later one needs by now, and what that means."""
    before: set[str] = set()
    for release in published.releases:
        if release.family in before and release.people < LATER:
            yield (
                f"{_place(release)}: a later result of this question from {release.people} people, as version 0.1.0 "
                f"allowed; {_FEW_TEXTS if release.texts else _FEW} It stays as it is; a later result needs eight now."
            )
        before.add(release.family)


def _place(release: Release) -> str:
    return f"Release {release.sequence} (week {release.week}, {release.exercise}, {release.item})"


def _read(folder: Path) -> tuple[Releases, list[str]]:
    path = folder / FILE_NAME
    if not path.is_file():
        return Releases(cohort=""), []
    try:
        published = from_text(text_of(path))
    except KitError as error:
        return Releases(cohort=""), [str(error)]
    except (OSError, UnicodeDecodeError):
        return Releases(cohort=""), [UNREADABLE]
    whole = [release for release in published.releases if _is_whole(release)]
    broken = len(published.releases) - len(whole)
    problems = [f"{FILE_NAME}: {broken} of its entries are no releases; restore it with kit publish."] if broken else []
    try:
        verify_chain(whole)
    except KitError as error:
        problems.append(str(error))
    return Releases(cohort=published.cohort, releases=tuple(whole), asked=published.asked), problems


def _is_whole(release: Release) -> bool:
    """Whether a release read from a file has the types that a release has."""
    numbers = [release.sequence, release.week, release.people]
    numbers += [end for part in release.bins for end in (part.low, part.high)]
    texts = [release.family, release.exercise, release.item, release.policy, release.previous, release.hash]
    texts += [part.name for part in release.bins] + [one.text for one in release.texts]
    return (
        all(type(one.quote) is bool for one in release.texts)
        and all(type(number) is int for number in numbers)
        and all(isinstance(text, str) for text in texts)
    )


def _of_release(release: Release, weeks: Mapping[int, Week] | None) -> Iterator[str]:
    """What is wrong with one release by itself."""
    place, item = _place(release), _item(release, weeks)
    floor = _floor(release, item)
    if floor is None:
        yield f"{place}: its policy {release.policy!r} is none that the kit has."
    elif release.people < floor:
        yield f"{place}: it was made from fewer contributors than the policy asks for."
    if weeks is not None and item is None:
        yield f"{place}: there is no such item in the curriculum."
    elif item is not None and (item.form == "text") != bool(release.texts):
        yield f"{place}: it's of another kind than the item."
    elif item is not None and not _has_its_bins(release, item):
        yield f"{place}: its bins aren't those of the item."
    elif item is not None and release.family != family_of(release.week, release.exercise, item):
        yield f"{place}: its family {release.family!r} isn't the item's."
    for problem in _of_texts(release) if release.texts else _given_away(release, item):
        yield f"{place}: {problem}."


def _has_its_bins(release: Release, item: Item) -> bool:
    called = [part.id if item.by_id else part.label for part in release.bins]
    return called == list(item.bins)


def _of_texts(release: Release) -> Iterator[str]:
    if len(release.texts) != release.people:
        yield "it doesn't have one text of each of its people"
    if any(clean_text(one.text) != one.text or not one.text for one in release.texts):
        yield "a text in it isn't as the kit keeps texts"


def _given_away(release: Release, item: Item | None) -> list[str]:
    """What a release gives away, as one of many or as any number, whichever the item is."""
    ranges = [(part.low, part.high) for part in release.bins]
    if len(ranges) < 2 or not all(0 <= low <= high <= release.people for low, high in ranges):
        return ["its ranges aren't ranges of its people"]
    as_any = _off_table(ranges, release.people, 2) + any_exposures(ranges, release.people)
    as_any += ["it says what leads, and of any number of answers that is never said"] if release.leads else []
    if item is not None:
        return as_any if item.form == "any" else _as_one(release, ranges, recurs=item.recurs)
    # The file does not say which kind an item is; it is safe if it is safe as one of them.
    kinds = as_any, *(_as_one(release, ranges, recurs=recurs) for recurs in (False, True))
    return min(kinds, key=len)


def _as_one(release: Release, ranges: list[Range], *, recurs: bool) -> list[str]:
    if not can_occur(ranges, release.people):
        return ["its ranges can't add up to its people"]
    policy = Policy.named(release.policy)
    form = load_forms().of(release.people, len(ranges)) if policy and policy.leaders and not recurs else None
    if form is not None:
        leads = (place for place, part in enumerate(release.bins) if part.name in release.leads)
        return form_exposures(Said(ranges=tuple(ranges), leads=tuple(leads)), form)
    complaints = ["it says what leads, and of such a question that is never said"] if release.leads else []
    return complaints + _off_table(ranges, release.people, len(ranges)) + exposures(ranges, release.people)


def _off_table(ranges: list[Range], people: int, bins: int) -> list[str]:
    # Above 60 people the ranges are sums over parts, which the formula alone judges.
    row = load_table().edges(people, bins)
    off = people <= LARGEST and (row is None or any(one not in row for one in ranges))
    return ["its ranges aren't those of the table"] if off else []


def _item(release: Release, weeks: Mapping[int, Week] | None) -> Item | None:
    if weeks is None or release.week not in weeks:
        return None
    pairs = weeks[release.week].group_items()
    return next((i for e, i in pairs if (e.id, i.id) == (release.exercise, release.item)), None)


def _floor(release: Release, item: Item | None) -> int | None:
    policy = Policy.named(release.policy)
    if policy is None:
        return None
    if release.texts:
        return policy.text_sharing
    return policy.floor_for(item) if item is not None else policy.minimum


def _of_all(published: Releases) -> list[str]:
    """What is wrong between releases: another policy halfway, or a result of what was not asked."""
    problems = []
    if len({release.policy for release in published.releases}) > 1:
        problems.append(
            f"{FILE_NAME}: its releases were made under different policies; a policy is fixed at the start."
        )
    for release in published.releases:
        place = Asked(week=release.week, exercise=release.exercise, item=release.item)
        if place not in published.asked:
            problems.append(f"Release {release.sequence}: it's of an item that the file doesn't list as asked.")
    return problems


def _of_ledger(ledger: Copy) -> list[str]:
    """Where the ledger does not hold, or its batches are not what was released."""
    problems = []
    kept = ledger.releases.releases
    try:
        verify_chain(kept)
    except KitError:
        problems.append("private/answers.db: the chain of the ledger doesn't hold; copy the newest backup back.")
    if any(release.policy != ledger.policy for release in kept):
        problems.append("private/answers.db: a release was made under another policy than the cohort's.")
    expected = Counter({(release.sequence, release.family): release.people for release in kept})
    for sequence, family in sorted(expected.keys() | ledger.members.keys()):
        members = ledger.members.get((sequence, family), 0)
        # A release that was taken in from the file has lost its members, and its family is closed to everybody.
        lost = members == 0 and family not in ledger.open_families
        if members != expected[sequence, family] and not lost:
            problems.append(
                f"private/answers.db: the batch of release {sequence} doesn't have the members it was made from."
            )
    if any(ledger.families.get(release.sequence) != release.family for release in kept):
        problems.append("private/answers.db: a release stands under another family than its own.")
    return problems
