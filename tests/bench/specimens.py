"""Small files for the fuzzer: made by strategies of hypothesis, and real ones cut to a page or a few paragraphs."""

import gzip
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from PIL import Image

from tests import doc_maker, docx_maker, pdf_maker, scan_maker
from tests.bench import mutations
from tests.bench.mutations import Mutation, packed, word_streams
from tests.test_readers_codified_page import PAGE
from tests.test_readers_docx import _SOUP as WORD_SOUP
from tests.test_readers_rtf import _FONTS as RTF_FONTS
from tests.test_readers_rtf import _WORDS as RTF_WORDS

_LINES = (
    *("CHÍNH PHỦ", "Số: 45/2031/NĐ-CP", "Hà Nội, ngày 31 tháng 02 năm 2031", "NGHỊ ĐỊNH", "Về nuôi ong", "LUẬT", ""),
    *("Chương I", "QUY ĐỊNH CHUNG", "Mục 1", "Điều 1. Phạm vi", "Điều 2: Đối tượng", "Điều 12a. ", "Điều l0. Lỗi"),
    *(
        "1. Ong mật;",
        "a) Ong",
        "đ) đàn",
        "- gạch",
        "“Điều 5. Trích",
        "”;",
        "Phụ lục",
        "PHỤ LỤC II",
        "(Kèm theo",
        "I. Một",
    ),
    *(
        "Nơi nhận:",
        "- Như trên;",
        "TM. CHÍNH PHỦ",
        "[1] Chú thích",
        "1 Chú thích",
        "§iÒu 1. Ph¹m vi",
        "Ñieàu 1. Phaïm vi",
    ),
    *(
        "Điều này có hiệu lực từ ngày 00/13/0000",
        "| a | b |",
        "# Đầu",
        "**đậm**",
        "---",
        "+++",
        "\ufeff",
        "\u202e",
        "\x0c",
    ),
)
_line = st.one_of(st.sampled_from(_LINES), st.sampled_from(_LINES), st.text(max_size=30))
_text = st.lists(_line, max_size=40).map("\n".join)
_LONG = "Việc nuôi ong lấy mật được khuyến khích ở mọi nơi có hoa, theo quy định tại Điều này. " * 3
_encoding = st.sampled_from(("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1258", "cp1252", "latin-1"))
_tag = st.sampled_from(
    ("p", "div", "table", "tr", "td", "th", "span", "b", "br", "a", "sup", "li", "h3", "script", "form")
)
_attribute = st.sampled_from(
    ("", ' class="MsoNormal"', ' id="toanvancontent"', ' class="content1"', ' colspan="99999"', ' rowspan="-1"',
     ' href="#_ftn1"', ' style="font-family:.VnTime"', ' class="pDieu"', ' class="pGhiChu"', " x=&#0; ")
)  # fmt: skip
_html = st.recursive(
    _line,
    lambda inner: st.builds(
        lambda tag, attribute, inside: f"<{tag}{attribute}>{inside}</{tag}>",
        _tag,
        _attribute,
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=30,
)
_number = st.sampled_from((-1, 0, 1, 2, 9, 255, 65535, 2**31, 10**12))
_place = st.floats(-50, 900, width=16)


def _rtf(words: list[str]) -> bytes:
    return (r"{\rtf1\ansi\ansicpg1252" + RTF_FONTS + " ".join(words) + "}").encode("utf-8", "replace")


_sprm = st.builds(lambda code, value: code.to_bytes(2, "little") + value, st.integers(0, 0xFFFF), st.binary(max_size=6))
_letters = st.builds(
    doc_maker.Letters,
    _line.map(lambda line: re.sub(r"[\ud800-\udfff\U00010000-\U0010ffff]", "", line)[:60]),
    st.integers(0, 3),
    st.one_of(st.sampled_from((b"", b"", doc_maker.BOLD, doc_maker.HIDDEN, doc_maker.SPECIAL)), _sprm),
)
_para = st.builds(
    doc_maker.Para,
    st.lists(_letters, max_size=3).map(tuple),
    st.sampled_from(("\r", "\r", "\x07", "\x0c")),
    st.integers(0, 2),
    st.one_of(st.sampled_from((b"", b"", doc_maker.IN_TABLE, doc_maker.in_list(1))), _sprm),
)
_fonts = (("Times New Roman", 0), (".VnTime", 0), (".VnTimeH", 0), ("VNI-Times", 0))
_doc = st.builds(
    doc_maker.DocMaker,
    st.just(_fonts),
    st.lists(_para, min_size=1, max_size=12),
    st.lists(_para, max_size=2),
    st.lists(_para, max_size=2),
    st.sampled_from(((), (("Điều %1.", 0),))),
)

_operators = st.sampled_from(("BI", "ID", "EI", "q", "Q Q", "0 0 0 0 0 0 cm", "BT", "ET", "/X Do", "[("))
_drawn: SearchStrategy[tuple[Any, ...]] = st.one_of(
    st.tuples(st.just("text"), _place, _place, st.sampled_from(_LINES), st.sampled_from((0.1, 6, 10, 13, 400))),
    st.tuples(st.just("line"), _place, _place, _place, _place),
    st.tuples(st.just("grid"), st.lists(_place, min_size=2, max_size=5), st.lists(_place, min_size=2, max_size=5)),
    st.tuples(st.just("picture"), _place, _place, _place, _place),
    st.tuples(st.just("raw"), _operators)
)  # fmt: skip


def _pdf(pages: list[list[tuple[Any, ...]]]) -> bytes:
    made = []
    for drawn in pages:
        page = pdf_maker.PageMaker()
        for kind, *values in drawn:
            if kind == "text":
                x, y, text, size = values
                page.text(x, y, "".join(c for c in str(text) if c.isprintable()), size)
            else:
                getattr(page, str(kind))(*values)
        made.append(page)
    return pdf_maker.make_pdf(made)


_json = st.recursive(
    st.one_of(st.none(), st.booleans(), _number, _line), lambda inner: st.lists(inner, max_size=3), max_leaves=4
)
_row = st.fixed_dictionaries(
    {"id": st.one_of(_line, _json), "article": st.one_of(st.just("1"), _json), "text": st.one_of(_text, _json)},
    optional={
        **dict.fromkeys(("doc_number", "title", "doc_type", "demuc", "heading", "source_url"), st.one_of(_line, _json)),
        **dict.fromkeys(("issued", "effective"), st.one_of(st.sampled_from(("01/02/2031", "31/02/2031", "")), _json)),
        "source_note": st.one_of(
            st.just("(Điều 1 Nghị định số 45/2031/NĐ-CP Về nuôi ong ngày 21/05/2031 của Chính phủ, có hiệu lực)"), _json
        ),
    },
)


def _rows(rows: list[dict[str, object]]) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode("utf-8", "surrogatepass")


def _zip(members: list[tuple[str, bytes]]) -> bytes:
    return packed({f"{number}{name}": data for number, (name, data) in enumerate(members)})


def _mhtml(page: str) -> bytes:
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="ranh"\n\n--ranh\nContent-Type: text/html\n\n'
    return (head + f"<html><body><p>{_LONG}</p>{page}</body></html>\n--ranh--\n").encode("utf-8", "replace")


def _image(size: tuple[int, int], mode: str, kind: str, seed: int) -> bytes:
    image = Image.new(mode, size)
    image.putpixel((seed % size[0], seed % size[1]), 1)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "replace")


