"""The names of laws that are known: where a name ends when the words go on, "Luật Việc làm và chỉ đạo …".

`law_names.txt` has them, old and new. Names are a closed list of a few hundred, and neither a comma nor "và" says where
one of them ends: "Luật Cán bộ, công chức", "Luật Hỗ trợ doanh nghiệp nhỏ và vừa".
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from corpus.citation_forms import NAME_WORD
from corpus.text import canonical, fold

_FILE = Path(__file__).with_name("law_names.txt")
_LONGEST = 24  # words


@cache
def law_names() -> Mapping[str, frozenset[str]]:
    """For each loại the names of its laws, as `canonical` and with commas left out."""
    names: dict[str, set[str]] = {}
    loai = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            loai = line.strip("[]")
        elif line and not line.startswith("#"):
            names.setdefault(loai, set()).add(canonical(line.replace(",", "")))
    return {loai: frozenset(found) for loai, found in names.items()}


def known_name_end(shown: str, folded: str, at: int, loai: str | None) -> int | None:
    """Where the longest known name that begins at a position (the space before it) ends, or None.

    Words without marks ("luat dat dai") are known too, from two words on. A single one needs its capital or its marks:
    "Luật Giá", "Luật dược".

    Args:
        shown: NFC text.
        folded: The same text folded, of the same length.
        at: Where the space before the name begins.
        loai: "Luật" and so on; None for any.
    """
    words: list[str] = []
    ends: list[int] = []
    first_capital = False
    while len(words) < _LONGEST and (match := NAME_WORD.match(folded, at)):
        printed = shown[match.start("word") : match.end("word")]
        first_capital = first_capital if words else printed[:1].isupper()
        words.append(printed.rstrip(","))
        at = match.end()
        ends.append(at - len(printed) + len(words[-1]))
    marked = [canonical(word) for word in words]
    unmarked = shown.isascii() or all(word.isascii() for word in words)
    for count in range(len(words), 0, -1):
        if count == 1 and not first_capital and words[0].isascii():
            return None
        name = " ".join(marked[:count])
        if _holds(law_names(), name, loai) or (count > 1 and unmarked and _holds(_plain_names(), fold(name), loai)):
            return ends[count - 1]
    return None


@cache
def _plain_names() -> Mapping[str, frozenset[str]]:
    return {loai: frozenset(map(fold, names)) for loai, names in law_names().items()}


def _holds(names: Mapping[str, frozenset[str]], name: str, loai: str | None) -> bool:
    return any(name in found for kind, found in names.items() if loai in (None, kind))
