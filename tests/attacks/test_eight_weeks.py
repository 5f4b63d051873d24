"""An insider who lays eight weeks side by side learns no more of a question that recurs than before leaders were said.

The attacker is exact: it weighs every way in which all others can have answered in each week, knows the shares of the
answers among people, how often somebody changes theirs, who was there each week, and the own answers.
"""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
import pytest

from kit.curriculum.items import Likert
from kit.curriculum.policy import Policy
from kit.publishing.forms import load_forms
from kit.publishing.ranges import load_table
from tests.publishing.attacker import band

BINS, WEEKS, COMES = 3, 8, 0.9
RECURS = Likert(id="q", prompt="?", share="group", scale=("low", "middle", "high"), recurs=True)
ONCE = Likert(id="q", prompt="?", share="group", scale=("low", "middle", "high"))
LEADS, SIMPLE = Policy(leaders=True), Policy()
POPULATIONS = ((0.5, 0.3, 0.2), (0.7, 0.2, 0.1))


@cache
def published(item, policy, counts):
    """What the group sees of *counts*; nothing where they are too few."""
    people, row = sum(counts), load_table().edges(sum(counts), BINS)
    if people < policy.floor_for(item) or row is None:
        return None
    form = load_forms().of(people, BINS) if policy.may_lead(item) else None
    return form.say(counts) if form else tuple(band(count, row) for count in counts)


@cache
def every_answer(people):
    return np.array(list(itertools.product(range(BINS), repeat=people)), dtype=np.int8)


def fits(item, policy, answers, there, seen):
    """Which of all the ways in which people can have answered would have been published as *seen*."""
    counts = np.stack([(answers[:, there] == option).sum(axis=1) for option in range(BINS)], axis=1)
    kinds, which = np.unique(counts, axis=0, return_inverse=True)
    same = np.array([published(item, policy, tuple(int(one) for one in kind)) == seen for kind in kinds])
    return same[which.ravel()].astype(float)


def one_week_on(belief, people, moves):
    belief = belief.reshape((BINS,) * people)
    for person in range(people):
        belief = np.moveaxis(np.tensordot(belief, moves, axes=(person, 0)), -1, person)
    return belief.reshape(-1)


def believed(item, policy, *, people, shares, stays, seed):
    """How sure the insider is of each answer of each other person, in one cohort over eight weeks."""
    dice, every = np.random.default_rng(seed), every_answer(people)
    moves = stays * np.eye(BINS) + (1 - stays) * np.array(shares)[None, :]
    now, fitting, present = dice.choice(BINS, size=people, p=shares), [], []
    for week in range(WEEKS):
        if week:
            now = np.where(dice.random(people) < stays, now, dice.choice(BINS, size=people, p=shares))
        there = dice.random(people) < COMES
        if there.sum() < policy.minimum:
            there[:] = True
        seen = published(item, policy, tuple(int((now[there] == option).sum()) for option in range(BINS)))
        fitting.append(fits(item, policy, every, there, seen) * (every[:, 0] == now[0]))
        present.append(there)
    before = [np.prod(np.array(shares)[every], axis=1) * fitting[0]]
    for fit in fitting[1:]:
        before.append(one_week_on(before[-1] / before[-1].sum(), people, moves) * fit)
    after = [np.ones(len(every))]
    for fit in reversed(fitting[1:]):
        told = one_week_on(after[-1] * fit, people, moves.T)
        after.append(told / told.max())
    for left, right, there in zip(before, reversed(after), present, strict=True):
        belief = left * right / (left * right).sum()
        for other in range(1, people):
            if there[other]:
                yield max(belief[every[:, other] == option].sum() for option in range(BINS))


def known(item, policy, *, people, stays, cohorts):
    """The share of the answers of others of which the insider is more than nine tenths sure."""
    sure = [
        belief > 0.9
        for shares in POPULATIONS
        for seed in range(cohorts)
        for belief in believed(item, policy, people=people, shares=shares, stays=stays, seed=seed)
    ]
    return sum(sure) / len(sure)


@pytest.mark.parametrize("stays", [1, 0.6])
def test_eight_weeks_of_a_question_that_recurs_tell_no_more_than_before_leaders_were_said(stays):
    now, before = (known(RECURS, policy, people=6, stays=stays, cohorts=6) for policy in (LEADS, SIMPLE))
    assert now <= before


def test_the_attacker_learns_more_where_leaders_are_said_week_after_week():
    assert known(ONCE, LEADS, people=7, stays=1, cohorts=8) > known(RECURS, LEADS, people=7, stays=1, cohorts=8)


@pytest.mark.audit
@pytest.mark.parametrize("stays", [1, 0.9, 0.6])
@pytest.mark.parametrize("people", [6, 7, 8])
def test_eight_weeks_of_many_cohorts_tell_no_more_than_before_leaders_were_said(people, stays):
    now, before, weekly = (
        known(*asked, people=people, stays=stays, cohorts=30)
        for asked in ((RECURS, LEADS), (RECURS, SIMPLE), (ONCE, LEADS))
    )
    print(f"\n{people} people, {stays} stay: recurs {now:.4f}, before leaders {before:.4f}, said weekly {weekly:.4f}")
    assert now <= before
