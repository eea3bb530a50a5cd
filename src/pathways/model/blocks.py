"""The files of a pathway as an author writes them: one frozen dataclass per block, one field per key.

`pathways.source.read` fills these from YAML, so this module is the file format. A trailing underscore keeps Python's
own words apart: `if_` is the key `if`. The lines `key: meaning` of each docstring are what authors are told of a key:
in their editor, and beside a fault.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from pathways.model.parts import LONGEST_TEXT, QuestionType
from pathways.model.values import Text
from pathways.source import Formula, Node, Place, Prose, Word


@dataclass(frozen=True)
class LevelBlock:
    """An entry of `levels` in pathway.yaml.

    id: name of the level, as rules write it
    label: the level in a few words
    text: what to do at this level, in one to three sentences
    """

    id: Word
    label: Text
    text: Text | None = None


@dataclass(frozen=True)
class SourceBlock:
    """An entry of `sources` in pathway.yaml.

    title: author, title and journal or publisher
    reviewed_on: the day on which somebody last looked whether it still says so
    year: year of publication
    url: where it can be read
    """

    title: str
    reviewed_on: datetime.date
    year: int | None = None
    url: str | None = None


@dataclass(frozen=True)
class OpenPointBlock:
    """An entry of `open_points` in pathway.yaml.

    id: name of the point
    text: what no source has settled for us yet
    do: what somebody must do to settle it
    touches: the questions, rules, definitions, forms, treatments, measures and sources that may change with it
    """

    place: Place
    id: Word
    text: Text
    do: Text
    touches: tuple[Word, ...] = ()


@dataclass(frozen=True)
class PathwayBlock:
    """pathway.yaml.

    id: name of the pathway, the same as its folder
    version: number of this version, for example "1.2.0"
    status: draft: being written; reviewed: read by another; published: in use
    title: the complaint as people call it
    authors: who wrote it
    levels: levels of urgency, light to heavy: the order is the meaning
    reassuring: levels that tell somebody that nothing is wrong
    otherwise: the level when no rule fires
    incomplete: the least that is said while something heavier is still possible
    safety_net: when to call a doctor after all; shown beside every outcome
    sources: what rules, alarms and pages rest on
    phone_from: from this level a doctor is phoned
    open_points: what a clinician has still to settle
    """

    place: Place
    id: Word
    version: Prose
    status: Literal["draft", "reviewed", "published"]
    title: Text
    authors: tuple[str, ...]
    levels: tuple[LevelBlock, ...]
    reassuring: tuple[Word, ...]
    otherwise: Word
    incomplete: Word
    safety_net: Text
    sources: dict[Word, SourceBlock]
    phone_from: Word | None = None
    open_points: tuple[OpenPointBlock, ...] = ()


@dataclass(frozen=True)
class AlarmBlock:
    """An entry of `alarm` beside a question.

    at_least: the level that the outcome never lies below when the alarm is true
    source: the source that says so
    when: the condition; left out: the answer yes
    dont_know: the level for the answer "don't know"; must be said for the two heaviest levels
    """

    place: Place
    at_least: Word
    source: Word
    when: Formula | None = None
    dont_know: Word | None = None


@dataclass(frozen=True)
class OptionBlock:
    """An entry of `options` beside a question.

    id: name of the answer, as rules write it
    label: the answer as people read it
    plain: the answer in the patient's own record, where the label is a term of the field
    points: what it counts in a score
    exclusive: yes: never chosen beside another ("none of these")
    information_only: yes: it is asked to know it; no rule tells it from the others
    """

    id: Word
    label: Text
    plain: Text | None = None
    points: int | None = None
    exclusive: bool = False
    information_only: bool = False


@dataclass(frozen=True)
class RowBlock:
    """An entry of `rows` of a table.

    id: name of the row; the cell of row knee and column left is called knee_left
    label: the row as people read it
    plain: the row in the patient's own record, where the label is a term of the field
    was: the name it had in the version before, when it was renamed
    """

    id: Word
    label: Text
    plain: Text | None = None
    was: Word | None = None


@dataclass(frozen=True)
class QuestionBlock:
    """One question of questions/*.yaml; with an `id`, a column of a table or a field of a list.

    ask: the question as it is asked
    id: name of a column or field; a question itself is named by its key
    term: the therapist's short word
    plain: the label in the patient's own record
    why: why it is asked
    help: how to answer it
    type: kind of answer; left out: yes_no
    ask_when: asked only when this is true; may use questions that were asked before
    if_hidden: the answer that rules see when it is not asked; yes/no is no by itself
    required: yes: a form is not complete without it
    dont_know: whether "don't know" is offered; a yes/no offers it by itself
    alarm: what must never be missed
    options: the answers of a choice
    min: lowest number, or shortest time in days
    max: highest number, or longest time in days
    unit: UCUM code of a number: a (year), Cel, kg, mm[Hg], /d
    decimals: how many digits stand behind the decimal point
    max_length: most characters of a text
    regions: which body map
    rows: rows of a table
    columns: columns of a table, each a question with an id
    fields: fields of one line of a list, each a question with an id
    min_items: fewest lines of a list
    max_items: most lines of a list
    source: the source of this question
    information_only: yes: no rule may use it
    discreet: yes: folded away in the patient's own record, because somebody else may look over a shoulder
    was: the name it had in the version before, when it was renamed
    """

    place: Place
    ask: Text
    id: Word | None = None
    term: Text | None = None
    plain: Text | None = None
    why: Text | None = None
    help: Text | None = None
    type: QuestionType = "yes_no"
    ask_when: Formula | None = None
    if_hidden: Node | None = None
    required: bool = False
    dont_know: bool | None = None
    alarm: tuple[AlarmBlock, ...] = ()
    options: tuple[OptionBlock, ...] = ()
    min: Decimal | None = None
    max: Decimal | None = None
    unit: str | None = None
    decimals: int = 0
    max_length: int = LONGEST_TEXT
    regions: Literal["back"] | None = None
    rows: tuple[RowBlock, ...] = ()
    columns: tuple[QuestionBlock, ...] = ()
    fields: tuple[QuestionBlock, ...] = ()
    min_items: int = 0
    max_items: int = 20
    source: Word | None = None
    information_only: bool = False
    discreet: bool = False
    was: Word | None = None


@dataclass(frozen=True)
class RegionBlock:
    """One region of regions.yaml.

    label: the place, as it reads on in a sentence
    zone: which part of the body map it belongs to
    exclusive: yes: never chosen beside another place
    """

    label: Text
    zone: Literal["low_back", "leg", "elsewhere", "saddle", "nowhere"] | None = None
    exclusive: bool = False


@dataclass(frozen=True)
class PageBlock:
    """An entry of `pages` of a form.

    id: name of the page
    title: title of the page
    questions: what is asked here, in this order
    intro: a few words above the questions
    """

    id: Word
    title: Text
    questions: tuple[Word, ...]
    intro: Text | None = None


@dataclass(frozen=True)
class FormBlock:
    """forms/<id>.yaml.

    for: who fills it in
    title: title of the form
    pages: its pages, in order
    intro: a few words before the first page
    judged: urgency: the answers give a level; left out: they do not
    builds_on: forms of the same episode whose answers count here
    applies_when: for whom it is meant; when false there is no level
    stop_at: levels at which the questions stop at once
    """

    place: Place
    for_: Literal["visitor", "patient", "therapist"]
    title: Text
    pages: tuple[PageBlock, ...]
    intro: Text | None = None
    judged: Literal["urgency"] | None = None
    builds_on: tuple[Word, ...] = ()
    applies_when: Formula | None = None
    stop_at: tuple[Word, ...] = ()


@dataclass(frozen=True)
class BandBlock:
    """An entry of `bands` of a score.

    id: name of the band, as rules write it
    from: lowest score of the band; it ends where the next begins
    label: the band as people read it
    """

    id: Word
    from_: Decimal
    label: Text


@dataclass(frozen=True)
class ScoreBlock:
    """One score of rules.yaml.

    label: the score as people read it
    items: questions that are counted: numbers, yes/no, or choices with points
    method: sum, mean, or percent of the highest
    bands: named parts of the score, from low to high
    missing_allowed: how many items may be left open once the form is closed
    source: the source of this score
    """

    place: Place
    label: Text
    items: tuple[Word, ...]
    method: Literal["sum", "mean", "percent"] = "sum"
    bands: tuple[BandBlock, ...] = ()
    missing_allowed: int = 0
    source: Word | None = None


@dataclass(frozen=True)
class DefinitionBlock:
    """One definition of rules.yaml.

    when: the condition; may use definitions above it
    label: what it means, as it stands in an explanation
    """

    when: Formula
    label: Text


@dataclass(frozen=True)
class RuleBlock:
    """One rule of rules.yaml.

    id: name of the rule
    when: the condition
    urgency: the level is at least this when the condition is true
    because: why, in words for the patient
    source: the source that says so
    advice: advice that goes with it
    adds_to: rules beside which it only gives a further reason; it never decides without one of them
    """

    id: Word
    when: Formula
    urgency: Word
    because: Text
    source: Word
    advice: tuple[Word, ...] = ()
    adds_to: tuple[Word, ...] = ()


@dataclass(frozen=True)
class AdviceBlock:
    """One advice of rules.yaml.

    label: the advice in one sentence
    up_to: not given above this level
    not_with: advice that it contradicts
    source: the source of this advice
    """

    label: Text
    up_to: Word | None = None
    not_with: tuple[Word, ...] = ()
    source: Word | None = None


@dataclass(frozen=True)
class RulesBlock:
    """rules.yaml.

    rules: when this, then at least that level; the strongest rule that fires wins
    scores: sums and means of questions
    definitions: conditions with a name
    advice: sentences that rules give along
    """

    rules: tuple[RuleBlock, ...] = ()
    scores: dict[Word, ScoreBlock] = field(default_factory=dict)
    definitions: dict[Word, DefinitionBlock] = field(default_factory=dict)
    advice: dict[Word, AdviceBlock] = field(default_factory=dict)


@dataclass(frozen=True)
class ClaimBlock:
    """One claim of safety.yaml.

    id: name of the claim
    if: for which patients it must hold
    source: the source that says so
    at_least: the level never lies below this
    at_most: once everything is answered the level never lies above this
    because: why, in words
    """

    place: Place
    id: Word
    if_: Formula
    source: Word
    at_least: Word | None = None
    at_most: Word | None = None
    because: Text | None = None


@dataclass(frozen=True)
class SafetyBlock:
    """safety.yaml.

    claims: what must hold for every possible patient, written by somebody else than the rules
    red_flags: the red flags of the clinical file; each needs a claim "at least" whose id is, or begins with, its name
    """

    claims: tuple[ClaimBlock, ...]
    red_flags: tuple[Word, ...] = ()


@dataclass(frozen=True)
class LoweringBlock:
    """An entry of `lowers` of a release: who is told something lighter than before.

    form: the form that tells it
    from: the level that they got; left out with `to`: the form gives no level any more
    to: the level that they get now, or out_of_scope
    because: why that is right
    source: the source that says so
    """

    place: Place
    form: Word
    because: Text
    source: Word
    from_: Word | None = None
    to: Word | None = None


@dataclass(frozen=True)
class ReleaseBlock:
    """An entry of `releases` in releases.yaml, newest first.

    version: number of the version
    date: the day on which it was made
    text: what changed, for who uses it
    lowers: every level that got lighter for somebody, on purpose
    english_stands: texts of which the Dutch changed and the English still says the same, as `compare` names them
    """

    place: Place
    version: Prose
    date: datetime.date
    text: Text
    lowers: tuple[LoweringBlock, ...] = ()
    english_stands: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReleasesBlock:
    """releases.yaml.

    releases: the notes of every version, newest first
    """

    releases: tuple[ReleaseBlock, ...]


@dataclass(frozen=True)
class StoryBlock:
    """One example patient of stories/*.yaml.

    name: who this is, in a few words
    answers: what they answer: question to answer
    others: no: every other yes/no question is answered no
    assume: answers that do not matter to the story
    urgency: the level that must come out, or out_of_scope
    rules: the rules that must fire at that level, no more and no fewer
    shown: questions that must be asked
    not_shown: questions that must not be asked
    """

    place: Place
    name: Prose
    answers: Node
    others: Literal["no"] | None = None
    assume: Node | None = None
    urgency: Word | None = None
    rules: tuple[Word, ...] | None = None
    shown: tuple[Word, ...] = ()
    not_shown: tuple[Word, ...] = ()


@dataclass(frozen=True)
class StoriesBlock:
    """stories/*.yaml.

    form: the form that these patients fill in
    stories: the patients
    """

    form: Word
    stories: tuple[StoryBlock, ...]


@dataclass(frozen=True)
class ContraIndicationBlock:
    """An entry of `contra_indications` of a treatment option.

    id: name of the contra-indication
    level: absolute: it cannot be planned; relative: it asks for a reason
    label: what it is, in words
    when: the condition; left out: a human judges
    source: the source that says so
    """

    id: Word
    level: Literal["absolute", "relative"]
    label: Text
    when: Formula | None = None
    source: Word | None = None


@dataclass(frozen=True)
class FrequencyBlock:
    """An entry of `frequencies` of a treatment option: a count of people, or `in_words` why there is none.

    outcome: what some of the people have, after "3 of 10 people": "are stiff for a few days"
    otherwise: what the others have: "notice nothing of it"
    of: out of how many people; the same number in the whole pathway, because people compare them
    with_it: how many with this option; two numbers when studies differ: [3, 5]
    without_it: how many without it; left out: nobody counted it
    without_is: what "without" was in the study
    in_words: instead of a count: what is known, and why nobody can count it
    reckoned: how the count was worked out, when no study counted it as such
    certainty: how sure the research is: high, moderate, low or very_low
    source: the source that says so
    """

    place: Place
    outcome: Text
    certainty: Literal["high", "moderate", "low", "very_low"]
    source: Word
    otherwise: Text | None = None
    of: int | None = None
    with_it: int | tuple[int, ...] | None = None
    without_it: int | tuple[int, ...] | None = None
    without_is: Text | None = None
    in_words: Text | None = None
    reckoned: Text | None = None


@dataclass(frozen=True)
class TreatmentOptionBlock:
    """One option of options.yaml.

    group: hands_on, hands_off, coaching or no_treatment
    label: the name that therapists use
    plain: the name in plain words
    what: what happens
    why: for whom and why
    benefit: what it may bring
    risk: what may go wrong
    burden: what it asks of the patient
    source: the source that says so
    dose: how often and how long
    contra_indications: what speaks against it
    frequencies: how many people have what, with it and without it
    unknown: what nobody knows about it
    suits: when it is shown beside the others before a therapist chose which to show
    """

    group: Literal["hands_on", "hands_off", "coaching", "no_treatment"]
    label: Text
    plain: Text
    what: Text
    why: Text
    benefit: Text
    risk: Text
    burden: Text
    source: Word
    dose: Text | None = None
    contra_indications: tuple[ContraIndicationBlock, ...] = ()
    frequencies: tuple[FrequencyBlock, ...] = ()
    unknown: Text | None = None
    suits: Formula | None = None


@dataclass(frozen=True)
class OptionsBlock:
    """options.yaml.

    options: ways to go on, by name
    """

    options: dict[Word, TreatmentOptionBlock]


@dataclass(frozen=True)
class ChangeBlock:
    """The smallest `change` of a measure that means something.

    absolute: in points
    percent: in percent of the start
    detectable: in points, the smallest change that is more than the measure's own error
    """

    absolute: Decimal | None = None
    percent: Decimal | None = None
    detectable: Decimal | None = None


@dataclass(frozen=True)
class RangeBlock:
    """The `range` of a measure.

    min: lowest score
    max: highest score
    """

    min: Decimal
    max: Decimal


@dataclass(frozen=True)
class AnchorsBlock:
    """The words at both ends of a measure.

    low: the words at the lowest end
    high: the words at the highest end
    """

    low: Text
    high: Text


@dataclass(frozen=True)
class MeasureBlock:
    """One instrument of measures.yaml.

    label: the name that therapists use
    range: lowest and highest score
    better: whether lower or higher is better
    licence: own_text: our own words; import: a practice brings the official text; unknown: not to be published
    source: the source of this measure
    plain: the name in plain words
    why: why it is measured
    items: questions of this pathway, or names of items that are brought along
    items_again: the same questions, as they are asked at a later visit
    min_answered: fewest items that must be answered
    score: how the items make a score
    unit: unit of the score
    recall: the time that it asks about
    anchors: the words at both ends
    change: the smallest change that means something to people
    success_at_most: a score of at most this is a good result
    success_at_least: a score of at least this is a good result
    """

    place: Place
    label: Text
    range: RangeBlock
    better: Literal["lower", "higher"]
    licence: Word
    source: Word
    plain: Text | None = None
    why: Text | None = None
    items: tuple[Text | Word, ...] = ()
    items_again: tuple[Word, ...] = ()
    min_answered: int | None = None
    score: Prose | None = None
    unit: str | None = None
    recall: Text | None = None
    anchors: AnchorsBlock | None = None
    change: ChangeBlock | None = None
    success_at_most: Decimal | None = None
    success_at_least: Decimal | None = None


@dataclass(frozen=True)
class MeasuresBlock:
    """measures.yaml.

    measures: measures, by name
    """

    measures: dict[Word, MeasureBlock]


@dataclass(frozen=True)
class InformationBlock:
    """The front matter of information/<page>.<lang>.md.

    title: title of the page
    lead: one sentence below the title
    order: place of the page among the others, low first
    reviewed_on: the day on which somebody last read the whole page
    sources: what the page rests on
    """

    title: str
    lead: str
    order: int
    reviewed_on: datetime.date
    sources: tuple[Word, ...] = ()