_page = st.builds(
    _encoded, _html.map(lambda body: f"<html><body><p>Điều 1. Ong</p><p>{_LONG}</p>{body}</body></html>"), _encoding
)
_plain = st.builds(_encoded, _text, _encoding)
_docx = st.builds(
    docx_maker.make_docx,
    st.lists(st.one_of(WORD_SOUP, st.sampled_from(_LINES[:40]).map(docx_maker.p)), max_size=8).map("".join),
    numbering=st.just(docx_maker.lists(docx_maker.level(0, "decimal", "Điều %1."))),
    styles=st.just(docx_maker.styles(docx_maker.style("Heading1", "<w:basedOn w:val='Heading1'/>"))),
)
_rtf_file = st.lists(st.one_of(st.sampled_from(RTF_WORDS), _line), max_size=40).map(_rtf)

STRATEGIES: dict[str, SearchStrategy[bytes]] = {
    "pdf": st.lists(st.lists(_drawn, max_size=12), min_size=1, max_size=2).map(_pdf),
    "docx": _docx,
    "doc": _doc.map(lambda maker: maker.make()),
    "rtf": _rtf_file,
    "html": _page,
    "mhtml": _html.map(_mhtml),
    "text": _plain,
    "codified": st.lists(_row, min_size=1, max_size=6).map(_rows),
    "codified_page": _html.map(lambda body: PAGE[: len(PAGE) // 2] + body.encode("utf-8", "replace") + PAGE),
    "zip": st.lists(
        st.tuples(st.sampled_from((".txt", ".docx", "/x.doc", ".html")), st.one_of(_plain, _docx, _rtf_file, _page)),
        max_size=4,
    ).map(_zip),
    "image": st.builds(
        _image,
        st.tuples(st.integers(1, 300), st.integers(1, 300)),
        st.sampled_from(("L", "RGB", "1")),
        st.sampled_from(("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP")),
        st.integers(0, 99),
    ),
}


FAMILIES: dict[str, tuple[Mutation, ...]] = {
    "pdf": mutations.PDF,
    "scan": mutations.PDF,
    "docx": mutations.PACKAGE,
    "doc": mutations.OLE,
    "rtf": mutations.RTF,
    **dict.fromkeys(("html", "mhtml", "codified_page"), mutations.XML),
    "zip": mutations.PACKAGE,
}
"""The mutations of a kind beside those of any bytes."""


def made(kind: str) -> Callable[[Random], bytes]:
    """A maker of files of a kind; the same chance gives the same file."""
    kept: list[bytes] = []

    @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STRATEGIES[kind])
    def keep(data: bytes) -> None:
        kept.append(data)

    once = getattr(keep, "hypothesis").fuzz_one_input  # noqa: B009  # hypothesis says of it only `Any`

    def make(chance: Random) -> bytes:
        for size in (2048, 16384):
            once(chance.randbytes(size))
            if kept:
                return kept.pop()
        return b""

    return make


# Real files, cut


@cache
def real(kind: str, data: Path) -> tuple[bytes, ...]:
    """Small pieces of the real files of a kind, none where there are none."""
    chance = random.Random(kind)
    if kind not in _CUTTERS:
        return ()
    patterns, cutter = _CUTTERS[kind]
    files = sorted(path for pattern in patterns for path in data.glob(pattern))
    chosen = chance.sample(files, min(_FILES, len(files)))
    return tuple(piece for path in chosen for piece in cutter(chance, _opened(path)) if piece)


_FILES = 40
_LARGEST = 100_000


def _opened(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _pages(chance: Random, data: bytes) -> Iterator[bytes]:
    document = pypdfium2.PdfDocument(data)
    out, single = io.BytesIO(), pypdfium2.PdfDocument.new()
    single.import_pages(document, [chance.randrange(len(document))])
    single.save(out)
    if out.tell() < _LARGEST:
        yield out.getvalue()


def _paragraphs(chance: Random, data: bytes) -> Iterator[bytes]:
    """A Word file with some twenty neighbouring paragraphs of its own."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "word/document.xml":
                paragraphs = re.findall(rb"<w:p[ >](?:(?!<w:p[ >]).)*?</w:p>", content, re.DOTALL)
                start = chance.randrange(max(1, len(paragraphs) - 20))
                head, _, _ = content.partition(b"<w:body>")
                content = head + b"<w:body>" + b"".join(paragraphs[start : start + 20]) + b"</w:body></w:document>"
            if name.endswith((".xml", ".rels")) and len(content) < 60_000:
                parts[name] = content
    yield packed(parts)


def _small_word(chance: Random, data: bytes) -> Iterator[bytes]:
    if streams := word_streams(data):
        yield doc_maker.make_container(streams)


def _rtf_window(chance: Random, data: bytes) -> Iterator[bytes]:
    """The head of the file and two stretches of its body, with as many braces closed as are open."""
    head = data[: data.find(b"\\pard")][:8000]
    start = chance.randrange(len(data))
    window = re.sub(rb"\\?[\w']*$", b"", data[start : start + 4000])
    yield head + window + b"}" * max(1, (head + window).count(b"{") - (head + window).count(b"}"))


def _elements(chance: Random, data: bytes) -> Iterator[bytes]:
    """A page without scripts and with few of its paragraphs."""
    bare = re.sub(rb"<(script|style)\b.*?</\1>|<!--.*?-->", b"", data, flags=re.DOTALL | re.IGNORECASE)
    kept = chance.randrange(max(1, bare.lower().count(b"<p") - 20))
    seen = iter(range(10**9))
    yield re.sub(
        rb"<p\b.*?</p>",
        lambda found: found[0] if next(seen) in (*range(3), *range(kept, kept + 12)) else b"",
        bare,
        flags=re.DOTALL | re.IGNORECASE,
    )[:40_000]


def _text_window(chance: Random, data: bytes) -> Iterator[bytes]:
    lines = data.splitlines(keepends=True)
    start = chance.choice((0, chance.randrange(len(lines))))
    yield b"".join(lines[start : start + 40])


def _some_rows(chance: Random, data: bytes) -> Iterator[bytes]:
    lines = data[:3_000_000].splitlines()[:-1]
    for _ in range(20):
        start = chance.randrange(len(lines))
        yield b"\n".join(lines[start : start + chance.choice((1, 3, 8))])


def _scans(chance: Random, data: bytes) -> Iterator[bytes]:
    page = scan_maker.scan(["Điều 1. Phạm vi điều chỉnh", "1. Nghị định này quy định về nuôi ong."])
    small = page.crop((120, 140, 700, 280))
    for kind in ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP"):
        yield scan_maker.as_bytes(small, kind=kind)


Cutter = Callable[[Random, bytes], Iterator[bytes]]
_CUTTERS: dict[str, tuple[tuple[str, ...], Cutter]] = {
    "pdf": (("files/*.pdf", "raw-documents/pdf/*.pdf"), _pages),
    "docx": (("files/*.docx", "raw-documents/docx/*.docx"), _paragraphs),
    "doc": (("files/*.doc",), _small_word),
    "rtf": (("files/*.rtf",), _rtf_window),
    "html": (("files/*.html", "raw-documents/vbpl-html/*.gz", "raw-documents/tvpl-html/*.gz"), _elements),
    "text": (("files/*.txt", "files/*.md", "raw-documents/congbao-pages-flat/*.gz"), _text_window),
    "codified": (("phapdien/corpus.jsonl.gz",), _some_rows),
    "codified_page": (("raw-documents/phapdien-html/*.gz",), _elements),
    "image": (("files/MANIFEST.tsv",), _scans),
}
