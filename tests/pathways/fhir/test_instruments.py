"""A published questionnaire as an instrument of ours: what is kept means the same, what does not fit is all named."""

import datetime
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import invented
from pathways.evaluate import evaluate
from pathways.fhir.instruments import Imported, declare, import_instrument, pack_files, read_reply, write_files
from pathways.fhir.instruments.ids import ids_for, option_ids
from pathways.language import write
from pathways.model import DONT_KNOW, Form, load
from pathways.model.effective import shown_questions
from pathways.source import WORD, PathwayError
from questionnaires import (
    SDC,
    choice,
    coded,
    coding,
    extension,
    plain,
    questionnaire,
    response,
    translated,
    when,
    whole,
)

TODAY = datetime.date(2026, 11, 24)
MUCH = {"0": 0, "1": 1, "2": 2}


def imported(*items: dict[str, Any], **more: Any) -> tuple[Any, Form]:
    result = import_instrument(questionnaire(*items, **more))
    assert result.reasons == ()
    assert result.instrument is not None and result.form is not None
    return result.instrument, result.form


def refused(*items: dict[str, Any], **more: Any) -> list[tuple[str | None, str]]:
    return why(import_instrument(questionnaire(*items, **more)))


def why(result: Imported) -> list[tuple[str | None, str]]:
    assert (result.instrument is None) == bool(result.reasons)
    return [(reason.link_id, reason.what) for reason in result.reasons]


def gate(form: Form, name: str) -> str | None:
    condition = form.pathway.questions[name].ask_when
    return None if condition is None else write(condition)


# ── what is kept


def test_every_kind_of_question_that_fits_is_kept() -> None:
    instrument, form = imported(
        plain("sure", "boolean", required=True),
        whole("pain", 0, 10),
        plain("weight", "decimal", extension=[
            extension("minValue", valueDecimal=30.5), extension("maxValue", valueDecimal=200),
            extension("maxDecimalPlaces", valueInteger=1), extension("questionnaire-unit", valueCoding={"code": "kg"}),
        ]),
        plain("free", "decimal"),
        choice("how", MUCH),
        {**choice("where", {"leg": None}, repeats=True)} | {"answerOption": [
            coded("leg", None), coded("none", None, exclusive=True)
        ]},
        plain("name", "string", maxLength=20),
        plain("story", "text"),
        plain("since", "date"),
    )  # fmt: skip
    questions = {item.link_id: form.pathway.questions[item.name] for item in instrument.items}
    assert {link_id: question.type for link_id, question in questions.items()} == {
        "sure": "yes_no", "pain": "number", "weight": "number", "free": "number", "how": "one", "where": "many",
        "name": "text", "story": "text", "since": "date",
    }  # fmt: skip
    assert questions["sure"].required and not questions["pain"].required
    assert not any(question.dont_know for question in questions.values()), "nobody adds an answer to an instrument"
    weight = questions["weight"]
    assert (str(weight.min), str(weight.max), weight.decimals, weight.unit) == ("30.5", "200", 1, "kg")
    assert questions["free"].information_only, "a number without bounds is recorded, never weighed"
    assert [(o.id, o.label.en, o.points) for o in questions["how"].options] == [
        ("a0", "Answer 0", 0), ("a1", "Answer 1", 1), ("a2", "Answer 2", 2)
    ]  # fmt: skip
    assert [(o.id, o.exclusive) for o in questions["where"].options] == [("leg", False), ("a_none", True)]
    assert questions["name"].max_length == 20


def test_groups_become_pages_and_instructions_their_opening_words() -> None:
    _, form = imported(
        plain("hello", "display", text="Think of this week."),
        plain("a", "boolean"),
        {**plain("g", "group", text="Sleep"), "item": [
            plain("b", "boolean"),
            plain("now", "display", text="Now of last night."),
            plain("c", "boolean"),
        ]},
        plain("d", "boolean"),
    )  # fmt: skip
    assert [(page.title.en, page.intro and page.intro.en, page.question_ids) for page in form.pages] == [
        ("Trouble", "Think of this week.", ("trouble_a",)),
        ("Sleep", None, ("trouble_b",)),
        ("Sleep", "Now of last night.", ("trouble_c",)),
        ("Trouble", None, ("trouble_d",)),
    ]


def test_translations_are_kept_and_what_lacks_one_is_remarked() -> None:
    item = {**choice("a", MUCH), **translated("text", "How much?", "Hoeveel?")}
    result = import_instrument(questionnaire(item))
    assert result.form is not None
    ask = result.form.pathway.questions["trouble_a"].ask
    assert (ask.nl, ask.en) == ("Hoeveel?", "How much?")
    assert [remark.what for remark in result.remarks] == ["4 texts without Dutch"], "the title and three options"


