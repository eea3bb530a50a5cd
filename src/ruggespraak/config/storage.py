"""Static files under names that change with their content, so that a browser may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage as Compressed

OURS = ("exercises", "portal", "public", "ui")
"""Whose scripts may import each other. Those of others import by names that they never meant to be hashed."""

IMPORTS = Compressed._js_module_import_aggregation_patterns[1]


class HashedFiles(Compressed):  # type: ignore[misc]
    """Also where one script of ours imports another: the phone keeps a set of files that belong together."""

    patterns = Compressed.patterns + tuple((f"{app}/*.js", IMPORTS) for app in OURS)
