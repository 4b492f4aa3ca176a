"""Places in citations: "các điểm a, b khoản 1 và khoản 3 Điều 5" as addresses.

A run of groups is read first (unit and numbers, each with how tightly it is bound to the one before), then each group
looks for the larger unit it belongs to: after it ("khoản 2 Điều 5", the usual order) or before it ("Điều 5 khoản 2").
"""

import re
from dataclasses import dataclass, replace

from corpus.citation_forms import KIND_WORD, NOT_COUNTED
from corpus.locator import Locator, Step, Unit, roman_value

# Folded word, unit, spellings accepted (an unmarked one only where the word is safe without marks).
_UNITS: dict[str, tuple[Unit, tuple[str, ...]]] = {
    "diem": (Unit.DIEM, ("điểm", "diem")),
    "khoan": (Unit.KHOAN, ("khoản", "khỏan", "khoan")),
    "dieu": (Unit.DIEU, ("điều", "đìêu", "dieu")),
    "tieu muc": (Unit.TIEU_MUC, ("tiểu mục", "tieu muc")),
    "muc": (Unit.MUC, ("mục",)),  # "muc" alone is mức as often
    "chuong": (Unit.CHUONG, ("chương", "chuong")),
    "phan": (Unit.PHAN, ("phần",)),
    "phu luc": (Unit.PHU_LUC, ("phụ lục", "phu luc")),
    "mau": (Unit.MAU, ("mẫu",)),
    "tiet": (Unit.TIET, ("tiết",)),
    "gach dau dong": (Unit.GACH, ("gạch đầu dòng",)),
}
_UNIT_WORD = r"(?:diem|khoan|dieu|tieu\s{1,3}muc|muc|chuong|phan|phu\s{1,3}luc|mau|tiet|gach\s{1,3}dau\s{1,3}dong)"
UNIT_START = re.compile(rf"(?<![a-z0-9])(?:{_UNIT_WORD}(?![a-z])|k\.?\s?\d|d\.?\s?\d)")
_UNIT = re.compile(rf"(?P<word>{_UNIT_WORD})(?![a-z])(?P<so>\s{{1,3}}(?:so|thu)(?![a-z]))?\s{{0,3}}")
# Words that end like a unit: danh mục 2, thời điểm a
_OTHER_WORD = re.compile(
    r"(?:danh|hạng|khoản|đề|đầu|chuyên|thư)\s{1,8}mục"
    r"|(?:thời|địa|quan|đặc|ưu|nhược|trọng|cao|tâm|giao|yếu|thí|luận|đỉnh)\s{1,8}điểm",
    re.IGNORECASE,
)
_THIS = re.compile(r"nay(?![a-z])")
# k2 Đ8, đ8 k2: only the pair is safe
_KHOAN_DIEU = re.compile(r"(?<![a-z0-9])k\.?\s?(\d{1,3}[a-z]?)[\s,]{0,2}d\.?\s?(\d{1,3}[a-z]?)(?![a-z0-9])(?![/.]\d)")
_DIEU_KHOAN = re.compile(r"(?<![a-z0-9])d\.?\s?(\d{1,3}[a-z]?)[\s,]{0,2}k\.?\s?(\d{1,3}[a-z]?)(?![a-z0-9])(?![/.]\d)")
# đ5 nđ 45/2012: the Điều alone is safe where the number of its document follows
_DIEU_ALONE = re.compile(
    rf"(?<![a-z0-9])d\.?\s?(\d{{1,3}}[a-z]?)(?=[\s,]{{1,3}}(?:{KIND_WORD.pattern}\s{{0,3}}(?:so\s{{1,3}})?)?\d{{1,5}}[a-z]?/\d{{4}})"
)