def test_a_dutch_questionnaire_is_dutch() -> None:
    item = plain("a", "boolean", text="Hoe gaat het?")
    result = import_instrument(questionnaire(item, language="nl-NL", title="Last"))
    assert [remark.what for remark in result.remarks] == ["2 texts without English"]


def test_options_in_a_value_set_that_the_file_carries_are_kept() -> None:
    concepts = [
        {"code": "x", "display": "Never", "extension": [extension("itemWeight", valueDecimal=3)]},
        {"code": "y"},
    ]
    carried = {
        "resourceType": "ValueSet",
        "id": "often",
        "compose": {"include": [{"system": "urn:c", "concept": concepts}]},
    }
    item = {**plain("a", "choice"), "answerValueSet": "#often"}
    instrument, form = imported(item, contained=[carried])
    options = form.pathway.questions["trouble_a"].options
    assert [(option.id, option.label.en, option.points) for option in options] == [("x", "Never", 3), ("y", "y", None)]
    assert instrument.items[0].options[0].key == ("Coding", "urn:c", "x")


def test_options_that_are_words_alone_are_named_by_their_points() -> None:
    """Some publishers give no code. The words belong to them, so they stand in the label and not in an id."""
    said = [
        {"valueCoding": {"display": words, "extension": [extension("ordinalValue", valueDecimal=points)]}}
        for points, words in enumerate(("Not at all.", "A bit.", "A lot."))
    ]
    instrument, form = imported({**plain("a", "choice"), "answerOption": said})
    assert [(o.id, o.label.en, o.points) for o in form.pathway.questions["trouble_a"].options] == [
        ("a0", "Not at all.", 0), ("a1", "A bit.", 1), ("a2", "A lot.", 2)
    ]  # fmt: skip
    found = read_reply(instrument, form, response({"a": {"valueCoding": {"display": "A lot."}}}))
    assert found.answers == {"trouble_a": "a2"}


def test_whole_numbers_as_options_count_as_themselves() -> None:
    item = {**plain("a", "integer"), "answerOption": [{"valueInteger": n} for n in (1, 2, 5)]}
    _, form = imported(item)
    assert [(o.id, o.points) for o in form.pathway.questions["trouble_a"].options] == [("a1", 1), ("a2", 2), ("a5", 5)]


# ── conditions


FIRST = choice("first", MUCH, required=True)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([when("first", "=", answerCoding=coding("1"))], "has_any(trouble_first, a1)"),
        ([when("first", "!=", answerCoding=coding("1"))], "not has_any(trouble_first, a1)"),
        ([when("sure", "=", answerBoolean=True)], "trouble_sure"),
        ([when("sure", "=", answerBoolean=False)], "not trouble_sure"),
        ([when("must", "!=", answerBoolean=True)], "not trouble_must"),
        ([when("must", "!=", answerBoolean=False)], "trouble_must"),
        ([when("pain", ">", answerInteger=4)], "trouble_pain > 4"),
        ([when("pain", "<=", answerDecimal=4)], "trouble_pain <= 4"),
        ([when("pain", "=", answerInteger=4)], "trouble_pain == 4"),
        ([when("sure", "exists", answerBoolean=True)], "trouble_sure or not trouble_sure"),
        ([when("pain", "exists", answerBoolean=True)], "trouble_pain >= 5 or not (trouble_pain >= 5)"),
    ],
)
def test_a_plain_condition_becomes_an_expression(conditions: list[dict[str, Any]], expected: str) -> None:
    asked = (FIRST, plain("sure", "boolean"), plain("must", "boolean", required=True), whole("pain"))
    _, form = imported(*asked, plain("more", "text", enableWhen=conditions))
    assert gate(form, "trouble_more") == expected


def test_all_and_any_join_conditions_and_a_group_hands_its_own_down() -> None:
    both = [when("first", "=", answerCoding=coding("1")), when("sure", "=", answerBoolean=True)]
    group = {**plain("g", "group", enableWhen=both, enableBehavior="any"), "item": [
        plain("inner", "text", enableWhen=[when("pain", ">", answerInteger=4)])
    ]}  # fmt: skip
    _, form = imported(FIRST, plain("sure", "boolean"), whole("pain"), group)
    assert gate(form, "trouble_inner") == "(has_any(trouble_first, a1) or trouble_sure) and trouble_pain > 4"


def test_what_stands_in_for_a_question_that_is_not_asked_opens_no_other() -> None:
    """Theirs: no answer, so no. Ours has a value where a question is hidden; the condition carries the gate along."""
    chain = (
        plain("a", "boolean"),
        plain("b", "boolean", enableWhen=[when("a", "=", answerBoolean=True)]),
        plain("c", "text", enableWhen=[when("b", "=", answerBoolean=False)]),
    )
    _, form = imported(*chain)
    for a, b in itertools.product((True, False, None), repeat=2):
        shown = {question.id for question in shown_questions(form, {"trouble_a": a, "trouble_b": b})}
        assert ("trouble_c" in shown) is (a is True and b is False), (a, b)


