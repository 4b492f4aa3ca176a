"""A long law printed in two or three Công báo issues: what stands where one issue ends and the next begins.

    (Xem tiếp Công báo số 979 + 980)
    PHẦN VĂN BẢN QUY PHẠM PHÁP LUẬT
    CHỦ TỊCH NƯỚC - QUỐC HỘI
    Luật số 36/2024/QH15 ngày 27 tháng 6 năm 2024
    Phần thứ hai                                     (headings that are open already, printed again)
    (Tiếp theo Công báo số 977 + 978)

Between two places of one text these lines are no part of it. At the head of a file they name the document and stay.
"""

import re
from collections.abc import Sequence

from ingest.source_text import Line

_GOES_ON = re.compile(r"\(?\s*Tiếp theo Công báo s[ốô]\b.{0,80}", re.IGNORECASE)
_CONTINUED = re.compile(r"\(?\s*Xem tiếp Công báo s[ốô]\b.{0,80}", re.IGNORECASE)
_RUBRIC = re.compile(r"(PHẦN )?VĂN BẢN QUY PHẠM PHÁP LUẬT|CÔNG BÁO\b.*|LUẬT|(Bộ )?[Ll]uật số:? .{3,60}")
_DIEU = re.compile(r"(Điều|ĐIỀU)\s+\d+")
_LONGEST_JOIN = 15  # lines from the rubric to "(Tiếp theo …)"


def joins(lines: Sequence[Line]) -> dict[int, str]:
    """Lines that only join two issues, with the reason: "issue_join" inside the text, "continued" at its end."""
    first = next((at for at, line in enumerate(lines) if _DIEU.match(line.text)), len(lines))
    found: dict[int, str] = {}
    for at in range(first, len(lines)):
        text = lines[at].text.strip()
        if _GOES_ON.fullmatch(text):
            found.update(dict.fromkeys(range(_rubric(lines, first, at), at + 1), "issue_join"))
        elif _CONTINUED.fullmatch(text):
            found[at] = "issue_join" if _goes_on_after(lines, at) else "continued"
    return found


def _rubric(lines: Sequence[Line], first: int, at: int) -> int:
    above = range(max(first, at - _LONGEST_JOIN), at)
    return next((i for i in above if _RUBRIC.fullmatch(lines[i].text.strip())), at)


def _goes_on_after(lines: Sequence[Line], at: int) -> bool:
    return any(_DIEU.match(line.text) for line in lines[at + 1 :])
