"""How a source was read: by page, or by part of a text without pages, what was repaired, doubtful, taken out."""

import bisect
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.locator import Locator, Unit
from corpus.model import Diagnostic, Holding, Provision
from corpus.placed import Page
from corpus.reference import Ref
from corpus.store import Store
from ingest.page_images import has_pages
from ingest.quality import Quality, ReadLine, quality
from search_api.naming import MOST_SPANS, leaf_address, page_address, picture_address, source_address
from search_api.report_wire import DoubtOut, PartOut, RepairOut, ReportOut, TakenOutOut

WHY_OUT = {
    "running_head": "đầu trang lặp lại",
    "page_number": "số trang",
    "repeated": "dòng lặp lại ở nhiều trang",
    "issue_join": "chỗ nối hai số Công báo",
    "ocr_no_words": "dấu, chữ ký hoặc vết bẩn, không thành chữ",
    "continued": "phần sau ở số Công báo khác",
    "table_of_contents": "mục lục",
    "hidden_text": "chữ ẩn",
    "table_heading": "đầu bảng in lại ở trang sau",
}
"""Why a line that is no part of the text was left out, by the code of its remark."""
_TOLD_BY_LINE = frozenset({"ocr_repair", "ocr_low_confidence"})
_NOTE_MARK = re.compile(r"\s*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\[\d{1,3}\])")
# "Trang 1: dấu, chữ ký hoặc vết bẩn, không đọc thành chữ: “ÄNH2”"
_NO_WORDS = re.compile(r"Trang \d+: [^“]*“(.*)”")
_LARGEST = (Unit.DIEU, Unit.PHU_LUC, Unit.PHAN, Unit.CHUONG, Unit.MUC, Unit.TIEU_MUC)


def report_out(sha256: str, store: Store) -> ReportOut | None:
    """The report on one source, or None when it is not held."""
    holding = store.holding(sha256)
    if holding is None:
        return None
    source, ref = holding.source, Ref(holding.document.id)
    parts = _pages(holding) if holding.pages else _places(holding)
    whole = sum_of(part.quality for part in parts)
    told = tuple(part.out() for part in parts)
    told_of_file = tuple(d.message for d in holding.diagnostics if d.line is None and d.page is None and not _is_out(d))
    return ReportOut(
        sha256=sha256,
        name=source.name,
        media_type=source.media_type,
        doc_id=str(ref),
        document=holding.document.name,
        page=page_address(ref),
        report=source_address(sha256),
        pages=len(holding.pages) or None,
        characters=whole.characters,
        quality=whole.share,
        recognised=source.recognised,
        is_placed=bool(holding.pages) or not has_pages(source.media_type),
        remarks=told_of_file,
        parts=told,
        words=_words(whole, told),
    )


def sum_of(parts: Iterator[Quality] | Sequence[Quality]) -> Quality:
    """The quality of all parts together."""
    whole = Quality()
    for part in parts:
        whole = whole.plus(part)
    return whole


def percent(share: float | None) -> str:
    """0.9876 → "98,7 %", rounded down so that only a perfect reading is 100 %; "không có chữ" for None."""
    if share is None:
        return "không có chữ"
    if 0 < share < 0.001:
        return "dưới 0,1 %"
    tenths = int(share * 1000 + 1e-9)
    return f"{tenths // 10} %" if tenths % 10 == 0 else f"{tenths // 10},{tenths % 10} %"


@dataclass(slots=True)
class _Part:
    """A page or a part while its findings are gathered."""

    label: str
    number: int | None = None
    page: str | None = None
    image: str | None = None
    quality: Quality = field(default_factory=Quality)
    repaired: list[RepairOut] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    taken_out: list[TakenOutOut] = field(default_factory=list)

    def tell(self, diagnostic: Diagnostic) -> None:
        """Note what a reader or the structure parser said of it."""
        if _is_out(diagnostic):
            shown = _NO_WORDS.fullmatch(diagnostic.message)
            text = shown[1] if shown else diagnostic.message
            self.taken_out.append(TakenOutOut(text=text, why=WHY_OUT[diagnostic.code]))
        elif diagnostic.code not in _TOLD_BY_LINE:
            self.remarks.append(diagnostic.message)

    def out(self) -> PartOut:
        """The finished part."""
        return PartOut(
            label=self.label,
            number=self.number,
            page=self.page,
            image=self.image,
            quality=self.quality.share,
            characters=self.quality.characters,
            repaired=tuple(self.repaired),
            doubts=tuple(DoubtOut(text=line.text, why=why) for line, why in self.quality.doubts),
            remarks=tuple(self.remarks),
            taken_out=tuple(self.taken_out),
        )


