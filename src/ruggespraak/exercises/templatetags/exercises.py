"""{% figure %}: an exercise as a picture; {% moving_figure %}: with a box to let it move."""

from django import template
from django.utils.safestring import SafeString

from pathways.model import Exercise
from ruggespraak.exercises import figure as figures
from ruggespraak.language import language

register = template.Library()


@register.simple_tag
def figure(exercise: Exercise, moment: figures.Moment = "end") -> SafeString:
    """The SVG of an exercise: its "start", its "end" with arrows, or its "motion"; described in the page's language."""
    return figures.figure(exercise, moment, language())


@register.inclusion_tag("exercises/_moving_figure.html")
def moving_figure(exercise: Exercise, moves: bool = False) -> dict[str, object]:
    """The figure in a tile, with a box to let it move. At most one on a page begins with `moves`."""
    return {"exercise": exercise, "moves": moves, "stands_still": len(exercise.figure.poses) == 1}
