"""Addresses of measures behind the desk."""

from django.urls import path

from ruggespraak.outcomes import views

app_name = "outcomes"
urlpatterns = [
    path("practice/measures/", views.instruments, name="instruments"),
    path("practice/measures/<slug:measure_id>/", views.right, name="right"),
    path("practice/measures/<slug:measure_id>/switch/", views.switch, name="switch"),
]
