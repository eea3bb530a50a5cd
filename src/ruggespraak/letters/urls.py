"""Addresses of this part."""

from django.urls import URLPattern

app_name = "letters"
urlpatterns: list[URLPattern] = []
