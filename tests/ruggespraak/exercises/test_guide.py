"""The guide for authors shows a figure that loads, stands and is the one of the pack."""

import re
from pathlib import Path

from pathways.model import load
from pathways.model.figures import Figure
from pathways.source import File, Problems, compose, read
from ruggespraak.exercises.figure import draw
from ruggespraak.exercises.posing import movement_of

ROOT = Path(__file__).parents[3]


def test_the_example_of_the_guide_is_the_bridge() -> None:
    text = (ROOT / "docs/for-authors/drawing-an-exercise.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\nfigure:\n(.*?)```", text, re.DOTALL)
    assert example is not None
    problems = Problems()
    node = compose(File("guide", example[1]), problems)
    assert node is not None
    figure = read(node, Figure, problems)
    assert figure is not None
    assert problems.found == []
    bridge = load(ROOT / "packs/low_back_pain").exercise["ex_bridge"].figure
    shown, drawn = movement_of(figure), movement_of(bridge)
    for name in ("start", "end"):
        for point in ("hip", "near_knee", "near_ankle", "head", "near_wrist"):
            (x, y), (a, b) = getattr(shown, name).point(point), getattr(drawn, name).point(point)
            assert abs(x - a) < 1.5, point
            assert abs(y - b) < 1.5, point
    assert draw(figure, "end", "Bridge").startswith("<svg")