ANSWERS = {
    "first": (None, coding("0"), coding("1"), coding("2")),
    "sure": (None, True, False),
    "pain": (None, 0, 5, 6),
}
KINDS = {"first": "valueCoding", "sure": "valueBoolean", "pain": "valueInteger"}
OURS = {"first": lambda v: f"a{v['code']}", "sure": lambda v: v, "pain": lambda v: v}


def as_r4_says(test: dict[str, Any], answers: dict[str, Any], enabled: set[str]) -> bool:
    """One enableWhen, read from the R4 specification: over the answers of enabled items, without any unknown."""
    answer = answers[test["question"]] if test["question"] in enabled else None
    (expected,) = (value for key, value in test.items() if key.startswith("answer"))
    match test["operator"]:
        case "exists":
            return (answer is not None) is expected
        case "=":
            return answer is not None and answer == expected
        case "!=":
            return answer is None or answer != expected
        case ">":
            return answer is not None and answer > expected
        case other:
            raise AssertionError(other)


TESTS = st.sampled_from(
    [
        when("first", "=", answerCoding=coding("1")),
        when("first", "!=", answerCoding=coding("2")),
        when("sure", "=", answerBoolean=True),
        when("sure", "=", answerBoolean=False),
        when("sure", "exists", answerBoolean=True),
        when("pain", ">", answerInteger=5),
        when("pain", "=", answerInteger=0),
        when("pain", "exists", answerBoolean=True),
    ]
)
GATES = st.tuples(st.lists(TESTS, min_size=1, max_size=3), st.sampled_from(["all", "any"]))


@settings(deadline=None, max_examples=60)
@given(gates=st.lists(GATES, min_size=2, max_size=2), last=GATES)
def test_what_is_shown_is_what_r4_shows(gates: list[Any], last: Any) -> None:
    """Three questions, the second and third with a gate of their own; a fourth is shown as the specification says."""
    earlier: list[dict[str, Any]] = [FIRST, plain("sure", "boolean"), whole("pain")]
    own: dict[str, tuple[list[Any], str]] = {"last": last}
    for place, (tests, behaviour) in enumerate(gates, start=1):
        known = {item["linkId"] for item in earlier[:place]}
        tests = [test for test in tests if test["question"] in known]
        if tests:
            earlier[place] = {**earlier[place], "enableWhen": tests, "enableBehavior": behaviour}
            own[earlier[place]["linkId"]] = (tests, behaviour)
    tail = plain("last", "text", enableWhen=last[0], enableBehavior=last[1])
    _, form = imported(*earlier, tail)
    for values in itertools.product(*ANSWERS.values()):
        answers = dict(zip(ANSWERS, values, strict=True))
        enabled: set[str] = set()
        for name in (*ANSWERS, "last"):
            tests, behaviour = own.get(name, ([], "all"))
            held = [as_r4_says(test, answers, enabled) for test in tests]
            if all(held) if behaviour == "all" else any(held):
                enabled.add(name)
        if any(answers[name] is None for name in enabled & {"first"}):
            continue  # not finished: `!=` is only kept on what must be answered
        ours = {f"trouble_{k}": None if v is None else OURS[k](v) for k, v in answers.items()}
        shown = {question.id.removeprefix("trouble_") for question in shown_questions(form, ours)}
        assert shown == enabled, answers


# ── what is refused, completely


NO_NUMBER = "is no number that can be kept"
COMPUTED = extension("cqf-expression", valueExpression={"language": "text/fhirpath", "expression": "1"})


def options(*offered: dict[str, Any]) -> dict[str, Any]:
    return {**plain("a", "choice"), "answerOption": list(offered)}


