"""A page of the Ministry's codification export: the articles of several documents in the order of a topic.

```html
<p class='pDieu'><a name='0700…'></a>Điều 7.5.NĐ.1. Phạm vi và đối tượng</p>
<p class='pGhiChu'><a href='http://vbpl.vn/…?ItemID=27601#Dieu_1'>(Điều 1 Nghị định số 45/2012/NĐ-CP …)</a></p>
<p class='pNoiDung'>…</p><p class='pChiDan'>(Điều này có nội dung liên quan đến …)</p>
```

`split` gathers the articles by the document their note names, each article's bytes unchanged; `read` reads one
document's articles under their own numbers, as `codified` reads its rows. Chapter titles are the topic's own and belong
to no document; what an article is related to is no text of it.
"""

import re
from dataclasses import dataclass

from lxml import html as lxml_html

from corpus.model import SourceRank
from corpus.reference import Ref
from corpus.text import nfc
from ingest.readers import codified, html, markup, refusal
from ingest.readers.codified import Row
from ingest.readers.decoding import decode
from ingest.readers.media import CODIFIED_PAGE
from ingest.source_text import SourceText

_PART = re.compile(rb"<p class=['\"](p[A-Z]\w*)['\"]>")
_HEADING = re.compile(r"Điều\s+(\S+?)\.?(?:\s+(.*))?")
_NOTE = re.compile(
    r"\(\s*(?:Điều\s+(?P<article>\d+[a-zđ]?)\s+)?(?P<loai>[A-ZĐ][^\d]*?)\s+số\s+(?P<so_hieu>\S+?)(?=[\s,.)])"
)
_ISSUED = re.compile(r"ngày\s+(\d{1,2}/\d{1,2}/\d{4})\s+của")
_EFFECTIVE = re.compile(r"có hiệu lực thi hành kể từ ngày\s+(\d{1,2}/\d{1,2}/\d{4})")


@dataclass(frozen=True, slots=True)
class _Article:
    """One article: its bytes on the page, what they declare, and its text in lines."""

    data: bytes
    row: Row
    body: bytes


def split(name: str, data: bytes) -> tuple[tuple[str, bytes], ...]:
    """One file for each document of the page, in the order of first appearance; the page itself when it has one."""
    groups: dict[str, list[bytes]] = {}
    for article in _articles(data):
        row = article.row
        key = codified.document_key(row.doc_number, row.source_url, row.law_name, row.id)
        groups.setdefault(key, []).append(article.data)
    if len(groups) <= 1:
        return ((name, data),)
    return tuple((f"{name}#{key}", b"\n".join(parts)) for key, parts in groups.items())


def read(name: str, data: bytes) -> SourceText:
    """The articles of one document.

    Raises:
        UnreadableSource: no article on the page.
    """
    articles = _articles(data)
    if not articles:
        raise refusal.without_body(name, "trang pháp điển không có điều nào")
    rows = [article.row for article in articles]
    doc_id = codified.identity(rows)
    walk = html.Walk()
    placed = []
    for article, place in zip(articles, codified.addresses(rows), strict=True):
        walk.lines.append(codified.heading(article.row))
        before = len(walk.lines)
        walk.read(_element(article.body))
        walk.end_line()
        placed.append((article.row, Ref(doc_id, place), len(walk.lines) > before))
    lines, tables = tuple(walk.lines), tuple(walk.tables)
    declared = codified.declared(placed)
    return SourceText(lines, CODIFIED_PAGE, tables=tables, rank=SourceRank.CODIFIED, declared=declared)


def _articles(data: bytes) -> list[_Article]:
    marks = [(match.start(), match.end(), match.group(1)) for match in _PART.finditer(data)]
    starts = [i for i, (_, _, kind) in enumerate(marks) if kind == b"pDieu"]
    found = []
    for i in starts:
        own = [i]
        while own[-1] + 1 < len(marks) and marks[own[-1] + 1][2] in (b"pGhiChu", b"pNoiDung", b"pChiDan"):
            own.append(own[-1] + 1)
        stop = marks[own[-1] + 1][0] if own[-1] + 1 < len(marks) else len(data)
        parts = {marks[k][2]: data[marks[k][1] : marks[k + 1][0] if k != own[-1] else stop] for k in own}
        found.append(_article(data[marks[i][0] : stop], parts))
    return found


def _article(data: bytes, parts: dict[bytes, bytes]) -> _Article:
    code, title = _coded(_words(parts[b"pDieu"]))
    note_part = _element(parts.get(b"pGhiChu", b""))
    note = _words(parts.get(b"pGhiChu", b""))
    link = note_part.find(".//a")
    named = _NOTE.match(note)
    row = Row(
        id=code,
        doc_number=named["so_hieu"] if named else "",
        article=(named["article"] or "") if named else "",
        title=title,
        text="",
        doc_type=named["loai"].strip() if named else "",
        law_name="",
        issued=_first(_ISSUED, note),
        effective=_first(_EFFECTIVE, note),
        source_note=note,
        source_url=str(link.get("href") or "") if link is not None else "",
    )
    return _Article(data, row, parts.get(b"pNoiDung", b""))


def _coded(heading: str) -> tuple[str, str]:
    """The codification's number and the title: "Điều 7.5.NĐ.1. Phạm vi" is 7.5.NĐ.1 and "Phạm vi"."""
    match = _HEADING.fullmatch(heading)
    return (match.group(1), (match.group(2) or "").strip()) if match else (heading, "")


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group(1) if match else ""


def _element(part: bytes) -> lxml_html.HtmlElement:
    return markup.fragment(f"<div>{decode(part)[0] if part.strip() else ''}</div>")


def _words(markup: bytes) -> str:
    return nfc(" ".join(_element(markup).text_content().split()))
