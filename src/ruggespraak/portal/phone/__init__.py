"""What a client's own phone may keep, and what it kept while it was offline (docs/decisions/0022)."""
