"""A pathway as pages for people: whole, and as pairs of patients to sign. Needs no solver.

describe(pathway, "nl", record)         the pathway on one page, as HTML that stands alone
in_words(expr, pathway, "nl")           a condition as a sentence
ProofRecord.read(path)                  what `pathways prove --record` kept
"""

from pathways.describe.page import describe
from pathways.describe.record import ProofRecord
from pathways.describe.words import in_words

__all__ = ["ProofRecord", "describe", "in_words"]
