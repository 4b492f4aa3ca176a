"""The written forms of Vietnamese legal citations: số hiệu, names of kinds of documents, names of places.

`SO_HIEU` finds a printed số hiệu; the tables below it are what `corpus.citation` reads. Each table is data: a new
form is a new row, with its example in the tests.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.text import fold

# A hyphen or one of its look-alikes, a slash; spaces come from OCR and from line ends.
_DASH = r"[-‐‑‒–—−_]"
_UPPER = "A-ZĐÐƯÔÊÂĂƠ"
_LOWER = "a-zđðưôêâăơ"
# One part of a ký hiệu. "TTg" and "CTr" are mixed; "CPngày" (a word stuck to it) ends after CP.
_PART = (
    rf"(?:(?:UBTV)?QH\s\d{{1,2}}(?!\d)|QyĐ|QyÐ|CTr|TTr|TTg|[{_UPPER}]{{2,}}Tg(?![{_LOWER}])|TrS|[{_UPPER}]{{2,}}\d{{0,3}}"
    rf"|[{_UPPER}][{_LOWER}]{{1,6}}\d{{0,3}}|[{_LOWER}]{{2,}}\d{{0,3}})"
)
_FREE_PART = rf"(?:{_PART}(?![{_LOWER}{_UPPER}])|TTg|CP|UBND|HĐND|HÐND|TW)"
# Parts that name a kind of document: only after these may the hyphen stand between spaces or the year be missing.
_KIND = (
    r"(?:NĐ|NÐ|ND|CV|NQLT|NQ|QyĐ|QyÐ|QĐ|QÐ|QD|TT|CTr|CT|VBHN|KH|TTr|TB|HD|KL|BC|ĐA|ÐA|CĐ|CÐ|PL|SL|GM|BB|QC|LCT|L"
    r"|nđ|nð|nd|nqlt|nq|qyđ|qđ|qð|qd|tt|ctr|ct|vbhn|kh|ttr|tb|hd|kl|bc|cđ|cd|pl|sl|lct|l(?=\s?/\s?ctn)"
    r"|Nđ|Nd|Nq|Qđ|Qd|Tt|Ct)"
)
_SLASH = r"\s{0,2}/\s{0,2}"
_NUMBER = r"\d{1,5}[a-zđA-ZĐ]?"
_YEAR = r"(?:19[4-9]\d|20\d\d)"
_KY_HIEU = rf"""(?:
    (?:TTLT|ttlt|Ttlt|TTlT|NQLT)(?:\s?(?:{_DASH}|[/&])\s?{_FREE_PART}){{1,8}}     # TTLT-BTC-BCT, TTLT/BTC-BCT
  | {_KIND}\s{{0,2}}(?:{_DASH}|/)\s{{0,2}}{_PART}(?:(?:{_DASH}|[/&]){_PART})*     # NĐ-CP, NĐ - CP, NĐ/CP, QĐ-UBND
  | {_PART}(?:(?:{_DASH}|[/&]){_PART})*                                           # QH15, UBTVQH14, LCT/HDNN8
)"""

SO_HIEU: re.Pattern[str] = re.compile(
    rf"""
    (?<!\d)(?<!\d[.,-])(?<!/)                                   # 128/2018/TT-BTC holds no 28/2018/TT-BTC
    (?:
        (?P<number>\d{{1,3}}\.\d{{1,3}}(?=/{_YEAR}/NQ)|{_NUMBER}){_SLASH}(?P<year>{_YEAR}){_SLASH}(?P<ky_hieu>{_KY_HIEU})
      | (?P<number_2>{_NUMBER}){_SLASH}(?P<ky_hieu_2>
            {_KIND}\s{{0,2}}(?:{_DASH}|/)\s{{0,2}}{_PART}(?:(?:{_DASH}|[/&]){_PART})*     # 1881/QĐ-TTg, 04/CT-BCT
          | [{_UPPER}]{{2,}}\([{_UPPER}]\d{{1,3}}\)                                       # 2560/BCA(X13)
          | [{_UPPER}]{{2,}}(?:{_DASH}(?:[{_UPPER}]{{2,}}|[{_UPPER}]\d{{1,2}}(?!\w)))+      # 3384/BCT-CTĐP, 282/HHDN-K4
          | (?:HĐBT|HÐBT|CP|TTg|TTLB)(?![{_LOWER}{_UPPER}]{{2}})                          # 36/CP
          | (?:hđbt|cp|ttg|ttlb)(?!\w)
        )
      | (?P<number_3>{_NUMBER})\s?{_DASH}\s?(?P<ky_hieu_3>{_KIND}\s?/\s?{_PART}(?:(?:{_DASH}|/){_PART})*)  # 19-NQ/TW
      | (?P<number_4>{_NUMBER})\s?{_DASH}\s?(?P<ky_hieu_4>                                # 29-CP, 29-cp
            (?:HĐBT|HÐBT|CP|TTg)(?![{_LOWER}{_UPPER}]{{2}})|(?:hđbt|cp|ttg)(?!\w)
        )
    )
    """,
    re.VERBOSE,
)
"""A printed số hiệu in NFC text, whole, spaces inside it included.

