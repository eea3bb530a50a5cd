"""Addresses of care, all behind the desk. A step's address is its form: `/desk/episodes/…/screening/`."""

from django.urls import path, register_converter

from ruggespraak.care import views
from ruggespraak.care.steps import STEPS


class StepConverter:
    """The id of a step; any other word is somebody else's address."""

    regex = "|".join(STEPS)

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(StepConverter, "step")

app_name = "care"
urlpatterns = [
    path("episodes/<uuid:episode_id>/consent/", views.consent, name="consent"),
    path("episodes/<uuid:episode_id>/consent/screen/", views.screen, name="screen"),
    path("episodes/<uuid:episode_id>/consent/screen/thanks/", views.thanks, name="thanks"),
    path("episodes/<uuid:episode_id>/consent/paper/", views.paper, name="paper"),
    path("episodes/<uuid:episode_id>/entries/<uuid:entry_id>/", views.entry, name="entry"),
    path("episodes/<uuid:episode_id>/entries/<uuid:entry_id>/correct/", views.correct, name="correct"),
    path("episodes/<uuid:episode_id>/entries/<uuid:entry_id>/plain/", views.entry_plain, name="entry_plain"),
    path(
        "episodes/<uuid:episode_id>/entries/<uuid:entry_id>/answer/", views.answer_correction, name="answer_correction"
    ),
    path("episodes/<uuid:episode_id>/<step:form_id>/", views.form, name="form"),
]
