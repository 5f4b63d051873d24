"""What a participant's side keeps and sends: submissions, the outbox, and sealed bundles."""
