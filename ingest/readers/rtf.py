"""RTF files as lines: paragraphs and tables in order, with the numbers, boxes and notes their writer printed.

Tracked insertions are kept and deletions left out; headers and footers are the page's, not the text's.
"""

import codecs
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum

from ingest.readers import refusal
from ingest.readers.legacy import Encodings
from ingest.readers.media import RTF
from ingest.readers.rtf_tokens import Kind, Token, tokens
from ingest.readers.runs import CHARSETS, End, Paragraph, Run, lines_of
from ingest.readers.symbols import drawn
from ingest.source_text import SourceText


class _Place(Enum):
    """What the text of a group is for."""

    READ = "read"
    SKIP = "skip"
    # not read itself, but groups inside it are
    SHELL = "shell"
    FONTS = "fonts"


_SKIPPED = {
    *("colortbl", "stylesheet", "info", "pict", "fldinst", "objdata", "objclass", "nonshppict", "sp", "nonesttables"),
    *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "annotation", "atnid"),
    *(
        "atnauthor",
        "ftnsep",
        "ftnsepc",
        "ftncn",
        "aftnsep",
        "aftnsepc",
        "aftncn",
        "xe",
        "tc",
        "tcn",
        "rxe",
        "bkmkstart",
    ),
    *("bkmkend", "listtable", "listoverridetable", "revtbl", "filetbl", "pgptbl", "template", "private", "comment"),
}
_SHELLS = {"object", "shp", "shpinst", "do", "upr"}
_READ_AGAIN = {"result", "ud", "nesttableprops"}
_BOXES = {"shptxt", "dptxbxtext"}
_SIGNS = {
    **dict.fromkeys(("line", "lbr", "softline", "page", "column", "softpage", "\n", "\r"), "\n"),
    **dict.fromkeys(("tab", "emspace", "enspace", "qmspace", "~"), " "),
    **{"emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
    **{"_": "-", "-": "\xad", "\\": "\\", "{": "{", "}": "}"},
}
_PAGES_OF_WORD = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_DEFAULT_PAGE = "cp1252"
_MOST_OPEN = 10_000


@dataclass(frozen=True, slots=True)
class _Font:
    name: str = ""
    charset: int = 0


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside one group."""

    place: _Place = _Place.READ
    font: int | None = None
    bold: bool = False
    capitals: bool = False
    hidden: bool = False
    fallback: int = 1
    in_table: bool = False
    depth: int = 0
    heading: bool = False
    # closes a footnote or a box when the group ends
    flow: bool = False

    @property
    def tables(self) -> int:
        return min(self.depth, 32) or int(self.in_table)


@dataclass(slots=True)
class _Flow:
    """Paragraphs that follow one another: the body's, a note's, a box's."""

    note: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    goes_on: list[bool] = field(default_factory=list)
    left: int = 0
    head: bool = False
    merged: bool = False

    def end(self, state: _State, end: End = End.PARAGRAPH) -> None:
        depth = max(state.tables, 0 if end is End.PARAGRAPH else 1)
        self.paragraphs.append(Paragraph(tuple(self.runs), depth, end, state.heading))
        self.runs = []

    def end_row(self, depth: int) -> None:
        edges = (self.left, *self.edges) if self.edges else ()
        goes_on = tuple(self.goes_on)
        self.paragraphs.append(Paragraph((), depth, End.ROW, edges=edges, goes_on=goes_on, head=self.head))

    def begin_row(self) -> None:
        self.edges, self.goes_on, self.left, self.head, self.merged = [], [], 0, False, False

    def place_cell(self, edge: int) -> None:
        self.edges.append(edge)
        self.goes_on.append(self.merged)
        self.merged = False


def read(name: str, data: bytes) -> SourceText:
    """The lines of an RTF; rows of tables carry their table's index, notes come at the end as "[1] …".

    Raises:
        UnreadableSource: cut short, nested without end, or without words.
    """
    reading = _Reading(name)
    for token in tokens(data[data.find(b"{\\rtf") :]):
        reading.take(token)
        if reading.done:
            break
    else:
        raise refusal.truncated(name)
    paragraphs = reading.finish()
    encodings = Encodings.of(run for paragraph in paragraphs for run in paragraph.runs)
    lines, tables = lines_of(paragraphs, encodings.text)
    if not lines:
        raise refusal.without_text(name)
    return SourceText(tuple(lines), RTF, tables=tuple(tables), diagnostics=encodings.diagnostics)


class _Reading:
    """A file while its tokens come in."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.done = False
        self._state = _State()
        self._stack: list[_State] = []
        self._flows = [_Flow()]
        self._notes: list[list[Paragraph]] = []
        self._fonts: dict[int, _Font] = {}
        self._named = 0
        self._page = _DEFAULT_PAGE
        self._default_font: int | None = None
        self._starred = False
        self._passing = 0
        self._held = b""

    def take(self, token: Token) -> None:
        """Take in the next token."""
        if token.kind is Kind.TEXT:
            self._take_bytes(token.text)
            return
        self._say_held()
        self._passing = 0
        if token.kind is Kind.WORD:
            self._take_word(token.word, token.number)
        elif token.kind is Kind.OPEN:
            self._open()
        else:
            self._close()

    def finish(self) -> list[Paragraph]:
        """All paragraphs, those of the notes last."""
        body = self._flows[0]
        if body.runs:
            body.end(self._state)
        return [*body.paragraphs, *(paragraph for note in self._notes for paragraph in note)]

    def _open(self) -> None:
        if len(self._stack) >= _MOST_OPEN:
            raise refusal.damaged(self.name, "nhóm lồng nhau quá sâu")
        self._stack.append(self._state)
        self._state = replace(self._state, flow=False)
        self._starred = False

    def _close(self) -> None:
        if self._state.flow:
            self._close_flow()
        if self._stack:
            self._state = self._stack.pop()
        self.done = not self._stack

    def _close_flow(self) -> None:
        flow = self._flows.pop()
        if flow.runs:
            flow.end(self._state)
        outer = self._flows[-1]
        if not flow.note:
            depth = self._stack[-1].tables
            inner = (replace(p, depth=depth, end=End.PARAGRAPH) if depth else p for p in flow.paragraphs)
            outer.paragraphs += inner
            return
        at = len(self._notes) + 1
        self._notes.append([replace(p, runs=(Run(f"[{at}] "), *p.runs), note=True) for p in flow.paragraphs[:1]])
        self._notes[-1] += (replace(p, note=True) for p in flow.paragraphs[1:])
        outer.runs.append(Run(f"[{at}]"))

    def _take_word(self, word: str, number: int | None) -> None:
        if word == "*":
            self._starred = True
            return
        starred, self._starred = self._starred, False
        if self._opens_place(word, starred):
            return
        if change := _CHANGES.get(word):
            self._state = change(self._state, 1 if number is None else number)
        elif word == "f":
            self._take_font(number or 0)
        elif word == "plain":
            self._state = replace(self._state, font=self._default_font, bold=False, capitals=False, hidden=False)
        elif word in ("ansicpg", "fcharset", "deff", *_PAGES_OF_WORD):
            self._take_charset(word, number or 0)
        elif self._state.place is _Place.READ:
            self._take_shown(word, number)

    def _opens_place(self, word: str, starred: bool) -> bool:
        """Whether a word says what its group is for."""
        state = self._state
        if state.place is _Place.SKIP:
            return True
        if word in _READ_AGAIN:
            self._state = replace(state, place=_Place.READ)
        elif word in _BOXES or (word == "footnote" and state.place is _Place.READ):
            self._flows.append(_Flow(note=word == "footnote"))
            # a flow of its own stands in no table
            self._state = replace(state, place=_Place.READ, flow=True, in_table=False, depth=0)
        elif word in _SHELLS:
            self._state = replace(state, place=_Place.SHELL)
        elif word == "fonttbl":
            self._state = replace(state, place=_Place.FONTS)
        elif word in _SKIPPED or starred:
            self._state = replace(state, place=_Place.SKIP)
        else:
            return False
        return True

    def _take_font(self, number: int) -> None:
        self._state = replace(self._state, font=number)
        if self._state.place is _Place.FONTS:
            self._named = number
            self._fonts[number] = _Font()

    def _take_charset(self, word: str, number: int) -> None:
        if word == "ansicpg":
            self._page = f"cp{number}" if _is_page(f"cp{number}") else _DEFAULT_PAGE
        elif word == "deff":
            self._default_font = number
            self._state = replace(self._state, font=number)
        elif word == "fcharset":
            if self._state.place is _Place.FONTS:
                self._fonts[self._named] = _Font(charset=number)
        else:
            self._page = _PAGES_OF_WORD[word]

    def _take_shown(self, word: str, number: int | None) -> None:
        flow, state = self._flows[-1], self._state
        if word == "u":
            self._say(chr((number or 0) & 0xFFFF))
            self._passing = state.fallback
        elif word in ("par", "sect"):
            flow.end(state)
        elif word in ("cell", "nestcell"):
            flow.end(state if word == "nestcell" else replace(state, in_table=True, depth=1), End.CELL)
        elif word in ("row", "nestrow"):
            flow.end_row(1 if word == "row" else max(state.tables, 2))
        elif word == "trowd":
            flow.begin_row()
        elif word == "trleft":
            flow.left = number or 0
        elif word == "cellx":
            flow.place_cell(number or 0)
        elif word == "clvmrg":
            flow.merged = True
        elif word == "trhdr":
            flow.head = True
        elif word in _SIGNS:
            self._say(_SIGNS[word])

    def _take_bytes(self, raw: bytes) -> None:
        passed = min(self._passing, len(raw))
        self._passing -= passed
        raw = raw[passed:]
        if self._state.place is _Place.FONTS:
            self._take_name(raw)
        elif self._state.place is _Place.READ:
            self._held += raw

    def _take_name(self, raw: bytes) -> None:
        font = self._fonts.get(self._named)
        if font is not None and not font.name.endswith(";"):
            self._fonts[self._named] = replace(font, name=font.name + raw.decode("cp1252", "replace"))

    def _say_held(self) -> None:
        if self._held:
            raw, self._held = self._held, b""
            self._say(_decoded(raw, self._charset_page()))

    def _charset_page(self) -> str:
        charset = self._font().charset
        return CHARSETS.get(charset, self._page) if charset not in (0, 1) else self._page

    def _font(self) -> _Font:
        return self._fonts.get(-1 if self._state.font is None else self._state.font, _Font())

    def _say(self, text: str) -> None:
        state = self._state
        if state.place is not _Place.READ or state.hidden:
            return
        font, runs = self._font(), self._flows[-1].runs
        name = font.name.rstrip(";").strip()
        text = drawn(text, name)
        run = Run(text, name, self._charset_of(font), state.bold, state.capitals)
        if runs and replace(runs[-1], text=text) == run:
            runs[-1] = replace(run, text=runs[-1].text + text)
        else:
            runs.append(run)

    def _charset_of(self, font: _Font) -> int:
        """The character set that bytes in a font were decoded by."""
        if font.charset not in (0, 1):
            return font.charset
        return next((charset for charset, page in CHARSETS.items() if page == self._page), 0)


def _decoded(raw: bytes, page: str) -> str:
    if page == "symbol":
        return "".join(chr(0xF000 + byte) if byte >= 32 else chr(byte) for byte in raw)
    try:
        return raw.decode(page)
    except UnicodeDecodeError:
        # bytes the page leaves undefined keep their number
        return "".join(_letter(byte, page) for byte in raw)


def _letter(byte: int, page: str) -> str:
    try:
        return bytes([byte]).decode(page)
    except UnicodeDecodeError:
        return chr(byte)


def _is_page(page: str) -> bool:
    try:
        codecs.lookup(page)
    except LookupError:
        return False
    return True


_CHANGES: dict[str, Callable[[_State, int], _State]] = {
    "b": lambda state, on: replace(state, bold=bool(on)),
    "caps": lambda state, on: replace(state, capitals=bool(on)),
    "v": lambda state, on: replace(state, hidden=bool(on)),
    "deleted": lambda state, on: replace(state, hidden=bool(on)),
    "uc": lambda state, count: replace(state, fallback=min(max(count, 0), 64)),
    "intbl": lambda state, _: replace(state, in_table=True),
    "itap": lambda state, depth: replace(state, depth=max(depth, 0)),
    "outlinelevel": lambda state, level: replace(state, heading=level < 9),
    "pard": lambda state, _: replace(state, in_table=False, depth=0, heading=False),
}
