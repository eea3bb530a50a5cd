"""What is said in each form: the least that can be signed, as JSON values. A test changes what it is about.

said.screening()                     pluis
said.screening(screening_conclusion="niet_pluis", deviating_findings="…", advice_given="…")
"""

from datetime import timedelta
from typing import Any

from pathways.model import read_answers
from ruggespraak import clock
from ruggespraak.audit.actor import Actor
from ruggespraak.care.actions import Seen, Situation, answer_plan, begin, sign
from ruggespraak.care.contra import Against, contra_indications
from ruggespraak.care.plan_text import text_hash
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import read
from ruggespraak.people.models import Patient, User
from ruggespraak.ui.reply import as_raw

Said = dict[str, Any]
MAIN_ROAD = ("screening", "intake", "conclusion", "decision", "plan", "consent", "session")


def in_days(count: int) -> str:
    """A date as an answer."""
    return (clock.today() + timedelta(days=count)).isoformat()


def screening(**other: Any) -> Said:
    """A calm case: all red flags asked, none found (or those of `other`, weighed), pluis."""
    questions = pathway("low_back_pain").questions
    is_flagged = any(value is True and questions[name].is_alarm for name, value in other.items())
    weighed = {"screening_red_flags": "asked_serious", "weak_flags_interpretation": "Nagevraagd en gewogen."}
    return {
        "identity_checked": True,
        "access": "direct",
        "help_question": "Weer een uur kunnen zitten",
        "age": 42,
        "screening_red_flags": "asked_none_found",
        "screening_pattern": "known_pattern",
        "level_of_concern": "low",
        "own_urgency": "none",
        "screening_conclusion": "pluis",
        "further_exam_indicated": False,
        "consent_share_gp": "granted",
        "consent_share_gp_on": in_days(0),
        **(weighed if is_flagged else {}),
        **other,
    }


def niet_pluis(**other: Any) -> Said:
    """Something does not fit: first to the GP."""
    return screening(
        screening_conclusion="niet_pluis",
        screening_pattern="unknown_pattern",
        deviating_findings="Beloop past niet bij een bekend patroon.",
        advice_given="Maak deze week een afspraak met je huisarts.",
        **{"level_of_concern": "moderate", "own_urgency": "gp_within_days", **other},
    )


def intake(**other: Any) -> Said:
    """The story, short."""
    return {
        "age": 42,
        "help_question": "Weer een uur kunnen zitten",
        "where": ("back_lumbar_left",),
        "course": "unchanged",
        "pain_nrs_avg24h": 6,
        "limited_activities": ("sitting",),
        "comorbidity": ("co_none",),
        "medication": ("med_none",),
        **other,
    }


def conclusion(**other: Any) -> Said:
    """Low back pain, moderate profile."""
    return {
        "clinical_class": "class_lbp",
        "phase": "phase_subacute",
        "expected_course": "course_slower",
        "pt_conclusion": "Lage rugpijn met beperkt zitten.",
        "prognostic_factors": ("factors_absent",),
        "profile": "profile_moderate",
        "profile_reason": "Twee eerdere periodes.",
        "prognosis": "prognosis_good",
        "manual_therapy_indicated": True,
        "indication_reason": "Beweging en uitleg passen bij de vraag.",
        **other,
    }


def decision(**other: Any) -> Said:
    """To treat, decided together."""
    return {
        "decision_outcome": "treat",
        "decision_reason": "Past bij de hulpvraag.",
        "options_discussed": ("tx_mobilisation", "tx_exercise_home", "no_treatment"),
        "told_about_options": ("told_benefit", "told_risk", "told_nothing_done"),
        "preferred_option": "tx_exercise_home",
        "teach_back": "teach_back_clear",
        **other,
    }


def plan(**other: Any) -> Said:
    """Six sessions, hands-on and exercises at home."""
    return {
        "goals": (
            {
                "goal": "Een uur zitten op het werk",
                "measure": "minuten zitten",
                "start": 15,
                "target": 60,
                "unit": "min",
                "target_on": in_days(30),
            },
        ),
        "plan_parts": (
            {"option": "tx_mobilisation", "what": "Zachte bewegingen van je rug.", "why": "Je beweegt stug."},
            {"option": "tx_exercise_home", "what": "Elke dag tien minuten oefenen.", "why": "Je wilt zelf verder."},
        ),
        "sessions_planned": 6,
        "frequency": "weekly",
        "session_minutes": 30,
        "evaluation_on": in_days(28),
        "plan_agreements": "Je oefent elke dag tien minuten.",
        "alternatives": ("tx_walking",),
        "plan_told": ("ic_benefit", "ic_common"),
        **other,
    }


