"""Tables as lines: data rows with tabs between cells; a table that only places a letterhead or a signature, as text."""

import re

from corpus.text import fold
from ingest.source_text import Line, Table

# Words of letterheads and signature blocks, folded; such a table has at most this many rows and three columns.
_LAYOUT = re.compile(
    r"cong hoa xa hoi chu nghia|doc lap ?- ?tu do|dang cong san viet nam|^\s*noi nhan|\bky ten\b"
    r"|xac thuc van ban hop nhat|^\s*(tm|kt|tl|tuq|q)\. ",
    re.MULTILINE,
)
_LAYOUT_ROWS = 6
_LAYOUT_COLUMNS = 3


def is_layout(rows: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a table holds a letterhead, a signature block, or one framed cell, and so is no data."""
    columns = max((sum(1 for cell in row if cell.strip()) for row in rows), default=0)
    if columns <= 1 and len(rows) == 1:
        return True
    if len(rows) > _LAYOUT_ROWS or columns > _LAYOUT_COLUMNS:
        return False
    return bool(_LAYOUT.search(fold("\n".join(cell for row in rows for cell in row))))


def table_lines(rows: tuple[tuple[str, ...], ...], index: int) -> tuple[list[Line], list[Table]]:
    """The lines of one table and the table itself, [] when it is layout; `index` is the place it will have."""
    rows = tuple(row for row in rows if any(cell.strip() for cell in row))
    if not rows:
        return [], []
    if is_layout(rows):
        texts = (line for row in rows for cell in row for line in cell.split("\n"))
        return [Line(text.strip()) for text in texts if text.strip()], []
    lines = [Line("\t".join(" ".join(cell.split()) for cell in row), table=index) for row in rows]
    return lines, [Table(None, rows)]
