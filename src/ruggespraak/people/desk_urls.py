"""The page of outgoing mail. `post` itself lies below `people` and knows no doors."""

from django.urls import path

from ruggespraak.people import views

app_name = "post"
urlpatterns = [path("post/", views.outbox, name="outbox")]
