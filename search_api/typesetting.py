"""How the places of a document are set on a page: the levels of their headings; heading, number and body of each."""

import re
from collections.abc import Iterable, Iterator

from corpus.locator import Unit

_HEADED = {Unit.DINH_KEM, Unit.PHU_LUC, Unit.PHAN, Unit.CHUONG, Unit.MUC, Unit.TIEU_MUC, Unit.DIEU}
_NUMBERED = re.compile(r"\s*(?:Ghi chú \d+\.|\d{1,3}[a-zđ]?[.)]|[a-zđ]{1,2}[.)]|[ivx]+\)|[-–+•*])(?=\s)")


def heading_levels(units: Iterable[Unit | None]) -> Iterator[int]:
    """For places in the order of the text, the level of the heading of each, 2 to 6; 0 for one without."""
    open_ranks: list[int] = []
    for unit in units:
        if unit not in _HEADED:
            yield 0
            continue
        open_ranks = [rank for rank in open_ranks if rank < unit.rank]
        yield min(2 + len(open_ranks), 6)
        open_ranks.append(unit.rank)


def set_apart(text: str, heading: str, *, level: int, is_place: bool) -> tuple[str, str, str]:
    """A place's text as heading, printed number and body; joined they are the text.

    `level` is that of its heading, 0 for none; without `is_place` the text is that of a whole document.
    """
    if level:
        end = _heading_end(text, heading)
        return text[:end], "", text[end:]
    match = _NUMBERED.match(text) if is_place else None
    end = match.end() if match else 0
    return "", text[:end], text[end:]


def _heading_end(text: str, heading: str) -> int:
    """Where the heading lines of a place end in its text: after its title, else after its first line."""
    words = r"\s+".join(re.escape(word) for word in heading.split())
    match = re.search(words, text[: len(heading) + 80]) if words else None
    if match:
        return match.end()
    return len(text.partition("\n")[0])
