"""Broken pathways as authors break them: what is said, where, and nothing that merely follows from it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import invented
from pathways.check import main
from pathways.model import load

WHOLE = ""
SAFETY = """\
claims:
  - {id: hands_alone, if: "both_hands in where", at_least: gp_today, source: src_own}
  - id: calm
    if: none(fall_heavy, unsteady, fever, both_hands in where) and duration < 12 weeks
    at_most: selfcare
    source: src_own
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The invented pathway, to be damaged; its claims stand still, so that their lines can be named here."""
    return invented.lay_out(tmp_path, {**invented.FILES, "safety.yaml": SAFETY})


#: What was done: file, what stood there, what stands there now → what is said.
SLIPS: dict[str, tuple[str, str, str, list[str]]] = {
    "a typo in a key": (
        "rules.yaml", 'because: {nl: "je bent warm"', 'becuase: {nl: "je bent warm"',
        ["rules.yaml:33:5: unknown key 'becuase' — did you mean 'because'?"],
    ),
    "a key that nobody knows": (
        "pathway.yaml", 'title: "Invented",', 'title: "Invented", colour: red,',
        ["pathway.yaml:21:32: unknown key 'colour' — known keys: title, reviewed_on, year, url"],
    ),
    "a key too few": (
        "rules.yaml", '    urgency: gp_today\n    because: {nl: "je bent warm"', '    because: {nl: "je bent warm"',
        ["rules.yaml:30:5: 'urgency' is missing here — the level is at least this when the condition is true"],
    ),
    "a word for a number": (
        "questions.yaml", "max: 4}", "max: four}",
        ["questions.yaml:33:87: a number is expected here, not 'four'"],
    ),
    "a comma in a number": (
        "questions.yaml", "decimals: 1", "decimals: 1,5",
        ["questions.yaml:40:13: a whole number is expected here, not '1,5'"],
    ),
    "a number without its range": (
        "questions.yaml", "type: number, max: 4}", "type: number}",
        ["questions.yaml:33:1: 'max' is missing: a number needs it — every number has a range, for example 'max: 10'"],
    ),
    "a choice without answers": (
        "questions.yaml", "  options:\n    - {id: gradual", "  optoins:\n    - {id: gradual",
        ["questions.yaml:5:3: unknown key 'optoins' — did you mean 'options'?"],
    ),
    "answers as a map": (
        "questions.yaml",
        '    - {id: gradual, label: {nl: "geleidelijk", en: "gradually"}}\n    - {id: accident, label',
        '    gradual: {label: {nl: "geleidelijk", en: "gradually"}}\n    accident: {label',
        ["questions.yaml:6:5: a list is expected here, not a map — start each entry with '- '"],
    ),
    "a list where one word belongs": (
        "rules.yaml", "urgency: gp_today", "urgency: [gp_today]",
        ["rules.yaml:27:14: one value is expected here, not a list — write it without [ ]"],
    ),
    "one word where a list belongs": (
        "rules.yaml", "advice: [rest]", "advice: rest",
        ["rules.yaml:18:13: a list is expected here, not a single value — write [one, two] or '- one'"],
    ),
    "a question id twice in a file": (
        "questions.yaml", "fever: {ask", "age: {ask",
        ["questions.yaml:26:1: 'age' stands here twice (first on line 1) — keep one"],
    ),
    "a rule id twice": (
        "rules.yaml", "- id: warm", "- id: ill",
        ["rules.yaml:30:9: the rule 'ill' stands here twice — keep one"],
    ),
    "an entry without its dash": (
        "rules.yaml", "  - id: ill\n", "    id: ill\n",
        ["rules.yaml:20:5: 'id' stands here twice (first on line 14) — a new entry starts with '- id:'"],
    ),
    "an id with a capital and a hyphen": (
        "rules.yaml", "- id: warm", "- id: Warm-feeling",
        ["rules.yaml:30:9: 'Warm-feeling' is not an id — use lower case letters, digits and _, starting with a letter"],
    ),
    "an unknown question in an expression": (
        "rules.yaml", "when: fall_heavy", "when: fal_heavy",
        ["rules.yaml:15:11: unknown question 'fal_heavy' — did you mean 'fall_heavy'?"],
    ),
    "an unknown option in an expression": (
        "rules.yaml", "both_hands in where", "both_hand in where",
        ["rules.yaml:11:23: 'both_hand' is not an option of 'where' — did you mean 'both_hands'?"],
    ),
    "an unknown option in a gate": (
        "questions.yaml", "onset == accident", "onset == fall",
        ["questions.yaml:10:22: 'fall' is not an option of 'onset' — its options: gradual, accident"],
    ),
    "quotes around an option": (
        "safety.yaml", '"both_hands in where"', "'both_hands' in where",
        ["safety.yaml:2:40: the '{' of line 2 is not closed before this — end it with '}', part its keys with commas, "
         "and put texts between double quotes"],
    ),
    "a text in a rule": (
        "rules.yaml", "when: fall_heavy", "when: story",
        ["rules.yaml:15:11: 'story' is a text: it is recorded, but has no value in rules"],
    ),
    "a yes/no compared": (
        "rules.yaml", "when: fall_heavy", "when: fall_heavy == yes",
        ["rules.yaml:15:11: a yes/no is not compared — write 'fall_heavy' or 'not fall_heavy'"],
    ),
    "and beside or": (
        "rules.yaml", "when: fever and shivers", "when: fever and shivers or unsteady",
        ["rules.yaml:21:29: 'and' and 'or' are mixed without brackets — put brackets around the part that belongs "
         "together: (a and b) or c"],
    ),
    "a time without a unit": (
        "rules.yaml", "duration >= 12 weeks", "duration >= 12",
        ["rules.yaml:36:58: a duration cannot be compared with a number — write a unit, for example '6 weeks'"],
    ),
    "a unit too many": (
        "rules.yaml", "temperature >= 38.5", "temperature >= 6 weeks",
        ["rules.yaml:31:11: a duration cannot be compared with a number — 'temperature' is a number: leave the unit "
         "out"],
    ),
    "a unit in Dutch": (
        "rules.yaml", "duration >= 12 weeks", "duration >= 12 weken",
        ["rules.yaml:36:61: 'weken' is not a unit — write 'weeks'"],
    ),
    "a comparison that is never true": (
        "rules.yaml", "temperature >= 38.5", "temperature >= 50",
        ["rules.yaml:31:11: this is never true, 'temperature' lies between 34 and 43"],
    ),
    "no condition": (
        "rules.yaml", "when: fall_heavy", "when: # fall_heavy",
        ["rules.yaml:15:10: a value is missing here — write it after the ':' ('#' starts a comment)"],
    ),
    "no English": (
        "questions.yaml", ', en: "Was it a heavy accident?"', "",
        ["questions.yaml:9:8: 'en' is missing here — write {nl: \"…\", en: \"…\"}"],
    ),
    "a text in one language": (
        "questions.yaml", '{nl: "Was het een zwaar ongeluk?", en: "Was it a heavy accident?"}', '"Was het zwaar?"',
        ["questions.yaml:9:8: a map is expected here, with the keys nl, en — write {nl: \"…\", en: \"…\"}"],
    ),
    "curly quotes": (
        "rules.yaml", '"you may be ill"', "“you may be ill”",
        ["rules.yaml:23:44: “ is a curly quote, and would become part of the text — write \"…\""],
    ),
    "a colon in a bare text": (
        "rules.yaml", 'because: {nl: "je bent warm", en: "you are warm"}',
        "because:\n      nl: Let op: warm\n      en: warm",
        ["rules.yaml:34:17: a ':' stands where none can stand — put a text that contains ': ' between double quotes; "
         "else look at the indentation"],
    ),
    "a quote that is not closed": (
        "stories.yaml", '- name: "a child"', '- name: "a child',
        ["stories.yaml:13:11: the text that starts here is not closed — end it with the same quote that it starts "
         "with"],
    ),
    "a brace that is not closed": (
        "rules.yaml", 'en: "you are warm"}', 'en: "you are warm"',
        ["rules.yaml:34:5: the '{' of line 33 is not closed before this — end it with '}', part its keys with commas, "
         "and put texts between double quotes"],
    ),
    "a comma inside braces": (
        "safety.yaml", 'if: "both_hands in where"', "if: any(fever, shivers)",
        ["safety.yaml:2:36: the expression stops too early: ')' is expected here, to close 'any('",
         "safety.yaml:2:38: unknown key 'shivers)' — inside { } a comma ends the value: put it between double quotes, "
         "or give it a line of its own"],
    ),
    "one space too few": (
        "rules.yaml", "    urgency: gp_today\n", "   urgency: gp_today\n",
        ["rules.yaml:27:4: this line does not fit the list that began on line 14 — lines of one entry start in the "
         "same column; a new entry starts with '- '"],
    ),
    "no space after the colon": (
        "rules.yaml", "    urgency: gp_today\n", "    urgency:gp_today\n",
        ["rules.yaml:27:5: this is no 'key: value' line — write a ':' and a space after the key, and a text of more "
         "lines between double quotes"],
    ),
    "a tab": (
        "questions.yaml", "  type: one", "\ttype: one",
        ["questions.yaml:4:1: a tab stands here — indent with spaces, not tabs"],
    ),
    "a tab after spaces": (
        "rules.yaml", "    when: fall_heavy", "  \twhen: fall_heavy",
        ["rules.yaml:15:3: a tab stands here — indent with spaces, not tabs"],
    ),
    "spaces from a web page": (
        "rules.yaml", "    when: fall_heavy", "\u00a0\u00a0\u00a0\u00a0when: fall_heavy",
        ["rules.yaml:15:1: this line is indented with a space that is none — type the spaces again: they were pasted "
         "from elsewhere"],
    ),
    "an anchor": (
        "rules.yaml", "when: fall_heavy", "when: &fall fall_heavy",
        ["rules.yaml:15:11: anchors (&name) are not allowed — write the text out, or quote it"],
    ),
    "an alias": (
        "rules.yaml", "when: fall_heavy", "when: *fall",
        ["rules.yaml:15:11: aliases (*name) are not allowed — write the text out"],
    ),
    "a tag": (
        "rules.yaml", "when: fall_heavy", "when: !not fall_heavy",
        ["rules.yaml:15:11: tags (!name) are not allowed — put a text that starts with '!' between quotes"],
    ),
    "a second document": (
        "rules.yaml", "advice:\n  keep", "---\nadvice:\n  keep",
        ["rules.yaml:41:1: a second document in one file is not allowed — remove the '---'"],
    ),
    "a list of questions": (
        "questions.yaml", WHOLE, "- id: age\n",
        ["questions.yaml:1:1: a map from ids is expected here, not a list — write each as 'id:' with its keys indented "
         "below, without '- '"],
    ),
    "an empty file": (
        "rules.yaml", WHOLE, "# nothing yet\n",
        ["rules.yaml:1:1: this file is empty — write something in it, or remove it"],
    ),
    "a file that is not UTF-8": (
        "rules.yaml", "je bent warm", "\udcff",
        ["rules.yaml:33:20: this is not UTF-8 text — save the file as UTF-8"],
    ),
    "an alarm without a source": (
        "questions.yaml", "dont_know: gp_today, source: src_own}", "dont_know: gp_today}",
        ["questions.yaml:12:7: 'source' is missing here — the source that says so"],
    ),
    "an alarm that is silent on don't know": (
        "questions.yaml", "at_least: emergency, dont_know: gp_today,", "at_least: emergency,",
        ["questions.yaml:12:7: an alarm of the two highest levels must say what 'don't know' means — add for example "
         "'dont_know: therapist'"],
    ),
    "an unknown source": (
        "rules.yaml", "source: src_own", "source: guideline",
        ["rules.yaml:19:13: unknown source 'guideline' — sources are written in pathway.yaml, under 'sources'"],
    ),
    "an unknown level": (
        "rules.yaml", "urgency: gp_today", "urgency: gp_todey",
        ["rules.yaml:27:14: unknown level 'gp_todey' — did you mean 'gp_today'?"],
    ),
    "a level of another pathway": (
        "safety.yaml", "at_least: gp_today", "at_least: call_112_now",
        ["safety.yaml:2:60: unknown level 'call_112_now' — known: selfcare, therapist, gp_today, emergency"],
    ),
    "a claim that claims nothing": (
        "safety.yaml", "at_least: gp_today, ", "",
        ["safety.yaml:2:5: a claim says 'at_least' or 'at_most' — add for example 'at_least: gp_today'"],
    ),
    "a gate on a later question": (
        "forms/self_check.yaml", "fever, shivers", "shivers, fever",
        ["forms/self_check.yaml:11:34: 'shivers' depends on 'fever', which is asked after it on this form — change the "
         "order"],
    ),
    "a gate on a question that is not asked": (
        "forms/self_check.yaml", "fever, shivers", "shivers",
        ["forms/self_check.yaml:11:34: 'shivers' depends on 'fever', which form 'self_check' does not ask — ask "
         "'fever' before it, or add a form that asks it to builds_on",
         "rules.yaml:21:11: rule 'ill' reads 'fever', which no judged form asks — put 'fever' on a judged form, or on "
         "a form that a judged form builds on"],
    ),
    "a hidden question without a value": (
        "questions.yaml", "duration: {ask", "duration: {ask_when: fever, ask",
        ["questions.yaml:32:1: 'if_hidden' is missing: what do rules see when this duration is not asked? — add "
         "'if_hidden:' with the answer that stands for 'does not apply'"],
    ),
    "a multiple choice without none": (
        "questions.yaml", ", exclusive: yes}\nunsteady", "}\nunsteady",
        ["questions.yaml:13:1: a multiple choice needs one exclusive option, else 'none of these' cannot be answered — "
         "add for example {id: none_of_these, label: …, exclusive: yes}"],
    ),
    "a value for hidden that is no answer": (
        "questions.yaml", "if_hidden: 37", "if_hidden: warm",
        ["questions.yaml:42:14: this is not a valid answer for 'if_hidden' — Choose a number from 34 to 43."],
    ),
    "a form that builds on nothing": (
        "forms/screening.yaml", "[self_check]", "[selfcheck]",
        ["forms/screening.yaml:4:13: unknown form 'selfcheck' — did you mean 'self_check'?"],
    ),
    "an unknown question on a form": (
        "forms/screening.yaml", "[unsteady, temp", "[unstedy, temp",
        ["forms/screening.yaml:6:60: unknown question 'unstedy' — did you mean 'unsteady'?"],
    ),
    "a story with a wrong answer": (
        "stories.yaml", "unsteady: yes", "unsteady: perhaps",
        ["stories.yaml:10:34: this is not an answer to 'unsteady' — Choose yes or no."],
    ),
    "a story on a form that is not there": (
        "stories.yaml", "form: self_check", "form: zelfcheck",
        ["stories.yaml:1:7: unknown form 'zelfcheck' — did you mean 'self_check'?"],
    ),
    "a band beyond the score": (
        "rules.yaml", "from: 5", "from: 50",
        ["rules.yaml:8:14: the last band must start below the highest score — the highest score is 8"],
    ),
    "a Dutch date": (
        "pathway.yaml", "reviewed_on: 2026-11-01", "reviewed_on: 1-11-2026",
        ["pathway.yaml:21:57: a date such as 2026-11-01 is expected here, not '1-11-2026'"],
    ),
    "a status of one's own": (
        "pathway.yaml", "status: draft", "status: finished",
        ["pathway.yaml:3:9: 'finished' is not possible here — choose from draft, reviewed, published"],
    ),
    "no levels": (
        "pathway.yaml", "levels:\n", "steps:\n",
        ["pathway.yaml:1:1: 'levels' is missing here — levels of urgency, light to heavy: the order is the meaning",
         "pathway.yaml:6:1: unknown key 'steps' — known keys: id, version, status, title, authors, levels, reassuring, "
         "otherwise, incomplete, safety_net, sources, phone_from, open_points"],
    ),
    "a page without its front matter": (
        "information/facts.en.md", "---\ntitle", "title",
        ["information/facts.en.md:1:1: the front matter is missing — start the file with '---', then title, lead, "
         "order, reviewed_on and sources, then '---'"],
    ),
    "a mark that leads nowhere": (
        "information/facts.en.md", "passes [[src_own]]", "passes [[src_onw]]",
        ["information/facts.en.md:8:24: unknown source 'src_onw' — did you mean 'src_own'?"],
    ),
    "a cell that bears the name of a question": (
        "questions.yaml", "hinder_sleep: {ask",
        'triceps_right: {ask: {nl: "x", en: "x"}}\nhinder_sleep: {ask',
        ["questions.yaml:52:12: the cell 'triceps_right' of this table bears the name of another question "
         "— rename the row, the column or the question",
         "rules.yaml:26:11: rule 'cord' reads 'triceps_right', which no judged form asks — put "
         "'triceps_right' on a judged form, or on a form that a judged form builds on"],
    ),
    "a gate on a column": (
        "questions.yaml", "{id: left, type: yes_no,",
        "{id: left, type: yes_no, ask_when: fever,",
        ["questions.yaml:53:42: a column has no ask_when of its own — give it to the whole"],
    ),
    "a table inside a list": (
        "questions.yaml", "{id: now, type: number, max: 10,",
        "{id: now, type: list,",
        ["questions.yaml:63:7: 'fields' is missing: a list needs it — write '- {id: goal, type: text, "
         "ask: {nl: …, en: …}}' for each",
         "questions.yaml:63:7: a list cannot be a field"],
    ),
    "a field without an id": (
        "questions.yaml", "{id: now, type: number,",
        "{type: number,",
        ["questions.yaml:63:7: 'id' is missing in this field — add for example 'id: left'"],
    ),
    "a cell on a form": (
        "forms/screening.yaml", "reflexes]",
        "biceps_left]",
        ["forms/screening.yaml:6:83: 'biceps_left' is a cell of a table and cannot stand alone — name the "
         "table 'reflexes'"],
    ),
    "options on a yes/no": (
        "questions.yaml", "  type: one\n",
        "",
        ["questions.yaml:2:1: 'options' does not belong to a question of type yes_no — 'options' is for "
         "type one or many"],
    ),
    "a hidden value for a text": (
        "questions.yaml", "type: text, max_length",
        "type: text, if_hidden: x, max_length",
        ["questions.yaml:44:1: a text has no value in rules, so it takes no 'if_hidden' — 'if_hidden' is "
         "for type yes_no or number or duration or one or many or body"],
    ),
    "a question that asks itself": (
        "questions.yaml", "ask_when: fever",
        "ask_when: shivers",
        ["questions.yaml:29:13: 'shivers' cannot decide whether it is asked itself — name a question that "
         "is asked before it"],
    ),
    "questions that wait for each other": (
        "questions.yaml", "fever: {ask",
        "fever: {ask_when: shivers, ask",
        ["questions.yaml:26:19: 'fever' waits for itself through other questions — remove one of these "
         "ask_when"],
    ),
    "a gate on a definition": (
        "questions.yaml", "ask_when: fever",
        "ask_when: cord",
        ["questions.yaml:29:13: 'cord' is a definition; ask_when may use only questions"],
    ),
    "an alarm on a number": (
        "questions.yaml", "type: number, max: 4}",
        "type: number, max: 4, alarm: [{at_least: therapist, source: src_own}]}",
        ["questions.yaml:33:98: an alarm on a question that is not yes/no needs 'when' — add the condition"],
    ),
    "a don't know that is not offered": (
        "questions.yaml", "  type: number\n  min: 34",
        "  alarm: [{at_least: therapist, when: temperature > 40, dont_know: therapist, source: "
        "src_own}]\n  type: number\n  min: 34",
        ["questions.yaml:37:11: this question does not offer 'don't know' — add 'dont_know: yes' to the "
         "question"],
    ),
    "a text in a score": (
        "rules.yaml", "items: [hinder_work, hinder_sleep]",
        "items: [hinder_work, story]",
        ["rules.yaml:4:26: 'story' has no points: a text cannot be an item of a score — items are "
         "numbers, yes/no, and choices with points"],
    ),
    "a choice without points in a score": (
        "rules.yaml", "items: [hinder_work, hinder_sleep]",
        "items: [hinder_work, onset]",
        ["rules.yaml:4:26: 'onset' has no points: a single choice cannot be an item of a score — give "
         "every option 'points'"],
    ),
    "a first band that starts too late": (
        "rules.yaml", "from: 0,",
        "from: 1,",
        ["rules.yaml:7:14: the first band must start at the lowest score, 0 — write 'from: 0'"],
    ),
    "bands out of order": (
        "rules.yaml", "{id: much, from: 5,",
        "{id: much, from: 0,",
        ["rules.yaml:7:14: bands must rise, each from a higher score than the one before — put them in "
         "order"],
    ),
    "a percent over unequal items": (
        "rules.yaml", "items: [hinder_work, hinder_sleep]",
        "method: percent\n    items: [hinder_work, age]",
        ["rules.yaml:3:5: the items of a percent score all need the same range — use 'mean'"],
    ),
    "too many missing": (
        "rules.yaml", "missing_allowed: 1",
        "missing_allowed: 2",
        ["rules.yaml:3:5: 'missing_allowed' must be below the number of items — there are 2 items"],
    ),
    "a definition below its use": (
        "rules.yaml", "definitions:\n  cord:\n    when: unsteady or",
        "definitions:\n  spine:\n    when: cord\n    label: {nl: a, en: b}\n  cord:\n    when: unsteady or",
        ["rules.yaml:11:11: the definition 'cord' stands below this one: definitions use only those above"],
    ),
    "a definition with the name of a question": (
        "rules.yaml", "definitions:\n  cord:",
        "definitions:\n  age:",
        ["options.yaml:13:46: unknown question 'cord' — write it in questions.yaml, or as a definition in "
         "rules.yaml",
         "rules.yaml:10:3: 'age' bears the name of a question — rename one",
         "rules.yaml:26:11: unknown question 'cord' — write it in questions.yaml, or as a definition in "
         "rules.yaml",
         "stories.yaml:12:13: unknown rule 'cord' — known: fracture, ill, warm, weak_signs"],
    ),
    "an option with the name of a question": (
        "questions.yaml", "{id: arm, label",
        "{id: fever, label",
        ["questions.yaml:17:12: the option 'fever' bears the name of a question, score or definition — "
         "rename one: a reader cannot tell them apart"],
    ),
    "advice that is not there": (
        "rules.yaml", "not_with: [keep_moving]",
        "not_with: [keep_mooving]",
        ["rules.yaml:43:69: unknown advice 'keep_mooving' — did you mean 'keep_moving'?"],
    ),
    "a rule over what nobody is asked": (
        "rules.yaml", "when: temperature >= 38.5",
        "when: neck_left in spot",
        ["rules.yaml:31:11: rule 'warm' reads 'spot', which no judged form asks — put 'spot' on a judged "
         "form, or on a form that a judged form builds on"],
    ),
    "a rule over what cannot be known on a form": (
        "questions.yaml", "  if_hidden: 37\n",
        "",
        ["rules.yaml:31:11: rule 'warm' reads the number 'temperature', which cannot be known on "
         "self_check — give 'temperature' an 'if_hidden', or ask it there, or add a form that asks it to "
         "builds_on"],
    ),
    "rules without a judged form": (
        "forms/self_check.yaml", "judged: urgency\n",
        "",
        ["stories.yaml:7:14: form 'self_check' gives no level — leave 'urgency' out",
         "stories.yaml:11:14: form 'self_check' gives no level — leave 'urgency' out",
         "stories.yaml:15:14: form 'self_check' gives no level — leave 'urgency' out"],
    ),
    "information that a rule uses": (
        "questions.yaml", 'en: "Have you become unsteady on your feet?"}',
        'en: "Have you become unsteady on your feet?"}\n  information_only: yes',
        ["rules.yaml:26:11: rule 'cord' reads 'unsteady', which says that it is information_only — remove "
         "'information_only' from 'unsteady'"],
    ),
    "the same question twice on a form": (
        "forms/self_check.yaml", "[where, unsteady,",
        "[where, where, unsteady,",
        ["forms/self_check.yaml:11:24: the question 'where' stands here twice — keep one"],
    ),
    "a page that asks nothing": (
        "forms/self_check.yaml", "questions: [fall_heavy]",
        "questions: []",
        ["forms/self_check.yaml:8:10: the page 'fall' asks nothing — remove it, or add questions"],
    ),
    "a form that builds on itself": (
        "forms/screening.yaml", "[self_check]",
        "[screening]",
        ["forms/screening.yaml:4:13: a form cannot build on itself — remove it here"],
    ),
    "a form for whom nobody can say": (
        "forms/self_check.yaml", "applies_when: age >= 18",
        "applies_when: temperature > 35",
        ["forms/self_check.yaml:4:15: applies_when reads 'temperature', which this form cannot know — ask "
         "it here, or on a form that this one builds on"],
    ),
    "a story that names no rule": (
        "stories.yaml", "rules: [cord]",
        "rules: [chord]",
        ["stories.yaml:12:13: unknown rule 'chord' — did you mean 'cord'?"],
    ),
    "a level on a form without one": (
        "stories.yaml", WHOLE,
        'form: intake\nstories:\n  - {name: "x", answers: {story: "a"}, urgency: selfcare}\n',
        ["stories.yaml:3:49: form 'intake' gives no level — leave 'urgency' out"],
    ),
    "answers as a list": (
        "stories.yaml", "answers: {age: 12, unsteady: yes}",
        "answers: [age, unsteady]",
        ["stories.yaml:14:14: answers are a map from question to answer — write {age: 40, fever: yes}"],
    ),
    "an answer to a table": (
        "stories.yaml", WHOLE,
        'form: screening\nstories:\n  - {name: "x", answers: {reflexes: yes}, urgency: selfcare}\n',
        ["stories.yaml:3:27: 'reflexes' is a table — answer its cells, for example 'biceps_left'"],
    ),
    "an unknown question in a measure": (
        "measures.yaml", "items: [hinder_work]",
        "items: [hinder_worc]",
        ["measures.yaml:4:13: unknown question 'hinder_worc' — did you mean 'hinder_work'?"],
    ),
    "a measure that falls": (
        "measures.yaml", "{min: 0, max: 4}",
        "{min: 4, max: 0}",
        ["measures.yaml:3:5: 'range' rises from min to max — write the lower number after 'min'"],
    ),
    "a treatment without its risk": (
        "options.yaml", '    risk: {nl: "a", en: "a"}\n',
        "",
        ["options.yaml:3:5: 'risk' is missing here — what may go wrong"],
    ),
    "a contra-indication that is not there": (
        "options.yaml", "when: cord",
        "when: chord",
        ["options.yaml:13:46: unknown question 'chord' — did you mean 'cord'?"],
    ),
    "an unknown figure": (
        "information/facts.nl.md", "figure:course",
        "figure:curse",
        ["information/facts.nl.md:10:1: unknown figure 'figure:curse' — did you mean 'course'?"],
    ),
}  # fmt: skip


def said_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The first line of each problem that `pathways check` tells; each of the others shows the place."""
    assert main(["check", str(folder)]) == 1
    *problems, summary = capsys.readouterr().err.rstrip().split("\n")
    assert summary.endswith("this pathway does not load.")
    return [line for line in problems if line and not line.startswith("    ")]


