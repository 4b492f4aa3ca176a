"""What a draft says of itself: references into it, its numbering, dates that no calendar has."""

import bisect
import itertools
import re
from collections.abc import Collection, Sequence

from corpus.citation import Citation, CitationForm
from corpus.locator import Locator, Step, Unit, number_key
from corpus.model import Provision
from corpus.text import fold, written_dates
from ingest.headings import openings
from ingest.sequence import follows
from search_api.draft import Draft
from search_api.finding import Finding, Severity

_THIS_UNIT = re.compile(r"(dieu|khoan|diem|tieu muc|muc|chuong|phan|phu luc)\s+nay$")
_UNITS = {
    "dieu": Unit.DIEU, "khoan": Unit.KHOAN, "diem": Unit.DIEM, "tieu muc": Unit.TIEU_MUC, "muc": Unit.MUC,
    "chuong": Unit.CHUONG, "phan": Unit.PHAN, "phu luc": Unit.PHU_LUC,
}  # fmt: skip


def own_addresses(citation: Citation, draft: Draft) -> tuple[tuple[Locator, ...], ...]:
    """For each place that a citation names in the draft itself, the addresses it may have there, likeliest first.

    "Khoản 4 Điều này" begins at the Điều in which it stands; a bare "khoản 4" too; "Điều 5" counts in the attached text
    in which it stands, else in the draft. Empty for "Nghị định này" and for a place that can't be told.
    """
    here = draft.place_at(citation.span[0])
    this = _THIS_UNIT.search(" ".join(fold(citation.text).split()))
    if this:
        unit = _UNITS[this[1]]
        base = here.up_to(unit)
        if not base.steps or base.steps[-1].unit is not unit:
            return ()
        below = citation.locators or (Locator(),)
        return tuple(
            (Locator((*base.steps, *place.steps)),)
            if not place.steps or place.steps[0].unit.rank > unit.rank
            else _candidates(place, here, draft)
            for place in below
        )
    return tuple(_candidates(place, here, draft) for place in citation.locators)


def _candidates(place: Locator, here: Locator, draft: Draft) -> tuple[Locator, ...]:
    first = place.steps[0].unit
    if first in (Unit.KHOAN, Unit.DIEM, Unit.TIET):
        above = [step.unit for step in here.steps if step.unit.rank < first.rank]
        bases = [here.up_to(unit) for unit in reversed(above) if unit.rank >= Unit.DIEU.rank]
        return tuple(Locator((*base.steps, *place.steps)) for base in bases)
    section = [here.up_to(Unit.DINH_KEM)] if here.steps and here.steps[0].unit is Unit.DINH_KEM else []
    attached = [p.ref.locator for p in draft.children.get((Locator(), Unit.DINH_KEM), ())]
    return tuple(Locator((*base.steps, *place.steps)) for base in [*section, Locator(), *attached])


def reference_findings(citation: Citation, draft: Draft, loose: Collection[Locator]) -> list[Finding]:
    """Places of the draft that a citation names and the draft does not have.

    A draft without Điều is not judged, nor is a larger place named without "của Nghị định này": it may be a mục of a
    form.

    `loose` holds places that stand in the draft out of their order, as `loose_places` gives them.
    """
    found = []
    for addresses in own_addresses(citation, draft) if draft.has_dieu else ():
        large = addresses and addresses[0].steps[-1].unit.rank < Unit.DIEU.rank
        if not addresses or (large and citation.form is CitationForm.RELATIVE):
            continue
        if not any(_exists(address, draft, loose) for address in addresses):
            found.append(_missing(citation, addresses[0], draft))
    return found


def _exists(address: Locator, draft: Draft, loose: Collection[Locator]) -> bool:
    last = address.steps[-1]
    if address in draft.provisions or address in loose:
        return True
    if last.unit.rank > Unit.DIEM.rank:  # tiết are not always lines of their own
        return _exists(address.parent, draft, loose)
    if last.unit.rank >= Unit.DIEU.rank:
        return False
    same = [p for p in draft.provisions.values() if p.unit is last.unit]
    return any(number_key(p.number) == number_key(last.number) for p in same)


def _missing(citation: Citation, address: Locator, draft: Draft) -> Finding:
    words, last = _lower(address.vi), address.steps[-1]
    siblings = draft.children.get((address.parent, last.unit), ())
    if last.unit in (Unit.PHU_LUC, Unit.MAU):  # a form is read as part of its annex, and never as a place
        message = f"Dự thảo chưa kèm {words}" if last.unit is Unit.PHU_LUC else f"Chưa thấy {words} trong dự thảo"
        return Finding("chua_kem_phu_luc", Severity.CAN_XEM, message, citation.span, "Kèm phụ lục, mẫu vào hồ sơ.")
    where = _lower(address.parent.vi) if address.parent.steps else "dự thảo"
    remedy = f"{_capital(where)} {_held_numbers(last.unit, siblings)}."
    if citation.form is CitationForm.RELATIVE:
        remedy += " Nếu là của văn bản khác thì ghi tên văn bản ấy."
    severity = _severity(citation, address, draft, siblings)
    return Finding("khong_co_trong_du_thao", severity, f"Dự thảo không có {words}", citation.span, remedy)


def _held_numbers(unit: Unit, siblings: Sequence[Provision]) -> str:
    word = _lower(Step(unit, "").vi)
    numbers = [p.number for p in siblings]
    if not numbers:
        return f"không có {word} nào"
    return f"chỉ có {word} {numbers[0]}" + (f" đến {numbers[-1]}" if len(numbers) > 1 else "")