def session(**other: Any) -> Said:
    """Half an hour of treatment."""
    return {
        "new_red_flags": False,
        "pain_before": 6,
        "pain_after": 5,
        "minutes_hands_on": 12,
        "minutes_hands_off": 10,
        "minutes_coaching": 8,
        "response": "response_better",
        "adverse_event": False,
        "soep_s": "Zit 20 minuten.",
        **other,
    }


def evaluation(**other: Any) -> Said:
    """It helps; go on."""
    return {
        "new_red_flags": False,
        "pain_nrs_avg24h": 4,
        "gpe_change": "gpe_2",
        "evaluation_findings": "Zit 40 minuten.",
        "evaluation_decision": "continue",
        "evaluation_reason": "Op de goede weg.",
        "evaluation_next_on": in_days(56),
        **other,
    }


def closing(**other: Any) -> Said:
    """Goals reached."""
    return {
        "end_reason": "goals_reached",
        "closing_result": "Zit weer een uur.",
        "treatments_count": 6,
        "final_report_wanted": False,
        **other,
    }


def day_after(**other: Any) -> Said:
    """The day after a visit: a bit sore, no sign of anything else."""
    signs = ("now_emergency", "now_ces", "now_weakness", "now_both_legs", "now_fever", "after_severe")
    return {
        "after_going": "after_bit_worse",
        "after_effects": ("after_sore", "after_tired"),
        "pain_nrs_now": 5,
        **dict.fromkeys(signs, False),
        **other,
    }


def check_in(**other: Any) -> Said:
    """After closing: all is well."""
    signs = ("now_emergency", "now_ces", "now_weakness", "now_both_legs", "now_fever", "now_trauma", "now_unwell")
    return {
        "check_in_going": "going_well",
        "own_signs_seen": False,
        "flare_up_now": False,
        "pain_nrs_now": 1,
        **dict.fromkeys(signs, False),
        "help_again": False,
        **other,
    }


def gp_call(**other: Any) -> Said:
    """The GP was phoned with the client present."""
    return {
        "call_at": in_days(0),
        "call_time": "10.15",
        "call_role": "called_gp",
        "call_with": "dokter Aydin",
        "call_patient_present": True,
        "call_told": "De antwoorden van de screening.",
        "call_outcome": "Komt vandaag langs.",
        "call_next": "goes_to_gp_today",
        **other,
    }


def letter_gp(**other: Any) -> Said:
    """A first report, with consent."""
    return {
        "consent_share_gp": "granted",
        "letter_kind": "first_report",
        "letter_urgency": "information",
        "letter_request": "Ter informatie.",
        "letter_reason": "Lage rugpijn.",
        "letter_findings": "Geen alarmsignalen.",
        "letter_conclusion": "Pluis.",
        "letter_told": "Uitleg gegeven.",
        **other,
    }


def begun(patient: Patient, therapist: User, *, by: Actor) -> Episode:
    """An open episode of low back pain."""
    return begin(patient, "low_back_pain", therapist, by=by)


def up_to(form: str, episode: Episode, *, by: Actor) -> Entry:
    """Walk the main road, everything signed as above, up to and with `form` ("consent": given, on paper)."""
    for step in MAIN_ROAD:
        entry = consent(episode, by=by) if step == "consent" else sign(episode, step, globals()[step](), by=by)
        if step == form:
            return entry
    raise LookupError(form)


def consent(
    episode: Episode, decision: str = "given", *, by: Actor, way: str = "paper", seen: Seen | None = None, **other: Any
) -> Entry:
    """The client's answer to the newest plan, as they saw it."""
    return answer_plan(episode, decision, seen or seen_in(episode), way=way, by=by, **other)


def seen_in(episode: Episode) -> Seen:
    """The newest plan version and its Dutch text."""
    entry = episode.entries.filter(form="plan").latest("number")
    return Seen(entry.hash, text_hash(read(entry).text["nl"]))


def against(situation: Situation, answers: Said) -> tuple[Against, ...]:
    """What speaks against a plan in this situation."""
    return contra_indications(situation.signing("plan", answers))


def as_posted(form: str, answers: Said) -> dict[str, Any]:
    """The same, as a browser sends it."""
    questions = pathway("low_back_pain").forms[form].questions
    parsed = read_answers(pathway("low_back_pain").forms[form], answers)
    assert parsed.is_valid, parsed.problems
    return dict(as_raw(questions, parsed.answers, "nl"))


def exercises(*rows: Said, **other: Any) -> Said:
    """Two exercises at home: the bridge on three days a week, and walking on five."""
    bridge = {"exercise": "ex_bridge", "sets": 2, "reps": 10, "days_a_week": 3}
    walking = {"exercise": "ex_walking", "minutes": 10, "times_a_day": 1, "days_a_week": 5}
    return {"prescribed": rows or (bridge, walking), "prescribed_why": "Past bij je doel.", **other}
