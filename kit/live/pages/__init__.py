"""The pages of a session as bytes."""
