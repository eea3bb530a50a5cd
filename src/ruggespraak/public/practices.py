"""Finding a practice."""

from django.db.models import QuerySet

from ruggespraak.people.models import Practice


def all_practices() -> QuerySet[Practice]:
    """Every practice of this installation, by name."""
    return Practice.objects.order_by("name")


def the_practice(slug: str = "") -> Practice | None:
    """The practice with this slug; without a slug the only one there is. None when there is no such one."""
    if slug:
        return all_practices().filter(slug=slug).first()
    first = list(all_practices()[:2])
    return first[0] if len(first) == 1 else None
