"""Meetings in time and in calendar files: local times that exist, and events that no change of clocks moves."""
