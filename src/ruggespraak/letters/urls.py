"""Addresses of letters, all behind the desk."""

from django.urls import path

from ruggespraak.letters import views

app_name = "letters"
urlpatterns = [
    path("episodes/<uuid:episode_id>/letter/start/", views.start, name="start"),
    path("entries/<uuid:entry_id>/letter/", views.signed, name="signed"),
    path("entries/<uuid:entry_id>/letter/ask/", views.ask, name="ask"),
    path("entries/<uuid:entry_id>/letter/make/", views.make, name="make"),
    path("letters/<uuid:letter_id>/", views.letter, name="letter"),
    path("letters/<uuid:letter_id>/pdf/", views.pdf, name="pdf"),
    path("letters/<uuid:letter_id>/send/", views.send, name="send"),
]
