"""Content: items, exercises and weeks as frozen data, read from files that a facilitator edits."""
