"""From wire values to HTML: the home, the answer, a document, the collection, a problem.

Pure functions: equal values give equal bytes. Templates and static files are package data of `web`; every text is
escaped by Jinja2 or by `marked`, and nothing is inline, so that a strict Content-Security-Policy holds.
"""

import datetime
import functools
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import accumulate
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pydantic import ValidationError

from corpus.locator import Locator, Unit
from corpus.model import EffectStatus
from corpus.text import vi_date
from search_api import problems
from search_api.comparison_wire import TimelineOut
from search_api.marked import marked, merged
from search_api.naming import compare_address
from search_api.table_page import blocks, running, view
from search_api.typesetting import heading_levels, set_apart
from search_api.wire import (
    AnswerOut,
    AskRequest,
    CollectionOut,
    CoverageOut,
    DocumentOut,
    Mark,
    NodeOut,
    Problem,
    QuoteOut,
    RelationOut,
    StatusOut,
)

SUMMARY_WORDS = "Tóm lược bằng lời của Căn Cứ, không phải nguyên văn"
"""Said with every text that is not the wording of the law."""

EXAMPLES = (
    ("Cơ sở sản xuất", "xưởng cơ khí ở xã muốn mua máy mới được hỗ trợ bao nhiêu"),
    ("Cán bộ khuyến công", "mức chi tổ chức bình chọn sản phẩm công nghiệp nông thôn tiêu biểu"),
    ("Người soạn văn bản", "khoản 4 Điều 8 Thông tư 28/2018/TT-BTC"),
)
"""A question for each kind of reader."""

_SHOWN = 420  # characters of a quote in full view, about five lines
_FOLDED = 1_200  # characters folded away on each side of them
_SOURCES = 3  # sources of a quote in full view
_TONES = {
    EffectStatus.CON_HIEU_LUC: "good",
    EffectStatus.CHUA_HIEU_LUC: "care",
    EffectStatus.HET_HIEU_LUC_MOT_PHAN: "care",
    EffectStatus.NGUNG_HIEU_LUC: "care",
    EffectStatus.HET_HIEU_LUC: "ended",
    EffectStatus.KHONG_RO: "unknown",
}
_STARTS = re.compile(r"(?:\A|(?<=\n)|(?<=[.;:] ))\S")


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What stands in the search form, and in the address of its results."""

    q: str = ""
    on: datetime.date | None = None
    every_time: bool = False
    loai: str | None = None
    official: bool | None = None

    @property
    def nguon(self) -> str:
        """The filter by kind of text as the address spells it; "" without one."""
        return {True: "nguyen_van", False: "tom_luoc", None: ""}[self.official]

    @property
    def address(self) -> str:
        """The permanent address of the results."""
        fields = {
            "q": self.q,
            "on": self.on.isoformat() if self.on else "",
            "moi_thoi_diem": "1" if self.every_time else "",
            "loai": self.loai or "",
            "nguon": self.nguon,
        }
        return "/tra-cuu?" + urlencode({name: value for name, value in fields.items() if value})


@dataclass(frozen=True, slots=True)
class Clamped:
    """A long text in three parts, marks in place; only `shown` is in full view.

    Attributes:
        left_out: Characters in none of the parts, for the page of the document.
    """

    before: Markup
    shown: Markup
    after: Markup
    left_out: int


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a document as the page sets it: `head`, `number` and `body` make up its text.

    Attributes:
        level: Of its heading, 2 to 6; 0 without one.
        standing: In words, when the place does not apply on the day; else "".
        own_end: Whether the place itself, and not its whole document, does not apply.
        changed: Since when this wording applies, when it is later than the document; else "".
        page_number: Where a new page of the source begins; else None.
    """

    node: NodeOut
    level: int
    head: str
    number: str
    body: str
    cite: str
    standing: str
    own_end: bool
    changed: str
    page_number: int | None


