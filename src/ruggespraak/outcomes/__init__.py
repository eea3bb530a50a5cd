"""Hears how it goes, from the client: the diary, its course, and the steps that follow from it."""
