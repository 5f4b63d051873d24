"""Answers that were asked with another program: which column is which question, and its rows as answers."""
