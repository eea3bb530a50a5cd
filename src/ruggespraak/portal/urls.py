"""Addresses of the client's own pages."""

from django.urls import path, register_converter

from ruggespraak.portal import views


class MonthConverter:
    """A month of the year: 1 to 12."""

    regex = "1[0-2]|[1-9]"

    def to_python(self, value: str) -> int:
        """As a number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """As a number."""
        return str(value)


class YearConverter(MonthConverter):
    """A year of which there can be a log."""

    regex = "20[0-9]{2}"


register_converter(MonthConverter, "month")
register_converter(YearConverter, "year")

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("intake/", views.intake, name="intake"),
    path("intake/read-through/", views.intake_review, name="intake_review"),
    path("intake/send/", views.intake_send, name="intake_send"),
    path("intake/pages/<slug:page_id>/", views.intake_page, name="intake_page"),
    path("options/", views.options, name="options"),
    path("options/mine/", views.together, name="together"),
    path("plan/", views.plan, name="plan"),
    path("plan/<uuid:entry_id>/", views.plan_version, name="plan_version"),
    path("plan/<uuid:entry_id>/answer/", views.answer, name="answer"),
    path("plan/<uuid:entry_id>/in-my-words/", views.told_back, name="told_back"),
    path("plan/<uuid:entry_id>/receipt/", views.receipt, name="receipt"),
    path("plan/<uuid:entry_id>/receipt/paper/", views.receipt_paper, name="receipt_paper"),
    path("plan/<uuid:entry_id>/receipt/file/", views.receipt_file, name="receipt_file"),
    path("letters/<uuid:entry_id>/", views.letter_to_read, name="letter_to_read"),
    path("letters/<uuid:entry_id>/answer/", views.letter_answer, name="letter_answer"),
    path("messages/", views.conversation, name="messages"),
    path("messages/write/", views.write, name="write"),
    path("exercises/", views.exercises, name="exercises"),
    path("exercises/<int:place>/", views.exercise, name="exercise"),
    path("exercises/log/", views.exercise_log, name="exercise_log"),
    path("exercises/day-after/", views.exercise_day_after, name="exercise_day_after"),
    path("exercises/<int:place>/large/", views.exercise_large, name="exercise_large"),
    path("exercises/paper/", views.exercises_paper, name="exercises_paper"),
    path("asked/", views.asked, name="asked"),
    path("asked/<uuid:ask_id>/", views.ask, name="ask"),
    path("asked/mails/", views.ask_mails, name="ask_mails"),
    path("asked/link/<str:token>/", views.ask_link, name="ask_link"),
    path("asked/link/<str:token>/mails/", views.ask_mails_link, name="ask_mails_link"),
    path("measures/", views.measures, name="measures"),
    path("reminders/", views.reminders, name="reminders"),
    path("reminders/<str:token>/stop/", views.no_more, name="no_more"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/<str:token>/calendar.ics", views.calendar_feed, name="calendar_feed"),
    path("diary/", views.diary, name="diary"),
    path("diary/<int:days_ago>/", views.diary, name="diary_day"),
    path("diary/keep/", views.diary_keep, name="diary_keep"),
    path("diary/bit-more/", views.diary_step_up, name="diary_step_up"),
    path("diary/small-step/<int:place>/", views.diary_small_step, name="diary_small_step"),
    path("phone/", views.phone, name="phone"),
    path("phone/today/", views.phone_today, name="phone_today"),
    path("phone/kept/", views.phone_kept, name="phone_kept"),
    path("sync/", views.sync, name="sync"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("staying-well/", views.stay_well, name="stay_well"),
    path("visits/", views.visits, name="visits"),
    path("visits/<uuid:entry_id>/", views.visit, name="visit"),
    path("day-after/", views.day_after, name="day_after"),
    path("check-in/", views.check_in, name="check_in"),
    path("told/<uuid:entry_id>/", views.told, name="told"),
    path("told/<uuid:entry_id>/come-again/", views.come_again, name="come_again"),
    path("record/", views.record, name="record"),
    path("record/download/", views.download, name="download"),
    path("record/download/paper/", views.download_paper, name="download_paper"),
    path("record/download/file/", views.download_file, name="download_file"),
    path("record/add/", views.add, name="add"),
    path("record/<uuid:entry_id>/", views.entry, name="entry"),
    path("record/<uuid:entry_id>/as-written/", views.entry_as_written, name="entry_as_written"),
    path("record/<uuid:entry_id>/add/", views.add_to, name="add_to"),
    path("record/<uuid:entry_id>/ask/", views.ask_correction, name="ask_correction"),
    path("record/letters/<uuid:letter_id>/", views.letter, name="letter"),
    path("record/complaints/<uuid:episode_id>/", views.record_of, name="record_of"),
    path("record/complaints/<uuid:episode_id>/whole/", views.record_whole, name="record_whole"),
    path("representatives/", views.representatives, name="representatives"),
    path("representatives/new/", views.let_in, name="let_in"),
    path("representatives/<uuid:mandate_id>/invite/", views.representative_again, name="representative_again"),
    path("representatives/<uuid:mandate_id>/end/", views.representative_end, name="representative_end"),
    path("looks/", views.looks, name="looks"),
    path("looks/<year:year>/<month:month>/", views.looks, name="looks_of"),
    path("looks/<year:year>/<month:month>/proof/", views.looks_proof, name="looks_proof"),
]