_DIGITS = re.compile(  # "khoản 2và điểm a" is khoản 2
    r"\d{1,4}(?:(?!va(?![a-z0-9]))[a-z]{1,2}(?![a-z0-9]))?(?![\d%])(?!\s?/\s?\d)(?!\.\d)(?!,\d{3})"
)
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,3}(?![\d%/])")  # Phụ lục 3.2, điểm 3.2 mục II
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ORDINAL = re.compile(r"(?P<word>nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)(?!\w)", re.IGNORECASE)
_LETTER = re.compile(r"[“\"']?(?P<letter>dd|[a-z]\d{0,2}(?:\.\d{1,2})?)(?![a-z0-9])\)?[”\"']?")
_NOT_POINT_Y = re.compile(r"\s{1,2}(?:te|si|ta|hoc|thuc|kien)(?![a-z])")  # y tế
_ROMAN = re.compile(r"(?P<roman>[ivxlcdm]{1,7}(?P<suffix>)|[a-z])(?![a-z0-9])")
_ROMAN_ADDED = re.compile(r"[IVX]{1,6}[a-hđ](?!\w)")  # Chương VIIa, put in after Chương VII
_BETWEEN_NUMBERS = re.compile(
    r"\s{0,3}(?:,\s{1,3}(?=va))?(?:(?P<mark>[,;]|-(?=\d))|(?P<word>va|hoac|hay|den)(?![a-z]))\s{0,3}"
)
# A number after a comma goes on with the list only where the list can end: "Điều 5, 10 doanh nghiệp" has one Điều.
_LIST_GOES_ON = re.compile(
    r"\s{0,3}(?:$|[,;.:)\]”\"\n]|(?:va|hoac|hay|den|cua|tai|thuoc|nay|diem|khoan|dieu|chuong|muc|phu|luat|bo luat"
    r"|nghi|thong|quyet|phap lenh|quy|hien"
    r"|nd|tt|ttlt|qd|nq|duoc|bi|ban|kem|dinh|nhu|thi|la|ve|theo|trong|co|khong|so|vao"
    r"|bang)(?![a-z]))"
)
_JOIN = re.compile(
    r"\s{0,4}(?:\([^()\d\n]{3,120}\)\s{0,2}(?=,|va))?(?P<mark>[,;]?)\s{0,4}(?P<words>(?:(?:va|hoac|hay|den|cua|tai|thuoc|o|tu|trong|theo|cac|ca)\s{1,3}){0,3})"
)
_LOOSE_WORDS = frozenset(("va", "hoac", "hay"))

# Điểm are lettered without f, j, w, z.
_POINTS = "abcdđeghiklmnopqrstuvxy"
_LONGEST_RANGE = 200
_LONGEST_LIST = 1000


