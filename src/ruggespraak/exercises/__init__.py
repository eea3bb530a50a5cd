"""Prescribes exercises, draws them, and hears how they go."""
