"""A check as it goes over the wire; the page and the command line render it too."""

import datetime
from collections.abc import Sequence

from pydantic import Field

from corpus.diff import Change
from corpus.locator import Locator
from corpus.reference import Ref
from search_api.check import Check, Cited
from search_api.draft import MAX_TEXT, Draft
from search_api.finding import Finding, Severity
from search_api.naming import page_address
from search_api.nearby import NOTHING_NEAR, Near, Nearest, Overlap
from search_api.shelf import Shelf
from search_api.touched import Dependent, Touched
from search_api.wire import StatusOut, Wire

MAX_FINDINGS = 5_000
"""Findings that one check gives; the rest are counted."""

_SHORT = 30  # characters of a finding that is shown with the words around it
_AROUND = 60  # characters of those on each side
_EXCERPT = 160  # characters of the draft shown with a finding


class CheckRequest(Wire):
    """A draft as text."""

    text: str = Field(
        min_length=1,
        max_length=MAX_TEXT,
        description="Toàn văn dự thảo",
        examples=["Căn cứ Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 của Chính phủ về khuyến công;"],
    )
    on: datetime.date | None = Field(None, description="Ngày dự kiến ký; bỏ trống là hôm nay (giờ Việt Nam)")
    name: str = Field("dự thảo", max_length=200, description="Tên để gọi dự thảo trong kết quả")


class PlaceOut(Wire):
    """Where in the draft."""

    address: str = Field(description="“Khoản 4 Điều 8”, rỗng cho phần đầu và phần cuối", examples=["Khoản 1 Điều 3"])
    line: int = Field(description="Dòng có chữ trong văn bản đã đọc, 1 là dòng đầu")
    page: int | None = Field(description="Trang, null khi định dạng không có trang")
    start: int
    end: int


class TargetOut(Wire):
    """An address that words of the draft name."""

    ref: str = Field(examples=["nd-cp/2012/45#dieu-4/khoan-1"])
    name: str = Field(examples=["Khoản 1 Điều 4 Nghị định 45/2012/NĐ-CP"])
    held: bool
    status: StatusOut | None = Field(description="Tình trạng vào ngày ký, null khi kho không có")
    page: str | None


class FindingOut(Wire):
    """One remark."""

    code: str = Field(examples=["ngay_khong_co_that"])
    severity: Severity
    label: str = Field(examples=["Lỗi"])
    message: str
    remedy: str
    words: str = Field(description="Lời của dự thảo tại đó")
    before: str = Field(description="Lời đứng trước trong cùng dòng, rỗng khi lời tại đó đã đủ rõ")
    after: str = Field(description="Lời đứng sau, như trên")
    place: PlaceOut
    refs: tuple[TargetOut, ...] = Field(description="Nơi nên mở để đối chiếu")


class CitationOut(Wire):
    """One citation of the draft and what it points at."""

    words: str
    place: PlaceOut
    form: str = Field(description="full, short, self hoặc relative")
    own: bool = Field(description="Trỏ vào chính dự thảo")
    targets: tuple[TargetOut, ...]
    unchecked: str = Field(description="Vì sao chưa kiểm được, rỗng khi đã kiểm")
    codes: tuple[str, ...] = Field(description="Mã của những điều phát hiện tại viện dẫn này")


class DependentOut(Wire):
    """A held place that rests on what the draft touches."""

    words: str = Field(examples=["hướng dẫn", "dẫn chiếu"])
    target: TargetOut
    quote: str


class TouchedOut(Wire):
    """One document that the draft amends, replaces or repeals, and who rests on it."""

    words: tuple[str, ...] = Field(examples=[["sửa đổi, bổ sung"]])
    document: TargetOut
    places: tuple[TargetOut, ...]
    dependents: tuple[DependentOut, ...]


class OverlapOut(Wire):
    """A place of the draft whose words are largely those of a held one."""

    here: str = Field(description="Nơi trong dự thảo", examples=["Khoản 2 Điều 5"])
    target: TargetOut
    share: int = Field(description="Phần trăm số chữ trùng nhau theo thứ tự")
    pieces: tuple[tuple[str, str], ...] = Field(
        description="Từ lời trong kho sang lời dự thảo: (same, removed hoặc added; chữ)"
    )
    figures: tuple[tuple[str, str], ...] = Field(
        description="Con số trong kho và trong dự thảo khác nhau ở cùng một chỗ",
        examples=[[["300 triệu đồng", "500 triệu đồng"]]],
    )


class NearOut(Wire):
    """A held Điều near an Điều of the draft in meaning."""

    here: str = Field(examples=["Điều 5"])
    target: TargetOut
    overlaps: tuple[OverlapOut, ...] = Field(description="Rỗng khi chỉ cùng nội dung, không trùng lời")


class CheckOut(Wire):
    """A draft checked on a day."""

    name: str
    on: datetime.date
    loai: str
    dieu: int = Field(description="Số Điều đọc được trong dự thảo")
    findings: tuple[FindingOut, ...]
    citations: tuple[CitationOut, ...]
    touched: tuple[TouchedOut, ...]
    near: tuple[NearOut, ...] = Field(description="Quy định trong kho gần nghĩa với từng Điều của dự thảo")
    near_left_out: int = Field(description="Số Điều chưa tìm: hết thời gian, hoặc chưa có chỉ mục")
    left_out: int = Field(description="Số viện dẫn vượt giới hạn, chưa kiểm")
    findings_left_out: int = Field(description="Số phát hiện vượt giới hạn, không liệt kê")
    counts: dict[Severity, int]


