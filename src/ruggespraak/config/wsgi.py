"""The door for a web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruggespraak.config.settings")
application = get_wsgi_application()

from ruggespraak.dossier.packs import load_all  # noqa: E402  # models can be imported from here on

load_all()
