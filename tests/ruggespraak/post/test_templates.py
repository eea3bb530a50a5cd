"""No mail says a word about anyone's health: whoever reads over a shoulder, or runs a mail server, learns nothing."""

import re
from pathlib import Path

import polib
import pytest
from django.apps import apps

import ruggespraak
from health_words import health_words

TEMPLATES = sorted(
    template
    for app in apps.get_app_configs()
    if app.name.startswith("ruggespraak.")
    for template in Path(app.path).glob("templates/mail/*.txt")
)
CATALOGUES = sorted(Path(ruggespraak.__file__).parent.glob("*/locale/nl/LC_MESSAGES/django.po"))
DUTCH = {entry.msgid: entry.msgstr for po in CATALOGUES for entry in polib.pofile(str(po))}


def sentences(template: Path) -> list[str]:
    """What the template says in English, as it stands in the catalogue."""
    source = template.read_text()
    single = re.findall(r'{% translate "([^"]*)"', source)
    blocks = re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", source, re.S)
    return single + [re.sub(r"{{ (\w+) }}", r"%(\1)s", block) for block in blocks]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_says_nothing_about_health_in_either_language(template: Path) -> None:
    english = sentences(template)
    assert health_words(re.sub(r"{[%{].*?[%}]}", "", template.read_text()) + " ".join(english)) == []
    assert [sentence for sentence in english if not DUTCH.get(sentence)] == []
    assert health_words(" ".join(DUTCH[sentence] for sentence in english)) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_names_no_one_but_its_reader_and_the_practice(template: Path) -> None:
    named = set(re.findall(r"{{ ([\w.]+)", template.read_text())) | set(re.findall(r"=([\w.]+)", template.read_text()))
    allowed = {"name", "phone", "practice", "practice.name", "practice.phone", "practice.email", "link", "address",
               "stop", "colleague", "day", "time", "moment", "therapist"}  # fmt: skip
    assert named - allowed == set()


def test_there_are_mails_and_the_scan_would_find_one() -> None:
    assert len(TEMPLATES) >= 7
    assert health_words("Je rugpijn: tijd voor je oefeningen bij Ruggespraak") == ["rugpijn", "oefeningen"]
