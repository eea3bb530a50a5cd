"""Addresses of the desk."""

from django.urls import path

from ruggespraak.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.today, name="today"),
    path("clients/", views.clients, name="clients"),
    path("clients/new/", views.register, name="register"),
    path("clients/<uuid:patient_id>/", views.client, name="client"),
    path("clients/<uuid:patient_id>/change/", views.change, name="change"),
    path("clients/<uuid:patient_id>/invite/", views.invite, name="invite"),
    path("clients/<uuid:patient_id>/representatives/", views.representatives, name="representatives"),
    path("clients/<uuid:patient_id>/representatives/new/", views.let_in, name="let_in"),
    path("representatives/<uuid:mandate_id>/invite/", views.representative_again, name="representative_again"),
    path("representatives/<uuid:mandate_id>/end/", views.representative_end, name="representative_end"),
    path("clients/<uuid:patient_id>/episode/", views.open_episode, name="open_episode"),
    path("episodes/<uuid:episode_id>/", views.episode, name="episode"),
    path("episodes/<uuid:episode_id>/take-in/", views.take_in, name="take_in"),
    path("requests/", views.requests, name="requests"),
    path("requests/<uuid:request_id>/", views.request, name="request"),
    path("requests/<uuid:request_id>/register/", views.register_from, name="register_from"),
    path("requests/<uuid:request_id>/begin/", views.begin_again, name="begin_again"),
    path("requests/<uuid:request_id>/decline/", views.decline, name="decline"),
    path("practice/", views.practice, name="practice"),
]
