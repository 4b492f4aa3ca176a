"""Which lines of an amending text are quoted: content, and no structure of the text that quotes them."""

from collections.abc import Sequence


def quoted_lines(texts: Sequence[str]) -> list[bool]:
    """For each line, whether it lies in a quotation that began at the start of a line.

    A block opens at a line that starts with “ or " and does not end the quotation itself, and closes at the line that
    ends with ” or " (before . ; or ,). A block that never closes holds its first line only.
    """
    quoted = [False] * len(texts)
    at = 0
    while at < len(texts):
        if texts[at].lstrip()[:1] not in ("“", '"', "«"):
            at += 1
            continue
        end = next((i for i in range(at, len(texts)) if _closes(texts[i], first=i == at)), at)
        quoted[at : end + 1] = [True] * (end + 1 - at)
        at = end + 1
    return quoted


def _closes(text: str, *, first: bool) -> bool:
    stripped = text.rstrip().rstrip(".;,: ")
    if not stripped.endswith(("”", '"', "»")):
        return False
    body = stripped.lstrip()[1:] if first else stripped
    inner_opened = body.count("“") + body.count("«")
    inner_closed = body.count("”") + body.count("»")
    if stripped.endswith('"'):
        return body.count('"') % 2 == 1
    return inner_closed > inner_opened
