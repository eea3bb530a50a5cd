"""Which door opens for which address. Dutch has no prefix, English has /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from ruggespraak.portal.views import worker

# The worker of the client's own pages works for all addresses below its own, so it stands at the top, in no language.
at_the_top = [path("worker.js", worker, name="worker")]

urlpatterns = at_the_top + i18n_patterns(
    path("", include("ruggespraak.public.urls")),
    path("my/", include("ruggespraak.portal.urls")),
    path("desk/", include("ruggespraak.desk.urls")),
    path("desk/", include("ruggespraak.care.urls")),
    path("desk/", include("ruggespraak.letters.urls")),
    path("desk/", include("ruggespraak.exercises.urls")),
    path("desk/", include("ruggespraak.outcomes.urls")),
    path("desk/", include("ruggespraak.people.desk_urls")),
    path("account/", include("ruggespraak.people.urls")),
    path("account/", include("ruggespraak.people.account_urls")),
    path("ui/", include("ruggespraak.ui.urls")),
    prefix_default_language=False,
)

handler400 = "ruggespraak.ui.refusals.bad_request"
handler403 = "ruggespraak.ui.refusals.forbidden"
handler404 = "ruggespraak.ui.refusals.not_found"
handler500 = "ruggespraak.ui.refusals.server_error"
