"""The live session: one process that alone writes the cohort's answers, and the HTTP through which they come."""
