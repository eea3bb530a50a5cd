"""Addresses about who someone is. What allauth adds is in `account_urls`, whose names have no prefix."""

from django.urls import path

from ruggespraak.people import views

app_name = "people"
urlpatterns = [
    path("", views.home, name="home"),
    path("secure/", views.secure, name="secure"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("reason/", views.reason, name="reason"),
    path("records/", views.records, name="records"),
]
