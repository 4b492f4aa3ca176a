"""A check as lines for people: findings by severity, citations by what they point at, the rules touched."""

from collections.abc import Iterator

from corpus.text import vi_date
from search_api.check_wire import CheckOut, CitationOut, FindingOut, PlaceOut, TargetOut, TouchedOut
from search_api.finding import Severity

_SHOWN = 20  # dependents of one document


def lines(check: CheckOut) -> Iterator[str]:
    """The whole check, line by line."""
    kind = f"{check.loai}, {check.dieu} Điều, " if check.dieu else ""
    yield f"{check.name}: {kind}{len(check.citations)} viện dẫn, xét ngày {vi_date(check.on)}"
    for severity in Severity:
        yield from _findings(severity, [f for f in check.findings if f.severity is severity])
    yield from _citations(check)
    for touched in check.touched:
        yield from _touched(touched)
    yield from _near(check)
    yield from _near_left(check)
    if check.left_out:
        yield f"\nCòn {check.left_out} viện dẫn chưa kiểm vì vượt giới hạn."
    if check.findings_left_out:
        yield f"\nCòn {check.findings_left_out} điều phát hiện không liệt kê vì vượt giới hạn."
    if not check.findings:
        yield "\nKhông thấy điều gì phải sửa."


def where(place: PlaceOut) -> str:
    """A place of the draft: "dòng 12, trang 3, Khoản 1 Điều 3"."""
    page = f", trang {place.page}" if place.page else ""
    address = f", {place.address}" if place.address else ""
    return f"dòng {place.line}{page}{address}"


def _findings(severity: Severity, findings: list[FindingOut]) -> Iterator[str]:
    if not findings:
        return
    yield f"\n{severity.vi.upper()} ({len(findings)})"
    for finding in findings:
        yield f"  {_capital(where(finding.place))}: “{finding.words}”"
        yield f"    {finding.message}."
        if finding.remedy:
            yield f"    → {finding.remedy}"


def _citations(check: CheckOut) -> Iterator[str]:
    others = [citation for citation in check.citations if not citation.own]
    own = len(check.citations) - len(others)
    if check.citations:
        yield f"\nVIỆN DẪN ({len(others)} tới văn bản khác, {own} trong chính dự thảo)"
    for citation in others:
        yield f"  {_capital(where(citation.place))}: “{citation.words}”"
        yield from (f"    {row}" for row in _pointed(citation))


def _pointed(citation: CitationOut) -> Iterator[str]:
    for target in citation.targets:
        yield _standing(target)
    if citation.unchecked:
        yield f"Chưa kiểm được: {citation.unchecked}."


def _standing(target: TargetOut) -> str:
    return f"{target.name}: {target.status.words if target.status else 'không có trong kho'}"


def _touched(touched: TouchedOut) -> Iterator[str]:
    yield f"\nTÁC ĐỘNG: {'; '.join(touched.words)} {_standing(touched.document)}"
    for place in touched.places:
        yield f"  · {_standing(place)}"
    if touched.dependents:
        yield f"  Liên quan ({len(touched.dependents)}):"
    for dependent in touched.dependents[:_SHOWN]:
        yield f"  - {_standing(dependent.target)} ({dependent.words})"
    if len(touched.dependents) > _SHOWN:
        yield f"  … và {len(touched.dependents) - _SHOWN} nơi khác (xem --json)"


def _near(check: CheckOut) -> Iterator[str]:
    if check.near:
        yield f"\nQUY ĐỊNH GẦN NGHĨA ({len(check.near)})"
    for near in check.near:
        yield f"  {near.here}: {_standing(near.target)}"
        for overlap in near.overlaps:
            yield f"    {overlap.here} trùng {overlap.share} % lời với {overlap.target.name}"
            yield from (f"    khác số: kho ghi {old}, dự thảo ghi {new}" for old, new in overlap.figures)


def _near_left(check: CheckOut) -> Iterator[str]:
    if check.near_left_out:
        yield f"\nCòn {check.near_left_out} Điều chưa tìm quy định gần nghĩa: hết thời gian, hoặc chưa có chỉ mục."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
