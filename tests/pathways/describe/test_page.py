"""The page of a pathway: all that it holds, in both languages, and never more proved than was proved."""

import json
from collections import Counter
from dataclasses import replace
from functools import cached_property
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

import invented
from pathways.check import main
from pathways.describe import ProofRecord, describe
from pathways.describe.record import standing
from pathways.fhir.doses import in_words
from pathways.language import write
from pathways.model import Pathway, load

PACK = Path(__file__).parents[3] / "packs/low_back_pain"
LANGUAGES = ("nl", "en")


class Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{tag} is closed in its place"

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @cached_property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())

    @property
    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _, attrs in self.tags if "id" in attrs]

    @property
    def links(self) -> set[str]:
        return {str(attrs["href"]) for tag, attrs in self.tags if tag == "a"}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pack() -> Pathway:
    return load(PACK)


@pytest.fixture(scope="module")
def page(pack: Pathway, language: str) -> Page:
    return Page(describe(pack, language))


def record_of(pathway: Pathway, **changes: object) -> ProofRecord:
    """A record in which every claim was proved on the self-check."""
    data = {
        "pathway": pathway.id,
        "version": pathway.version,
        "logic_hash": pathway.logic_hash,
        "content_hash": pathway.content_hash,
        "date": "2026-11-24",
        "proofs": [
            {"name": f"claim at {side}", "form": "self_check", "subject": claim.id, "outcome": "holds", "note": ""}
            for claim in pathway.claims
            for side in ("least", "most")
            if getattr(claim, f"at_{side}") is not None
        ],
    }
    return ProofRecord.from_data({**data, **changes})


# ── what stands on it


def test_everything_of_the_pathway_stands_on_its_page(pack: Pathway, page: Page, language: str) -> None:
    ids = set(page.ids)
    assert {f"rule-{name}" for name in pack.rule} <= ids
    assert {f"claim-{claim.id}" for claim in pack.claims} <= ids
    assert {f"definition-{name}" for name in pack.definitions} <= ids
    assert {f"form-{name}" for name in pack.forms} <= ids
    assert {f"question-{question.id}" for form in pack.forms.values() for question in form.questions} <= ids
    assert {f"open-{point.id}" for point in pack.open_points} <= ids
    assert {*pack.sources} <= ids
    assert {f"exercise-{exercise.id}" for exercise in pack.exercises} <= ids
    assert {f"programme-{programme.id}" for programme in pack.programmes} <= ids
    texts = [level.text for level in pack.levels] + [rule.because for rule in pack.rules]
    texts += [question.ask for form in pack.forms.values() for question in form.questions]
    texts += [pack.safety_net, *(option.benefit for option in pack.options.values())]
    texts += [text for point in pack.open_points for text in (point.text, point.do)]
    texts += [text for programme in pack.programmes for text in (programme.name, programme.for_whom)]
    for exercise in pack.exercises:
        texts += [exercise.goal, in_words(exercise.dose), *(step.text for step in exercise.progression)]
    missing = [text.in_(language) for text in texts if " ".join(text.in_(language).split()) not in page.text]
    assert missing == []
    assert all(story.name in page.text for story in pack.stories)
    assert all(" ".join(write(rule.when).split()) in page.text for rule in pack.rules)


def test_every_link_leads_somewhere_and_no_place_is_named_twice(page: Page) -> None:
    twice = [name for name, count in Counter(page.ids).items() if count > 1]
    lost = {link for link in page.links if link.startswith("#")} - {f"#{name}" for name in page.ids}
    assert (twice, lost) == ([], set())


def test_it_stands_alone_without_script_and_says_its_language(page: Page, language: str) -> None:
    names = {tag for tag, _ in page.tags}
    assert names.isdisjoint({"script", "link", "img", "iframe", "form", "button"})
    assert not any(name.startswith("on") or name == "style" for _, attrs in page.tags for name in attrs)
    assert ("html", {"lang": language}) in page.tags
    assert {link for link in page.links if not link.startswith("#")} == set()


def test_a_reader_who_hears_it_finds_headings_in_order_and_captions(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later - before <= 1 for before, later in pairwise(levels))
    counts = Counter(tag for tag, _ in page.tags)
    assert counts["table"] == counts["caption"] > 0
    assert all("scope" in attrs for tag, attrs in page.tags if tag == "th")


def test_texts_are_text_and_never_markup(tmp_path: Path) -> None:
    files = dict(invented.FILES)
    files["rules.yaml"] = files["rules.yaml"].replace("you may be ill", "<b>ill</b> & <script>x</script>")
    page = Page(describe(load(invented.lay_out(tmp_path, files)), "en"))
    assert "<b>ill</b> & <script>x</script>" in page.text
    assert "script" not in {tag for tag, _ in page.tags}


def test_what_dont_know_does_stands_beside_each_alarm(neck: Pathway) -> None:
    text = Page(describe(neck, "en")).text
    assert "Alarm. Yes: at least phone 112 now . Don't know: at least phone your GP today" in text
    assert "Only when: “How did the pain start?” : ‘after an accident’" in text