Forms: 45/2012/NĐ-CP, NÐ-CP with Eth, 45/2012/ND-CP, 45/2012/NĐ - CP, 45/2012/nđ-cp, 26/2014/TTLT/BTC-BCT,
64/2025/QH15, 1881/QĐ-TTg, 3384/BCT-CTĐP, 19-NQ/TW, 29-CP. A word stuck behind ("NĐ-CPngày") stays outside.
Groups: number, year, ky_hieu (suffix _2 without year, _3 for the Party's, _4 for those before 1993).
"""


@dataclass(frozen=True, slots=True)
class KindForm:
    """How one kind of document is named in running text and in questions.

    Attributes:
        loai: As a page shows it.
        words: Folded names; the first letter after them may be glued ("nd45").
        kinds: Beginnings of the ký hiệu slugs such a document has.
        bare: Whether a number alone makes a citation ("NĐ 45"). Not where numbers mean other things (chương trình 135).
    """

    loai: str
    words: tuple[str, ...]
    kinds: tuple[str, ...]
    bare: bool = True


KIND_FORMS = (
    KindForm("Thông tư liên tịch", ("thong tu lien tich", "ttlt"), ("ttlt", "ttlb")),
    KindForm("Thông tư", ("thong tu", "tt"), ("tt", "ttlt", "ttlb")),  # a joint circular is called thông tư too
    KindForm("Nghị định", ("nghi dinh", "nd"), ("nd", "cp")),
    KindForm("Nghị quyết liên tịch", ("nghi quyet lien tich", "nqlt"), ("nqlt",)),
    KindForm("Nghị quyết", ("nghi quyet", "nq"), ("nq", "nqlt", "qh", "ubtvqh")),
    KindForm("Quyết định", ("quyet dinh", "qd"), ("qd",)),
    KindForm("Chỉ thị", ("chi thi", "ct"), ("ct",)),
    KindForm("Công văn", ("cong van", "cv"), ()),  # no letters of its own: 3384/BCT-CTĐP
    KindForm("Văn bản hợp nhất", ("van ban hop nhat", "vbhn"), ("vbhn",)),
    KindForm("Công điện", ("cong dien",), ("cd",)),
    KindForm("Kết luận", ("ket luan",), ("kl",), bare=False),
    KindForm("Hướng dẫn", ("huong dan",), ("hd",), bare=False),
    KindForm("Quy định", ("quy dinh",), ("qyd", "qd"), bare=False),
    KindForm("Quy chế", ("quy che",), ("qc", "qd"), bare=False),
    KindForm("Điều lệ", ("dieu le",), ("",), bare=False),
    KindForm("Kế hoạch", ("ke hoach",), ("kh",), bare=False),
    KindForm("Tờ trình", ("to trinh",), ("ttr",), bare=False),
    KindForm("Thông báo", ("thong bao",), ("tb",), bare=False),
    KindForm("Báo cáo", ("bao cao",), ("bc",), bare=False),
    KindForm("Chương trình", ("chuong trinh",), ("ctr",), bare=False),
    KindForm("Sắc lệnh", ("sac lenh",), ("sl",)),
    KindForm("Pháp lệnh", ("phap lenh",), ("ubtvqh", "pl"), bare=False),
    KindForm("Bộ luật", ("bo luat",), ("qh", "l"), bare=False),
    KindForm("Luật", ("luat",), ("qh", "l"), bare=False),
    KindForm("Hiến pháp", ("hien phap",), ("qh", "hp"), bare=False),
    KindForm("văn bản", ("van ban",), ("",), bare=False),
)
KIND_OF_WORD = {word: form for form in KIND_FORMS for word in form.words}
NAMED_KINDS = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")

# Ký hiệu parts that people write with spaces: "3384 bct ctdp", "04 ct bct", "1648 qd ubnd". Source: agencies.tsv.
_KIND_LETTERS = "ttlt|tt|nd|nqlt|nq|qd|ct|vbhn|kh|ttr|tb|hd|kl|bc|cd|ctr"
_OFFICES = (
    "cp|ttg|tw|tu|vptw|hdnd|ubnd|ub|ctn|tandtc|vksndtc|ktnn|mttq|bqp|bca|bng|bnv|btp|btc|bct|bnnmt|bxd|bvhttdl|bkhcn"
    "|bgddt|byt|bdttg|nhnn|ttcp|vpcp|bkhdt|bgtvt|bnnptnt|btnmt|btttt|bldtbxh|ubdt|bcn|btm|sct|stc|vpqh|dub|du"
)
_DESKS = "ctdp|cndp|ttkc|khdt|kcn|ttr|pc|kh|tc|tcldt|vp|tccb"


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted((word.replace(" ", r"\s{1,3}") for word in words), key=len, reverse=True))


# All below match text folded by `corpus.text.fold`. Spaces are bounded, so that no pattern backtracks far.
KIND_WORD = re.compile(rf"(?<![a-z0-9])(?<!phap )(?P<kind>{_alternatives(KIND_OF_WORD)})(?![a-z])")
BEFORE_NUMBER = re.compile(r"(?:\s{0,3}lien\s{1,3}tich(?![a-z]))?(?:\s{0,3}so(?![a-z])\s{0,3}:?)?[^\S\n]{0,3}")

# What a number counts: "quyết định 30 ngày" names no document, "khoản 30 triệu đồng" no place.
_COUNTED = (
    r"(?!\s{0,2}%)(?!\s{1,2}(?:trieu|ty|ti|nghin|ngan|tram|dong|vnd|usd|ngay|thang|tuoi|lan|nguoi|gio|phut|kg|km|ha|m2"
    r"|phan tram|don vi|doanh nghiep|ho so|ban|to chuc|ca nhan|noi dung|truong hop|nhom|loai|buoc)(?![a-z]))"
)
NOT_COUNTED = re.compile(_COUNTED)
_SPACED_YEAR = rf"(?:\s{{0,2}}[/-]\s{{0,2}}|\s{{1,2}}(?:nam\s{{1,2}})?)(?P<year>{_YEAR})(?!\d)(?!\s?[/-]\s?\d)"
NUMBER_YEAR = re.compile(rf"(?P<number>\d{{1,5}}[a-z]?){_SPACED_YEAR}")
NUMBER_ONLY = re.compile(rf"(?!0+(?!\d))(?P<number>\d{{1,5}}[a-z]?)(?![a-z0-9_])(?!\s?/\s?\d)(?![.,-]\d){_COUNTED}")
BARE_NUMBER_YEAR = re.compile(
    rf"(?<![a-z\d])(?<!\d[.,-])(?<!/)(?P<number>\d{{1,5}}[a-z]?)/(?P<year>{_YEAR})(?![a-z\d])(?![/.,-]\d)"
)
# "tháng 7/2025", "từ 07/2025": a month
MONTH_BEFORE = re.compile(r"(?:thang|quy|ky|tu|den|truoc|sau|vao|ngay|cuoi|dau|giua|trong|va|-|–)\s{0,2}$")
# "số 45 năm 2012 nghị định", "so 45/2012 thong tu": the kind said last, not the one of the next document
KIND_LAST = re.compile(
    rf"(?<![a-z0-9])so\s{{0,2}}(?P<number>\d{{1,5}}[a-z]?)(?:\s{{0,2}}/\s{{0,2}}|\s{{1,2}}nam\s{{1,2}})(?P<year>{_YEAR})"
    rf"[\s,]{{1,3}}(?P<kind>{_alternatives(KIND_OF_WORD)})(?![a-z])(?!\s{{1,3}}(?:nay|nao|so|su|gia|khoa|\d))"
)
# "45/2012/NĐCP", "26/2014/TTLTBTCBCT": the hyphen left out
RUN_TOGETHER = re.compile(rf"(?P<kind>{_KIND_LETTERS})(?P<offices>(?:{_alternatives(_OFFICES.split('|'))})+)")
OFFICE = re.compile(_alternatives(_OFFICES.split("|")))
_GAP = r"[\s/-]{1,3}"
SPACED_SO_HIEU = re.compile(
    rf"(?<![a-z\d])(?<!\d[.,-])(?<!/)(?P<number>\d{{1,5}}[a-z]?){_GAP}(?:(?:nam\s)?(?P<year>{_YEAR}){_GAP})?"
    rf"(?P<ky_hieu>(?:{_KIND_LETTERS})(?:{_GAP}(?:{_OFFICES})){{1,3}}|(?:{_OFFICES}){_GAP}(?:{_DESKS}|{_OFFICES})"
    rf"|(?:ubtv)?qh\d{{1,2}})(?![a-z0-9])"
)
ISSUED = re.compile(
    r"\s{0,3},?\s{0,3}(?:ban\s{1,3}hanh\s{1,3}|ky\s{1,3})?ngay\s{0,2}"
    r"(?P<day>\d{1,2}\s{0,4}(?:thang|[/.-])\s{0,4}\d{1,2}\s{0,4}(?:nam|[/.-])\s{0,4}\d{4,5}"
    r"|\d{1,2}\s{1,2}thang\s{1,2}\d{1,2}(?!\s{0,2}(?:nam|[/.-])\s{0,2}\d))(?!\d)"  # the year left out
)
YEAR_BEHIND = re.compile(rf"\s{{1,3}}nam\s{{1,3}}(?P<year>{_YEAR})(?!\d)")  # "Công văn 6007/BKHĐT-PTDN năm 2021"
# "Nghị định này": the text that speaks; "Nghị định nói trên", "Nghị định đó": one named before
THIS = re.compile(r"\s{1,3}nay(?![a-z])")
AFORESAID = re.compile(r"\s{1,3}(?:nói\s{1,3}trên|nêu\s{1,3}trên|trên\s{1,3}đây|đó)(?!\w)")  # in unfolded text
# "Công văn số 628 TC/TCT": how offices wrote before 1998, in unfolded text
OLD_OFFICE = re.compile(rf"(?P<number>\d{{1,5}})\s{{1,2}}(?P<ky_hieu>[{_UPPER}]{{2,}}(?:[/-][{_UPPER}]{{2,}})+)")
# "Điều 5 Quy chế … ban hành kèm theo Quyết định số …": the place is in what the decision brings with it
ATTACHED = re.compile(
    r"\s{1,3}(?:cua\s{1,3})?(?:ban\s{1,3})?(?:quy che|quy dinh|dieu le|quy trinh|chuong trinh|danh muc|de an|quy chuan"
    r"|noi quy)(?![a-z])(?!\s{1,3}(?:tai|nay|cua\s{1,3}phap))[^.;:\n]{0,160}?\skem(?:\s{1,3}theo)?\s{1,3}"
)
# BLTTDS, BLDS 2015
CODE_NAMES = {
    "blds": "Dân sự",
    "blhs": "Hình sự",
    "blld": "Lao động",
    "blttds": "Tố tụng dân sự",
    "bltths": "Tố tụng hình sự",
}
CODE_LETTERS = re.compile(rf"(?<![a-z0-9])(?P<code>{'|'.join(CODE_NAMES)})(?![a-z])")
# "Phụ lục I Danh mục hàng hóa.doc": the rest of a line that names an attached file
FILE_NAME = re.compile(r"[^\n.;:]{1,200}\.(?:docx?|pdf|xlsx?|rar|zip)[^\S\n]{0,3}(?=\n|$)")
# "Quốc hội ban hành Luật Nuôi ong.": a law's own name in its enacting formula
ENACTING = re.compile(r"(?:quoc\s{1,3}hoi|hoi\s{1,3}dong\s{1,3}nha\s{1,3}nuoc)\s{1,3}ban\s{1,3}hanh\s{1,3}$")
TITLE_KIND = re.compile(r"[ \t\xa0*#]{0,12}(?:BỘ LUẬT|LUẬT|PHÁP LỆNH|HIẾN PHÁP)[^\S\n]{0,3}\n")
# Laws are cited by name: "Luật Đất đai năm 2024", "Luật Doanh nghiệp số 59/2020/QH14", "Điều 5 Bộ luật Dân sự"
NAME_WORD = re.compile(r"\s{1,3}(?P<word>[^\s.;:()\[\]“”\"/]{1,20})")
NAME_NUMBER = re.compile(r"\s{1,3}\(?so\s{0,2}:?\s{0,2}(?=\d{1,5}(?:\s{0,2}/|\s{1,3}nam))")
NAME_REVISED = re.compile(r"\s{1,3}\(sua doi\)")  # "Luật … (sửa đổi) số 03/1998/QH10"
NAME_REVISED_YEAR = re.compile(
    rf"(?P<revised>\s{{1,3}}sua\s{{1,3}}doi)\s{{1,3}}(?:nam\s{{1,3}})?(?P<year>{_YEAR})(?![\d/])"
)
NEXT_LAW = re.compile(r"(?:,|(?P<and>\s{1,3}va))\s{1,3}(?:bo\s{1,3}luat|luat|phap\s{1,3}lenh)(?![a-z])")
NAME_YEAR = re.compile(rf"\s{{1,3}}(?:nam\s{{1,3}})?(?P<year>{_YEAR})(?![\d/])")
# "Luật sửa đổi, bổ sung một số điều của Luật Đất đai": the name goes on through the name of the law it amends
NAME_AMENDING = re.compile(
    r"\s{1,3}sua\s{1,3}doi(?:,?\s{1,3}bo\s{1,3}sung)?(?:\s{1,3}mot\s{1,3}so\s{1,3}dieu)?(?:\s{1,3}cua)?(?:\s{1,3}cac)?"
    r"(?:\s{1,3}(?:bo\s{1,3})?luat(?![a-z]))?"
)
# "số" inside a name, "Luật Mã số hàng hóa", "Luật Kinh tế số năm 2030"; else it opens a số hiệu, here cut off or not
NAME_SO = re.compile(
    r"(?<!\smot)\s{1,3}so(?:(?=[;)]|,\s|\s{1,3}(?:so(?![a-z])|nam\s{1,3}\d{4}(?!\d)))"
    r"|(?=\s{1,3}[a-z])(?!\s{1,3}(?:ngay|nam|hieu|do|cua)(?![a-z])))"
)
# Lower-case words that no name of a law holds; with marks, and as they are typed without
_STOP_WORDS = (
    "quy thì là được có không như số năm ngày theo tại này do từ đến phải hoặc với cho vì khi nếu bị đang sẽ nào gì"
    " thế khác trên còn để mà về những thôi các đã sửa mới cũ trong nêu nói"
)
NAME_STOP = frozenset(_STOP_WORDS.split(" "))
NAME_STOP_UNMARKED = frozenset(fold(_STOP_WORDS).split(" ")) - {"tu", "quy", "con", "cu", "the", "sua"}
NAME_COMMA = frozenset(("chống", "sử", "chữa", "xuất", "quá", "cư", "chong", "su", "chua", "xuat"))  # "Phòng, chống …"
# luật sư and the like
NOT_A_LAW = frozenset(("su", "gia", "dinh", "le", "khoa", "hoc", "cua", "nay", "moi", "cu", "phap"))
# "Luật Hộ tịch và khoản 2 Điều 4 …": a place ends the name, "Luật Điều ước quốc tế" has none
NAME_PLACE = re.compile(
    r"\s{1,3}(?:cac\s{1,3})?(?:khoan|diem|dieu|chuong|muc)\s{1,3}(?:\d|[a-z](?![a-z])|[ivx]{2,6}(?![a-z]))"
    r"|\s{0,2}\n\s{0,2}can\s{1,2}cu\s"  # the first basis below a title
)
NAME_BREAK = frozenset(("luat", "nghi", "thong", "quyet", "phap", "bo", "chi", "cac"))
