"""Erasing: one participant's answers or a whole cohort's, in every file, with a search that proves it."""
