"""The effect clause of a draft against the earliest day that Điều 53 and 55 Luật 64/2025/QH15 allow."""

import datetime
import re

from corpus.locator import Unit
from corpus.text import fold, nfc, vi_date
from ingest.effect import Effect, find_effect
from search_api.draft import Draft
from search_api.finding import Finding, Severity
from search_api.form_findings import LAW_2025_FROM, Form, line_span

CENTRAL_DAYS, LOCAL_DAYS = 45, 10
"""Days from adoption or signing before which a central, a local text takes no effect (khoản 1 Điều 53)."""

_BLANK = re.compile(r"\bnay\b.{0,60}co hieu luc.{0,30}\bngay[\s.…_]*thang[\s.…_\d]*nam")
_SPEAKS = re.compile(r"\bnay\b.{0,120}(?:co )?hieu luc")
_LOCAL = ("uy ban nhan dan", "hoi dong nhan dan", "chu tich uy ban nhan dan")
_LAST = datetime.date.max - datetime.timedelta(CENTRAL_DAYS)  # after it no calendar has the day
_BY_RULE = "khoản 1 Điều 53 Luật 64/2025/QH15"


def effect_findings(form: Form, on: datetime.date) -> list[Finding]:
    """That a draft takes effect too early, back in time, on a day left open, or says nothing of it.

    Args:
        form: Of the draft.
        on: The day it is to be signed. Before 01/4/2025 another law held, and nothing is said.
    """
    draft = form.draft
    if not LAW_2025_FROM <= on <= _LAST or not form.is_rule or not draft.has_dieu:
        return []
    days = LOCAL_DAYS if _is_local(form) else CENTRAL_DAYS
    earliest = on + datetime.timedelta(days=days)
    soonest = f"Ký ngày {vi_date(on)} thì sớm nhất là {vi_date(earliest)} ({days} ngày, {_BY_RULE})"
    lines = _own_lines(draft)
    effect = find_effect([draft.lines[at].text for at in lines], on)
    if effect.day is not None:
        return _judged(effect, on, earliest, soonest, _clause(draft, lines, effect.words))
    blank = next((at for at in lines if _BLANK.search(fold(draft.lines[at].text))), None)
    if blank is not None:
        span = line_span(draft, blank)
        return [Finding("hieu_luc_de_trong", Severity.CAN_XEM, "Ngày có hiệu lực còn để trống", span, f"{soonest}.")]
    spoken = any(_SPEAKS.search(fold(draft.lines[at].text)) for at in lines)
    if not form.is_whole or spoken:  # said in words that are not read, and so not judged
        return []
    message, span = "Chưa thấy điều khoản quy định ngày có hiệu lực", line_span(draft, lines[-1] if lines else 0)
    return [Finding("thieu_hieu_luc", Severity.CANH_BAO, message, span, f"{soonest}.")]


def _judged(
    effect: Effect, on: datetime.date, earliest: datetime.date, soonest: str, span: tuple[int, int]
) -> list[Finding]:
    if effect.day is None or effect.day >= earliest:
        return []
    if effect.day < on:
        message = f"Hiệu lực từ {vi_date(effect.day)} là trước ngày ký {vi_date(on)}"
        remedy = (
            "Chỉ văn bản của cơ quan trung ương, Hội đồng nhân dân và Ủy ban nhân dân cấp tỉnh được trở về trước, khi "
            "thật cần thiết, không với trách nhiệm pháp lý mới hoặc nặng hơn (Điều 55 Luật 64/2025/QH15)."
        )
        return [Finding("hieu_luc_tro_ve_truoc", Severity.CANH_BAO, message, span, remedy)]
    message = f"Hiệu lực từ {vi_date(effect.day)} sớm hơn ngày được phép"
    remedy = f"{soonest}; chỉ được sớm hơn khi ban hành theo trình tự rút gọn hoặc trường hợp đặc biệt."
    return [Finding("hieu_luc_qua_som", Severity.CANH_BAO, message, span, remedy)]


def _is_local(form: Form) -> bool:
    document = form.draft.document
    issuer = fold(document.co_quan_ban_hanh)
    return (
        document.id.place is not None or issuer.startswith(_LOCAL) or bool(re.search(r"-\s?(?:ubnd|hdnd)", form.sign))
    )


def _own_lines(draft: Draft) -> list[int]:
    """Lines of the Điều of the draft itself, without quotations, attached texts and annexes."""
    own = []
    for at, start in enumerate(draft.starts):
        steps = draft.place_at(start).steps
        if steps and steps[0].unit not in (Unit.DINH_KEM, Unit.PHU_LUC) and not draft.quoted[at]:
            own.append(at)
    return own


def _clause(draft: Draft, lines: list[int], words: str) -> tuple[int, int]:
    """Where the words of the clause stand; the last line that has them, as the last clause speaks."""
    for at in reversed(lines):
        text = nfc(draft.lines[at].text)
        found = text.find(words)
        if found >= 0:
            start = draft.starts[at]
            clause = max(text.rfind(". ", 0, found) + 2, 0) if ". " in text[:found] else 0
            return start + clause, start + min(found + len(words), len(text))
    return line_span(draft, lines[-1] if lines else 0)
