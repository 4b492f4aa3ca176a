"""Plain text and Markdown as lines. A file that opens with TOML between two `+++` lines is a summary of our own."""

import re

from corpus.errors import BadStructure, UnreadableSource
from corpus.model import Diagnostic, SourceRank
from corpus.text import fold, nfc
from ingest.declared import read_front_matter
from ingest.readers import refusal
from ingest.readers.decoding import decode, legacy_encoding
from ingest.readers.legacy import convert_text, repaired
from ingest.readers.media import MARKDOWN, sniff
from ingest.source_text import Declared, Line, SourceText

_FENCE = re.compile(r"\+\+\+[ \t]*")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=\S)([^*]+?)(?<=\S)\*(?![*\w])")
# Emphasis that runs over the end of a line, but not over a blank one.
_SPANNING = re.compile(r"(\*{1,2})(?=[^\s*])([^*]*?\n[^*]*?)(?<=[^\s*])\1(?!\*)")
_LINE_BREAK = re.compile(r"\\(?=\s|$)")
# pandoc writes "1\." and "\-\-\-" for what was never Markdown
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!<>|~'\"$-])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff\xad]")
# Words of the pages around a law at the Công báo portal, folded; a page that was flattened to one line has them all.
_PORTAL_WORDS = ("trang chu", "luoc do", "thuoc tinh", "chia se", "copy", "tim kiem", "van ban lien quan")

_WRAPPED_WIDTH = 100
# A line long enough to have been cut, which does not end by force and is no heading, table or rule.
_WRAPPED = re.compile(r"(?![#|+=-]{1,6}[ |=-]).{50,}(?<![\\ ])$")
_OWN_LINE = re.compile(r"\s*([#|>+=-]|\*\s|\*\*|\d+\\?[.)]\s|[a-zđ]\\?\)\s|Điều \d|Chương )")
_FLAT_LINES = 5
_FLAT_LETTERS = 1500


def read(name: str, data: bytes) -> SourceText:
    """The lines of a text file, blank lines left out.

    Raises:
        UnreadableSource: no words, or a portal page without the law.
    """
    text, encoding = decode(data)
    repairs: tuple[Diagnostic, ...] = ()
    if legacy := legacy_encoding(text):
        repairs = (repaired(legacy, sum(not c.isascii() for c in text)),)
        text = convert_text(text, legacy)
    media_type = sniff(data)
    declared, body = _front_matter(name, nfc(text))
    marked = media_type == MARKDOWN
    if marked:
        body = _SPANNING.sub(lambda match: match.group() if "\n\n" in match.group(2) else match.group(2), body)
        body = _joined(body)
    lines = tuple(line for raw in re.split(r"[\n\r\f\v\u2028\u2029]", body) if (line := _line(raw, marked)).text)
    if not lines and declared is None:
        raise refusal.without_text(name)
    if _is_portal_page(lines):
        raise refusal.without_body(name, "trang giới thiệu của cổng thông tin")
    diagnostics = repairs + _broken_letters(body, encoding)
    if declared is None:
        # Someone's copy of the words, never the signed file itself.
        return SourceText(lines, media_type, rank=SourceRank.PORTAL, diagnostics=diagnostics)
    return SourceText(
        lines, media_type, rank=SourceRank.SUMMARY, official=False, declared=declared, diagnostics=diagnostics
    )


def _joined(body: str) -> str:
    """The body with wrapped lines joined, where nearly all lines were cut at one width; else as it is."""
    raws = body.split("\n")
    lengths = sorted(len(raw) for raw in raws if raw.strip())
    if not lengths or lengths[len(lengths) * 19 // 20] > _WRAPPED_WIDTH:
        return body
    joined: list[str] = []
    last = ""
    for raw in raws:
        if _WRAPPED.match(last) and raw.strip() and not _OWN_LINE.match(raw):
            joined[-1] = f"{joined[-1]} {raw.strip()}"
        else:
            joined.append(raw)
        last = raw
    return "\n".join(joined)


def _declared(name: str, toml: str) -> Declared:
    try:
        return read_front_matter(toml)
    except BadStructure as error:
        raise UnreadableSource(error.what, f"{name}: {error.where}" if error.where else name, error.remedy) from error


def _front_matter(name: str, text: str) -> tuple[Declared | None, str]:
    """What the front matter declares, None without one; and the text below it."""
    first, *rest = text.split("\n")
    if not _FENCE.fullmatch(first.rstrip("\r")):
        return None, text
    for at, line in enumerate(rest):
        if _FENCE.fullmatch(line.rstrip("\r")):
            return _declared(name, "\n".join(rest[:at])), "\n".join(rest[at + 1 :])
    return None, text


def _line(raw: str, marked: bool) -> Line:
    text = _CONTROL.sub("", raw).replace("\xa0", " ").strip()
    if not marked:
        return Line(text)
    heading = _HEADING.fullmatch(text)
    if heading:
        text = heading.group(2)
    bold = bool(re.fullmatch(r"\*\*[^*]+\*\*", text))
    text = _EMPHASIS.sub(r"\1", _STRONG.sub(r"\2", text))
    text = _LINE_BREAK.sub("", text).replace("**", "")
    return Line(_ESCAPE.sub(r"\1", text).strip(), bold=bold or None, heading=heading is not None)


def _is_portal_page(lines: tuple[Line, ...]) -> bool:
    if any(re.match(r"Điều \d", line.text) for line in lines):
        return False
    text = " ".join(line.text for line in lines)
    folded = fold(text[:6000])
    # A whole page flattened to a line or two, with menus and without articles, is no law; a report of three long
    # paragraphs has no menu.
    flat = len(lines) <= _FLAT_LINES and len(text) > _FLAT_LETTERS
    if flat and "trang chu" in folded and len(re.findall(r"Điều \d+[.:]", text)) < 3:
        return True
    return sum(word in folded for word in _PORTAL_WORDS) >= 5


def _broken_letters(text: str, encoding: str) -> tuple[Diagnostic, ...]:
    broken = text.count("\ufffd")
    if not broken:
        return ()
    return (Diagnostic("broken_letters", f"{broken} chữ không đọc được theo bảng mã {encoding}"),)
