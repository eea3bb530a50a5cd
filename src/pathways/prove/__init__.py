"""Proofs over every possible person, by a solver. For development and continuous integration, never at run time."""
