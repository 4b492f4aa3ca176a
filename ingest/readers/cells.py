"""Tables as lines: data rows with tabs between cells; a table that only places a letterhead or a signature, as text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.text import fold
from ingest.source_text import Line, Reach, Table
from ingest.table_headings import headings

# Words of letterheads and signature blocks, folded; such a table has at most this many rows and three columns.
_LAYOUT = re.compile(
    r"cong hoa xa hoi chu nghia|doc lap ?- ?tu do|dang cong san viet nam|^\s*noi nhan|\bky ten\b"
    r"|xac thuc van ban hop nhat|^\s*(tm|kt|tl|tuq|q)\. |\(\s*(da )?(ky|chu ky)\b|^\s*t/m "
    r"|\bban hanh (kem )?theo (qd|quyet dinh|thong tu|tt)\b|\bngay ?[.…]+ ?,?thang ?[.…]+",
    re.MULTILINE,
)
_LAYOUT_ROWS = 10
_LAYOUT_COLUMNS = 3
# "(Ký, họ tên)" under each of the names of offices, however many stand side by side.
_SIGNED = re.compile(r"\(\s*(ky|chu ky)\b")
_SIGNED_WITHIN = 4


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table as a file gives it.

    Attributes:
        rows: What a wide or tall cell reaches over is blank.
        reaches: The wide and tall cells.
        marked: How many rows at the top the file itself marks as headings.
        bold: For each row, whether all its words are bold; () where the format does not say.
    """

    rows: tuple[tuple[str, ...], ...]
    reaches: tuple[Reach, ...] = ()
    marked: int = 0
    bold: tuple[bool, ...] = ()

    @property
    def inked(self) -> "Drawn":
        """Without the rows that hold no words."""
        kept = [at for at, row in enumerate(self.rows) if any(cell.strip() for cell in row)]
        if len(kept) == len(self.rows):
            return self
        return Drawn(
            tuple(self.rows[at] for at in kept),
            tuple(
                replace(reach, row=sum(at < reach.row for at in kept), rows=rows)
                for reach in self.reaches
                if (rows := sum(reach.row <= at < reach.row + reach.rows for at in kept)) and reach.row in kept
            ),
            sum(at < self.marked for at in kept),
            tuple(self.bold[at] for at in kept) if self.bold else (),
        )

    def table(self, page: int | None) -> Table:
        """The table with its heading rows known where anything tells them."""
        wide = tuple(reach for reach in self.reaches if reach.rows > 1 or reach.columns > 1)
        return Table(page, self.rows, headings(self.rows, wide, self.marked, self.bold), wide)


def is_layout(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table holds a letterhead, a signature block, or framed text, and so is no data."""
    columns = max((sum(1 for cell in row if cell.strip()) for row in rows), default=0)
    if columns <= 1:
        return True
    if len(rows) > _LAYOUT_ROWS:
        return False
    if any(_is_signed(row) for row in rows[:_SIGNED_WITHIN]):
        return True
    if columns > _LAYOUT_COLUMNS:
        return False
    return bool(_LAYOUT.search(fold("\n".join(cell for row in rows for cell in row))))


def _is_signed(row: Sequence[str]) -> bool:
    inked = [fold(cell) for cell in row if cell.strip()]
    return len(inked) > 1 and all(_SIGNED.search(cell) for cell in inked)


def table_lines(drawn: Drawn, index: int) -> tuple[list[Line], list[Table]]:
    """The lines of one table and the table itself, [] when it is layout; `index` is the place it will have."""
    drawn = drawn.inked
    if not drawn.rows:
        return [], []
    if is_layout(drawn.rows):
        texts = (line for row in drawn.rows for cell in row for line in cell.split("\n"))
        return [Line(text.strip()) for text in texts if text.strip()], []
    lines = [Line(row_text(row), table=index) for row in drawn.rows]
    return lines, [drawn.table(None)]


def row_text(row: Sequence[str]) -> str:
    """A row as a line: its cells with tabs between them."""
    return "\t".join(" ".join(cell.split()) for cell in row)
