"""A first version of the letter, in Dutch, from what the dossier says. The therapist edits and signs.

The rubrics are those of the agreement between GPs and physiotherapists (src_nhg_kngf, clinical file 9.4). A GP reads
one page: what is asked stands first, what was found comes before what was not, and what was examined without finding
anything is one line. What is not in the dossier is left out, never invented.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from pathways.explain import say
from pathways.model import DONT_KNOW, Answers, Value
from ruggespraak.dossier.reading import Reading
from ruggespraak.letters.record import LANGUAGE, Record, Row, day_of, in_words, lines_of

FORM = "letter_gp"
FINAL, QUESTION, FIRST, INTERIM = "final", "question", "first_report", "interim"
CAUDA_EQUINA = ("ces_saddle", "ces_bladder", "ces_bowel", "ces_sexual", "ces_bilateral_leg")
URGENCY: Mapping[str, str] = {
    "call_112_now": "now",
    "call_gp_or_hap_now": "now",
    "gp_same_day": "today",
    "gp_within_days": "days",
}
"""Level of the screening → how soon the GP must know; a lighter one is routine."""
REQUESTS: Mapping[str, str] = {
    "now": "Graag nu beoordelen, zoals telefonisch besproken.",
    "today": "Graag vandaag beoordelen.",
    "days": "Graag binnen enkele dagen beoordelen.",
    "routine": "Graag beoordelen op een gewone afspraak.",
}
NOTHING_FOUND = "nothing_found"
NOT_FOR_THE_GP = frozenset({"exam_indicated", "exam_consent", "exam_consent_note", "exam_chaperone", "exam_told"})


def compose(readings: Sequence[Reading]) -> Answers:
    """Answers for the form `letter_gp`: every rubric that the dossier can fill. Empty dossier, empty letter."""
    record = Record.of(readings)
    if not record.readings:
        return {}
    kind = _kind(record)
    answers: dict[str, Value] = {"letter_kind": kind, "letter_urgency": _urgency(record, kind)}
    for rubric, lines in RUBRICS.items():
        if said := _fitting(record, rubric, lines(record)):
            answers[rubric] = said
    consent = record.value("consent_share_gp")
    return answers | ({"consent_share_gp": consent} if consent is not None else {})


def _kind(record: Record) -> str:
    if record.latest("closing"):
        return FINAL
    if record.value("screening_conclusion") == "niet_pluis":
        return QUESTION
    return INTERIM if record.latest(FORM) else FIRST


def _urgency(record: Record, kind: str) -> str:
    return URGENCY.get(_level(record), "routine") if kind == QUESTION else "information"


def _level(record: Record) -> str:
    """The therapist's own level; the computed one where there is none."""
    screening = record.latest("screening")
    if screening is None:
        return ""
    own = str(screening.answers.get("own_urgency") or "")
    return own or (screening.evaluation and screening.evaluation.level) or ""


def _request(record: Record) -> Iterator[str]:
    kind, complaint = _kind(record), record.pathway.title.in_(LANGUAGE).lower()
    if kind == QUESTION:
        yield f"Niet-pluis bij {complaint}. {REQUESTS[_urgency(record, kind)]}"
    elif kind == FINAL:
        yield f"Ter informatie: de behandeling voor {complaint} is afgesloten."
    else:
        how = "onder behandeling" if record.latest("plan") else "gezien"
        yield f"Ter informatie: uw patiënt is bij mij {how} met {complaint}."


def _reason(record: Record) -> Iterator[str]:
    yield _sentence(record.words("access", "screening"))
    yield _quoted("Hulpvraag", record.words("help_question"))
    story = (("Duur", "duration"), ("beloop", "course"), ("eerdere periodes", "prev_episodes"))
    yield _sentence("; ".join(f"{label}: {said}" for label, name in story if (said := record.words(name))))
    place = (("Plaats", "where"), ("uitstraling", "radiation"))
    yield _sentence("; ".join(f"{label}: {said}" for label, name in place if (said := record.words(name))))


def _findings(record: Record) -> Iterator[str]:
    yield record.words_of("screening", "deviating_findings")
    yield from _flags(record)
    if _kind(record) == FINAL:  # what was found at the start is old news by now: its summary is enough
        yield record.words_of("examination", "exam_summary")
    else:
        yield from _examined(record.latest("examination"))
    yield from _measured(record)


