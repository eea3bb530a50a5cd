"""Draws pages and asks questions; knows forms, not patients."""
