"""The order of care in one table, with its gates beside it.

A gate raises `NotPossible` with a sentence. Those in `opens` look at the course of the episode only, so that a button
can say beforehand why it is off; those in `signs` look at the answers too. `NeedsReason` is a gate that opens for a
stated reason: the reason is kept in the entry and stands out wherever the entry is shown.

Sources: clinical file 1.7 (weak_03), 1.10 (cor_07 to cor_10), 2.3, 9.4, 12.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pathways.model import Answers, Form, Pathway
from ruggespraak import clock
from ruggespraak.care import asked
from ruggespraak.care.contra import contra_indications
from ruggespraak.care.course import Course, rows, text
from ruggespraak.care.signing import REASON_AT_LEAST, NeedsReason, NotWithThisAnswer, Signing, is_reason
from ruggespraak.dossier.reading import Reading
from ruggespraak.errors import NotPossible, why_not
from ruggespraak.language import language
from ruggespraak.people.models import OWN_ROLES

NEVER_OVERRULED = 2  # the two heaviest levels: weak_03


Opening = Callable[[Course], None]
Signature = Callable[[Signing], None]


# Gates that look at the course only


def is_open(course: Course) -> None:
    """Nothing after closing."""
    if course.closed_on:
        raise NotPossible(_("This episode is closed. New care begins with a new episode."))


def is_screened(course: Course) -> None:
    """After a signed screening."""
    if not course.has("screening"):
        raise NotPossible(_("First sign the screening."))


def is_pluis(course: Course) -> None:
    """Only while the last screening concluded pluis (cor_07)."""
    is_screened(course)
    if course.conclusion != asked.PLUIS:
        raise NotPossible(
            _("The screening concluded niet-pluis. Wait for the GP, and screen again: only pluis opens this step.")
        )


def has_intake(course: Course) -> None:
    """After a signed intake."""
    if not course.has("intake"):
        raise NotPossible(_("First sign the intake."))


def has_conclusion(course: Course) -> None:
    """After a signed conclusion."""
    if not course.has("conclusion"):
        raise NotPossible(_("First sign the conclusion."))


def is_decided(course: Course) -> None:
    """After the decision to treat was made together."""
    if not course.has("decision"):
        raise NotPossible(_("First decide together and sign the decision."))
    if course.outcome != asked.TREAT:
        raise NotPossible(_("You decided together not to treat. Decide again before you make a plan."))


def has_plan(course: Course) -> None:
    """After a signed plan."""
    if not course.plan:
        raise NotPossible(_("First sign a plan."))


def has_question(course: Course) -> None:
    """While a question of the client waits."""
    if not course.question:
        raise NotPossible(_("There is no question of the client waiting for an answer."))


def has_request(course: Course) -> None:
    """While a request to correct something waits."""
    if not course.requests:
        raise NotPossible(_("No request to correct something is waiting for an answer."))


def has_session(course: Course) -> None:
    """After a signed session."""
    if not course.has("session"):
        raise NotPossible(_("There was no visit yet."))


def is_closed(course: Course) -> None:
    """Only after closing: before it there is a therapist to talk to."""
    if not course.closed_on:
        raise NotPossible(_("Your treatment goes on. Write or call your therapist."))


def has_told_back(course: Course) -> None:
    """While the client's own telling of the plan waits to be read, or was not clear yet."""
    if not course.told_back:
        raise NotPossible(_("The client did not tell the plan in their own words, or it was clear."))


# Gates that look at the answers too


def is_not_overruled(signing: Signing) -> None:
    """A lighter judgement than the computed level needs a reason; never for the two heaviest levels still answered yes.

    Weak_03, and 2.3: from the level that asks for a phone call upward the conclusion is niet-pluis. Judging heavier
    than computed is always free.
    """
    evaluation, pathway = signing.evaluation, signing.pathway
    if evaluation is None or evaluation.certain is None:
        return
    own = text(signing.answers, asked.OWN_URGENCY)
    is_pluis = text(signing.answers, asked.CONCLUSION) == asked.PLUIS
    if evaluation.certain in _heaviest(pathway) and (is_pluis or is_lighter(pathway, own, evaluation.certain)):
        raise NotPossible(
            _("These answers belong to “%(level)s”. While they stand, nobody can conclude less.")
            % {"level": level_label(pathway, evaluation.certain)}
        )
    is_overruled = is_pluis and pathway.asks_for_call(evaluation.level)
    has_reason = is_reason(text(signing.answers, asked.OVERRULE_REASON))
    if (is_overruled or is_lighter(pathway, own, evaluation.certain)) and not has_reason:
        raise NeedsReason(
            "overrule",
            asked.OVERRULE_REASON,
            _("The computed level is “%(level)s”. Less takes a reason of at least %(count)d characters.")
            % {"level": level_label(pathway, evaluation.level or ""), "count": REASON_AT_LEAST},
        )