@dataclass(frozen=True, slots=True)
class PlaceRun:
    """Places that stand together.

    Attributes:
        end: Where the run ends in the text.
        locators: In the order of the text; empty for "Điều này".
        own: Whether it says "Điều này" or "khoản này": the address begins where the words stand.
    """

    end: int
    locators: tuple[Locator, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class _Group:
    unit: Unit
    numbers: tuple[str, ...]  # empty for "Điều này"
    end: int
    loose: bool = False  # a comma or "và" stands before it
    to: bool = False  # "đến" stands before it
    each: bool = False  # "các" stands before it


def read_places(shown: str, folded: str, at: int) -> PlaceRun | None:
    """The run of places that begins at a position, or None.

    Args:
        shown: NFC text.
        folded: The same text folded, of the same length.
        at: Where a unit's word begins (`UNIT_START`).
    """
    groups = _read_groups(shown, folded, at)
    if not groups or _is_heading(shown, at, groups):
        return None
    end = groups[-1].end
    if len(groups) == 1 and not groups[0].numbers:
        return PlaceRun(end, (), own=True) if _means_this_place(shown, at) else None
    locators = _addresses(_with_ranges(groups))
    return PlaceRun(end, locators, own=any(not g.numbers for g in groups)) if locators else None


def _read_groups(shown: str, folded: str, at: int) -> list[_Group]:
    groups = _read_group(shown, folded, at)
    while groups:
        join = _JOIN.match(folded, groups[-1].end)
        if join is None or join.end() == groups[-1].end:
            break
        if ";" in join.group() and "\n" in join.group():
            break
        words = join["words"].split()
        loose = bool(join["mark"]) or not _LOOSE_WORDS.isdisjoint(words)
        found = _read_group(shown, folded, join.end(), loose, "den" in words)
        if not found or _is_new_line(shown, join, groups[-1], found, loose):
            break
        if "cac" in words and not loose:
            found[0] = replace(found[0], each=True)
        groups += found
    return groups


def _is_new_line(shown: str, join: re.Match[str], last: _Group, found: list[_Group], loose: bool) -> bool:
    """Whether the next place is a heading. A larger one on the next line holds the one before it: "khoản 2⏎Điều 5"."""
    if not loose and ("\n" not in join.group() or found[0].unit.rank < last.unit.rank):
        return False
    return _is_heading(shown, join.end(), found, in_list=join["mark"] == ",")


def _read_group(shown: str, folded: str, at: int, loose: bool = False, to: bool = False) -> list[_Group]:
    if pair := _KHOAN_DIEU.match(folded, at):
        return [_Group(Unit.KHOAN, (pair[1],), pair.end(1), loose), _Group(Unit.DIEU, (pair[2],), pair.end())]
    if pair := _DIEU_KHOAN.match(folded, at):
        return [_Group(Unit.DIEU, (pair[1],), pair.end(1), loose), _Group(Unit.KHOAN, (pair[2],), pair.end())]
    if alone := _DIEU_ALONE.match(folded, at):
        return [_Group(Unit.DIEU, (alone[1],), alone.end(1), loose)]
    head = _UNIT.match(folded, at)
    if head is None:
        return []
    unit, spellings = _UNITS[" ".join(head["word"].split())]
    if " ".join(shown[at : head.end("word")].lower().split()) not in spellings or _ends_another_word(shown, at):
        return []
    if unit is Unit.MAU and not (head["so"] or shown[at].isupper()):  # "mẫu 2" may be anything
        return []
    if this := _THIS.match(folded, head.end()):
        return [_Group(unit, (), this.end(), loose, to)]
    numbers, end = _read_numbers(shown, folded, head.end(), unit)
    return [_Group(unit, numbers, end, loose, to)] if numbers else []


def _ends_another_word(shown: str, at: int) -> bool:
    return any(match.end() > at - max(0, at - 16) for match in _OTHER_WORD.finditer(shown[max(0, at - 16) : at + 4]))


def _read_numbers(shown: str, folded: str, at: int, unit: Unit) -> tuple[tuple[str, ...], int]:
    """The numbers of one unit: "1", "1, 2 và 3", "a, b", "5 đến 7"."""
    first = _read_number(shown, folded, at, unit)
    if first is None or (unit is Unit.KHOAN and not NOT_COUNTED.match(folded, first[1])):
        return (), at
    numbers, end = [first[0]], first[1]
    while len(numbers) < _LONGEST_LIST and (between := _BETWEEN_NUMBERS.match(folded, end)):
        item = _read_number(shown, folded, between.end(), unit)
        new_item = between["mark"] == ";" and "\n" in between.group()  # "điểm a;⏎b) …" begins the next điểm
        if item is None or new_item or not _LIST_GOES_ON.match(folded, item[1]):
            if folded[end] == "," and folded[end + 1 : end + 2].isdigit():
                return (), at  # "khoản 3,5 triệu"
            break
        is_range = between["word"] == "den" or between["mark"] == "-"
        numbers += _range(unit, numbers[-1], item[0])[1:] if is_range else [item[0]]
        end = item[1]
    return tuple(numbers), end


def _read_number(shown: str, folded: str, at: int, unit: Unit) -> tuple[str, int] | None:
    if unit is Unit.GACH and (ordinal := _ORDINAL.match(shown, at)):
        word = ordinal["word"].lower()
        return str(_ORDINALS.index("tư" if word == "bốn" else word) + 1), ordinal.end()
    if unit not in (Unit.DIEU, Unit.KHOAN, Unit.PHAN) and (dotted := _DOTTED.match(folded, at)):
        return dotted.group(), dotted.end()
    if unit is not Unit.PHAN and (digits := _DIGITS.match(folded, at)):
        return shown[at : digits.end()].lower(), digits.end()
    if at and not folded[at - 1].isspace() and folded[at - 1] not in ",;":
        return None
    if unit in (Unit.DIEM, Unit.TIET):
        return _read_letter(shown, folded, at)
    if unit in (Unit.DIEU, Unit.KHOAN, Unit.MAU, Unit.GACH):
        return None
    return _read_roman(shown, folded, at, unit)


def _read_letter(shown: str, folded: str, at: int) -> tuple[str, int] | None:
    match = _LETTER.match(folded, at)
    if match is None:
        return None
    printed = shown[match.start("letter") : match.end("letter")].lower()
    letter = "đ" if printed == "dd" else printed
    if letter[0] not in _POINTS or (letter == "y" and _NOT_POINT_Y.match(folded, match.end())):
        return None
    return letter, match.end()


def _read_roman(shown: str, folded: str, at: int, unit: Unit) -> tuple[str, int] | None:
    if added := _ROMAN_ADDED.match(shown, at):
        return added.group(), added.end()
    match = _ROMAN.match(folded, at)
    if match is None:
        return None
    printed = shown[at : match.end()]
    if roman_value(printed.upper()) is not None and printed not in ("c", "d", "l", "m"):
        return printed.upper(), match.end()
    single_capital = unit in (Unit.PHU_LUC, Unit.PHAN) and len(printed) == 1 and printed.isascii() and printed.isupper()
    return (printed, match.end()) if single_capital else None


def _means_this_place(shown: str, at: int) -> bool:
    """Whether "Điều này" is a place: with a capital inside a sentence. "Điều này cho thấy" and "điều này" are not.

    In small letters "điểm này" and "khoản này" are places behind "tại" and the like.
    """
    before = shown[max(0, at - 8) : at].rstrip(" ")
    if shown.startswith(("điểm", "khoản"), at):
        return _BEFORE_THIS.search(shown[max(0, at - 12) : at]) is not None
    return shown[at].isupper() and bool(before) and before[-1] not in '.!?:;\n“"'


_BEFORE_THIS = re.compile(r"(?:tại|của|theo|ở|chi\s{1,3}tiết|thi\s{1,3}hành)\s{1,3}$")
_HEADING_TAIL = re.compile(r"\s{0,2}[.:]\s{1,3}[“\"]?[^\W\d_]|\s{0,2}[.:]?[^\S\n]{0,3}\n")
# What may stand before a heading on its line: spaces, marks of Markdown, the quotation mark of an amendment
_LINE_START = re.compile(r"(?:^|\n)[ \t\xa0]{0,12}(?:#{1,6} |\*\*|[“\"])?$|[^\W\d_][.;/]$")


def _is_heading(shown: str, at: int, groups: list[_Group], in_list: bool = False) -> bool:
    """Whether a line begins here with "Điều 5. Phạm vi": structure, not a citation.

    Text that lost its line ends has headings behind a full stop: "của pháp luật.Chương VI". A number alone on a line
    is the next of a list where a comma stands before it.
    """
    line_start = at == 0 or _LINE_START.search(shown, max(0, at - 20), at) is not None
    if not line_start or len(groups) > 1 or groups[0].unit in (Unit.KHOAN, Unit.DIEM) or not shown[at].isupper():
        return False
    tail = _HEADING_TAIL.match(shown, groups[0].end)
    return tail is not None and (tail.group()[-1].isupper() or (tail.group().endswith("\n") and not in_list))


def _range(unit: Unit, first: str, last: str) -> list[str]:
    """Numbers from first to last, both with; just the two when that cannot be counted."""
    if first.isdigit() and last.isdigit() and 0 <= int(last) - int(first) <= _LONGEST_RANGE:
        return [str(n) for n in range(int(first), int(last) + 1)]
    if unit is Unit.DIEM and first in _POINTS and last in _POINTS and (_POINTS.index(first) <= _POINTS.index(last)):
        return list(_POINTS[_POINTS.index(first) : _POINTS.index(last) + 1])
    return [first, last]


def _with_ranges(groups: list[_Group]) -> list[_Group]:
    """Groups with "Điều 3 đến Điều 5" made one group of three numbers."""
    merged: list[_Group] = []
    counted = 0
    for group in groups:
        last = merged[-1] if merged else None
        if group.to and last and last.unit is group.unit and last.numbers and group.numbers:
            ends = [last.numbers[-1], group.numbers[0]]
            between = _range(group.unit, *ends) if counted < _LONGEST_LIST else ends
            counted += len(between)
            numbers = (*last.numbers[:-1], *between, *group.numbers[1:])
            merged[-1] = _Group(group.unit, numbers, group.end, last.loose)
        else:
            merged.append(group)
    return merged


def _addresses(groups: list[_Group]) -> tuple[Locator, ...]:
    owners = _owners(groups)
    taken: set[tuple[int, int]] = set()
    for at, owner in enumerate(owners):
        if owner is not None and groups[owner].numbers:
            taken.add((owner, 0 if owner > at else len(groups[owner].numbers) - 1))
    found: list[Locator] = []
    for at, group in enumerate(groups):
        if _means_little_alone(groups[_root(owners, at)]):
            continue
        owner = owners[at]
        bases = [_steps_above(groups, owners, at)]
        if owner is not None and owner > at and groups[owner].each:  # "khoản 1 các điều 134, 135"
            taken |= {(owner, position) for position in range(len(groups[owner].numbers))}
            bases = [(*bases[0][:-1], Step(groups[owner].unit, number)) for number in groups[owner].numbers]
        found += [
            _citation_address((*above, Step(group.unit, number)))
            for above in bases
            for position, number in enumerate(group.numbers)
            if (at, position) not in taken
        ]
    return tuple(dict.fromkeys(found))


def _means_little_alone(group: _Group) -> bool:
    """Tiết 2 (a lesson), điểm 9 (a mark): places only inside a larger one."""
    return group.unit is Unit.TIET or (group.unit is Unit.DIEM and bool(group.numbers) and group.numbers[0].isdigit())


def _root(owners: list[int | None], at: int) -> int:
    while (owner := owners[at]) is not None:
        at = owner
    return at


def _steps_above(groups: list[_Group], owners: list[int | None], at: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    owner = owners[at]
    while owner is not None and groups[owner].numbers:
        group = groups[owner]
        steps.insert(0, Step(group.unit, group.numbers[0] if owner > at else group.numbers[-1]))
        at, owner = owner, owners[owner]
    return tuple(steps)


def _citation_address(steps: tuple[Step, ...]) -> Locator:
    """Without chapters where there is a Điều, since Điều run through."""
    if any(step.unit is Unit.DIEU for step in steps):
        dropped = (Unit.PHAN, Unit.CHUONG, Unit.MUC, Unit.TIEU_MUC)
        steps = tuple(step for step in steps if step.unit not in dropped)
    return Locator(steps)


def _owners(groups: list[_Group]) -> list[int | None]:
    """For each group, the group of the larger unit it belongs to.

    The next larger one, as in "khoản 2 Điều 5"; the one before where only that is bound without a comma, as in
    "Điều 5 khoản 2, Điều 7 khoản 1"; neighbours of one unit share.
    """
    following, previous = _nearest_larger(groups, forward=True), _nearest_larger(groups, forward=False)
    owners: list[int | None] = []
    for at, group in enumerate(groups):
        after, before = following[at], previous[at]
        if after is None or before is None:
            owners.append(before if after is None else after)
            continue
        loose_after = groups[after].loose
        sibling = at > 0 and groups[at - 1].unit is group.unit and owners[at - 1] == before
        binds_back = loose_after and (sibling or (not group.loose and before == at - 1))
        owners.append(before if binds_back else after)
    return owners


def _nearest_larger(groups: list[_Group], forward: bool) -> list[int | None]:
    nearest: list[int | None] = [None] * len(groups)
    stack: list[int] = []
    for at in reversed(range(len(groups))) if forward else range(len(groups)):
        while stack and groups[stack[-1]].unit.rank >= groups[at].unit.rank:
            stack.pop()
        nearest[at] = stack[-1] if stack else None
        stack.append(at)
    return nearest
