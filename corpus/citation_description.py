"""What a text says about a document it cites beside its số hiệu: issuer, date, title.

"Nghị định số 45/2012/NĐ-CP [ngày 21 tháng 5 năm 2012] của Chính phủ về khuyến công": the words behind the citation.
"""

import itertools
import re
from dataclasses import dataclass

from corpus.citation_forms import ISSUED
from corpus.text import fold

_LONGEST_TITLE = 300
_TITLE_WORD = (
    r"(?:ve\s{1,3}viec|v/v|ve|quy\s{1,3}dinh|huong\s{1,3}dan|ban\s{1,3}hanh|phe\s{1,3}duyet|sua\s{1,3}doi"
    r"|cong\s{1,3}bo|bai\s{1,3}bo|thong\s{1,3}qua)(?![a-z])"
)
_ISSUER = re.compile(
    rf"\s{{1,3}}cua\s{{1,3}}(?P<issuer>[^.;:,()\n“”\"]{{3,90}}?)"
    rf"(?=\s{{1,3}}(?:{_TITLE_WORD}|ngay\s{{1,3}}\d|ban\s{{1,3}}hanh|da\s|duoc\s|thi\s|va\s|bi\s|nhu\s{{1,3}}sau"
    r"|het\s{1,3}(?:hieu|thoi)|khong\s{1,3}con|co\s{1,3}hieu\s{1,3}luc)|\s*[.;:,()\n“”\"]|\s*$)"
)
_OFFICES = re.compile(
    r"(?:chinh phu|thu tuong|quoc hoi|uy ban|ubnd|hoi dong|hdnd|bo |bo truong|chu tich|ban |thong doc|tong |van phong"
    r"|toa an|vien |thanh tra|ngan hang|so |lien )"
)
_TITLE = re.compile(rf"[\s,]{{1,4}}(?=(?P<start>{_TITLE_WORD}))")
_TITLE_END = re.compile(
    r"[.;:(\n“”\"]|\s(?=(?:het|co|ngung)\s{1,3}hieu\s{1,3}luc)"
    r"|,\s{1,3}(?=(?:duoc|da|nghi dinh|thong tu|quyet dinh|chi thi|luat|nghi quyet)\s)"
)
_LEAD = re.compile(r"(?:ve\s{1,3}viec|v/v|ve)(?![a-z])[\s:]{0,3}")


@dataclass(frozen=True, slots=True)
class Description:
    """The words behind a citation; "" for what is not there.

    Attributes:
        issuer: "Bộ trưởng Bộ Công Thương", as printed.
        issued: "21 tháng 5 năm 2012", a date that stands behind the issuer.
        title: From the first word of the subject, "về" left out; may run past its end where nothing ends it.
        end: Where the description ends in the text.
    """

    issuer: str
    issued: str
    title: str
    end: int


def describe(text: str, at: int) -> Description:
    """What stands behind a citation that ends at a position of an NFC text."""
    shown = text[at : at + 2 * _LONGEST_TITLE]
    folded = fold(shown)
    issuer, end = "", 0
    match = _ISSUER.match(folded)
    if match and _OFFICES.match(folded, match.start("issuer")) and shown[match.start("issuer")].isupper():
        issuer, end = shown[match.start("issuer") : match.end("issuer")].strip(), match.end("issuer")
    dated = ISSUED.match(folded, end)
    issued = shown[dated.start("day") : dated.end("day")] if dated else ""
    end = dated.end() if dated else end
    title, title_end = _title(shown, folded, end)
    return Description(issuer, issued, title, at + (title_end if title else end))


def _title(shown: str, folded: str, at: int) -> tuple[str, int]:
    start = _TITLE.match(folded, at)
    if start is None:
        return "", at
    lead = _LEAD.match(folded, start.end())
    begin = lead.end() if lead else start.end()
    stop = _TITLE_END.search(folded, begin)
    end = min(stop.start() if stop else len(folded), begin + _LONGEST_TITLE)
    return " ".join(shown[begin:end].split()), end


_EMPTY_WORDS = frozenset(("ve", "viec", "quy", "dinh", "chi", "tiet", "mot", "so", "cac", "cua", "va", "nhung"))


def same_title(cited: str, known: str) -> bool:
    """Whether words behind a citation can be a document's title.

    They may run past its end or stop before it, so the pairs of neighbouring syllables of the shorter one count: a
    fifth of them in common is enough. A title of one syllable fits everything.
    """
    known_pairs = _pairs(known, 10_000)
    cited_pairs = _pairs(cited, max(12, 2 * len(known.split())))
    if not known_pairs or not cited_pairs:
        return True
    return len(known_pairs & cited_pairs) >= 0.2 * min(len(known_pairs), len(cited_pairs))


def _pairs(title: str, most: int) -> set[tuple[str, str]]:
    words = [word for word in re.findall(r"[a-z0-9]+", fold(title)) if word not in _EMPTY_WORDS][:most]
    return set(itertools.pairwise(words))


_ABBREVIATIONS = (("ubnd", "uy ban nhan dan"), ("hdnd", "hoi dong nhan dan"), ("bo truong ", ""), ("chu tich ", ""))
_GOVERNMENT = ("chinh phu", "thu tuong chinh phu")


def same_issuer(cited: str, known: str) -> bool:
    """Whether two names can be one issuer: "Bộ trưởng Bộ Công Thương" is Bộ Công Thương, "Chính phủ" no Thủ tướng."""
    first, second = _office(cited), _office(known)
    if first in _GOVERNMENT and second in _GOVERNMENT:
        return first == second
    ours, theirs = set(first.split()), set(second.split())
    return not ours or not theirs or len(ours & theirs) >= 0.6 * min(len(ours), len(theirs))


def _office(name: str) -> str:
    plain = " ".join(re.findall(r"[a-z]+", fold(name)))
    for short, full in _ABBREVIATIONS:
        plain = plain.replace(short, full)
    return plain
