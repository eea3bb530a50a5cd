"""An invented practice with a year of history, made through the same actions as in real life."""

from ruggespraak.demo.practice import Invented, invent

__all__ = ["Invented", "invent"]
