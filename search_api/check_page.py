"""The page of a check: the form, the findings, the citations, the rules touched. Nothing but values to HTML."""

import datetime
import itertools

from corpus.errors import UnreadableSource
from search_api.check_wire import CheckOut, PlaceOut
from search_api.draft import MAX_BYTES
from search_api.finding import Severity
from search_api.pages import SearchForm, render

_TONES = {Severity.LOI: "ended", Severity.CANH_BAO: "care", Severity.CAN_XEM: "unknown"}
_MEANINGS = {
    Severity.LOI: "chắc sai, phải sửa",
    Severity.CANH_BAO: "nhiều khả năng phải sửa",
    Severity.CAN_XEM: "kho không đủ để kết luận, hoặc có điều nên biết",
}


def render_form(on: datetime.date, error: UnreadableSource | None = None, text: str = "") -> str:
    """The form; with what went wrong and the text that was pasted."""
    return render("check_form.html", form=SearchForm(), on=on, error=error, text=text, megabytes=MAX_BYTES // 2**20)


def render_check(check: CheckOut) -> str:
    """The findings by severity, then every citation with its standing, then the rules touched."""
    groups = [
        (severity.vi, _TONES[severity], _MEANINGS[severity], [f for f in check.findings if f.severity is severity])
        for severity in Severity
    ]
    return render(
        "check.html",
        form=SearchForm(),
        check=check,
        groups=[group for group in groups if group[3]],
        others=[citation for citation in check.citations if not citation.own],
        own=sum(citation.own for citation in check.citations),
        near=[(here, list(items)) for here, items in itertools.groupby(check.near, key=lambda near: near.here)],
        where=where,
        megabytes=MAX_BYTES // 2**20,
        on=check.on,
    )


def where(place: PlaceOut) -> str:
    """A place of the draft: "Khoản 1 Điều 3, dòng 12, trang 3"."""
    page = f", trang {place.page}" if place.page else ""
    line = f"dòng {place.line}{page}"
    return f"{place.address}, {line}" if place.address else f"D{line[1:]}"