def _heaviest(pathway: Pathway) -> tuple[str, ...]:
    return tuple(level.id for level in pathway.levels[-NEVER_OVERRULED:])


def is_lighter(pathway: Pathway, own: str, computed: str) -> bool:
    """Whether the therapist's own level, if there is one, is lighter than the computed one."""
    return own in pathway.rank and pathway.rank[own] < pathway.rank[computed]


def is_in_time(signing: Signing) -> None:
    """What has happened was not tomorrow, and what is planned is not behind us: a slip of the year, mostly."""
    today = clock.today().isoformat()  # dates are answers as in ISO 8601, so they sort as text
    then = (signing.occurred_on or clock.today()).isoformat()
    for question in asked.HAPPENED_ON:
        if text(signing.answers, question) > today:
            raise NotWithThisAnswer(question, _("This date has not come yet."))
    for question in asked.PLANNED_ON:
        if "" < text(signing.answers, question) < then:
            raise NotWithThisAnswer(question, _("This date has passed."))


def is_flag_admitted(signing: Signing) -> None:
    """“No red flags found” cannot stand above a red flag answered yes."""
    flagged = (question for question in signing.pathway.questions.values() if question.is_alarm)
    if text(signing.answers, asked.RED_FLAGS) == asked.NONE_FOUND:
        for question in flagged:
            if signing.answers.get(question.id) is True:
                words = {"question": (question.term or question.ask).in_(language())}
                raise NotWithThisAnswer(asked.RED_FLAGS, _("“%(question)s” was answered with yes.") % words)


def has_consent(signing: Signing) -> None:
    """Valid consent: the newest plan version with consent given and not withdrawn (cor_09), or a stated reason."""
    if signing.course.agreed or is_reason(text(signing.answers, asked.NO_CONSENT_REASON)):
        return
    raise NeedsReason("consent", asked.NO_CONSENT_REASON, why_no_consent(signing.course))


def is_without_contra_indication(signing: Signing) -> None:
    """A planned technique meets no contra-indication; a relative one needs a reason beside it (cor_08, 6.6)."""
    against = contra_indications(signing)
    absolute = [found.sentence for found in against if found.is_absolute]
    if absolute:
        raise NotPossible(
            _("Not to be planned, because of: %(reasons)s. Choose another technique.")
            % {"reasons": "; ".join(absolute)}
        )
    relative = [found.sentence for found in against if not is_reason(found.reason)]
    if relative:
        raise NeedsReason(
            "contra_indication",
            asked.PARTS,
            _("Take care: %(reasons)s. Plan this only with a reason beside it.") % {"reasons": "; ".join(relative)},
        )


def is_what_was_done_explained(signing: Signing) -> None:
    """What was done can always be recorded; against a contra-indication it takes a reason beside it (cor_08)."""
    unexplained = [found.sentence for found in contra_indications(signing) if not is_reason(found.reason)]
    if unexplained:
        raise NeedsReason(
            "done_against",
            asked.TECHNIQUES,
            _("Take care: %(reasons)s. Write down beside it why it was done.") % {"reasons": "; ".join(unexplained)},
        )


def is_about_a_page(signing: Signing) -> None:
    """About an entry of the practice that still counts: what clients said themselves is theirs to add to."""
    if signing.about is None or signing.about.form in asked.BESIDE:
        raise NotPossible(_("Open the page that should be corrected, and ask it there."))
    if is_said_by_client(signing.about):
        raise NotPossible(_("This was said by the client. It stays; something can be added beside it."))
    if signing.about.is_corrected:
        raise NotPossible(_("This page was corrected already. Ask it at the newest one."))


def is_said_by_client(reading: Reading) -> bool:
    """Whether an entry holds the client's own words, whoever signed it."""
    return reading.entry.author_role in OWN_ROLES or reading.asked.for_whom != "therapist"


def is_corrected_first(signing: Signing) -> None:
    """An answer to one waiting request; “corrected” only when the page was corrected since."""
    waiting = {request.entry_id: request for request in signing.course.requests}
    request = waiting.get(signing.about.entry.id) if signing.about else None
    if request is None:
        raise NotPossible(_("This request was answered already."))
    if text(signing.answers, asked.CORRECTION_DECISION) in (asked.MADE, asked.MADE_PARTLY) and not request.met_by:
        sentence = _("The page is still as it was. First correct it, then say so here.")
        raise NotWithThisAnswer(asked.CORRECTION_DECISION, sentence)