def _flags(record: Record) -> Iterator[str]:
    """Alarm signs that are there, with their day; what may weigh beside them; what is not known; what is not there.

    That nothing else was found is the therapist's own word: a question that nobody asked is no "no".
    """
    flags = record.flags()
    present = [f"{flag.term} ({in_words(flag.on)})" for flag in flags if flag.value is True and flag.is_alarm]
    beside = [f"{flag.term} ({in_words(flag.on)})" for flag in flags if flag.value is True and not flag.is_alarm]
    unknown = [flag.term for flag in flags if flag.value == DONT_KNOW]
    absent = [flag.term.lower() for flag in flags if flag.value is False and flag.id in CAUDA_EQUINA]
    yield _sentence(f"Alarmsignalen aanwezig: {'; '.join(present)}") if present else ""
    yield _sentence(f"Ook gemeld: {'; '.join(beside)}") if beside else ""
    yield _sentence(f"Niet bekend: {'; '.join(unknown)}") if unknown else ""
    yield _sentence(f"Cauda equina, gevraagd en niet aanwezig: {'; '.join(absent)}") if absent else ""
    yield _quoted("Rode vlaggen", _sentence(record.words_of("screening", "screening_red_flags")))


def _examined(examination: Reading | None) -> Iterator[str]:
    """The summary, then the findings in one line, then what was examined without finding anything."""
    if examination is None:
        return
    found: list[str] = []
    quiet: list[str] = []
    for question, label, said in lines_of(examination):
        value = examination.answers.get(question.id)
        if value == NOTHING_FOUND:
            quiet.append(label.lower())
        elif question.id == "exam_summary":
            yield said
        elif not (question.id in NOT_FOR_THE_GP or question.id.endswith("_block") or isinstance(value, bool)):
            found.append(f"{label.lower()}: {said}")
    yield _sentence("; ".join(found))
    yield _sentence(f"Onderzocht, niets gevonden: {', '.join(quiet)}") if quiet else ""


def _measured(record: Record) -> Iterator[str]:
    before, now = record.first("pain_nrs_avg24h"), record.value("pain_nrs_avg24h")
    if before is not None:
        change = " naar ".join(dict.fromkeys((_number(before), _number(now))))
        yield f"NPRS gemiddeld 24 uur: {change}."
    if effect := record.words("gpe_change"):
        yield f"Ervaren effect (GPE): {effect}."


def _conclusion(record: Record) -> Iterator[str]:
    conclusion = record.words_of("screening", "screening_conclusion")
    concern = record.words_of("screening", "level_of_concern")
    screened = (_quoted("Screening", conclusion), _quoted("mate van zorg", concern))
    yield _sentence("; ".join(part for part in screened if part))
    yield _sentence(record.words("clinical_class"))
    yield record.words("pt_conclusion")


def _told(record: Record) -> Iterator[str]:
    yield record.words_of("screening", "advice_given")
    yield record.words_of("examination", "exam_told")
    yield record.words_of("conclusion", "conclusion_told")
    if record.latest("plan"):  # the plan's text, which the client read, ends with the safety net
        yield "Vangnetadvies gegeven: wanneer direct huisarts of huisartsenpost bellen."


def _done(record: Record) -> Iterator[str]:
    for call in record.all("gp_call"):
        yield _call(call)
    yield _sessions(record)
    if _kind(record) == QUESTION:
        yield "De behandeling wacht tot u de patiënt beoordeeld heeft."


def _call(call: Reading) -> str:
    def said(name: str) -> str:
        value = call.answers.get(name)
        return say(call.pathway.questions[name], value, LANGUAGE) if value is not None else ""

    when = ", ".join(part for part in (said("call_at") or in_words(day_of(call)), said("call_time")) if part)
    whom = ", ".join(part for part in (said("call_role"), said("call_with")) if part)
    return " ".join((f"Gebeld op {when} met {whom}.", _sentence(said("call_outcome")))).strip()


def _sessions(record: Record) -> str:
    sessions = record.all("session")
    if not sessions:
        return ""
    used = dict.fromkeys(str(row.get("option")) for s in sessions for row in _rows(s.answers.get("techniques")))
    count = "1 behandeling" if len(sessions) == 1 else f"{len(sessions)} behandelingen"
    days = dict.fromkeys(in_words(day_of(session)) for session in (sessions[0], sessions[-1]))
    what = f": {', '.join(record.option(name).lower() for name in used)}" if used else ""
    return f"{count} ({' tot '.join(days)}){what}."


