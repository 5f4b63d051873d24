"""Simulated participants: a cohort's answers with a known truth, for the sample, for rehearsals and for load tests.

What is known of the truth stays known: a planted pattern is written down, everything else is null.
"""
