"""The receipt on paper, with inside the PDF the file that programs check."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ruggespraak import keys
from ruggespraak.people.models import Patient
from ruggespraak.portal.plan import Receipt
from ruggespraak.portal.receipt import code_in, receipt_file, square
from ruggespraak.ui.pdf import Enclosed, as_pdf

FILE_NAME = "ruggespraak-receipt.json"


def receipt_paper(receipt: Receipt, patient: Patient, language: str, check_url: str) -> bytes:
    """The PDF. `check_url` is where the checking page is served."""
    code = code_in(receipt)
    context = {
        "receipt": receipt,
        "patient": patient,
        "code": code,
        "square": square(f"{check_url}#{code}", _("Square code with the proof of this answer")),
        "check_url": check_url,
        "file_name": FILE_NAME,
        "key": keys.public_key().public_bytes_raw().hex(),
    }
    html = render_to_string("portal/receipt_paper.html", context)
    content = receipt_file(receipt, patient, language)
    proof = Enclosed(FILE_NAME, _("Proof of this answer, for the page that checks it"), content)
    return as_pdf(html, render_to_string("portal/receipt.css"), (proof,))