def _plan(record: Record) -> Iterator[str]:
    kind = _kind(record)
    if kind == QUESTION:
        yield "Graag hoor ik wat u vond. Na uw antwoord screen ik opnieuw."
        return
    if kind == FINAL:
        yield _quoted("Advies", record.words("closing_advice"))
        yield _follow_up(record.value("follow_up_on", "closing"))
        return
    yield from (f"Doel: {_goal(goal)}." for goal in record.rows("goals", "plan"))
    parts = dict.fromkeys(str(row.get("option")) for row in record.rows("plan_parts"))
    yield _sentence(", ".join(record.option(name) for name in parts))
    number, rhythm = record.words("sessions_planned", "plan"), record.words("frequency", "plan")
    yield _sentence(", ".join(part for part in (f"{number} behandelingen" if number else "", rhythm) if part))
    evaluation = record.words("evaluation_on", "plan")
    yield f"Evaluatie op {evaluation}; daarna hoort u van mij." if evaluation else ""


def _result(record: Record) -> Iterator[str]:
    if record.latest("closing") is None:
        return
    yield _sentence(record.words("end_reason"))
    yield record.words("closing_result")
    yield from (f"{_goal_result(record, row)}." for row in record.rows("closing_goal_results"))
    pain = [v for s in record.all("session") if (v := s.answers.get("pain_before")) is not None]
    yield f"NPRS bij de eerste en de laatste behandeling: {_number(pain[0])} en {_number(pain[-1])}." if pain else ""
    yield _quoted("Blijven bewegen", record.words("keep_moving"))
    yield _quoted("Bij een opvlamming", record.words("flare_up_days"))


RUBRICS: Mapping[str, Callable[[Record], Iterable[str]]] = {
    "letter_request": _request,
    "letter_reason": _reason,
    "letter_findings": _findings,
    "letter_conclusion": _conclusion,
    "letter_told": _told,
    "letter_done": _done,
    "letter_plan": _plan,
    "letter_result": _result,
}
"""Rubric of the letter → its lines."""


def _goal(goal: Row) -> str:
    unit = str(goal.get("unit") or "")
    start, target = _number(goal.get("start")), _number(goal.get("target"))
    values = (f"nu {start}" if start else "", f"doel {target} {unit}".strip() if target else "")
    between = ", ".join(value for value in values if value)
    return str(goal.get("goal") or "") + (f" ({between})" if between else "")


def _number(value: Value) -> str:
    """12,5 and 60: without the zeros that say nothing."""
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        return ""
    return f"{Decimal(value).normalize():f}".replace(".", ",")


def _goal_result(record: Record, row: Row) -> str:
    numbers = [number for name in ("start", "end") if (number := _number(row.get(name)))]
    fields = {field.id: field for field in record.pathway.questions["closing_goal_results"].fields}
    result = say(fields["result"], row["result"], LANGUAGE) if row.get("result") else ""
    outcome = ", ".join(part for part in (" naar ".join(numbers), result) if part)
    return f"{row.get('goal') or ''}: {outcome}"


def _follow_up(on: Value) -> str:
    return f"Controle op {in_words(date.fromisoformat(on))}." if isinstance(on, str) and on else ""


def _rows(value: Value) -> tuple[Row, ...]:
    return tuple(row for row in value if isinstance(row, Mapping)) if isinstance(value, tuple) else ()


def _sentence(words: str) -> str:
    words = words.strip()
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?', '!')) else '.'}" if words else ""


def _quoted(label: str, words: str) -> str:
    return f"{label}: {words}" if words else ""


def _fitting(record: Record, rubric: str, lines: Iterable[str]) -> str:
    """The lines, each once, up to what the rubric can hold: the therapist can only sign what fits."""
    question = record.pathway.questions.get(rubric)
    longest = question.max_length if question and question.max_length else 4000
    text = ""
    for line in dict.fromkeys(line.strip() for line in lines if line.strip()):
        if len(text) + len(line) + 1 > longest:
            break
        text = f"{text}\n{line}" if text else line
    return text
