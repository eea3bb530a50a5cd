"""Addresses of the visitor's door."""

from django.urls import path

from ruggespraak.public.views import appointment, check, diary, log, reading, receipt

app_name = "public"
urlpatterns = [
    path("", reading.home, name="home"),
    path("low-back-pain/", reading.complaint, name="complaint"),
    path("low-back-pain/<slug:slug>/", reading.information_page, name="information"),
    path("complaints/<slug:slug>/", reading.later, name="later"),
    path("leaflet/", reading.leaflet, name="leaflet"),
    path("leaflet/<slug:slug>/", reading.leaflet, name="leaflet_of"),
    path("leaflet/<slug:slug>/leaflet.pdf", reading.leaflet_pdf, name="leaflet_pdf"),
    path("diary/", diary.diary, name="diary"),
    path("diary/paper/", diary.diary_paper, name="diary_paper"),
    path("about/", reading.about, name="about"),
    path("privacy/", reading.privacy, name="privacy"),
    path("accessibility/", reading.accessibility, name="accessibility"),
    path("receipt/", receipt.check_receipt, name="check_receipt"),
    path("log/", log.log_roots, name="log_roots"),
    path("log/log-roots.jsonl", log.log_roots_file, name="log_roots_file"),
    path("check/", check.start, name="check"),
    path("check/stop/", check.stop, name="stop"),
    path("check/result/", check.result, name="result"),
    path("check/<slug:page_id>/", check.question, name="question"),
    path("appointment/", appointment.ask_appointment, name="ask_appointment"),
    path("appointment/share/", appointment.ask_appointment, {"is_shared": True}, name="share"),
    path("appointment/sent/", appointment.sent, name="sent"),
]
