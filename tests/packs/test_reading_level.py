"""Everything that a client reads is B1: measured, in Dutch and English, and the hard sentences are known."""

import pytest

from reading import A_TEXT, B1, LANGUAGES, Part, hard_sentences, is_hard, parts, score, sentences_of

OFFICIAL = {
    "nl": "De behandelovereenkomst veronderstelt geïnformeerde toestemming van de wettelijk vertegenwoordiger.",
    "en": "Preliminary determination of contraindications necessitates comprehensive musculoskeletal examination.",
}
PLAIN = {
    "nl": "Je rug doet pijn. Dat gaat bijna altijd over. Blijf rustig bewegen.",
    "en": "Your back hurts. It will pass. Go on with your day.",
}
FEW = 0.01
"""The part of all sentences that may be above the limit."""


@pytest.fixture(scope="module", params=LANGUAGES)
def texts(request: pytest.FixtureRequest) -> list[Part]:
    return parts(request.param)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_tells_plain_words_from_official_ones(language: str) -> None:
    assert score(sentences_of(PLAIN[language]), language).ease > 80
    assert score([OFFICIAL[language]], language).ease < 30
    assert is_hard(OFFICIAL[language], language) and not is_hard(PLAIN[language], language)


def test_every_text_for_clients_is_b1(texts: list[Part]) -> None:
    assert len(texts) > 80 and sum(part.score.words for part in texts) > 10_000
    assert [part.name for part in texts if part.score.words >= A_TEXT and part.score.ease < B1] == []


def test_hardly_any_sentence_is_above_the_limit(texts: list[Part]) -> None:
    hard = sum(len(hard_sentences(part)) for part in texts)
    assert hard <= FEW * sum(part.score.sentences for part in texts)
