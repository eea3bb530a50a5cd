"""Text to positioned nodes to frozen dataclasses; every fault with file, line, column and hint."""

from pathways.source.nodes import Entries, Items, Node, Scalar, compose, read_file, to_plain
from pathways.source.places import EVERYTHING, File, PathwayError, Place, Problem, Problems, did_you_mean
from pathways.source.reading import WORD, Formula, Prose, Word, read

__all__ = [
    "EVERYTHING",
    "WORD",
    "Entries",
    "File",
    "Formula",
    "Items",
    "Node",
    "PathwayError",
    "Place",
    "Problem",
    "Problems",
    "Prose",
    "Scalar",
    "Word",
    "compose",
    "did_you_mean",
    "read",
    "read_file",
    "to_plain",
]