def _is_out(diagnostic: Diagnostic) -> bool:
    return diagnostic.code in WHY_OUT


# By page


def _pages(holding: Holding) -> list[_Part]:
    sha256, text = holding.source.sha256, holding.source.text
    parts = {page.number: _page(sha256, text, page) for page in holding.pages}
    at_line = _pages_of_lines(holding)
    for diagnostic in holding.diagnostics:
        number = diagnostic.page or (at_line.get(diagnostic.line) if diagnostic.line else None)
        if number in parts:
            parts[number].tell(diagnostic)
    return list(parts.values())


def _page(sha256: str, text: str, page: Page) -> _Part:
    part = _Part(f"Trang {page.number}", page.number, leaf_address(sha256, page.number))
    part.quality = quality(
        [ReadLine(text[line.start : line.end].strip(), line.confidence, (line.start, line.end)) for line in page.lines]
    )
    marks = [line.span for line, _ in part.quality.doubts if line.span]
    for line in page.lines:
        became = text[line.start : line.end].strip()
        if line.read and _NOTE_MARK.sub("", line.read) == _NOTE_MARK.sub("", became):
            part.taken_out.append(TakenOutOut(text=line.read, why="dấu của chú thích; chú thích để bên cạnh"))
        elif line.read:
            part.repaired.append(RepairOut(read=line.read, became=became))
            marks.append((line.start, line.end))
    part.image = picture_address(sha256, page.number, sorted(marks)[:MOST_SPANS])
    return part


def _pages_of_lines(holding: Holding) -> dict[int, int]:
    """The page on which each line of the stored text begins, both counted from 1."""
    starts = _starts(holding.source.text)
    found: dict[int, int] = {}
    for page in holding.pages:
        for line in page.lines:
            found.setdefault(bisect.bisect_right(starts, line.start), page.number)
    return found


def _starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]


# By part of a text without pages


def _places(holding: Holding) -> list[_Part]:
    """The Điều of the text, and what stands around them; a text without Điều is one part."""
    spans: dict[Locator, list[tuple[int, int]]] = defaultdict(list)
    for provision in holding.provisions:
        spans[_head(provision)] += [(piece.span.start, piece.span.end) for piece in provision.pieces]
    starts, text = _starts(holding.source.text), holding.source.text
    parts = []
    for place, stretches in spans.items():
        part = _Part(
            place.vi or ("Phần đầu và phần kết" if len(spans) > 1 else "Toàn văn"),
            page=page_address(Ref(holding.document.id, place)),
        )
        part.quality = quality([ReadLine(line) for start, end in stretches for line in text[start:end].split("\n")])
        for diagnostic in holding.diagnostics:
            at = starts[diagnostic.line - 1] if diagnostic.line and diagnostic.line <= len(starts) else None
            if at is not None and any(start <= at < end for start, end in stretches):
                part.tell(diagnostic)
        parts.append(part)
    out = [d for d in holding.diagnostics if d.line is None and _is_out(d)]
    if out:
        around = _Part("Ngoài lời văn")
        for diagnostic in out:
            around.tell(diagnostic)
        parts.append(around)
    return parts


def _head(provision: Provision) -> Locator:
    """The Điều, or the annex or other larger place, that a provision is told under."""
    place = provision.ref.locator
    return next((cut for unit in _LARGEST if (cut := place.up_to(unit)) != place), place)


# In words


def _words(whole: Quality, parts: Sequence[PartOut]) -> str:
    if not whole.characters:
        return "Không có chữ nào đọc được"
    counts = (
        (sum(len(part.repaired) for part in parts), "dòng được sửa"),
        (sum(len(part.doubts) for part in parts), "dòng chưa chắc"),
        (sum(len(part.remarks) for part in parts), "lưu ý"),
        (sum(len(part.taken_out) for part in parts), "dòng để ngoài lời văn"),
        (sum(1 for part in parts if part.number and not part.characters), "trang không có chữ"),
    )
    said = [f"{count} {word}" for count, word in counts if count]
    return f"Đọc chắc {percent(whole.share)} số ký tự" + (f"; {', '.join(said)}" if said else "")
