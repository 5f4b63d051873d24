"""What is printed: forms, the facilitator's guide, and sheets."""
