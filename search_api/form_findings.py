"""The parts that a text must have and a draft lacks: those of khoản 2 Điều 8 Nghị định 30/2020/NĐ-CP and Luật 64/2025.

The article speaks of administrative texts and is cited for them alone: a văn bản quy phạm pháp luật has these parts
by rules of its own. Only a draft that is a whole text is judged: one that has two of the motto, the "Số:" line, the
date, the office that signs and the receivers. A text of the Party and a consolidation have a form of their own and are
not judged.
"""

import datetime
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.locator import Locator, Unit
from corpus.text import fold
from ingest.headings import openings
from ingest.sections import is_closing
from ingest.signature import names_an_office
from search_api.draft import Draft
from search_api.finding import Finding, Severity

LAW_2025_FROM = datetime.date(2025, 4, 1)
"""First day of Luật 64/2025/QH15 (khoản 1 Điều 71)."""

_MOTTO = re.compile(r"cong hoa xa hoi chu nghia viet nam")
_WORDS_BELOW = re.compile(r"doc lap\W+tu do\W+hanh phuc")
_OTHER_FORM = re.compile(r"dang cong san viet nam|van ban hop nhat|/\s?vbhn-")
_NUMBER = re.compile(r"(?:^|[\t|(])\s*(?:[a-z]+ ){0,3}so\s*:(?P<sign>.*)")
_SIGN = re.compile(r"[/-]\s*[a-z]{2}")
# Behind a comma, or a line or a cell with a place name: "sửa đổi Thông tư số … ngày … của" is no date of the draft.
_DAY = r"ngay(?:[\s.…_\d]*thang[\s.…_\d]*nam[\s.…_\d]*|\s*\d{1,2}/\d{1,2}/\d{4})"
_DATED = re.compile(rf",\s*{_DAY}|(?:^|[\t|])[^\t|\d\n]{{0,40}}{_DAY}(?=$|[\t|)])", re.MULTILINE)
_RECEIVERS = re.compile(r"\W*noi (?:nhan|gui)\b")
_BASIS = re.compile(r"\s*(?:can cu|theo de nghi|xet|thuc hien)\b")
_HEAD_LINES = 60
_ENOUGH_MARKS = 2  # parts of a letterhead and a closing that make a draft a whole text
_NATIONAL = ("Hiến pháp", "Luật", "Bộ luật", "Pháp lệnh")
_ALWAYS_RULES = (*_NATIONAL, "Nghị định", "Thông tư", "Thông tư liên tịch", "Nghị quyết liên tịch")
_YEAR_IN_NUMBER = re.compile(r"/\s*(?:\d{4}|[.…_\s]{2,}|20[\d._…]{0,2})\s*/\s*(?:qd|nq|ct)\s*-")
_BASED = ("Nghị định", "Thông tư", "Thông tư liên tịch", "Quyết định", "Nghị quyết")
_NINE, _NINE_FROM = "khoản 2 Điều 8 Nghị định 30/2020/NĐ-CP", datetime.date(2020, 3, 5)


@dataclass(frozen=True, slots=True)
class Form:
    """What stands above and below the Điều of a draft.

    Attributes:
        head, closing: Indices of the lines before the first place and of those from the signature on.
    """

    draft: Draft
    head: tuple[int, ...]
    closing: tuple[int, ...]

    @property
    def top(self) -> str:
        """The head, folded, a line a line."""
        return "\n".join(fold(self.draft.lines[at].text) for at in self.head[:_HEAD_LINES])

    @property
    def letterhead(self) -> str:
        """The head above the bases, whose dates are those of other texts."""
        return "\n".join(itertools.takewhile(lambda line: not _BASIS.match(line), self.top.split("\n")))

    @property
    def foot(self) -> Sequence[str]:
        """The closing, a line a line."""
        return [self.draft.lines[at].text for at in self.closing]

    @property
    def number(self) -> re.Match[str] | None:
        """The line that has, or waits for, the number: "Số:      /2026/NĐ-CP"."""
        return next((found for line in self.top.split("\n") if (found := _NUMBER.search(line))), None)

    @property
    def own_so_hieu(self) -> str:
        """The number as read from the head; "" where it is only that of the text which the subject names."""
        so_hieu = self.draft.document.so_hieu
        return "" if so_hieu and so_hieu in re.sub(r"\s", "", self.draft.document.trich_yeu) else so_hieu

    @property
    def is_whole(self) -> bool:
        """Whether the draft is a whole text of the state and no excerpt."""
        marks = (
            _MOTTO.search(self.top),
            self.number and self.draft.document.loai,
            _DATED.search(self.letterhead),
            names_an_office(self.foot),
            any(_is_receivers(line) for line in self.foot),
        )
        return sum(map(bool, marks)) >= _ENOUGH_MARKS and not _OTHER_FORM.search(self.top)

    @property
    def is_national(self) -> bool:
        """Whether Quốc hội or its Standing Committee makes it, whose texts are printed in a form of their own."""
        return self.draft.document.loai in _NATIONAL or "Quốc hội" in self.draft.document.co_quan_ban_hanh

    @property
    def sign(self) -> str:
        """Its number as printed or left open, folded; "" where the head has none."""
        return self.number["sign"] if self.number else fold(self.own_so_hieu)

    @property
    def is_rule(self) -> bool:
        """Whether it is a văn bản quy phạm pháp luật, as its kind or the year in its number tells."""
        return self.draft.document.loai in _ALWAYS_RULES or bool(_YEAR_IN_NUMBER.search(self.sign))


