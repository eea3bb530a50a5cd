"""How urgency looks: heavy on top, each level its own tone, one of them the reader's."""

from pathways.model import Form
from ruggespraak.ui.levels import ladder, rung


def test_the_ladder_runs_from_heavy_to_light(form: Form) -> None:
    rungs = ladder(form.pathway.levels, "gp_routine", "nl")

    assert [step.tone for step in rungs] == ["alarm", "alarm", "today", "soon", "soon", "delft", "moss"]
    assert rungs[0].label == "Bel nu 112"
    assert [step.id for step in rungs if step.is_current] == ["gp_routine"]


def test_a_level_has_its_label_in_the_readers_language(form: Form) -> None:
    assert rung(form.pathway.levels, "call_112_now", "en").label == "Call 112 now"