def read_form(
    q: str, on: str, every_time: bool, loai: str, nguon: str, today: datetime.date
) -> tuple[SearchForm, AskRequest | None, Problem | None]:
    """The form that an address of results carries, with what it asks or why it can't be asked.

    Both are None when nothing was typed. An empty day is today; a `nguon` that is neither value filters nothing.
    """
    official = {"nguyen_van": True, "tom_luoc": False}.get(nguon)
    form = SearchForm(q, today, every_time, loai or None, official)
    if not q.strip():
        return form, None, None
    try:
        asked = AskRequest.model_validate(
            {"question": q, "on": on or today, "every_time": every_time, "loai": form.loai, "official": official}
        )
    except ValidationError as error:
        return form, None, problems.of_validation(error.errors())
    return replace(form, q=asked.question, on=asked.on), asked, None


def render_home(coverage: CoverageOut, on: datetime.date | None) -> str:
    """The search box, what is held, and three example questions."""
    examples = [(who, SearchForm(q, on)) for who, q in EXAMPLES]
    return render("home.html", form=SearchForm(on=on), coverage=coverage, examples=examples)


def render_answer(answer: AnswerOut, request_query: SearchForm) -> str:
    """The results of a question, or the full view that says it is not in the collection."""
    form = request_query if request_query.on else replace(request_query, on=answer.on)
    return render("answer.html", answer=answer, form=form, filters=_filters(answer.coverage, form))


def render_document(document: DocumentOut, on: datetime.date, timeline: TimelineOut | None = None) -> str:
    """A document on a day: its tree, its text, what is said beside it, its life, its relations and sources."""
    return render(
        "document.html",
        document=document,
        on=on,
        form=SearchForm(on=on),
        address=document.page.partition("#")[0].partition("?")[0],
        places=places(document, on),
        days=change_days(document),
        timeline=timeline,
        relations=_grouped(document.relations),
    )


def render_collection(collection: CollectionOut) -> str:
    """Every document held, and every file set aside with its reason."""
    return render("collection.html", collection=collection, form=SearchForm())


def render_problem(problem: Problem, typed: str = "") -> str:
    """What is wrong, where, what to do; what the person typed stays in the box."""
    return render("problem.html", problem=problem, form=SearchForm(q=typed))


# Text and marks


def clamped(text: str, marks: Sequence[Mark], size: int = _SHOWN) -> Clamped:
    """About `size` characters around the most marked words, from the start of a line or sentence to a word's end.

    A text that is little longer than `size` is shown whole.
    """
    start, end = (0, len(text)) if len(text) <= size * 1.25 else _window(text, marks, size)
    first, last = max(0, start - _FOLDED), min(len(text), end + _FOLDED)

    def part(a: int, b: int) -> Markup:
        return marked(text[a:b], [Mark(start=m.start - a, end=m.end - a) for m in marks])

    return Clamped(part(first, start), part(start, end), part(end, last), first + len(text) - last)