def test_each_version_says_what_it_changed_and_what_it_made_lighter(tmp_path: Path) -> None:
    release = """\
releases:
  - version: "0.1.0"
    date: 2026-11-20
    text: {nl: "Eerste versie.", en: "First version."}
    lowers:
      - form: self_check
        from: emergency
        to: gp_today
        because: {nl: "Vandaag is genoeg.", en: "Today is enough."}
        source: src_own
"""
    pathway = load(invented.lay_out(tmp_path, {**invented.FILES, "releases.yaml": release}))
    text = Page(describe(pathway, "en")).text
    assert "0.1.0, 20 November 2026 First version." in text
    assert "phone 112 now → phone your GP today: Today is enough. own" in text


def test_a_programme_says_for_whom_when_and_with_which_exercises(pack: Pathway) -> None:
    text = Page(describe(pack, "en")).text
    assert "A calm start For whom: acute pain that is easily irritated Phase: acute Points to it:" in text
    assert "Walking : 5 minutes, 1 to 2 times a day, 5 days a week" in text
    assert "Prone press-up or Single knee to chest (by the direction that feels good)" in text
    assert "Voor wie: mensen die veel zitten op hun werk" in Page(describe(pack, "nl")).text


def test_what_a_pathway_does_not_have_has_no_heading(neck: Pathway, pack: Pathway) -> None:
    assert "scores" in Page(describe(neck, "nl")).ids
    assert "scores" not in Page(describe(pack, "nl")).ids


# ── what was proved


def test_without_a_record_nothing_is_called_proved(neck: Pathway) -> None:
    text = Page(describe(neck, "en")).text
    assert "Nothing is proved for this version." in text
    assert "proved for everyone" not in text
    assert text.count("not proved for this version") == len(neck.claims)


def test_a_claim_is_proved_with_the_date_and_the_hash_of_its_proof(neck: Pathway) -> None:
    text = Page(describe(neck, "en", record_of(neck))).text
    assert text.count("proved for everyone on 24 November 2026, in: Self-check.") == len(neck.claims)
    assert f"For the content with hash {neck.content_hash}" in text
    assert "A proof does not say that the medicine is right." in text


def test_proofs_of_other_rules_prove_nothing_here(neck: Pathway) -> None:
    text = Page(describe(neck, "en", record_of(neck, logic_hash="0" * 64))).text
    assert "Nothing is proved for this version. The proofs of 24 November 2026 belong to other rules." in text
    assert "proved for everyone" not in text


def test_proofs_outlive_a_change_of_texts_and_say_so(neck: Pathway) -> None:
    text = Page(describe(neck, "en", record_of(neck, content_hash="1" * 64))).text
    assert "Since then only texts have changed" in text
    assert "1" * 64 in text


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["holds"], "proved"),
        (["holds", "holds"], "proved"),
        (["holds", "broken"], "refuted"),
        (["holds", "undecided"], "not_proved"),
        (["undecided"], "not_proved"),
        ([], "not_proved"),
    ],
)
def test_a_claim_stands_only_when_it_holds_on_every_form(neck: Pathway, outcomes: list[str], expected: str) -> None:
    claim = neck.claims[0]
    proofs = [
        {"name": "claim at least", "form": f"form_{number}", "subject": claim.id, "outcome": outcome}
        for number, outcome in enumerate(outcomes)
    ]
    assert standing(claim, neck, record_of(neck, proofs=proofs))[0] == expected


def test_of_a_claim_with_two_sides_both_must_be_proved(neck: Pathway) -> None:
    claim = replace(neck.claims[0], at_most=neck.claims[0].at_least)
    one = [{"name": "claim at least", "form": "self_check", "subject": claim.id, "outcome": "holds"}]
    other = [{**one[0], "name": "claim at most"}]
    assert standing(claim, neck, record_of(neck, proofs=one))[0] == "not_proved"
    assert standing(claim, neck, record_of(neck, proofs=one + other))[0] == "proved"


# ── the command


def test_the_command_writes_the_page_with_what_was_proved(
    folder: Path, neck: Pathway, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = folder / "kept.json"
    proofs = [{"name": "claim at least", "form": "self_check", "subject": "rf_fall", "outcome": "holds", "note": ""}]
    about = {"pathway": "neck", "version": "0.1.0", "logic_hash": neck.logic_hash, "date": "2026-11-24"}
    kept.write_text(json.dumps({**about, "proofs": proofs}))
    assert main(["describe", str(folder), "--proofs", str(kept), "--language", "en"]) == 0
    text = Page(capsys.readouterr().out).text
    assert text.count("proved for everyone on 24 November 2026") == 1
    assert main(["describe", str(folder), "--out", str(folder / "page.html")]) == 0
    assert (folder / "page.html").read_text(encoding="utf-8") == describe(neck, "nl")


@pytest.mark.parametrize("content", [None, "no json", "{}", "[]"])
def test_a_file_that_is_no_record_is_refused_with_the_way_to_make_one(
    folder: Path, content: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (folder / "kept.json").write_text(content)
    assert main(["describe", str(folder), "--proofs", str(folder / "kept.json")]) == 2
    assert "kept.json" in capsys.readouterr().err
