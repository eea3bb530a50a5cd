"""Proofs over every possible person, by a solver. For development and continuous integration, never at run time.

for proof in prove(pathway): ...        every property of every judged form
Encoding(form)                          a form as formulas; Solver(…).find(…) somebody for whom they hold
Patient(form, answers)                  that somebody, as evaluate and a reader see them
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from pathways.model import Form, Pathway
from pathways.prove import asking, happening, knowing, promises
from pathways.prove.encoding import Encoding
from pathways.prove.patients import Patient, patient_in
from pathways.prove.solving import Solver, Undecided
from pathways.prove.statements import Case, Proof, ReadingsDisagree, Settled

#: What must hold of each form.
OF_EACH_FORM: tuple[Callable[[Case], Iterator[Proof]], ...] = (
    promises.alarms,
    promises.claims_at_least,
    promises.claims_at_most,
    promises.open_alarms,
    knowing.monotone,
    knowing.information,
    knowing.definite,
    happening.questions_shown,
    happening.rules_add,
    happening.advice_agrees,
    asking.asked_in_vain,
    knowing.never_below_earlier_form,
)
#: What must hold of one form at least.
OF_SOME_FORM: tuple[Callable[[Case, Settled], Iterator[Proof]], ...] = (
    promises.claims_speak,
    happening.levels_reached,
    happening.rules_reached,
    happening.rules_decide,
    asking.questions_matter,
    asking.options_matter,
    happening.advice_given,
    happening.bands_reached,
)


def prove(pathway: Pathway, forms: Collection[str] = ()) -> Iterator[Proof]:
    """Every property of the judged forms (or only these), broken ones with the smallest people who break them.

    Raises ReadingsDisagree when evaluate does not confirm a counterexample.
    """
    cases = [Case(form) for form in judged_forms(pathway) if not forms or form.id in forms]
    for case in cases:
        for prove_property in OF_EACH_FORM:
            yield from prove_property(case)
    for prove_existence in OF_SOME_FORM:
        yield from _on_some_form(cases, prove_existence)


def judged_forms(pathway: Pathway) -> list[Form]:
    """The forms that give a level, the smallest first."""
    return sorted((form for form in pathway.forms.values() if form.is_judged), key=lambda form: len(form.supplied))


def _on_some_form(cases: list[Case], existence: Callable[[Case, Settled], Iterator[Proof]]) -> Iterator[Proof]:
    """One proof per subject: that of the first form on which it holds, else that of the last form that was tried."""
    proofs: dict[str, Proof] = {}
    for case in cases:
        settled = {subject for subject, proof in proofs.items() if proof.outcome == "holds"}
        proofs |= {proof.subject: proof for proof in existence(case, settled)}
    yield from proofs.values()


__all__ = [
    "Case",
    "Encoding",
    "Patient",
    "Proof",
    "ReadingsDisagree",
    "Solver",
    "Undecided",
    "judged_forms",
    "patient_in",
    "prove",
]
