"""The pathways this installation works with, and every version an entry was ever made with."""

from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from pathways.model import Form, Pathway, load
from ruggespraak.dossier.models import Entry, PackVersion
from ruggespraak.errors import NotPossible


@cache
def pathway(complaint: str = "low_back_pain") -> Pathway:
    """The pathway as it counts now, loaded once. A broken pack raises `PathwayError` with all its faults."""
    return load(settings.PACKS / complaint)


def load_all() -> None:
    """Load every pathway in the folder `settings.PACKS` now, so that a broken one stops the start and not a visit."""
    for file in sorted(settings.PACKS.glob("*/pathway.yaml")):
        pathway(file.parent.name)


def form_of(complaint: str, form_id: str) -> Form:
    """A form of the pathway as it counts now."""
    form = pathway(complaint).forms.get(form_id)
    if form is None:
        raise NotPossible(_("This form does not exist (any more)."))
    return form


def pathway_of(entry: Entry) -> Pathway:
    """The exact version this entry was made with, also when the pack has changed since."""
    return pathway_with(entry.pack_id)


def keep(current: Pathway) -> PackVersion:
    """Keep this version for as long as something was made with it."""
    kept = PackVersion.objects.filter(pk=current.content_hash).defer("content").first()
    if kept is None:
        kept = PackVersion(content_hash=current.content_hash, pack=current.id, version=current.version)
        kept.content = current.to_json()
        kept.save()
    return kept


@cache
def pathway_with(content_hash: str) -> Pathway:
    """The kept version with this hash."""
    return Pathway.from_json(PackVersion.objects.get(pk=content_hash).content)