def is_about_newest_plan(signing: Signing) -> None:
    """Told about the plan as it is now: what somebody tells of an older version says nothing about this one."""
    plan = signing.course.plan
    if signing.about is None or plan is None or signing.about.entry.id != plan.entry_id:
        raise NotPossible(_("The plan has changed since this page was opened. Read the new version first."))


def may_be_shared(signing: Signing) -> None:
    """No letter to the GP without the client's consent to share."""
    if text(signing.answers, asked.SHARE_WITH_GP) != asked.GRANTED:
        raise NotPossible(_("The client has not agreed to share this with the GP. Ask, and record the answer."))


def is_called(signing: Signing) -> None:
    """From `gp_same_day` upward the phone call is recorded first (2.3)."""
    if signing.course.is_call_due:
        raise NotPossible(_("This level of urgency asks for a phone call first. Record the call with the GP."))


@dataclass(frozen=True)
class Step:
    """One step of care: its form, its name, its phase on the spine, and its gates.

    Closing ends a step unless it says `after_closing`: what still comes then is told, asked or answered, not treated.
    """

    form: str
    label: Promise
    phase: str
    opens: Sequence[Opening] = ()
    signs: Sequence[Signature] = ()
    is_side_step: bool = False
    by_patient: bool = False
    after_closing: bool = False

    @property
    def gates(self) -> tuple[Opening, ...]:
        """All that has to be open before this step can be taken."""
        return tuple(self.opens) if self.after_closing else (is_open, *self.opens)


STEPS: Mapping[str, Step] = {
    step.form: step
    for step in (
        Step("screening", gettext_lazy("Screening"), "screening", (), (is_flag_admitted, is_not_overruled)),
        Step("intake", gettext_lazy("Intake"), "intake", (is_pluis,)),
        Step("examination", gettext_lazy("Examination"), "intake", (is_screened,)),
        Step("conclusion", gettext_lazy("Conclusion"), "intake", (is_pluis, has_intake)),
        Step("decision", gettext_lazy("Deciding together"), "plan", (is_pluis, has_conclusion)),
        Step("plan", gettext_lazy("Plan"), "plan", (is_pluis, is_decided), (is_without_contra_indication,)),
        Step("consent", gettext_lazy("Consent"), "plan", (has_plan,)),
        Step(
            "session",
            gettext_lazy("Session"),
            "treatment",
            (is_pluis,),
            (has_consent, is_what_was_done_explained),
        ),
        Step("evaluation", gettext_lazy("Evaluation"), "evaluation", (is_screened, has_plan)),
        Step("closing", gettext_lazy("Closing"), "closing", (), (is_called,)),
        Step(
            asked.TOGETHER,
            gettext_lazy("Preference of the client"),
            "plan",
            (is_pluis, has_conclusion),
            is_side_step=True,
            by_patient=True,
        ),
        Step(
            asked.TOLD_BACK,
            gettext_lazy("The plan in the client’s words"),
            "plan",
            (has_plan,),
            (is_about_newest_plan,),
            is_side_step=True,
            by_patient=True,
        ),
        Step(
            asked.TOLD_BACK_READ,
            gettext_lazy("Is the plan clear to the client?"),
            "plan",
            (has_told_back,),
            is_side_step=True,
        ),
        Step("plan_answer", gettext_lazy("Answer to a question"), "plan", (has_question,), is_side_step=True),
        Step("gp_call", gettext_lazy("Call with the GP"), "", is_side_step=True, after_closing=True),
        Step(
            "letter_gp",
            gettext_lazy("Letter to the GP"),
            "",
            (),
            (may_be_shared, is_called),
            is_side_step=True,
            after_closing=True,
        ),
        Step("intake_home", gettext_lazy("Intake at home"), "intake", (), is_side_step=True, by_patient=True),
        Step(asked.MESSAGE, gettext_lazy("Message of the client"), "", (), is_side_step=True, by_patient=True),
        Step(asked.MESSAGE_ANSWER, gettext_lazy("Message to the client"), "", is_side_step=True, after_closing=True),
        *(
            Step(form, label, phase, is_side_step=True, by_patient=True, after_closing=form in asked.MEASURED_LATER)
            for form, label, phase in (
                ("measures_start", gettext_lazy("Measures at the start"), "intake"),
                ("measures_interim", gettext_lazy("Measures on the way"), "treatment"),
                ("measures_end", gettext_lazy("Measures at the end"), "closing"),
                ("measures_later", gettext_lazy("Measures after treatment"), "closing"),
            )
        ),
        Step(
            asked.DAY_AFTER,
            gettext_lazy("The day after"),
            "treatment",
            (has_session,),
            is_side_step=True,
            by_patient=True,
            after_closing=True,
        ),
        Step(
            asked.CHECK_IN,
            gettext_lazy("Check-in"),
            "closing",
            (is_closed,),
            is_side_step=True,
            by_patient=True,
            after_closing=True,
        ),
        Step(
            asked.OWN_ADDITION,
            gettext_lazy("Addition of the client"),
            "",
            is_side_step=True,
            by_patient=True,
            after_closing=True,
        ),
        Step(
            asked.CORRECTION_REQUEST,
            gettext_lazy("Request to correct"),
            "",
            (),
            (is_about_a_page,),
            is_side_step=True,
            by_patient=True,
            after_closing=True,
        ),
        Step(
            asked.CORRECTION_ANSWER,
            gettext_lazy("Answer to a request to correct"),
            "",
            (has_request,),
            (is_corrected_first,),
            is_side_step=True,
            after_closing=True,
        ),
    )
}