def form_of(draft: Draft) -> Form:
    """The head and the closing of a draft."""
    own = [at for at, start in enumerate(draft.starts) if not draft.place_at(start).steps]
    first = next((at for at, start in enumerate(draft.starts) if draft.place_at(start).steps), len(draft.starts))
    head = tuple(at for at in own if at < first)
    closing = tuple(at for at in own if at > first)
    if not closing:
        after = next((at for at in head if is_closing(draft.lines[at])), None) if draft.lines else None
        closing = tuple(at for at in head if after is not None and at >= after)
    return Form(draft, head, closing)


def part_findings(form: Form, on: datetime.date) -> list[Finding]:
    """The missing parts; under Luật 64/2025 also the places without a name (khoản 2 Điều 7)."""
    if not form.is_whole:
        return []
    # without a sign it is not known whether it is an administrative text
    nine = f" ({_NINE})" if _SIGN.search(form.sign) and not form.is_rule and on >= _NINE_FROM else ""
    found = [*_head(form, nine), *_closing(form, nine)]
    if form.is_rule and on >= LAW_2025_FROM:
        found += _unnamed(form.draft)
    return found


def _head(form: Form, nine: str) -> Iterator[Finding]:
    top, loai = form.top, form.draft.document.loai
    motto, below = _MOTTO.search(top), _WORDS_BELOW.search(top)
    if not motto or not below:
        missing = "Quốc hiệu và Tiêu ngữ" if not motto and not below else "Quốc hiệu" if not motto else "Tiêu ngữ"
        yield _above(form, "thieu_quoc_hieu", f"Thiếu {missing}", f"Ghi ở đầu văn bản{nine}.")
    if form.number is None and not form.own_so_hieu:
        yield _above(form, "thieu_so_ky_hieu", "Thiếu số, ký hiệu", f"Để dòng “Số: …” dưới tên cơ quan{nine}.")
    elif form.number is not None and not form.own_so_hieu and not _SIGN.search(form.number["sign"]):
        message, remedy = "Dòng “Số:” chưa có ký hiệu", f"Ghi ký hiệu của loại văn bản và cơ quan ban hành{nine}."
        yield Finding("thieu_so_ky_hieu", Severity.CANH_BAO, message, _first(form), remedy)
    if not form.is_national and not _DATED.search(form.letterhead):
        remedy = f"Ghi “Hà Nội, ngày … tháng … năm …” theo nơi cơ quan đóng trụ sở{nine}."
        yield _above(form, "thieu_ngay_thang", "Thiếu địa danh và thời gian ban hành", remedy)
    if not loai:
        yield _above(form, "thieu_ten_loai", "Thiếu tên loại văn bản", f"Ghi tên loại bằng chữ in hoa{nine}.")
    elif not form.draft.document.trich_yeu:
        yield _above(form, "thieu_trich_yeu", "Thiếu trích yếu nội dung", f"Ghi ngay dưới tên loại{nine}.")
    if loai in _BASED and form.draft.has_dieu and not any(_BASIS.match(line) for line in top.split("\n")):
        remedy = "Ghi căn cứ thẩm quyền và căn cứ nội dung trước Điều 1."
        yield _above(form, "thieu_can_cu", "Thiếu căn cứ ban hành", remedy)


def _closing(form: Form, nine: str) -> Iterator[Finding]:
    if not names_an_office(form.foot):
        remedy = f"Ghi chức vụ, họ tên người ký{nine}."
        yield _below(form, "thieu_chu_ky", "Thiếu chức vụ và chữ ký của người có thẩm quyền", remedy)
    if not form.is_national and not any(_is_receivers(line) for line in form.foot):
        yield _below(form, "thieu_noi_nhan", "Thiếu nơi nhận", f"Ghi “Nơi nhận:” ở cuối, bên trái{nine}.")


def _is_receivers(line: str) -> bool:
    return any(_RECEIVERS.match(fold(part)) for part in re.split(r"[\t|]", line))


def _unnamed(draft: Draft) -> Iterator[Finding]:
    named = [p for p in draft.provisions.values() if p.unit is Unit.DIEU and p.ref.locator.parent == Locator()]
    bare = [p for p in named if not p.heading]
    # a decision of a few Điều without any name is written in the old way on purpose
    if bare and len(bare) < len(named):
        for provision in bare:
            line = draft.line_at(provision.pieces[0].span.start) if provision.pieces else 0
            if any(opening.unit is Unit.DIEU for opening in openings(draft.lines[line].text, line, (Unit.DIEU,))):
                message = f"{provision.ref.locator.vi} không có tên"
                remedy = "Đặt tên cho điều (khoản 2 Điều 7 Luật 64/2025/QH15)."
                yield Finding("dieu_khong_ten", Severity.CANH_BAO, message, line_span(draft, line), remedy)


def _above(form: Form, code: str, message: str, remedy: str) -> Finding:
    return Finding(code, Severity.CANH_BAO, message, _first(form), remedy)


def _first(form: Form) -> tuple[int, int]:
    return line_span(form.draft, form.head[0] if form.head else 0)


def _below(form: Form, code: str, message: str, remedy: str) -> Finding:
    last = form.closing[-1] if form.closing else len(form.draft.lines) - 1
    return Finding(code, Severity.CANH_BAO, message, line_span(form.draft, last), remedy)


def line_span(draft: Draft, line: int) -> tuple[int, int]:
    """The first characters of a line, as a finding on all of it shows them."""
    start = draft.starts[max(line, 0)]
    return start, start + min(len(draft.line_text(max(line, 0))), 120)
