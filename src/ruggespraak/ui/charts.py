"""Small drawings of numbers, as SVG with its geometry in attributes: no scripts, no inline style.

Every drawing is one image with one sentence (`says`) for who cannot see it; the numbers themselves belong in a table
beside it (`ui/_chart.html` puts it behind details). Values are drawn as they are, never smoothed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

PERSON = "M12.5 30v-9a7.5 7.5 0 0 1 15 0v9a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2Z"
IN_A_ROW = 10
CELL_WIDTH, CELL_HEIGHT = 40, 36

# The plotting area of `course`: x from week 0 to the last, y from 0 to 10.
LEFT, RIGHT, TOP, BOTTOM = 38.0, 386.0, 24.0, 204.0
TALLEST = 10

BARS_WIDTH, BAR_PITCH = 260, 28
# The ends of the scale of `moments`, the height of a row, and what is added where its words have a line of their own.
ENDS, MOMENT_PITCH, WORDS_PITCH, SHORT = (10.0, 390.0), 74, 32, 4

Point = tuple[float, float]


@dataclass(frozen=True)
class Minutes:
    """What the minutes of one session went to."""

    label: str
    hands_on: int
    hands_off: int
    coaching: int


def field_of_people(count: float, of: int, says: str) -> SafeString:
    """`of` people, of whom `count` are coloured; a part of a person is coloured from the feet up."""
    rows = -(-of // IN_A_ROW)
    # A few in a hundred stand out in ember; half of all people are simply "us", in delft.
    tone = "hot" if of > IN_A_ROW else "cool"
    people = _all(_person(number, count - number, tone) for number in range(of))
    return _image("chart", f"0 0 {CELL_WIDTH * IN_A_ROW} {CELL_HEIGHT * rows}", says, people)


def _person(number: int, share: float, tone: str) -> SafeString:
    row, column = divmod(number, IN_A_ROW)
    place = f"translate({column * CELL_WIDTH} {row * CELL_HEIGHT})"
    body = format_html('<circle cx="20" cy="7.5" r="4.5"/><path d="{}"/>', PERSON)
    if 0 < share < 1:
        legs = f"M12.5 {_n(32 - 19 * share)}h15V30a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2Z"
        return format_html(
            '<g transform="{}"><g class="folk">{}</g><path class="{}" d="{}"/></g>', place, body, tone, legs
        )
    return format_html('<g class="{}" transform="{}">{}</g>', tone if share >= 1 else "folk", place, body)


def course(
    usual: Sequence[Point],
    says: str,
    *,
    mine: Sequence[Point] = (),
    band: Sequence[tuple[float, float, float]] = (),
    apart: float | None = None,
    usual_word: str = "",
    mine_word: str = "",
    y_word: str = "",
    x_word: str = "",
) -> SafeString:
    """Pain (0 to 10) over weeks: the usual course in delft, the person's own in ember, labels on the lines.

    Points are (week, value), in order of time. The band is how sure the usual course is: (week, low, high).
    Own points that lie further apart than `apart` weeks are not joined: what lies between them nobody said.
    """
    weeks = max((week for week, _value in (*usual, *mine)), default=1) or 1
    parts = [_grid(y_word), _weeks(weeks, x_word)]
    if band:
        parts.insert(0, _band(band, weeks))
    if usual:
        parts += [_line("usual", usual, weeks), _beside_usual(usual[len(usual) // 3], weeks, usual_word)]
    if mine:
        x, y = _place(mine[-1], weeks)
        dot = format_html('<circle class="dot" cx="{}" cy="{}" r="5.5"/>', _n(x), _n(y))
        parts += [*(_line("mine", run, weeks) for run in _runs(mine, apart)), dot, _beside_mine(x, y, mine_word)]
    return _image("chart", "0 -24 400 290", says, _all(parts))


def change(before: float, after: float, says: str, *, before_word: str = "", after_word: str = "") -> SafeString:
    """One number before and after on its whole axis of 0 to 10: before in delft, named above; after in ember, below."""
    start, end = _along(before), _along(after)
    parts = [
        format_html('<path class="rule" d="M{} 50H{}"/>', _n(_along(0)), _n(_along(TALLEST))),
        format_html(
            '<text x="14" y="57" text-anchor="middle">0</text><text x="382" y="57" text-anchor="middle">{}</text>',
            TALLEST,
        ),
        format_html('<path class="mine" d="M{} 50H{}"/>', _n(start), _n(end)) if start != end else SafeString(""),
        format_html('<circle class="cool" cx="{}" cy="50" r="7"/>', _n(start)),
        format_html('<circle class="dot" cx="{}" cy="50" r="{}"/>', _n(end), 7 if start != end else 11),
        _beside(start, 30, before_word),
        _beside(end, 84, after_word),
    ]
    return _image("chart", "0 0 400 94", says, _all(parts))


def _along(value: float) -> float:
    return 40 + 320 * value / TALLEST


def _beside(x: float, y: float, word: str) -> SafeString:
    """The word at a point, towards the middle where the edge is near."""
    return _word(x, y, "start" if x < 120 else "end" if x > 280 else "middle", word)


def moments(
    rows: Sequence[tuple[str, float | None, str]], low: float, high: float, says: str, *, since_first: bool = True
) -> SafeString:
    """One measure at a few moments, each on the whole scale from `low` (left) to `high`: (label, value, its words).

    A row a moment, so that every moment has its name, on a phone too; what was not scored has no dot. `since_first`:
    from the second row on a line leads from where the first one stood.
    """
    pitch = MOMENT_PITCH + (WORDS_PITCH if any(len(words) > SHORT for *_, words in rows) else 0)
    places = [None if value is None else _on_scale(value, low, high) for _label, value, _words in rows]
    drawn = (
        _moment(pitch * number, pitch, label, words, places[number], places[0] if number and since_first else None)
        for number, (label, _value, words) in enumerate(rows)
    )
    return _image("chart", f"0 0 400 {pitch * len(rows)}", says, _all(drawn))


def _on_scale(value: float, low: float, high: float) -> float:
    return ENDS[0] + (ENDS[1] - ENDS[0]) * (value - low) / (high - low)


def _moment(top: float, pitch: float, label: str, words: str, place: float | None, first: float | None) -> SafeString:
    is_apart, y = pitch > MOMENT_PITCH, top + pitch - 24
    said = format_html(
        '<text x="0" y="{}">{}</text><text class="say" x="{}" y="{}" text-anchor="{}">{}</text>',
        *(top + 28, label, 0 if is_apart else 400, top + (28 + WORDS_PITCH if is_apart else 28)),
        *("start" if is_apart else "end", words),
    )
    track = format_html('<path class="track" d="M{0} {2}H{1}M{0} {3}v12M{1} {3}v12"/>', *ENDS, y, y - 6)
    if place is None:
        return _all((said, track))
    dot = format_html('<circle class="dot" cx="{}" cy="{}" r="7"/>', _n(place), y)
    if first is None:
        return _all((said, track, dot))
    since = format_html(
        '<path class="mine" d="M{0} {1}H{2}"/><circle class="cool" cx="{0}" cy="{1}" r="4"/>', _n(first), y, _n(place)
    )
    return _all((said, track, since, dot))


def sparkline(
    values: Sequence[float], says: str, *, goal: float | None = None, top: float = 10, bottom: float = 0
) -> SafeString:
    """One measure over time for the desk, with its goal dotted. `values` in order of time, `bottom` to `top`."""
    if not values:
        return SafeString("")
    step = 91 / max(len(values) - 1, 1)

    def height(value: float) -> float:
        return 37 - 34 * (value - bottom) / (top - bottom)

    points = [(3 + step * number, height(value)) for number, value in enumerate(values)]
    target = format_html('<path class="goal" d="M2 {}H98"/>', _n(height(goal))) if goal is not None else ""
    x, y = points[-1]
    drawing = format_html(
        '{}<path class="mine" d="{}"/><circle class="dot" cx="{}" cy="{}" r="3"/>', target, _path(points), _n(x), _n(y)
    )
    return _image("spark", "0 0 100 40", says, drawing)


def stacked_minutes(sessions: Sequence[Minutes], says: str) -> SafeString:
    """One bar a session: minutes hands-on, hands-off and coaching, with the number inside."""
    longest = max((session.hands_on + session.hands_off + session.coaching for session in sessions), default=0)
    bars = _all(_bar(session, number, longest) for number, session in enumerate(sessions))
    return _image("chart bars", f"0 0 {BARS_WIDTH} {BAR_PITCH * len(sessions)}", says, bars)


def _bar(session: Minutes, number: int, longest: int) -> SafeString:
    y, x, scale = BAR_PITCH * number, 28.0, (BARS_WIDTH - 28) / max(longest, 1)
    parts = [format_html('<text x="0" y="{}">{}</text>', y + 20, session.label)]
    for minutes, fill, ink in (
        (session.hands_on, "cool", "on"),
        (session.hands_off, "folk", "say"),
        (session.coaching, "sandy", "say"),
    ):
        if not minutes:
            continue
        width = minutes * scale
        parts.append(
            format_html('<path class="{}" d="M{} {}h{}v24h-{}Z"/>', fill, _n(x), y + 2, _n(width - 2), _n(width - 2))
        )
        if width > 30:
            parts.append(format_html('<text class="{}" x="{}" y="{}">{}</text>', ink, _n(x + 6), y + 20, minutes))
        x += width
    return _all(parts)


def phase(step: int, of: int, says: str) -> SafeString:
    """Where an episode stands, small enough for a table row: done, now, to come."""
    width = 62 / of - 2
    boxes = (
        ("cool" if number < step else "hot" if number == step else "folk", _n((number - 1) * (width + 2)), _n(width))
        for number in range(1, of + 1)
    )
    drawing = format_html_join("", '<rect class="{}" x="{}" y="2" width="{}" height="6" rx="3"/>', boxes)
    return _image("phase", "0 0 62 10", says, drawing)


def _image(kind: str, box: str, says: str, drawing: SafeString) -> SafeString:
    return format_html('<svg class="{}" viewBox="{}" role="img" aria-label="{}">{}</svg>', kind, box, says, drawing)


def _grid(y_word: str) -> SafeString:
    lines = format_html_join(
        "",
        '<path class="rule" d="M32 {0}H392"/><text x="24" y="{1}" text-anchor="end">{2}</text>',
        ((_n(y), _n(y + 5), value) for value in (10, 5, 0) for y in (_height(value),)),
    )
    return format_html('{}<text x="0" y="-4" class="say">{}</text>', lines, y_word)


def _weeks(weeks: float, x_word: str) -> SafeString:
    every = next(step for step in (1, 2, 4, 13, 26, 52, 520) if weeks / step <= 7)
    marks = ((_n(_across(week, weeks)), week) for week in range(0, int(weeks) + 1, every))
    words = format_html_join("", '<text x="{}" y="232" text-anchor="middle">{}</text>', marks)
    return format_html('{}<text x="392" y="260" text-anchor="end">{}</text>', words, x_word)


def _line(kind: str, points: Sequence[Point], weeks: float) -> SafeString:
    path = _path(_place(point, weeks) for point in points)
    return format_html('<path class="{}" d="{}{}"/>', kind, path, "" if len(points) > 1 else "h0")  # a dot by itself


def _runs(points: Sequence[Point], apart: float | None) -> list[list[Point]]:
    """The points that may be joined, in groups."""
    runs: list[list[Point]] = []
    for point in points:
        if runs and (apart is None or point[0] - runs[-1][-1][0] <= apart):
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _band(band: Sequence[tuple[float, float, float]], weeks: float) -> SafeString:
    """From the highest values over to the lowest and back."""
    over = [(week, high) for week, _low, high in band] + [(week, low) for week, low, _high in reversed(band)]
    return format_html('<path class="band" d="{}Z"/>', _path(_place(point, weeks) for point in over))


def _beside_usual(point: Point, weeks: float, word: str) -> SafeString:
    """The word under the usual line, or above it where the axis is near."""
    x, y = _place(point, weeks)
    below = y + 28 if y < BOTTOM - 34 else y - 12
    return _word(x, below, "middle", word)


def _beside_mine(x: float, y: float, word: str) -> SafeString:
    """The word at the newest own point: after it, or over it at the right edge."""
    return _word(x + 12, y + 5, "start", word) if x < RIGHT - 130 else _word(x, max(y - 16, 20), "end", word)


def _word(x: float, y: float, anchor: str, word: str) -> SafeString:
    if not word:
        return SafeString("")
    return format_html('<text class="say" x="{}" y="{}" text-anchor="{}">{}</text>', _n(x), _n(y), anchor, word)


def _place(point: Point, weeks: float) -> Point:
    week, value = point
    return _across(week, weeks), _height(value)


def _across(week: float, weeks: float) -> float:
    return LEFT + (RIGHT - LEFT) * week / weeks


def _height(value: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * value / TALLEST


def _all(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _path(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _n(number: float) -> str:
    """A coordinate with at most two decimals, always with a point."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
