"""Notes of the official codification: which texts changed an Điều, in which place, from which day.

A note names the Điều's origin, then what was done to it ("có nội dung được sửa đổi, có nội dung được bổ sung bởi"),
then the amending places parted by semicolons, each with its own day of effect. What was done counts for all of them:
the note does not say which of several texts did which.
"""

import datetime
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.citation import Citation, NamedDocument, find
from corpus.locator import Locator
from corpus.text import find_date, nfc


class NotedAct(StrEnum):
    """What a note says was done to an Điều."""

    SUA_DOI = "sua_doi"
    BO_SUNG = "bo_sung"
    BAI_BO = "bai_bo"
    THAY_THE = "thay_the"
    DINH_CHINH = "dinh_chinh"
    DINH_CHI = "dinh_chi"
    NGUNG = "ngung"
    HET_HIEU_LUC = "het_hieu_luc"


_ACTS = {
    "sửa đổi": NotedAct.SUA_DOI,
    "bổ sung": NotedAct.BO_SUNG,
    "bãi bỏ": NotedAct.BAI_BO,
    "hủy bỏ": NotedAct.BAI_BO,
    "huỷ bỏ": NotedAct.BAI_BO,
    "thay thế": NotedAct.THAY_THE,
    "đính chính": NotedAct.DINH_CHINH,
    "đình chỉ": NotedAct.DINH_CHI,
    "ngưng hiệu lực": NotedAct.NGUNG,
    "hết hiệu lực": NotedAct.HET_HIEU_LUC,
}


@dataclass(frozen=True, slots=True)
class Noted:
    """One text that changed an Điều, as a note tells it.

    Attributes:
        acts: What was done to all of the Điều ("được bổ sung", "bị bãi bỏ").
        part_acts: What was done to some of it ("có nội dung được sửa đổi"). Both are empty where the note only says
            "bởi Điều 1 Luật …".
        by: The amending document, as the words name it.
        places: Its places named, in the order of the words; empty when it is named whole.
        effective_on: None where the note gives no day that a calendar has.
        said: The words that say what was done; "" where none do.
        words: The words that name the text, its place and its day.
    """

    acts: tuple[NotedAct, ...]
    part_acts: tuple[NotedAct, ...]
    by: NamedDocument
    places: tuple[Locator, ...]
    effective_on: datetime.date | None
    said: str
    words: str

    @property
    def evidence(self) -> str:
        """The note's words about this text; "…" for those about texts between."""
        return f"{self.said} … {self.words}" if self.said else self.words


_ACT = rf"(?:{'|'.join(_ACTS)})"
_PART = r"nội\s+d[uụ]ng"
# "có nội dung được sửa đổi, có nội dung được bổ sung bởi" · "được sửa đổi, bổ sung và bãi bỏ theo quy định tại"
# · "các nội dung quy định về tỷ giá … tại Điều này bị bãi bỏ theo quy định tại" · "bị ngưng hiệu lực bởi"
_HEAD = re.compile(
    rf"(?P<acts>(?:(?:các|có)\s+{_PART}(?:(?!\bnội dung\b)[^;()]){{0,250}}?\s)?(?:(?:được|bị)[\s/]*)*{_ACT}"
    rf"(?:(?:\s*,\s*|\s+và\s+|\s*/\s*|\s+)(?:(?:có|các)\s+{_PART}\s+)?(?:(?:được|bị)[\s/]*)*{_ACT})*)"
    rf"\s+(?:bởi|theo\s+quy\s+định\s+tại(?:\s+tại)?)\s|,\s+bởi\s",
    re.IGNORECASE,
)
_ACT_IN_HEAD = re.compile(rf"(?P<part>{_PART})|(?P<voice>\b(?:được|bị)\b)|(?P<act>{_ACT})", re.IGNORECASE)
# One amending text ends with its day, or where a semicolon ends it without one.
_ITEM_END = re.compile(
    r"có\s+hiệu\s+lực(?:\s+thi\s+hành)?(?:\s+kể)?(?:\s+từ)?\s+(?:ngày\s*)?"
    r"(?P<day>\d{1,2}\s*(?:tháng|[/.-])\s*\d{1,2}\s*(?:năm|[/.-])\s*\d+)?|;",
    re.IGNORECASE,
)
# Misprints that cut a số hiệu or its kind off; each is deleted before reading.
_MISPRINT = re.compile(
    r"(?<=[A-ZĐ0-9][-–])[^\S\n]+(?=[A-ZĐ]{2})"  # UBTVQH15-CP- ĐCTUBTWMTTQVN
    r"|\bsố\s+(?=liên\s+tịch\s+\d)"  # Thông tư số liên tịch 21/2008/…
    r"|(?P<kind>\b[A-ZĐ][^\W\d]+\s[^\W\d]+(?:\sliên\stịch)?\ssố\s)(?=(?P=kind))"  # Thông tư số Thông tư số 24/2024/…
    r"|(?<=\bsố\s)(?:TT\s+|['‘’\"“”]\s*)(?=\d)"  # số TT 07/2023/…, số '56/2020/…
)


