"""The style page, for developers: only there when DEBUG is on."""

from django.conf import settings
from django.urls import path

from ruggespraak.ui.parts import parts

app_name = "ui"
urlpatterns = [path("parts/", parts, name="parts")] if settings.DEBUG else []
