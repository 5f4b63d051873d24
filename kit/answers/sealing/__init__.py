"""Sealing answers: the cohort's key, which lies elsewhere, a key for each person, and what is sealed under them."""
