"""Addresses of the client's own pages."""

from django.urls import path

from ruggespraak.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("intake/", views.intake, name="intake"),
    path("intake/read-through/", views.intake_review, name="intake_review"),
    path("intake/send/", views.intake_send, name="intake_send"),
    path("intake/pages/<slug:page_id>/", views.intake_page, name="intake_page"),
    path("plan/", views.plan, name="plan"),
    path("plan/<uuid:entry_id>/", views.plan_version, name="plan_version"),
    path("plan/<uuid:entry_id>/answer/", views.answer, name="answer"),
    path("record/", views.record, name="record"),
    path("record/<uuid:entry_id>/", views.entry, name="entry"),
    path("looks/", views.looks, name="looks"),
]
