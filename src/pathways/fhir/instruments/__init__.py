"""Published Questionnaires of others as instruments of ours: what fits is kept, all else is refused with reasons."""

from pathways.fhir.instruments.foreign import Reason
from pathways.fhir.instruments.importing import Imported, import_instrument
from pathways.fhir.instruments.pack_files import PackFiles, as_reasons, loaded, pack_files, write_files
from pathways.fhir.instruments.reading import Instrument
from pathways.fhir.instruments.replies import Reply, read_reply
from pathways.fhir.instruments.scores import METHODS, Compared, DeclaredScore, Method, NotScorable, declare, score_of

__all__ = [
    "METHODS",
    "Compared",
    "DeclaredScore",
    "Imported",
    "Instrument",
    "Method",
    "NotScorable",
    "PackFiles",
    "Reason",
    "Reply",
    "as_reasons",
    "declare",
    "import_instrument",
    "loaded",
    "pack_files",
    "read_reply",
    "score_of",
    "write_files",
]
