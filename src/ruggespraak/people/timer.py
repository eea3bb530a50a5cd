"""What `people` does when time passes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from ruggespraak.people.models import Once

REMEMBERED_FOR = timedelta(days=1)


def tick(now: datetime) -> Iterator[str]:
    """Forget form posts of yesterday and sessions that are over."""
    posts, _kinds = Once.objects.filter(posted_at__lt=now - REMEMBERED_FOR).delete()
    ended, _kinds = Session.objects.filter(expire_date__lt=now).delete()
    if posts or ended:
        yield f"Forgotten: {posts} form posts, {ended} sessions"
