"""Rows of tables as they are looked for: a few at a time, under the words before the table and their headings.

"Mức hỗ trợ tối đa | 300 triệu đồng" is a row that says nothing without "Nội dung | Mức (đồng)" over it, and a table of
a thousand rows says nothing as a whole.
"""

from collections.abc import Iterator, Sequence

from corpus.table import Table

LONGEST = 60
"""Syllables of the rows put together; a longer row stands alone, in several parts past `LONGEST_ROW`."""

LONGEST_ROW = 160
_LEAD = 70  # syllables before the rows
_CAPTION = 24


def without(text: str, tables: Sequence[Table]) -> str:
    """A provision's text without its tables."""
    kept: list[str] = []
    at = 0
    for table in tables:
        kept.append(text[at : table.start])
        at = table.end + 1
    kept.append(text[at:])
    return "".join(kept)


def texts(table: Table, text: str) -> Iterator[str]:
    """The rows of a table in the order of the text, each under its group, the headings and the line before the table.

    Args:
        table: As the store gives it.
        text: That the table's characters are counted in.
    """
    caption = _first(text[: table.start].rstrip().rpartition("\n")[2], _CAPTION)
    headings = " | ".join(filter(None, dict.fromkeys(table.column_headings)))
    lead = _first("\n".join(filter(None, (caption, headings))), _LEAD)
    held: list[str] = []
    group: tuple[str, ...] = ()
    for path, row in table.body():
        said = " | ".join(filter(None, table.said_in(row)))
        if not said:
            continue
        if held and (path != group or _size([*held, said]) > LONGEST):
            yield _under(lead, group, held)
            held = []
        group = path
        *parts, said = _parts(said)
        for part in parts:
            yield _under(lead, path, [part])
        held.append(said)
    if held or (lead and len(table.rows) == table.headings):
        yield _under(lead, group, held)


def _parts(said: str) -> list[str]:
    syllables = said.split(" ")
    return [" ".join(syllables[at : at + LONGEST_ROW]) for at in range(0, len(syllables), LONGEST_ROW)]


def _under(lead: str, path: Sequence[str], rows: Sequence[str]) -> str:
    return "\n".join(filter(None, (lead, *path, *rows)))


def _size(rows: Sequence[str]) -> int:
    return sum(len(row.split()) for row in rows)


def _first(text: str, syllables: int) -> str:
    """The first syllables of a text; a longer one is cut inside a line."""
    found = text.split(" ")
    return " ".join(found[:syllables])
