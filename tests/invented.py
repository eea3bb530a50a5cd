"""An invented pathway with every type of question, small enough to keep in mind. No medical meaning."""

from pathlib import Path

FILES = {
    "pathway.yaml": """\
id: neck
version: "0.1.0"
status: draft
title: {nl: "Nekpijn", en: "Neck pain"}
authors: ["Nobody"]
levels:
  - id: selfcare
    label: {nl: "zelf aan de slag", en: "look after it yourself"}
  - id: therapist
    label: {nl: "naar de therapeut", en: "see the therapist"}
  - id: gp_today
    label: {nl: "bel vandaag je huisarts", en: "phone your GP today"}
  - id: emergency
    label: {nl: "bel nu 112", en: "phone 112 now"}
reassuring: [selfcare]
otherwise: selfcare
incomplete: therapist
phone_from: gp_today
safety_net: {nl: "Wordt het erger? Bel.", en: "Does it get worse? Call."}
sources:
  src_own: {title: "Invented", year: 2026, reviewed_on: 2026-11-01}
open_points:
  - id: open_01
    text: {nl: "Of twee tekenen genoeg zijn.", en: "Whether two signs are enough."}
    do: {nl: "Vraag het een arts.", en: "Ask a doctor."}
    touches: [weak_signs, fever, src_own]
  - id: open_02
    text: {nl: "Of dit verzonnen is.", en: "Whether this is invented."}
    do: {nl: "Niets.", en: "Nothing."}
""",
    "regions.yaml": """\
neck_left: {label: {nl: "nek links", en: "neck, left"}, zone: elsewhere}
neck_right: {label: {nl: "nek rechts", en: "neck, right"}, zone: elsewhere}
nowhere_to_point: {label: {nl: "het wisselt", en: "it varies"}, exclusive: yes}
""",
    "questions.yaml": """\
age: {ask: {nl: "Hoe oud ben je?", en: "How old are you?"}, type: number, min: 0, max: 120, required: yes, unit: a}
onset:
  ask: {nl: "Hoe begon de pijn?", en: "How did the pain start?"}
  type: one
  options:
    - {id: gradual, label: {nl: "geleidelijk", en: "gradually"}}
    - {id: accident, label: {nl: "na een ongeluk", en: "after an accident"}}
fall_heavy:
  ask: {nl: "Was het een zwaar ongeluk?", en: "Was it a heavy accident?"}
  ask_when: onset == accident
  alarm:
    - {at_least: emergency, dont_know: gp_today, source: src_own}
where:
  ask: {nl: "Waar voel je het nog meer?", en: "Where else do you feel it?"}
  type: many
  options:
    - {id: arm, label: {nl: "arm", en: "arm"}, information_only: yes}
    - {id: both_hands, label: {nl: "beide handen", en: "both hands"}}
    - {id: nowhere, label: {nl: "nergens", en: "nowhere"}, exclusive: yes}
unsteady:
  ask: {nl: "Loop je sinds kort onzeker?", en: "Have you become unsteady on your feet?"}
  term: {nl: "Onzeker lopen", en: "Unsteady gait"}
  plain: {nl: "Of je onzeker loopt", en: "Whether you walk unsteadily"}
  alarm:
    - {at_least: gp_today, dont_know: gp_today, source: src_own}
fever: {ask: {nl: "Heb je koorts?", en: "Do you have a fever?"}}
shivers:
  ask: {nl: "Heb je rillingen?", en: "Do you have shivers?"}
  ask_when: fever
  alarm:
    - {at_least: emergency, when: fever and shivers, dont_know: gp_today, source: src_own}
duration: {ask: {nl: "Hoe lang al?", en: "For how long?"}, type: duration, max: 7300, dont_know: yes}
hinder_work: {ask: {nl: "Hinder bij werk", en: "Trouble at work"}, type: number, max: 4}
hinder_sleep: {ask: {nl: "Hinder bij slapen", en: "Trouble sleeping"}, type: number, max: 4}
temperature:
  ask: {nl: "Temperatuur", en: "Temperature"}
  type: number
  min: 34
  max: 43
  decimals: 1
  unit: Cel
  if_hidden: 37
spot: {ask: {nl: "Waar zit het?", en: "Where is it?"}, type: body, regions: back}
story: {ask: {nl: "Vertel", en: "Tell"}, type: text, max_length: 20}
since: {ask: {nl: "Sinds", en: "Since"}, type: date}
reflexes:
  ask: {nl: "Reflexen", en: "Reflexes"}
  type: table
  rows:
    - {id: biceps, label: {nl: "Biceps", en: "Biceps"}}
    - {id: triceps, label: {nl: "Triceps", en: "Triceps"}}
  columns:
    - {id: left, type: yes_no, ask: {nl: "links", en: "left"}}
    - {id: right, type: yes_no, ask: {nl: "rechts", en: "right"}}
goals:
  ask: {nl: "Doelen", en: "Goals"}
  type: list
  required: yes
  min_items: 1
  max_items: 2
  fields:
    - {id: activity, type: text, required: yes, ask: {nl: "Wat wil je kunnen?", en: "What do you want to do?"}}
    - {id: now, type: number, max: 10, ask: {nl: "Nu", en: "Now"}}
""",
    "forms/self_check.yaml": """\
for: visitor
title: {nl: "Zelfcheck", en: "Self-check"}
judged: urgency
applies_when: age >= 18
stop_at: [emergency]
pages:
  - {id: start, title: {nl: "Begin", en: "Start"}, questions: [age, onset]}
  - {id: fall, title: {nl: "Ongeluk", en: "Accident"}, questions: [fall_heavy]}
  - id: signs
    title: {nl: "Tekenen", en: "Signs"}
    questions: [where, unsteady, fever, shivers, duration, hinder_work, hinder_sleep]
""",
    "forms/screening.yaml": """\
for: therapist
title: {nl: "Screening", en: "Screening"}
judged: urgency
builds_on: [self_check]
pages:
  - {id: all, title: {nl: "Alles", en: "All"}, questions: [unsteady, temperature, reflexes]}
""",
    "forms/intake.yaml": """\
for: patient
title: {nl: "Intake", en: "Intake"}
pages:
  - {id: tell, title: {nl: "Vertel", en: "Tell"}, questions: [spot, story, since, goals]}
""",
    "rules.yaml": """\
scores:
  hinder:
    label: {nl: "hinder", en: "trouble"}
    items: [hinder_work, hinder_sleep]
    missing_allowed: 1
    bands:
      - {id: little, from: 0, label: {nl: "weinig", en: "little"}}
      - {id: much, from: 5, label: {nl: "veel", en: "much"}}
definitions:
  cord:
    when: unsteady or both_hands in where or at_least(3, biceps_left, biceps_right, triceps_left, triceps_right)
    label: {nl: "het ruggenmerg", en: "the spinal cord"}
rules:
  - id: fracture
    when: fall_heavy
    urgency: emergency
    because: {nl: "er kan iets gebroken zijn", en: "something may be broken"}
    advice: [rest]
    source: src_own
  - id: ill
    when: fever and shivers
    urgency: emergency
    because: {nl: "je kunt ziek zijn", en: "you may be ill"}
    source: src_own
  - id: cord
    when: cord
    urgency: gp_today
    because: {nl: "het ruggenmerg kan klem zitten", en: "the spinal cord may be squeezed"}
    source: src_own
  - id: warm
    when: temperature >= 38.5
    urgency: gp_today
    because: {nl: "je bent warm", en: "you are warm"}
    source: src_own
  - id: weak_signs
    when: at_least(2, fever, hinder == much, duration >= 12 weeks)
    urgency: therapist
    because: {nl: "meer tekenen samen", en: "several signs together"}
    advice: [keep_moving]
    source: src_own
advice:
  keep_moving: {label: {nl: "Blijf bewegen.", en: "Keep moving."}, up_to: therapist}
  rest: {label: {nl: "Blijf liggen.", en: "Lie still."}, not_with: [keep_moving]}
""",
    "safety.yaml": """\
red_flags: [rf_fall, rf_unsteady, rf_ill]
claims:
  - {id: rf_fall, if: fall_heavy, at_least: emergency, source: src_own}
  - {id: rf_unsteady, if: unsteady, at_least: gp_today, source: src_own}
  - {id: rf_ill, if: "fever and shivers", at_least: emergency, source: src_own}
  - {id: hands_alone, if: "both_hands in where", at_least: gp_today, source: src_own}
  - id: calm
    if: none(fall_heavy, cord, fever, temperature >= 38.5) and duration < 12 weeks
    at_most: selfcare
    source: src_own
""",
    "stories.yaml": """\
form: self_check
stories:
  - name: "four days of a stiff neck"
    answers: {age: 40, duration: 4 days}
    others: no
    assume: {onset: gradual, where: [nowhere], hinder_work: 1, hinder_sleep: 2}
    urgency: selfcare
    not_shown: [fall_heavy, shivers]
  - name: "unsteady"
    answers: {age: 40, unsteady: yes}
    urgency: gp_today
    rules: [cord]
  - name: "a child"
    answers: {age: 12, unsteady: yes}
    urgency: out_of_scope
""",
    "options.yaml": """\
options:
  tx_moving:
    group: hands_on
    label: {nl: "Mobilisatie", en: "Mobilisation"}
    plain: {nl: "Bewegen", en: "Moving"}
    what: {nl: "a", en: "a"}
    why: {nl: "a", en: "a"}
    benefit: {nl: "a", en: "a"}
    risk: {nl: "a", en: "a"}
    burden: {nl: "a", en: "a"}
    source: src_own
    contra_indications:
      - {id: ci_cord, level: absolute, when: cord, label: {nl: "ruggenmerg", en: "cord"}}
""",
    "measures.yaml": """\
measures:
  trouble:
    label: {nl: "Hinder", en: "Trouble"}
    items: [hinder_work]
    range: {min: 0, max: 4}
    better: lower
    change: {absolute: 2}
    licence: own_text
    source: src_own
""",
    "information/facts.nl.md": """\
---
title: "Feiten"
lead: "Wat we weten"
order: 1
reviewed_on: 2026-11-01
sources: [src_own]
---
Nekpijn gaat vaak over [[src_own]].

![[figure:course]]
""",
    "information/facts.en.md": """\
---
title: "Facts"
lead: "What we know"
order: 1
reviewed_on: 2026-11-01
sources: [src_own]
---
Neck pain often passes [[src_own]].
""",
}


def lay_out(folder: Path, files: dict[str, str] | None = None) -> Path:
    """The files of a pathway, written into a folder."""
    for name, text in (FILES if files is None else files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
