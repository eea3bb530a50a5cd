"""So many of these people: drawn as people, all of the same size and out of the same number, never as a percentage."""

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ruggespraak.ui.charts import CELL_HEIGHT, CELL_WIDTH, IN_A_ROW, PERSON


def people(low: int, high: int, of: int, says: str) -> SafeString:
    """`of` people: the first `low` filled, those up to `high` half (studies differ), the others only outlined.

    Shape tells what colour tells: it reads the same in grey, on paper and for who sees no difference in colour. Without
    `says` it is decoration.
    """
    rows, columns = -(-of // IN_A_ROW), min(of, IN_A_ROW)
    drawn = format_html_join("", "{}", ((person,) for person in _people(low, high, of)))
    box = f"0 0 {CELL_WIDTH * columns} {CELL_HEIGHT * rows}"
    told = format_html('role="img" aria-label="{}"', says) if says else SafeString('aria-hidden="true"')
    return format_html('<svg class="counted" viewBox="{}" {}>{}</svg>', box, told, drawn)


def _people(low: int, high: int, of: int) -> Iterator[SafeString]:
    for number in range(of):
        row, column = divmod(number, IN_A_ROW)
        kind = "sure" if number < low else "maybe" if number < high else "other"
        yield format_html(
            '<g class="{}" transform="translate({} {})"><circle cx="20" cy="7.5" r="4.5"/><path d="{}"/>{}</g>',
            kind,
            column * CELL_WIDTH,
            row * CELL_HEIGHT,
            PERSON,
            HALF if kind == "maybe" else "",
        )


HALF = SafeString('<path class="half" d="M12.5 23h15v7a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2Z"/>')
"""The lower half of one person, filled."""
