"""Handing a cohort to another facilitator or computer, in one sealed file: ``handover.py`` and ``takeover.py``."""
