"""RTF as tokens: groups, control words, bytes and letters. Source: Rich Text Format Specification 1.9.1, Microsoft."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})? ?"
    rb"|\\'(?P<byte>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n\x00]+)"
    rb"|[\r\n\x00]+|\\",
    re.DOTALL,
)


class Kind(Enum):
    """What a token is."""

    OPEN = "{"
    CLOSE = "}"
    WORD = "word"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `word` names a control word or sign and `number` is its parameter; `text` are raw bytes."""

    kind: Kind
    word: str = ""
    number: int | None = None
    text: bytes = b""


_OPEN, _CLOSE = Token(Kind.OPEN), Token(Kind.CLOSE)


def tokens(data: bytes) -> Iterator[Token]:
    r"""All tokens of a file; the bytes that `\bin` announces are passed over."""
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        group = match.lastgroup
        if group == "brace":
            yield _OPEN if match["brace"] == b"{" else _CLOSE
        elif group == "text":
            yield Token(Kind.TEXT, text=match["text"])
        elif group == "byte":
            yield Token(Kind.TEXT, text=bytes.fromhex(match["byte"].decode("ascii")))
        elif group == "sign":
            yield Token(Kind.WORD, match["sign"].decode("latin-1"))
        elif match["word"]:
            word, number = match["word"].decode("ascii"), match["number"]
            if word == "bin":
                at += max(int(number or 0), 0)
                continue
            yield Token(Kind.WORD, word, int(number) if number else None)