PHASES: Mapping[str, Promise] = {
    "registration": gettext_lazy("Registration"),
    "screening": gettext_lazy("Screening"),
    "intake": gettext_lazy("Intake"),
    "plan": gettext_lazy("Plan"),
    "treatment": pgettext_lazy("phase", "Treatment"),
    "evaluation": gettext_lazy("Evaluation"),
    "closing": gettext_lazy("Closing"),
}


def check_step(course: Course, form: str) -> None:
    """Whether this step can be taken at this point of the course; `NotPossible` says why not."""
    if form not in STEPS:
        raise NotPossible(_("This is not a step of care."))
    for gate in STEPS[form].gates:
        gate(course)


def check_signing(signing: Signing) -> None:
    """Whether these answers can be signed as this step; `NotPossible` says why not."""
    check_step(signing.course, signing.form)
    if not STEPS[signing.form].by_patient:
        is_in_time(signing)
    for gate in STEPS[signing.form].signs:
        gate(signing)


def title_for_staff(form: Form, language: str) -> str:
    """What a form is called on the desk: “Intake at home”, where its own title speaks to the client."""
    step = STEPS.get(form.id)
    return str(step.label) if step and step.by_patient else form.title.in_(language)


def reason_against(course: Course, form: str) -> str:
    """Why this step is not possible now, as a sentence; empty when it is."""
    return why_not(check_step, course, form)


@dataclass(frozen=True)
class Next:
    """The step to take now, and why."""

    form: str
    why: str


def next_step(course: Course, today: date) -> Next | None:
    """The one step that comes next; None when the episode is closed."""
    if course.closed_on:
        return None
    return _before_treatment(course) or _in_treatment(course, today)


def phase_now(course: Course, today: date) -> str:
    """The phase an episode is in. While a newer plan waits, treatment goes on by the one that was agreed."""
    step = next_step(course, today)
    phase = STEPS[step.form].phase if step else "closing"
    if course.agreed and phase in ("", "plan"):
        return "treatment"
    return phase or ("plan" if course.plan else "screening")


def _before_treatment(course: Course) -> Next | None:
    """Up to and including the first plan."""
    if not course.has("screening"):
        return Next("screening", _("Is this a case for us? Ask about the red flags and conclude pluis or niet-pluis."))
    if course.is_call_due:
        return Next("gp_call", _("The level of urgency asks for a phone call with the GP, with the client beside you."))
    if course.alarm:
        return Next("screening", _("New answers give an alarm. Screen again before you go on."))
    if course.conclusion == asked.NIET_PLUIS and course.is_letter_due:
        return Next("letter_gp", _("Niet-pluis: advise the client to see the GP, and send a letter if they agree."))
    if course.conclusion == asked.NIET_PLUIS:
        return Next("screening", _("Niet-pluis: treatment waits. Screen again once the GP has answered."))
    if not course.has("intake"):
        return Next("intake", _("Pluis. Ask about the request for help and the story."))
    if course.is_examination_due and not course.has("conclusion"):
        return Next("examination", _("The screening says that an examination is indicated."))
    if not course.has("conclusion"):
        return Next("conclusion", _("Bring together what you heard and found."))
    if not course.has("decision"):
        return Next("decision", _("Is manual therapy the right help? Decide together."))
    if course.outcome != asked.TREAT:
        return Next("closing", _("You decided together not to treat. Close, with advice."))
    if not course.plan:
        return Next("plan", _("You decided to treat. Write down goals and what you will do."))
    return None