def _window(text: str, marks: Sequence[Mark], size: int) -> tuple[int, int]:
    covered = bytearray(len(text))
    for a, b in merged(marks, len(text)):
        covered[a:b] = b"\1" * (b - a)
    until = [0, *accumulate(covered)]
    starts = [match.start() for match in _STARTS.finditer(text)] or [0]
    start = max(starts, key=lambda s: (until[min(s + size, len(text))] - until[s], -s))
    if start + size * 1.25 >= len(text):
        return start, len(text)
    line = text.rfind("\n", start + size // 2, start + size)
    word = text.rfind(" ", start + size // 2, start + size)
    return start, max(line, 0) or max(word, 0) or start + size


# A document


def places(document: DocumentOut, on: datetime.date) -> tuple[Place, ...]:
    """The places of a document in the order of the text, each with its heading level, number and standing."""
    found: list[Place] = []
    last_page = None
    units = [Unit(node.unit) if node.unit else None for node in document.nodes]
    for node, level in zip(document.nodes, heading_levels(units), strict=True):
        new_page = node.page_number if node.page_number != last_page else None
        found.append(_place(node, level, document, on, new_page))
        last_page = node.page_number or last_page
    return tuple(found)


def _place(node: NodeOut, level: int, document: DocumentOut, on: datetime.date, page_number: int | None) -> Place:
    head, number, body = set_apart(node.text, node.heading, level=level, is_place=bool(node.unit))
    standing, own_end = _standing(node, document.status, on)
    started, first = node.valid_from, document.ngay_hieu_luc
    changed = f"Lời này áp dụng từ {vi_date(started)}" if started and first and first < started <= on else ""
    cite = f"{Locator.parse(node.locator).vi} {document.name}".strip()
    return Place(node, level, head, number, body, cite, standing, own_end, changed, page_number)


def _standing(node: NodeOut, document: StatusOut, on: datetime.date) -> tuple[str, bool]:
    if node.in_force:
        return "", False
    if node.valid_to and node.valid_to <= on:
        return f"Không còn áp dụng từ {vi_date(node.valid_to)}", True
    if node.valid_from and on < node.valid_from:
        return f"Chưa áp dụng, áp dụng từ {vi_date(node.valid_from)}", document.status is not EffectStatus.CHUA_HIEU_LUC
    if document.status in (EffectStatus.HET_HIEU_LUC, EffectStatus.CHUA_HIEU_LUC, EffectStatus.NGUNG_HIEU_LUC):
        return document.label, False
    return f"Không áp dụng ngày {vi_date(on)}", True


def change_days(document: DocumentOut) -> tuple[datetime.date, ...]:
    """Days on which something in the document is known to begin, change or end, in order."""
    days = {document.ngay_hieu_luc, document.ngay_het_hieu_luc, document.status.next_change}
    days |= {relation.effective_on for relation in document.amended_by}
    days |= {day for node in document.nodes for day in (node.valid_from, node.valid_to)}
    return tuple(sorted(day for day in days if day))


def _grouped(relations: Iterable[RelationOut]) -> dict[str, list[RelationOut]]:
    groups: dict[str, list[RelationOut]] = {}
    for relation in relations:
        groups.setdefault(relation.words, []).append(relation)
    return groups


# Filters


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: how many documents of the collection it leaves, and the address that applies it."""

    label: str
    count: int
    form: SearchForm
    chosen: bool


def _filters(coverage: CoverageOut, form: SearchForm) -> dict[str, list[Choice]]:
    kinds = [(row.label, row.count, row.label) for row in coverage.by_loai if row.label != "Khác"]
    texts = [
        ("Nguyên văn", coverage.official_documents, True),
        ("Tóm lược", coverage.summary_documents, False),
    ]
    return {
        "Nguyên văn hay tóm lược": [
            Choice(label, count, replace(form, official=value), form.official is value)
            for label, count, value in [("Cả hai", coverage.documents, None), *texts]
        ],
        "Loại văn bản": [
            Choice(label, count, replace(form, loai=value), form.loai == value)
            for label, count, value in [("Mọi loại", coverage.documents, None), *kinds]
        ],
    }


# Templates


def static_address(name: str) -> str:
    """The address of a static file, changing with its content, so that it can be cached for good."""
    return f"/static/{name}?v={_digest(name)}"


@functools.cache
def _digest(name: str) -> str:
    return hashlib.sha256(files("web").joinpath("static", name).read_bytes()).hexdigest()[:8]


def render(template: str, **values: object) -> str:
    """A template of `web` filled with values; what is missing is an error."""
    return _environment().get_template(template).render(**values)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "capital": _capital,
        "day": _day,
        "number": _number,
        "sentence": _sentence,
        "vi_date": vi_date,
        "web_address": _web_address,
    }
    environment.globals |= {
        "static": static_address,
        "summary_words": SUMMARY_WORDS,
        "clamped": clamped,
        "blocks": blocks,
        "running": running,
        "table_view": view,
        "tone": _TONES.__getitem__,
        "cite": _cite,
        "compare_address": compare_address,
        "shown_sources": _SOURCES,
    }
    return environment


def _day(day: datetime.date) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), vi_date(day))


def _number(value: int) -> str:
    """2431 → "2.431", as Vietnamese writes thousands."""
    return f"{value:,}".replace(",", ".")


def _web_address(url: str | None) -> str | None:
    """The address when a browser may follow it: http or https only."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _sentence(text: str) -> str:
    """The text with a capital first and a full stop last."""
    text = text.strip()
    return _capital(text) + ("" if text.endswith((".", "?", ":", "…")) else ".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cite(quote: QuoteOut) -> str:
    return f"{quote.address} {quote.document_name}".strip()