@pytest.mark.parametrize(
    ("item", "what"),
    [
        ({**plain("a", "choice"), "answerValueSet": "http://x/vs"}, "options in the value set http://x/vs"),
        ({**choice("a", MUCH), "type": "open-choice"}, "type open-choice"),
        (plain("a", "integer"), "a whole number without bounds"),
        (whole("a", 0, None), "a whole number without bounds"),
        (whole("a", 5, 5), "minValue 5 is not below maxValue 5"),
        (plain("a", "quantity"), "type quantity"),
        (plain("a", "group"), "a group without questions"),
        (plain("a", "something"), "type 'something'"),
        ({"linkId": "a", "text": "x"}, "no type"),
        ({**plain("a", "group"), "repeats": True, "item": [plain("b", "text")]}, "a repeating group"),
        (plain("a", "text", repeats=True), "repeats"),
        ({**choice("a", MUCH), "repeats": True}, "several answers, no option exclusive"),
        (choice("a", {"1": 1}), "one option only"),
        (choice("a", {"1": 0.5, "2": 1}), "points that are no whole number"),
        (plain("a", "choice"), "a choice without options"),
        (plain("a", "text", readOnly=True), "readOnly"),
        (plain("a", "text", item=[plain("b", "text")]), "an item below a question"),
        (plain("a", "text", required="yes"), "required is the text \"yes\""),
        (plain("a", "text", text="bad\u0000byte"), "text holds a character that cannot be kept"),
        (plain("a", "text", option=[]), "unknown element 'option'"),
        (plain("a", "text", modifierExtension=[extension("m", valueBoolean=True)]), "modifier extension"),
        (plain("a", "text", extension=[extension("regex", valueString="a+")]), "regex"),
        (plain("a", "text", extension=[extension("minLength", valueInteger=2)]), "minLength"),
        (plain("a", "text", extension=[extension("questionnaire-hidden", valueBoolean=True)]), "a hidden item"),
        (plain("a", "date", extension=[extension("minValue", valueDate="2020-01-01")]), "minValue or maxValue"),
        (plain("a", "decimal", extension=[extension("minValue", valueDate="2020")]), f"minValue {NO_NUMBER}"),
        (whole("a", 0, 10**12), f"maxValue {NO_NUMBER}"),
        (plain("a", "decimal", extension=[extension("maxDecimalPlaces", valueInteger=9)]), "maxDecimalPlaces"),
        (whole("a", extension=[extension("minValue", valueInteger=1)]), "a second minValue"),
        (plain("a", "text", maxLength=0), "maxLength below 1"),
        (plain("a", "text", maxLength="9"), "maxLength is the text \"9\""),
        (plain("a", "text", repeats=1), "repeats is a number"),
        (plain("a", "text", item=5), "item is a number"),
        (plain("a", "text", extension={}), "extension is an object"),
        (plain("a", "text", extension=[]), "extension is an empty list"),
        (plain("a", "text", extension=[3]), "extension holds a number"),
        (plain("a", "text", extension=[{"valueBoolean": True}]), "an extension without a url"),
        (plain("a", "text", _text=4), "_text is a number"),
        (plain("a", "text", _text={"extension": [COMPUTED]}), "cqf-expression"),
        (plain("a", "text", _required={"extension": [COMPUTED]}), "cqf-expression"),
        (choice("a", {"1": 1, "2": 2}, answerValueSet="#x"), "answerOption and answerValueSet together"),
        ({**plain("a", "boolean"), "answerOption": [coded("1", 1), coded("2", 2)]}, "options"),
        (options(coded("1", 1), coded("1", 2)), "the option '1' stands here 2 times"),
        (options(coded("1", 1), coded("2", 2), {"valueTime": "10:00:00"}), "an option of kind Time"),
        (options(coded("1", 1), coded("2", 2), {}), "value[x] is missing"),
        (options(coded("1", 1), coded("2", 2) | {"extension": [COMPUTED]}), "cqf-expression"),
        ({**plain("a", "group"), "readOnly": True, "item": [plain("b", "text")]}, "a group that nobody can answer"),
        ({**plain("a", "group"), "required": True, "item": [plain("b", "text")]}, "a required group"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_the_item_and_the_reason(item: dict[str, Any], what: str) -> None:
    reason = import_instrument(questionnaire(item)).reasons[0]
    assert (reason.link_id, reason.what.removesuffix(" http://hl7.org/fhir/StructureDefinition/m")) == ("a", what)
    assert reason.path.startswith("Questionnaire.item[0]") and reason.why


@pytest.mark.parametrize(
    "name",
    ["calculatedExpression", "initialExpression", "enableWhenExpression", "candidateExpression", "answerExpression"],
)
def test_an_expression_of_others_is_refused_and_never_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expression = {"language": "text/fhirpath", "expression": "1 / 0"}
    url = f"{SDC}sdc-questionnaire-{name}"
    assert refused(plain("a", "text", extension=[extension(url, valueExpression=expression)])) == [
        ("a", f"sdc-questionnaire-{name}")
    ]
    unknown = extension("https://else.example/does", valueExpression=expression)
    assert refused(plain("a", "text", extension=[unknown])) == [("a", "does")]


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        (when("later", "=", answerBoolean=True), "a condition on 'later'"),
        (when("a", "=", answerBoolean=True), "a condition on 'a'"),
        (when("nowhere", "=", answerBoolean=True), "a condition on 'nowhere'"),
        (when("name", "=", answerString="Jan"), "'=' with a String on a text"),
        (when("name", "exists", answerBoolean=True), "a condition on a text or date"),
        (when("sure", "exists", answerBoolean=False), "a condition on a missing answer"),
        (when("sure", "!=", answerBoolean=True), "'!=' on 'trouble_sure', which may stay open"),
        (when("sure", ">", answerBoolean=True), "'>' with a Boolean on a yes_no"),
        (when("sure", "~", answerBoolean=True), "the operator '~'"),
        (when("first", "=", answerCoding=coding("9")), "a condition on an answer that is not offered"),
        (when("first", "=", answerCoding={"code": "1"}), "a condition on an answer that is not offered"),
        (when("sure", "="), "answer[x] is missing"),
        (when("sure", "=", answerBoolean=True, extension=[COMPUTED]), "cqf-expression"),
        (when("sure", "=", answerBoolean=True, answerInteger=1), "answer[x] stands here 2 times"),
        (when("sure", "=", answerBoolean=True, why="x"), "unknown element 'why'"),
        (when("hello", "=", answerBoolean=True), "a condition on 'hello'"),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_said_is_refused(condition: dict[str, Any], what: str) -> None:
    hello = plain("hello", "display")
    items = (
        hello,
        FIRST,
        plain("name", "string"),
        plain("sure", "boolean"),
        plain("a", "text", enableWhen=[condition]),
    )
    assert refused(*items, plain("later", "boolean")) == [("a", what)]


def test_conditions_are_joined_by_all_or_any_and_nothing_else() -> None:
    waiting = plain("a", "text", enableWhen=[when("sure", "=", answerBoolean=True)], enableBehavior="most")
    assert refused(plain("sure", "boolean"), waiting) == [("a", "enableBehavior 'most'")]


def test_not_equal_is_refused_on_what_a_finished_form_may_lack() -> None:
    """Where the second question is not asked, theirs counts "no answer" as not equal; ours may still be waiting."""
    second = whole("second", required=True, enableWhen=[when("sure", "=", answerBoolean=True)])
    third = plain("third", "text", enableWhen=[when("second", "!=", answerInteger=5)])
    assert refused(plain("sure", "boolean"), second, third) == [
        ("third", "'!=' on 'trouble_second', which may stay open")
    ]


def test_a_condition_that_is_always_true_is_refused_by_the_loader_at_its_item() -> None:
    always = plain("a", "text", enableWhen=[when("pain", ">=", answerInteger=0)])
    (reason,) = import_instrument(questionnaire(whole("pain"), always)).reasons
    assert reason.link_id == "a"
    assert reason.path == "Questionnaire.item[1]"
    assert "always true" in reason.what


def test_a_condition_that_no_expression_can_hold_is_refused() -> None:
    many = [when("first", "=", answerCoding=coding("1")), *(when("pain", "=", answerInteger=n) for n in range(1, 100))]
    last = plain("a", "text", enableWhen=many, enableBehavior="any")
    assert refused(FIRST, whole("pain", 0, 100), last) == [("a", "too long a condition")]


@pytest.mark.parametrize(
    ("item", "what"),
    [
        (plain("d", "display", enableWhen=[when("first", "exists")]), "an instruction with a condition"),
        (plain("d", "display", item=[plain("x", "text")]), "items below an instruction"),
    ],
)  # fmt: skip
def test_an_instruction_is_only_words(item: dict[str, Any], what: str) -> None:
    assert refused(FIRST, item, plain("z", "text")) == [("d", what)]


def test_an_instruction_opens_a_page_of_questions() -> None:
    assert refused(FIRST, plain("bye", "display")) == [("bye", "an instruction with no question below it")]


def test_a_value_set_that_is_not_written_out_is_refused() -> None:
    listed = {"system": "urn:c", "concept": [{"code": "x"}, {"code": "y"}]}
    item = {**plain("a", "choice"), "answerValueSet": "#v"}
    for compose in (
        {"include": [{"system": "urn:c"}]},
        {"include": [listed | {"filter": [{}]}]},
        {"include": [listed | {"valueSet": ["urn:other"]}]},
        {"include": [listed], "exclude": [listed]},
        None,
    ):
        carried = {"resourceType": "ValueSet", "id": "v", "compose": compose}
        assert refused(item, contained=[carried]) == [("a", "options in the value set #v")], compose


def test_what_is_left_out_without_loss_is_remarked() -> None:
    item = plain("a", "text", initial=[{"valueString": "x"}], extension=[
        extension("questionnaire-itemControl", valueCodeableConcept={}), extension("variable", valueExpression={}),
        extension("questionnaire-hidden", valueBoolean=False),
    ])  # fmt: skip
    result = import_instrument(questionnaire(item, status="retired", derivedFrom=["urn:x"], language="de"))
    assert result.instrument is not None
    assert [remark.what for remark in result.remarks] == [
        "its language is de",
        "status retired",
        "left out: derivedFrom",
        "left out: http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl",
        "left out: variable",
        "left out: initial",
        "2 texts without Dutch",
        "2 texts without English",
    ]


def test_an_instrument_has_an_end() -> None:
    items = [plain(str(number), "boolean") for number in range(501)]
    assert refused(*items) == [(None, "501 items")]


def test_an_id_of_our_own_is_an_id() -> None:
    assert why(import_instrument(questionnaire(FIRST), "No Good")) == [(None, "the id 'No Good'")]
    numbered = import_instrument(questionnaire(FIRST, name="12 items")).instrument
    assert numbered is not None and numbered.id == "q_12_items"


def test_an_empty_questionnaire_asks_nothing() -> None:
    assert refused() == [(None, "item is an empty list")]
    assert why(import_instrument('{"resourceType": "Questionnaire", "status": "active"}')) == [(None, "no questions")]


def test_conditions_are_written_as_an_author_would(tmp_path: Path) -> None:
    where = {**choice("where", {"leg": None}, repeats=True)} | {"answerOption": [
        coded("leg", None), coded("arm", None), coded("nowhere", None, exclusive=True)
    ], "required": True}  # fmt: skip
    tests = [
        when("first", "=", answerCoding=coding("1")), when("first", "!=", answerCoding=coding("2")),
        when("where", "=", answerCoding=coding("leg")), when("where", "!=", answerCoding=coding("arm")),
    ]  # fmt: skip
    instrument, _ = imported(FIRST, where, plain("a", "text", enableWhen=tests, enableBehavior="all"))
    written = pack_files(instrument, None, TODAY).files["questions/trouble.yaml"]
    assert (
        "ask_when: trouble_first == a1 and trouble_first != a2 and leg in trouble_where and arm not in trouble_where\n"
    ) in written


def test_the_list_of_reasons_is_complete() -> None:
    assert refused(
        plain("x", "text"),
        plain("x", "text"),
        plain("i", "integer"),
        {**plain("g", "group"), "repeats": True, "item": [
            {**plain("h", "group"), "item": [plain("deep", "url"), plain("deeper", "integer")]},
            plain("o", "open-choice"),
        ]},
        plain("two", "text", enableWhen=[when(q, "=", answerBoolean=True) for q in ("later", "nope")]),
        plain("later", "boolean"),
        status="unheard",
        implicitRules="http://rules",
    ) == [
        (None, "status unheard"),
        (None, "implicitRules"),
        ("x", "a linkId that stands here twice"),
        ("i", "a whole number without bounds"),
        ("g", "a repeating group"),
        ("h", "a group in a group"),
        ("deep", "type url"),
        ("deeper", "a whole number without bounds"),
        ("o", "type open-choice"),
        ("two", "a condition on 'later'"),
        ("two", "a condition on 'nope'"),
        ("two", "several conditions without enableBehavior"),
    ]  # fmt: skip


def test_items_are_left_out_only_when_somebody_names_them() -> None:
    computed = plain("score", "decimal", readOnly=True)
    items = questionnaire(choice("a", MUCH), computed)
    assert why(import_instrument(items)) == [("score", "readOnly")]
    result = import_instrument(items, leave_out=["score"])
    assert result.instrument is not None
    assert [item.link_id for item in result.instrument.items] == ["a"]
    waiting = questionnaire(plain("a", "boolean"), plain("b", "text", enableWhen=[when("a", "=", answerBoolean=True)]))
    assert why(import_instrument(waiting, leave_out=["a"])) == [("b", "a condition on 'a'")]
    assert why(import_instrument(waiting, leave_out=["aa"])) == [(None, "no item 'aa' to leave out")]


def test_with_a_group_all_that_is_in_it_is_left_out_of_responses_too() -> None:
    group = {**plain("g", "group", repeats=True), "item": [plain("deep", "integer")]}
    result = import_instrument(questionnaire(plain("a", "boolean"), group), leave_out=["g"])
    assert result.instrument is not None and result.form is not None
    inner = {"linkId": "g", "item": [{"linkId": "deep", "answer": [{"valueInteger": 3}]}]}
    found = read_reply(result.instrument, result.form, response({}, item=[inner]))
    assert found.is_valid
    assert found.published == {"deep": 3}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", "null", '{"a": NaN}', '{"a": 1, "a": 2}', "[" * 100_000, '{"resourceType": "Patient"}',
     '{"a": 1e99999999999999999999}', '{"a": ' + "9" * 5000 + "}"],
)  # fmt: skip
def test_what_is_no_questionnaire_at_all_is_refused_with_a_reason(text: str) -> None:
    (reason,) = import_instrument(text).reasons
    assert reason.path.startswith("Questionnaire")


# ── ids


@given(st.lists(st.text(max_size=12), unique=True, max_size=12), st.randoms())
def test_ids_are_valid_never_alike_and_do_not_depend_on_the_order(words: list[str], random: Any) -> None:
    ids = ids_for(words, "q_")
    assert len(set(ids.values())) == len(words)
    assert all(WORD.match(name) for name in ids.values())
    shuffled = random.sample(words, len(words))
    assert ids_for(shuffled, "q_") == ids


@given(
    st.lists(st.sampled_from(["0", "a0", "a_0", "and", "a_and", "A", "a", "none", "dont_know", "LA-1", "la_1", "é"]))
)
def test_ids_of_options_are_valid_never_alike_and_mean_nothing_else(codes: list[str]) -> None:
    ids = option_ids(codes)
    assert len(set(ids.values())) == len(set(codes))
    assert all(WORD.match(name) for name in ids.values())
    assert {"and", "none", DONT_KNOW}.isdisjoint(ids.values())


def test_what_reads_alike_is_told_apart() -> None:
    _, form = imported(plain("1.1", "boolean"), plain("1-1", "boolean"), plain("2", "boolean"))
    names = list(form.pathway.questions)
    assert names[2] == "trouble_2"
    assert all(name.startswith("trouble_1_1_") for name in names[:2])


# ── as files of a pack


def test_the_files_can_be_put_into_a_pack_of_ours(tmp_path: Path) -> None:
    """Beside the questions that stand there already, the pack loads, asks the instrument and computes its score."""
    instrument = import_instrument(questionnaire(choice("a", MUCH), choice("b", MUCH)), "ache").instrument
    assert instrument is not None
    pack = pack_files(instrument, declare(instrument, "percent", "lower", missing_allowed=1), TODAY)
    folder = invented.lay_out(tmp_path)
    frame = folder / "pathway.yaml"
    frame.write_text(frame.read_text().replace("sources:\n", f"sources:\n  {pack.source}\n"))
    write_files(folder, pack.files)
    pathway = load(folder)
    measure = pathway.measures["ache"]
    assert (measure.score, measure.licence, measure.source) == ("percent", "import", "src_ache")
    assert (measure.better, measure.low, measure.high, measure.min_answered) == ("lower", 0, 100, 1)
    assert pathway.sources["src_ache"].title == "A publisher, Trouble, version 1"
    outcome = evaluate(pathway.forms["ache"], {"ache_a": "a1", "ache_b": "a2"}, closed=True)
    assert outcome.scores["ache_score"].value == 75


def test_a_score_does_not_guess_what_a_question_counts_that_is_not_asked() -> None:
    instrument, _ = imported(FIRST, choice("b", MUCH, enableWhen=[when("first", "=", answerCoding=coding("1"))]))
    with pytest.raises(Exception, match="'b' is asked on a condition"):
        declare(instrument, "sum", "lower")
    assert declare(instrument, "sum", "lower", link_ids=("first",)).reach == (0, 2)


def test_an_instrument_without_a_right_of_use_can_be_tried_but_not_published(tmp_path: Path) -> None:
    instrument = import_instrument(questionnaire(choice("a", MUCH), copyright=None), "ache").instrument
    assert instrument is not None
    pack = pack_files(instrument, declare(instrument, "sum", "lower"), TODAY)
    assert "No right of use is recorded: not to be switched on." in pack.files["measures/ache.yaml"]
    folder = invented.lay_out(tmp_path)
    frame = folder / "pathway.yaml"
    frame.write_text(frame.read_text().replace("sources:\n", f"sources:\n  {pack.source}\n"))
    write_files(folder, pack.files)
    assert load(folder).measures["ache"].licence == "unknown"
    frame.write_text(frame.read_text().replace("status: draft", "status: published"))
    with pytest.raises(PathwayError, match="nobody knows who may use 'ache'"):
        load(folder)


def test_texts_of_others_stay_texts(tmp_path: Path) -> None:
    """Whatever they hold, they are never read as YAML, as a comment or as another key."""
    nasty = 'no: "x" \\ {a: b} # c\n- d: &e *f !g %h @i `j` \U0001f600 \u00a0 ’ é'
    instrument, form = imported(plain('l"i\\n#k', "text", text=nasty), title=nasty, copyright=nasty, publisher=nasty)
    assert form.pathway.questions[instrument.items[0].name].ask.en == nasty
    assert form.title.en == nasty


# ── responses


ALL = (choice("how", MUCH, required=True), plain("sure", "boolean"), whole("pain"), plain("since", "date"))


def reply(answers: dict[str, Any], *items: dict[str, Any], **more: Any) -> Any:
    instrument, form = imported(*(items or ALL))
    return read_reply(instrument, form, response(answers, **more))


def test_a_response_becomes_our_answers() -> None:
    found = reply({
        "how": {"valueCoding": coding("2")}, "sure": {"valueBoolean": False}, "pain": {"valueInteger": 7},
        "since": {"valueDate": "2026-01-31"},
    })  # fmt: skip
    assert found.is_valid
    assert found.answers == {
        "trouble_how": "a2", "trouble_sure": False, "trouble_pain": 7, "trouble_since": "2026-01-31"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "link_id", "what"),
    [
        ({}, "how", "no answer"),
        ({"how": {"valueCoding": coding("9")}}, "how", "an answer that is not offered"),
        ({"how": {"valueCoding": {"code": "2"}}}, "how", "an answer that is not offered"),
        ({"how": {"valueString": "2"}}, "how", "an answer that is not offered"),
        ({"how": [{"valueCoding": coding("1")}, {"valueCoding": coding("2")}]}, "how", "2 answers"),
        ({"pain": {"valueInteger": 11}}, "pain", "an answer that does not fit"),
        ({"pain": {"valueDecimal": 1}}, "pain", "an answer of kind Decimal"),
        ({"pain": {"valueInteger": "1"}}, "pain", "an answer that is no number"),
        ({"sure": {"valueBoolean": "true"}}, "sure", "an answer that is no boolean"),
        ({"since": {"valueDate": "2026-02-30"}}, "since", "an answer that does not fit"),
        ({"else": {"valueBoolean": True}}, "else", "an unknown linkId"),
        ({"sure": {}}, "sure", "value[x] is missing"),
    ],
)
def test_what_is_wrong_with_a_response_is_said(answers: dict[str, Any], link_id: str, what: str) -> None:
    whole_answers = answers if link_id == "how" else {"how": {"valueCoding": coding("1")}, **answers}
    found = reply(whole_answers)
    assert [(problem.link_id, problem.what) for problem in found.problems] == [(link_id, what)]
    assert found.answers.keys().isdisjoint({f"trouble_{link_id}"})


def test_a_response_to_another_questionnaire_or_version_is_no_answer_to_this_one() -> None:
    how = {"how": {"valueCoding": coding("1")}}
    assert [p.what for p in reply(how, questionnaire="urn:else").problems] == ["it answers 'urn:else'"]
    of_version_2 = f"{json.loads(questionnaire())['url']}|2"
    assert [p.what for p in reply(how, questionnaire=of_version_2).problems] == ["it answers version 2"]


def test_a_response_of_another_shape_is_refused_where_it_differs() -> None:
    group = {**plain("g", "group"), "item": [plain("in", "boolean")]}
    instrument, form = imported(group, plain("out", "boolean"))

    def problems(*items: dict[str, Any], **more: Any) -> list[tuple[str | None, str]]:
        found = read_reply(instrument, form, response({}, item=list(items), **more)).problems
        return [(problem.link_id, problem.what) for problem in found]

    yes = [{"valueBoolean": True}]
    assert problems({"linkId": "g", "item": [{"linkId": "in", "answer": yes}]}) == []
    assert problems({"linkId": "in", "answer": yes}) == [("in", "it stands below nothing")]
    assert problems({"linkId": "g", "item": [{"linkId": "out", "answer": yes}]}) == [("out", "it stands below 'g'")]
    assert problems({"linkId": "g", "answer": yes}) == [("g", "an answer")]
    assert problems({"linkId": "out", "answer": yes, "item": [{"linkId": "x"}]}) == [
        ("out", "items below a question"), ("x", "an unknown linkId")
    ]  # fmt: skip
    assert problems({"linkId": "out", "answer": [{"valueBoolean": True, "item": [{"linkId": "x"}]}]}) == [
        ("out", "items below an answer"), ("x", "an unknown linkId")
    ]  # fmt: skip
    twice = {"linkId": "out", "answer": yes}
    assert problems(twice, twice) == [("out", "a linkId that stands here twice")]
    assert problems(twice, status="done") == [(None, "status done")]


def test_several_answers_become_one_of_ours() -> None:
    where = {**choice("where", {"leg": None}, repeats=True)} | {"answerOption": [
        coded("leg", None), coded("arm", None), coded("nowhere", None, exclusive=True)
    ]}  # fmt: skip
    both = [{"valueCoding": coding("arm")}, {"valueCoding": coding("leg")}]
    assert reply({"where": both}, where).answers == {"trouble_where": ("leg", "arm")}
    clash = [{"valueCoding": coding("arm")}, {"valueCoding": coding("nowhere")}]
    assert [problem.what for problem in reply({"where": clash}, where).problems] == ["an answer that does not fit"]


def test_a_draft_may_lack_answers() -> None:
    assert reply({}, status="in-progress").is_valid


def test_an_answer_to_a_question_that_is_not_asked_is_dropped_and_named() -> None:
    items = (plain("a", "boolean"), plain("b", "text", enableWhen=[when("a", "=", answerBoolean=True)]))
    found = reply({"a": {"valueBoolean": False}, "b": {"valueString": "stale"}}, *items)
    assert found.is_valid
    assert found.answers == {"trouble_a": False}
    assert found.dropped == ("trouble_b",)
