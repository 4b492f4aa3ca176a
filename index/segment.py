"""Text → the tokens of the lexical index: pyvi words, syllables, syllables without marks.

What a lawyer reads as one sign stays one token, since pyvi alone cuts 45/2012/NĐ-CP into seven: số hiệu, "Điều 5",
dates, sums of money, percentages, ranges of years. Those are cut out first and the rest is segmented, always in lower
case, so that a question in capitals finds the same words as the law.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from corpus.text import canonical, find_date, fold, nfc
from index.compound import tokenized

_UPPER = r"[A-ZĐ][A-Za-zĐđƯưÔôÂâĂăÊêƠơ]*\d*(?!\w)"
_LOWER = r"[a-zđưôâăêơ]{1,8}\d*(?!\w)"
_SIGNS = re.compile(
    "|".join(
        (
            # 45/2012/NĐ-CP, 1881/QĐ-TTg, 26/2014/TTLT-BTC-BCT, 72/2020/QH14, 3384/BCT-CTĐP, 45 / 2012 / NĐ - CP
            rf"(?P<so_hieu>\b\d+[A-Za-zđ]?\s*/\s*(?:\d{{4}}\s*/\s*)?"
            rf"(?:{_UPPER}(?:\s*[-/&]\s*{_UPPER})*|{_LOWER}(?:\s?-\s?{_LOWER})?(?:[-/&]{_LOWER})*)",
            # 19-NQ/TW, 74-KH/ĐU
            r"\b\d+\s*-\s*[A-ZĐ][A-Za-zĐđ]*\s*/\s*[A-ZĐ]{2,}\b|\b\d+-[a-zđ]{2,4}/[a-zđ]{2,5}\b)",
            # 15/10/2025, 15-10-2025, ngày 15 tháng 10 năm 2025
            r"(?P<ngay>\b\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}\b"
            r"|\b\d{1,2}\s+(?:tháng|thang)\s+\d{1,2}\s+(?:năm|nam)\s+\d{4}\b)",
            # 2026-2030, 2021 – 2025
            r"(?P<khoang>\b(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d\b)",
            # Điều 5a, khoản 1, điểm đ
            r"(?P<noi>\b(?:[Đđ]iều|[Dd]ieu|ĐIỀU|DIEU|[Kk]ho[ảa]n|KHO[ẢA]N)\s+\d+[a-zđ]?\b"
            r"|\b(?:[Đđ]iểm|[Dd]iem|ĐIỂM|DIEM)\s+[a-zđA-ZĐ](?!\w))",
            # 50%, 50 %, 1,5%
            r"(?P<phan_tram>\b\d+(?:[.,]\d+)*\s?%)",
            # 300 triệu, 1.000, 1.000 triệu, 2,5 tỷ
            r"(?P<so>\b\d+(?:[.,]\d+)*(?:\s+(?:triệu|trieu|tỷ|tỉ|ty|ti|nghìn|nghin|ngàn|ngan)\b)?)",
        )
    )
)
_TOKEN = re.compile(r"[^\W_]+(?:_[^\W_]+)*")
_SPACE = re.compile(r"\s+")
_ZEROS = re.compile(r"^0+(?=\d)")
_OURS = "khuyến công"


def words(text: str) -> list[str]:
    """Lower-case canonical words, compounds joined by "_": "khuyến_công", "45/2012/nđ-cp", "điều_5", "300_triệu"."""
    return list(_tokens(text, _compounds, canonical))


def syllables(text: str) -> list[str]:
    """Lower-case canonical syllables, the protected signs whole."""
    return list(_tokens(text, _TOKEN.findall, canonical))


def folded(text: str) -> list[str]:
    """Syllables without marks, the protected signs whole: "Nghị định 45/2012/NĐ-CP" → nghi, dinh, 45/2012/nd-cp."""
    return list(_tokens(text, _TOKEN.findall, fold))


def with_pairs(tokens: Sequence[str]) -> list[str]:
    """The tokens, then each two neighbours joined by "+": a cheap stand-in for words where pyvi is unsure."""
    return [*tokens, *(f"{one}+{other}" for one, other in itertools.pairwise(tokens))]


def is_pair(token: str) -> bool:
    """Whether `with_pairs` made this token out of two; no other token has a "+"."""
    return "+" in token


def segmented(text: str) -> str:
    """The text with compounds joined by "_", case and punctuation kept, for encoders trained on pyvi text."""
    return tokenized(nfc(text)) if text.strip() else ""


def _compounds(text: str) -> list[str]:
    """The pyvi words of lower-case text; khuyến công is one word everywhere, which pyvi only sees in some sentences."""
    if _OURS in text:
        before, _, after = text.partition(_OURS)
        return [*_compounds(before), _OURS.replace(" ", "_"), *_compounds(after)]
    return _TOKEN.findall(tokenized(text)) if _TOKEN.search(text) else []


def _tokens(text: str, cut: Callable[[str], list[str]], key: Callable[[str], str]) -> Iterator[str]:
    composed = nfc(text)
    at = 0
    for match in _SIGNS.finditer(composed):
        yield from _rest(composed[at : match.start()], cut, key)
        yield _sign(match, key)
        at = match.end()
    yield from _rest(composed[at:], cut, key)


def _rest(text: str, cut: Callable[[str], list[str]], key: Callable[[str], str]) -> list[str]:
    plain = key(text)
    return cut(plain) if _TOKEN.search(plain) else []


def _sign(match: re.Match[str], key: Callable[[str], str]) -> str:
    kind, text = match.lastgroup, match.group()
    if kind == "ngay" and (day := find_date(text.replace("thang", "tháng").replace(" nam ", " năm "))):
        return f"{day.day}/{day.month}/{day.year}"
    plain = key(text)
    if kind == "so_hieu":
        return _ZEROS.sub("", _SPACE.sub("", plain))
    if kind in ("ngay", "khoang", "phan_tram"):
        return _SPACE.sub("", plain)
    return _SPACE.sub("_", plain)