def check_out(check: Check, shelf: Shelf, near: Nearest = NOTHING_NEAR) -> CheckOut:
    """A check with every place named and every target's standing.

    Args:
        check: Of a draft.
        shelf: The collection on the day of the check.
        near: Provisions near the draft's Điều; none without an index, and then all Điều are left out.
    """
    draft = check.draft
    found = check.findings
    findings = tuple(_finding(finding, draft, shelf) for finding in found[:MAX_FINDINGS])
    return CheckOut(
        name=draft.name,
        on=check.on,
        loai=draft.document.loai if draft.has_dieu else "",
        dieu=sum(1 for locator in draft.provisions if locator.steps and locator.steps[-1].unit == "dieu"),
        findings=findings,
        citations=tuple(_citation(cited, draft, shelf) for cited in check.cited),
        touched=tuple(_touched(touched, shelf, check.cited) for touched in check.touched),
        near=tuple(_near(found, shelf) for found in near.found),
        near_left_out=near.left_out,
        left_out=check.left_out,
        findings_left_out=len(found[MAX_FINDINGS:]),
        counts={severity: sum(finding.severity is severity for finding in found) for severity in Severity},
    )


def _place(span: tuple[int, int], draft: Draft) -> PlaceOut:
    start, end = span
    return PlaceOut(
        address=draft.place_at(start).vi,
        line=draft.line_at(start) + 1,
        page=draft.page_at(start),
        start=start,
        end=end,
    )


def _words(span: tuple[int, int], draft: Draft) -> str:
    words = " ".join(draft.text[span[0] : span[1]].split())
    return words if len(words) <= _EXCERPT else words[:_EXCERPT].rpartition(" ")[0] + "…"


def _around(span: tuple[int, int], draft: Draft) -> tuple[str, str]:
    """A few words before and after short words, which alone do not say where they stand."""
    start, end = span
    if end - start > _SHORT:
        return "", ""
    line = draft.line_at(start)
    first, last = draft.starts[line], draft.starts[line] + len(draft.line_text(line))
    before, after = draft.text[max(first, start - _AROUND) : start], draft.text[end : min(last, end + _AROUND)]
    if start - _AROUND > first:
        before = f"…{before.partition(' ')[2]}"
    if end + _AROUND < last:
        after = f"{after.rpartition(' ')[0]}…"
    return before, after


def _finding(finding: Finding, draft: Draft, shelf: Shelf) -> FindingOut:
    before, after = _around(finding.span, draft)
    return FindingOut(
        code=finding.code,
        severity=finding.severity,
        label=finding.severity.vi,
        message=finding.message,
        remedy=finding.remedy,
        words=_words(finding.span, draft),
        before=before,
        after=after,
        place=_place(finding.span, draft),
        refs=tuple(_target(ref, shelf) for ref in finding.refs),
    )


def _citation(cited: Cited, draft: Draft, shelf: Shelf) -> CitationOut:
    span = cited.citation.span
    return CitationOut(
        words=_words(span, draft),
        place=_place(span, draft),
        form=cited.citation.form,
        own=cited.own,
        targets=tuple(_target(ref, shelf, cited) for ref in cited.targets),
        unchecked=cited.unchecked,
        codes=tuple(dict.fromkeys(finding.code for finding in cited.findings)),
    )


def _target(ref: Ref, shelf: Shelf, cited: Cited | None = None) -> TargetOut:
    held = shelf.held(ref.doc_id)
    printed = cited.citation.doc.written if cited and cited.citation.doc else ""
    name = shelf.name(ref.doc_id, " ".join(printed.split()))
    place = shelf.place(ref.doc_id, ref.locator)
    known = Ref(ref.doc_id, place if place is not None else Locator())
    return TargetOut(
        ref=str(ref),
        name=f"{ref.locator.vi} {name}".strip(),
        held=held is not None and place is not None,
        status=shelf.standing(known) if held else None,
        page=page_address(known, shelf.on) if held else None,
    )


def _touched(touched: Touched, shelf: Shelf, every: Sequence[Cited]) -> TouchedOut:
    names_it = (c for c in every if c.citation.doc and any(ref.doc_id == touched.doc_id for ref in c.targets))
    cited = next(names_it, None)
    return TouchedOut(
        words=tuple(kind.active for kind in touched.kinds),
        document=_target(Ref(touched.doc_id), shelf, cited),
        places=tuple(_target(ref, shelf, cited) for ref in touched.refs if ref.locator.steps),
        dependents=tuple(_dependent(dependent, shelf) for dependent in touched.dependents),
    )


def _dependent(dependent: Dependent, shelf: Shelf) -> DependentOut:
    return DependentOut(words=dependent.words, target=_target(dependent.ref, shelf), quote=dependent.quote)


def _near(near: Near, shelf: Shelf) -> NearOut:
    return NearOut(
        here=near.here.vi,
        target=_target(near.ref, shelf),
        overlaps=tuple(_overlap(overlap, shelf) for overlap in near.overlaps),
    )


def _overlap(overlap: Overlap, shelf: Shelf) -> OverlapOut:
    pieces: list[tuple[str, str]] = []
    for run in overlap.runs:
        same = run.kind is Change.SAME
        sides = [("same", overlap.new[run.new.start : run.new.end])] if same else [
            ("removed", overlap.old[run.old.start : run.old.end]), ("added", overlap.new[run.new.start : run.new.end])
        ]  # fmt: skip
        pieces += [(kind, words) for kind, words in sides if words]
    return OverlapOut(
        here=overlap.here.vi,
        target=_target(overlap.ref, shelf),
        share=round(100 * overlap.share),
        pieces=tuple(pieces),
        figures=overlap.figures,
    )