def slip(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1) if old else new, "utf-8", "surrogateescape")


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_once_at_its_place_with_a_way_to_mend_it(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    *edit, told = SLIPS[name]
    slip(folder, *edit)
    assert said_of(folder, capsys) == told


def test_the_line_is_shown_with_a_caret_below_the_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slip(folder, "rules.yaml", "fever, hinder == much", "fever, hinder == mush")
    assert main(["check", str(folder)]) == 1
    assert capsys.readouterr().err == (
        "rules.yaml:36:40: 'mush' is not an option of 'hinder' — did you mean 'much'?\n"
        "        when: at_least(2, fever, hinder == mush, duration >= 12 weeks)\n"
        "                                           ^\n"
        "\n1 problem: this pathway does not load.\n"
    )


def test_slips_in_many_files_are_all_told_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["a typo in a key", "a band beyond the score", "an unknown option in a gate", "a gate on a later question",
             "a story with a wrong answer", "a claim that claims nothing", "a status of one's own",
             "an unknown question on a form", "a mark that leads nowhere"]  # fmt: skip
    for name in names:
        slip(folder, *SLIPS[name][:3])
    told = [line for name in names for line in SLIPS[name][3]]
    assert sorted(said_of(folder, capsys)) == sorted(told)


def test_a_faulty_pathway_file_hides_no_fault_of_another(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slip(folder, "pathway.yaml", "safety_net: ", "safety-net: ")
    slip(folder, "rules.yaml", "when: fall_heavy", "when: fal_heavy")
    told = said_of(folder, capsys)
    assert [line.split(":")[0] for line in told] == ["pathway.yaml", "rules.yaml"]


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("ruels.yaml", "ruels.yaml:1:1: 'ruels.yaml' is not a file of a pathway — did you mean 'rules'?"),
        ("questions/more.yml", "questions/more.yml:1:1: this file is not read — name it .yaml"),
        ("forms/My-Form.yaml", "forms/My-Form.yaml:1:1: 'My-Form' is not an id — "
         "name the file as the form: self_check.yaml"),
    ],
)  # fmt: skip
def test_a_file_that_would_be_left_out_in_silence_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, told: str
) -> None:
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text("a: b\n")
    assert said_of(folder, capsys) == [told]