def _in_treatment(course: Course, today: date) -> Next:
    """From the first plan on."""
    plan = course.plan
    assert plan is not None
    if course.question:
        return Next("plan_answer", _("The client has a question about the plan."))
    if course.verdict in (asked.STOP, asked.REFER):
        return Next("closing", _("The evaluation says: stop. Close the episode and hand over."))
    if course.verdict == asked.CHANGE:
        return Next("plan", _("The evaluation says: change the plan."))
    if plan.is_waiting:
        return Next("consent", _ask_consent(course))
    if not course.agreed:
        return Next("decision", _("The client does not agree with the plan. Decide again, together."))
    if course.is_evaluation_due(today):
        return Next("evaluation", _("It is time to see whether it helps: goals and measures against the start."))
    return Next("session", _("Plan version %(number)d is agreed.") % {"number": course.agreed_number})


def _ask_consent(course: Course) -> str:
    assert course.plan is not None
    if course.agreed:
        return _("Version %(new)d waits for an answer. Until then version %(old)d counts.") % {
            "new": course.plan.number,
            "old": course.agreed_number,
        }
    return _("Version %(number)d waits for an answer. Treatment begins after a yes.") % {"number": course.plan.number}


def why_no_consent(course: Course) -> str:
    """In a sentence why there is no valid consent now."""
    if not course.plan:
        return _("There is no plan yet, so the client cannot have agreed.")
    sentences = {
        asked.REFUSED: _("The client refused plan version %(number)d."),
        asked.WITHDRAWN: _("The client took back the consent to plan version %(number)d."),
    }
    sentence = sentences.get(course.consent, _("The client has not yet agreed to plan version %(number)d."))
    return sentence % {"number": course.plan.number}


def level_label(pathway: Pathway, level: str) -> str:
    """What colleagues call a level (“huisarts vandaag”); its own label speaks to a client (“bel je huisarts”)."""
    own = pathway.questions.get(asked.OWN_URGENCY)
    if own and level in own.option:
        return own.option[level].label.in_(language())
    return pathway.level[level].label.in_(language()) if level in pathway.level else level


def exceptions(signing: Signing) -> dict[str, str]:
    """The gates that open only for a stated reason here, each with the words of that reason."""
    found = {}
    bare = replace(signing, answers=_without_reasons(signing.answers))
    for gate in STEPS[signing.form].signs:
        try:
            gate(bare)
        except NeedsReason as needed:
            found[needed.gate] = _reason_for(needed, signing)
    return found


def _without_reasons(answers: Answers) -> Answers:
    bare = {**answers, asked.OVERRULE_REASON: None, asked.NO_CONSENT_REASON: None}
    for listed in (asked.PARTS, asked.TECHNIQUES):
        if rows(answers, listed):
            bare[listed] = tuple({**part, asked.CAUTION: None} for part in rows(answers, listed))
    return bare


def _reason_for(needed: NeedsReason, signing: Signing) -> str:
    if needed.question not in (asked.PARTS, asked.TECHNIQUES):
        return text(signing.answers, needed.question)
    return "; ".join(dict.fromkeys(against.reason for against in contra_indications(signing) if against.reason))


def describe_steps() -> str:
    """The table as a page for people: the order, and the gates of each step. Written to docs/generated/steps.md."""
    with translation.override("en"):
        main = [step for step in STEPS.values() if not step.is_side_step]
        side = [step for step in STEPS.values() if step.is_side_step]
        return "\n".join(
            [
                "# The steps of care",
                "",
                *_picture(main),
                "",
                "Sessions and evaluations alternate until the closing. At any step, also after the closing, the client",
                "can be advised to see the GP: `gp_call` and `letter_gp` are always open.",
                "",
                "## The main road",
                "",
                *_table(main),
                "",
                "## Beside it",
                "",
                *_table(side),
                "",
            ]
        )


def _picture(steps: Sequence[Step]) -> list[str]:
    ways = (f"    {one.form} --> {two.form}" for one, two in pairwise(steps))
    return ["```mermaid", "flowchart LR", *ways, "    evaluation --> session", "    evaluation --> plan", "```"]


def _table(steps: Sequence[Step]) -> list[str]:
    rows = (f"| {step.label} | `{step.form}` | {_gates(step.gates)} | {_gates(step.signs)} |" for step in steps)
    return ["| Step | Form | Opens | Is signed |", "|---|---|---|---|", *rows]


def _gates(gates: Sequence[Callable[..., None]]) -> str:
    return " ".join((gate.__doc__ or "").split("\n\n")[0].replace("\n", " ").strip() for gate in gates) or "always"
