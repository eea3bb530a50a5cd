"""What a password must be, in our own words: Django's sentence about length has no Dutch."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """At least `min_length` characters; anything else is up to the person."""

    def get_error_message(self) -> str:
        """What to do about it."""
        return _("This password is too short. Take at least %(count)d characters; a short sentence is fine.") % {
            "count": self.min_length
        }

    def get_help_text(self) -> str:
        """The same, beforehand."""
        return _("At least %(count)d characters; a short sentence is fine.") % {"count": self.min_length}
