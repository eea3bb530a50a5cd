"""The import as a whole: read, write in our words, and let the loader that reads every pack have the last word."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from pathways.fhir.instruments.foreign import Reason
from pathways.fhir.instruments.pack_files import as_reasons, loaded, pack_files
from pathways.fhir.instruments.reading import Instrument, read_questionnaire
from pathways.model import Form
from pathways.source import PathwayError


@dataclass(frozen=True)
class Imported:
    """What came of a file: an instrument and the form it makes, or every reason why not; remarks in both cases."""

    instrument: Instrument | None
    form: Form | None
    reasons: tuple[Reason, ...]
    remarks: tuple[Reason, ...]


def import_instrument(text: str, name: str | None = None, leave_out: Iterable[str] = ()) -> Imported:
    """The instrument in the JSON text of a Questionnaire. `leave_out`: linkIds of items not to be imported."""
    instrument, findings = read_questionnaire(text, name, leave_out)
    reasons, remarks = tuple(dict.fromkeys(findings.reasons)), tuple(dict.fromkeys(findings.remarks))
    if instrument is None:
        return Imported(None, None, reasons, remarks)
    pack = pack_files(instrument, None, datetime.date.min)
    try:
        return Imported(instrument, loaded(instrument, pack).forms[instrument.id], (), remarks)
    except PathwayError as error:
        return Imported(None, None, as_reasons(error, instrument, pack), remarks)