def _severity(citation: Citation, address: Locator, draft: Draft, siblings: Sequence[Provision]) -> Severity:
    """How sure it is that a place is missing: a parent of many lines without numbers may have been misread."""
    parent = draft.provisions.get(address.parent)
    if parent is None or (not siblings and "\n" in parent.text):
        return Severity.CAN_XEM if address.steps[-1].unit.rank > Unit.DIEU.rank and parent else Severity.CANH_BAO
    return Severity.LOI if citation.form is CitationForm.SELF else Severity.CANH_BAO


def _lower(words: str) -> str:
    return words if words.startswith(("Điều", "Chương", "Mục", "Phụ", "Phần")) else words[:1].lower() + words[1:]


# Numbering


def numbering_findings(draft: Draft) -> list[Finding]:
    """Gaps and repeats in the numbers of the draft's Điều, khoản and điểm."""
    found = []
    for diagnostic in draft.holding.diagnostics:
        if diagnostic.code in ("dieu_gap", "repeated_number") and diagnostic.line:
            message = re.sub(r" trong nguồn|, giữ như bản in|~\d+", "", diagnostic.message)
            found.append(Finding(diagnostic.code, Severity.LOI, message, _line_span(draft, diagnostic.line - 1)))
    for (parent, unit), members in draft.children.items():
        if unit in (Unit.KHOAN, Unit.DIEM):
            found += _gaps(draft, parent, members)
    return [*found, *_loose_findings(draft)]


def _gaps(draft: Draft, parent: Locator, members: Sequence[Provision]) -> list[Finding]:
    found = []
    first = members[0]
    word = _lower(Step(first.unit or Unit.KHOAN, "").vi)
    if first.number not in ("1", "a"):
        message = f"{_capital(parent.vi)} bắt đầu từ {word} {first.number}"
        found.append(Finding(f"{first.unit}_gap", Severity.CANH_BAO, message, _first_line(draft, first)))
    for before, after in itertools.pairwise(members):
        repeated = after.ref.locator.steps[-1].number != after.number
        if not repeated and not follows(number_key(before.number), number_key(after.number)):
            message = f"{_capital(parent.vi)}: sau {word} {before.number} là {word} {after.number}"
            found.append(Finding(f"{after.unit}_gap", Severity.LOI, message, _first_line(draft, after)))
    return found


def loose_places(draft: Draft) -> dict[Locator, int]:
    """Numbered lines that stand in the text of another place since they break the order, with their line index.

    A second "2." after khoản 2, "đ)" after điểm c, a last "Điều 3." after Điều 1 with its khoản; only behind the first
    Điều of the draft, outside quotations and tables.
    """
    found: dict[Locator, int] = {}
    dieu = khoan = Locator()
    for at, line in enumerate(draft.lines):
        here = draft.place_at(draft.starts[at])
        if draft.quoted[at] or line.table is not None or not any(s.unit is Unit.DIEU for s in here.steps):
            continue
        begins = draft.provisions[here].pieces[0].span.start == draft.starts[at]
        if begins:
            dieu = here.up_to(Unit.DIEU)
            khoan = here.up_to(Unit.KHOAN)
            continue
        for opening in openings(line.text, at, (Unit.DIEU, Unit.KHOAN, Unit.DIEM)):
            if opening.unit is Unit.DIEU and opening.strength == 1.0:
                dieu = khoan = dieu.parent.child(Unit.DIEU, opening.number)
                found.setdefault(dieu, at)
            elif opening.unit is Unit.KHOAN:
                khoan = dieu.child(Unit.KHOAN, opening.number)
                found.setdefault(khoan, at)
            elif opening.unit is Unit.DIEM:
                found.setdefault(khoan.child(Unit.DIEM, opening.number), at)
    return found


def _loose_findings(draft: Draft) -> list[Finding]:
    found = []
    loose = loose_places(draft)
    for place, line in loose.items():
        if place.parent in loose:
            continue
        here = _lower(draft.place_at(draft.starts[line]).vi)
        repeats = place in draft.provisions
        what = "lặp lại" if repeats else "không nối tiếp số trước"
        message = f"{_capital(place.steps[-1].vi)} {what} (sau {here})"
        code = "repeated_number" if repeats else f"{place.steps[-1].unit}_gap"
        severity = Severity.LOI if place.steps[-1].unit is Unit.DIEU else Severity.CANH_BAO
        found.append(Finding(code, severity, message, _line_span(draft, line), "Kiểm lại cách đánh số."))
    return found


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:] if words else "Dự thảo"


def _first_line(draft: Draft, provision: Provision) -> tuple[int, int]:
    return _line_span(draft, draft.line_at(provision.pieces[0].span.start)) if provision.pieces else (0, 0)


def _line_span(draft: Draft, line: int) -> tuple[int, int]:
    start = draft.starts[min(line, len(draft.starts) - 1)]
    return start, min(start + len(draft.lines[line].text), start + 120)


# Dates


def date_findings(draft: Draft, cited: Sequence[tuple[int, int]]) -> list[Finding]:
    """Dates that no calendar has, outside what is cited (spans in order), which is judged with its document."""
    found = []
    for date in written_dates(draft.text):
        at = bisect.bisect_right(cited, date.span[0], key=lambda span: span[0]) - 1
        if date.day is None and not (at >= 0 and date.span[0] < cited[at][1]):
            message = f"Ngày {date.text} không có thật"
            found.append(Finding("ngay_khong_co_that", Severity.LOI, message, date.span, "Kiểm lại ngày, tháng, năm."))
    return found
