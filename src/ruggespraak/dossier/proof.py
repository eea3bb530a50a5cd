"""An entry as an outsider can check it: its header as it was hashed, and the content that the header commits to."""

import json
from typing import Any

from ruggespraak.audit.chain import canonical
from ruggespraak.dossier.models import Entry
from ruggespraak.dossier.reading import opened


def proof_of(entry: Entry) -> dict[str, Any]:
    """`hash` is SHA-256 of `header` in canonical JSON; `commitment` in that header is SHA-256 of `salt` and `content`.

    Whoever has this can see that nothing in it was changed; it takes no key. Raises Damaged when the content is not
    what was signed, NotPossible when it was destroyed.
    """
    salt, content = opened(entry, entry.dossier)
    return {
        "header": json.loads(canonical(entry.chained)),
        "hash": entry.hash,
        "salt": salt.hex(),
        "content": content.decode(),
    }
