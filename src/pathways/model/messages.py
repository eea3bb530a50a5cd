"""What is said about an answer that cannot be kept, in both languages, level B1, never blaming."""

from __future__ import annotations

from decimal import Decimal

from pathways.model.values import Text

_SENTENCES: dict[str, tuple[str, str]] = {
    "number": ("Kies een getal van {low} tot en met {high}.", "Choose a number from {low} to {high}."),
    "whole_number_between": (
        "Kies een heel getal van {low} tot en met {high}.",
        "Choose a whole number from {low} to {high}.",
    ),
    "whole_number": ("Vul een heel getal in.", "Enter a whole number."),
    "too_many_decimals": (
        "Gebruik hooguit {digits} achter de komma.",
        "Use at most {digits} after the decimal point.",
    ),
    "unit_of_time": ("Kies ook dagen, weken, maanden of jaren.", "Also choose days, weeks, months or years."),
    "duration": ("Kies een tijd van {low} tot en met {high}.", "Choose a time from {low} to {high}."),
    "yes_or_no": ("Kies ja of nee.", "Choose yes or no."),
    "no_dont_know": (
        "Bij deze vraag kun je niet ‘weet ik niet’ kiezen.",
        "You cannot choose ‘don’t know’ for this question.",
    ),
    "one_answer": ("Kies één antwoord.", "Choose one answer."),
    "no_such_option": ("Kies een van de antwoorden die er staan.", "Choose one of the answers shown."),
    "no_such_region": ("Kies een plek die op de lijst staat.", "Choose a place that is on the list."),
    "exclusive": (
        "Je koos ‘{option}’ en ook iets anders. Kies een van de twee.",
        "You chose ‘{option}’ and something else too. Choose one of the two.",
    ),
    "text": ("Vul hier een tekst in.", "Enter a text here."),
    "too_long": (
        "Je tekst heeft {length} tekens. Er passen er {longest}. Maak de tekst korter.",
        "Your text has {length} characters. There is room for {longest}. Please shorten it.",
    ),
    "unstorable": (
        "In je tekst staat een teken dat we niet kunnen bewaren. Typ de tekst opnieuw.",
        "Your text contains a character that we cannot keep. Please type it again.",
    ),
    "date": (
        "Vul een datum in die bestaat, zoals 2026-03-31.",
        "Enter a date that exists, such as 2026-03-31.",
    ),
    "rows": ("Vul hier een lijst in.", "Enter a list here."),
    "too_many_rows": ("Vul hooguit {longest} regels in.", "Enter at most {longest} lines."),
    "table_by_cell": ("Vul de vakjes van deze tabel in.", "Fill in the cells of this table."),
    "no_such_question": ("De vraag '{question}' bestaat hier niet.", "There is no question '{question}' here."),
}
_UNITS = {
    "nl": {"days": "dagen", "weeks": "weken", "months": "maanden", "years": "jaar"},
    "en": {"days": "days", "weeks": "weeks", "months": "months", "years": "years"},
}


class Wrong(Exception):
    """An answer that cannot be kept, and why. `name`: the HTML field, when it is not the question's own."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code, self.details = code, details
        self.row: tuple[int, Text] | None = None
        self.name: str | None = None

    def inside(self, number: int, field: Text, name: str) -> Wrong:
        """The same, of a field in a row of a list."""
        self.row, self.name = (number, field), self.name or name
        return self

    def sentence(self, language: str) -> str:
        template = _SENTENCES[self.code][1 if language == "en" else 0]
        sentence = template.format(**{key: _said(value, language) for key, value in self.details.items()})
        if self.row is None:
            return sentence
        number, field = self.row
        return f"{'Line' if language == 'en' else 'Regel'} {number}, {field.in_(language)}: {sentence}"


def _said(value: object, language: str) -> str:
    match value:
        case Text():
            return value.in_(language)
        case Decimal():
            return decimal_text(value, language)
        case (int() as count, str() as unit):
            return f"{count} {_UNITS[language if language == 'en' else 'nl'][unit]}"
        case _:
            return str(value)


def decimal_text(number: Decimal | int, language: str) -> str:
    """A number as people write it: 37,5 in Dutch and 37.5 in English."""
    is_whole = number == int(number)
    text = str(int(number)) if is_whole else f"{number:f}"
    return text if language == "en" else text.replace(".", ",")
