"""Exercises and practices as front-end modules, and the widgets that show them in a notebook."""
