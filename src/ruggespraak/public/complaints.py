"""The six complaints that visitors may come with. Low back pain is worked out; the others say that they come later."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Complaint:
    """A complaint on the front page; `mark` is where it hurts in the drawing of the upper body."""

    slug: str
    name: Promise
    mark: tuple[float, float]
    is_ready: bool = False
    is_dizzy: bool = False

    @property
    def url(self) -> str:
        """Where its tile leads."""
        return reverse("public:complaint") if self.is_ready else reverse("public:later", args=[self.slug])


COMPLAINTS = (
    Complaint("low-back-pain", _("Low back pain"), (0, -64.5), is_ready=True),
    Complaint("upper-back-pain", _("Upper back pain"), (0, -76.5)),
    Complaint("neck-pain", _("Neck pain"), (0, -90)),
    Complaint("shoulder-pain", _("Shoulder pain"), (10.5, -85)),
    Complaint("headache", pgettext_lazy("complaint", "Headache"), (0, -97.5)),
    Complaint("dizziness", pgettext_lazy("complaint", "Dizziness"), (0, -104), is_dizzy=True),
)


def find_complaint(slug: str) -> Complaint | None:
    """A complaint that comes later, by its word in the address."""
    return next((complaint for complaint in COMPLAINTS if complaint.slug == slug and not complaint.is_ready), None)
