"""Addresses of this part."""

from django.urls import URLPattern

app_name = "care"
urlpatterns: list[URLPattern] = []
