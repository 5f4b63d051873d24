"""Bringing a cohort's folder of an earlier version to this one: ``upgrade.py``."""
