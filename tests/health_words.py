"""Health words: what no mail may hold. Whoever reads over a shoulder, or runs a mail server, learns nothing."""

import re

HEALTH = (
    "rug", "pijn", "klacht", "ziek", "gezond", "letsel", "blessure", "zenuw", "spier", "wervel", "been", "hernia",
    "uitstraling", "tintel", "doof", "plas", "behandelplan", "diagnose", "onderzoek", "screening", "intake", "pluis",
    "oefening", "dagboek", "medicijn", "verwijs", "back", "pain", "complain", "ill", "health", "injur", "nerve",
    "muscle", "spine", "leg", "numb", "treatment", "diagnos", "examin", "exercise", "diary", "medic",
)  # fmt: skip
# "huisarts" may stand: whom to call when it cannot wait.
MAY_STAND = ("ruggespraak", "terug", "legal", "will", "still", "feedback")


def health_words(text: str) -> list[str]:
    """Health words in a text, names of the house itself apart."""
    words = re.findall(r"[a-zà-ÿ]+", text.lower())
    return [word for word in words if word not in MAY_STAND and word.startswith(HEALTH)]