def read_note(note: str) -> tuple[Noted, ...]:
    """The texts that changed an Điều, in the order of its note; none for a note of its origin alone.

    Read: "bởi Điều 1, Điều 2 Luật số 48/2014/QH13 có hiệu lực …; Điều 4 Luật số 35/2018/QH14 có hiệu lực …"; "theo quy
    định tại khoản 1 Điều 1 của Luật số 70/2014/QH13 sửa đổi … một số điều của Luật …, có hiệu lực kể từ ngày …".
    """
    printed = nfc(note)
    shown, at = _without_misprints(printed)
    heads = list(_HEAD.finditer(shown))
    found: list[Noted] = []
    in_part = True
    for order, head in enumerate(heads):
        stop = heads[order + 1].start() if order + 1 < len(heads) else len(shown)
        whole, part = _acts(head["acts"] or "", in_part)
        in_part = not whole
        for start, end, day in _items(shown, head.end(), stop):
            words = printed[at[start] : at[end]].strip(" ,;.)")
            said = " ".join((head["acts"] or "").split())
            found += [
                Noted(whole, part, citation.doc, citation.locators, day, said, words)
                for citation in _amending(shown[start:end])
                if citation.doc
            ]
    return tuple(found)


def _without_misprints(text: str) -> tuple[str, list[int]]:
    """The text without what is printed by mistake, and for each of its characters (and its end) where that stands."""
    kept: list[int] = []
    start = 0
    for match in _MISPRINT.finditer(text):
        kept += range(start, match.start())
        start = match.end()
    kept += range(start, len(text))
    return "".join(text[i] for i in kept), [*kept, len(text)]


def _acts(words: str, in_part: bool) -> tuple[tuple[NotedAct, ...], tuple[NotedAct, ...]]:
    """What is done to all of the Điều, and to some of it: "nội dung" reaches as far as the next "được" or "bị".

    Acts before any such word ("; sửa đổi và bãi bỏ theo quy định tại") are as those before them (`in_part`).
    """
    whole: dict[NotedAct, None] = {}
    part: dict[NotedAct, None] = {}
    announced = False
    for match in _ACT_IN_HEAD.finditer(words):
        if match["part"]:
            in_part = announced = True
        elif match["voice"]:
            in_part, announced = announced or (in_part and _joined(words, match.start())), False
        else:
            act = _ACTS[" ".join(match["act"].lower().split())]
            (part if in_part else whole)[act] = None
    return tuple(whole), tuple(part)


def _joined(words: str, at: int) -> bool:
    """Whether "được" or "bị" is one of two that stand together: "được/bị", "được được"."""
    return re.search(r"(?:được|bị)[\s/]*$", words[:at], re.IGNORECASE) is not None


def _items(shown: str, start: int, stop: int) -> Iterator[tuple[int, int, datetime.date | None]]:
    """The stretches that end with a day of effect or a semicolon: start, end, day."""
    for end in _ITEM_END.finditer(shown, start, stop):
        yield start, end.end(), find_date(end["day"] or "")
        start = end.end()
    yield start, stop, None


def _amending(item: str) -> list[Citation]:
    """The citation of the amending text, and of those joined to it by "và"; what stands behind describes them.

    "Quyết định số 58/2008/QĐ-BTC về việc bãi bỏ … tại Thông tư số 89-TC/TCT": only the first.
    """
    named = [c for c in find(item) if c.doc is not None]
    found = named[:1]
    for before, citation in itertools.pairwise(named):
        if item[before.span[1] : citation.span[0]].strip() != "và":
            break
        found.append(citation)
    return found
