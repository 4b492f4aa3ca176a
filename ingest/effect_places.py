"""What a text says of the effect of its own places: other days of effect, days they are applied from, transition."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.citation import find
from corpus.locator import Locator, Unit
from corpus.model import Document, Interval, Note, Provision
from corpus.reference import Ref
from corpus.text import find_date, fold
from ingest.placed_text import PlacedText

_IN_EFFECT = re.compile(
    r"co\s+hieu\s+luc(?:\s+thi\s+hanh)?,?\s+(?:ke\s+)?(?:tu\s+)?(?:sau\s+)?(?:ngay\s*)?(?=\d{1,2}\s*(?:thang|[/.-]))"
)
_BREAK = re.compile(r"(?<![a-z])tru(?![a-z])|[;.]\s|:\s")
_APPLIED = re.compile(
    r"(?:được\s+)?áp\s+dụng\s+(?:kể\s+)?(?:từ|cho)\s+(?:ngày\s+\d{1,2}\s*(?:tháng|[/.-])\s*\d{1,2}\s*(?:năm|[/.-])\s*\d{4}"
    r"|kỳ\s+tính\s+thuế[^.;,]{0,60}|năm\s+(?:tài\s+chính|ngân\s+sách|học)[^.;,]{0,40})",
    re.IGNORECASE,
)
_TRANSITION = re.compile(r"(?<![a-z])(?:dieu\s+khoan|quy\s+dinh|xu\s+ly)\s+chuyen\s+tiep")


def with_days(
    lines: Sequence[str], provisions: Sequence[Provision], document: Document
) -> tuple[tuple[Provision, ...], tuple[Note, ...]]:
    """The places, those with a day of effect of their own valid from it, and notes on application and transition.

    Read: "… có hiệu lực từ ngày 01/7/2025, trừ khoản 2 Điều 5 có hiệu lực từ ngày 01/01/2026"; "Quy định tại Điều 7
    Nghị định này có hiệu lực từ ngày …"; "áp dụng từ kỳ tính thuế năm 2025"; an Điều or khoản headed "Quy định chuyển
    tiếp".
    """
    page = PlacedText.of(lines, provisions)
    days = dict(_days(page, document))
    dated = tuple(_from(p, days) for p in provisions)
    return dated, (*_applied(page, document), *_transitions(provisions, document))


def _from(provision: Provision, days: Mapping[Locator, datetime.date]) -> Provision:
    starts = [(len(place.steps), day) for place, day in days.items() if place.contains(provision.ref.locator)]
    if not starts:
        return provision
    valid = Interval(max(starts)[1], provision.valid.end)
    return replace(provision, valid=valid)


def _days(page: PlacedText, document: Document) -> Iterator[tuple[Locator, datetime.date]]:
    for line, start in enumerate(page.starts):
        if page.quoted[line] or not page.place_at(start).up_to(Unit.DIEU).steps:
            continue
        words = page.line_text(line)
        folded = fold(words)
        for said in _IN_EFFECT.finditer(folded):
            day = find_date(words[said.end() : said.end() + 40])
            breaks = [m.end() for m in _BREAK.finditer(folded, 0, said.start())]
            subject = words[breaks[-1] if breaks else 0 : said.start()]
            if day is None or day == document.ngay_hieu_luc:
                continue
            for citation in find(subject):
                if citation.doc is None:
                    yield from ((place, day) for place in citation.locators if place.steps[0].unit is Unit.DIEU)


def _applied(page: PlacedText, document: Document) -> Iterator[Note]:
    for said in _APPLIED.finditer(page.text):
        line = page.line_at(said.start())
        place = page.place_at(said.start())
        own = re.search(r"hiệu lực", page.line_text(line)) or _headed(page, place, "hieu luc")
        if not page.quoted[line] and place.up_to(Unit.DIEU).steps and own:
            yield Note(Ref(document.id, place), "ghi_chu", f"Lời văn: “{' '.join(said.group().split())}”.")


def _headed(page: PlacedText, place: Locator, words: str) -> bool:
    held = page.provisions.get(place.up_to(Unit.DIEU))
    return held is not None and words in fold(held.heading)


def _transitions(provisions: Sequence[Provision], document: Document) -> Iterator[Note]:
    for provision in provisions:
        opening = provision.heading or provision.text[:80]
        if provision.unit in (Unit.DIEU, Unit.KHOAN) and _TRANSITION.search(fold(opening)):
            yield Note(Ref(document.id), "chuyen_tiep", str(provision.ref.locator))
