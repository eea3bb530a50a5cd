"""Addresses of exercises behind the desk; the client's own are those of the portal."""

from django.urls import path

from ruggespraak.exercises import views

app_name = "exercises"
urlpatterns = [
    path("episodes/<uuid:episode_id>/exercises/", views.prescribe, name="prescribe"),
    path("episodes/<uuid:episode_id>/exercises/draft/", views.draft, name="draft"),
    path("episodes/<uuid:episode_id>/exercises/stop/", views.stop, name="stop"),
    path("episodes/<uuid:episode_id>/exercises/paper/", views.paper, name="paper"),
]