def test_a_page_in_one_language_and_a_question_in_two_files_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "information/facts.en.md").unlink()
    (folder / "questions").mkdir()
    (folder / "questions/more.yaml").write_text('fever: {ask: {nl: "Koorts?", en: "Fever?"}}\n')
    assert said_of(folder, capsys) == [
        "information/facts.nl.md:1:1: this page is missing in 'en' — write information/facts.en.md",
        "questions/more.yaml:1:1: the question 'fever' is defined twice (first at questions.yaml:26) — keep one",
    ]


def test_no_and_numbers_stay_the_texts_that_they_are(folder: Path) -> None:
    slip(folder, "questions.yaml", '{nl: "geleidelijk", en: "gradually"}', "{nl: nee, en: no}")
    slip(folder, "questions.yaml", '{nl: "na een ongeluk", en: "after an accident"}', "{nl: 1.0, en: 007}")
    start = load(folder).questions["onset"].option
    assert (start["gradual"].label.en, start["accident"].label.nl, start["accident"].label.en) == ("no", "1.0", "007")


def test_what_fails_in_a_story_says_where_the_story_and_the_promise_stand(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slip(folder, "rules.yaml", "when: fever and shivers", "when: duration < 5 days")
    slip(folder, "rules.yaml", "when: cord\n", "when: cord and fever\n")
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "FAIL stories.yaml:3 four days of a stiff neck" in said
    assert "claim calm: at most selfcare, came out emergency (safety.yaml:3)" in said
    assert "emergency by ill: you may be ill (For how long? 4 days) [rules.yaml:20]" in said
    assert "FAIL stories.yaml:9 unsteady" in said
    assert "alarm unsteady: at least gp_today, came out therapist (questions.yaml:25)" in said


def test_an_alarm_that_nobody_claims_is_told_with_its_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "FAIL alarm fall_heavy: no claim 'at least' mentions it" in said
    assert "(questions.yaml:12)" in said


def test_a_story_that_only_dont_know_leaves_open_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = "age: 40, onset: gradual, where: [nowhere], unsteady: no, fever: no, hinder_work: 0, hinder_sleep: 0"
    slip(folder, "stories.yaml", WHOLE, f"""\
form: self_check
stories:
  - {{name: "about nothing", answers: {{{known}, duration: dont_know}}, urgency: therapist}}
  - {{name: "about a fall", answers: {{age: 40, onset: accident, fall_heavy: dont_know, where: [nowhere], unsteady: no,
      fever: no, hinder_work: 0, hinder_sleep: 0, duration: 4}}, urgency: selfcare}}
""")  # fmt: skip
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "FAIL stories.yaml:4 about a fall" in said
    assert 'waiting for: nothing that can be asked; answered "don\'t know": fall_heavy' in said


def test_whoever_reads_only_the_first_lines_hears_no_complaint(tmp_path: Path) -> None:
    invented.lay_out(tmp_path)
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-m", "pathways.check", "check", str(tmp_path)],
        stdout=write_end,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write_end)
    assert done.stderr == b""
    assert done.returncode == 141
