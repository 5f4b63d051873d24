"""The one door out: turns answers into published ranges, keeps the ledger of what was published, and audits both."""
