"""Which document an amending text acts on, where its sentences give a name and no số hiệu.

"Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng" names a law; its số hiệu stands in the title or in the bases of
the amending text: "… một số điều của Luật Chợ làng số 5/2030/QH16".
"""

import re

from corpus.amendment import Amended
from corpus.citation import SO_HIEU, find
from corpus.model import Document, Holding
from corpus.reference import tidy_so_hieu
from corpus.text import fold
from ingest.province import identity

_KIND = r"(?:Bộ luật|Luật|Pháp lệnh)"
_NAME = re.compile(rf"\bcủa\s+(?P<name>{_KIND}\s+(?!này)[^\W\d_].*)")
_BEFORE_NUMBER = re.compile(rf"(?P<kind>{_KIND})\s+(?P<name>[^;“”\"\n]{{3,200}}?)\s+số\s+$", re.IGNORECASE)
_OTHER_LAW = re.compile(rf"\b(?:của|và)\s+{_KIND}\s+")
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_ACTS = re.compile(r"sửa đổi|bãi bỏ|thay thế", re.IGNORECASE)


def name_in(text: str) -> str:
    """The words from the name of a law on, "" where a sentence names none: "Luật Đò ngang, đò dọc và bến nước"."""
    named = _NAME.search(_QUOTED.sub(lambda quotation: "\0" * len(quotation.group()), text))
    return re.split(r"\s+như sau|[;:“\"]", named["name"], maxsplit=1)[0].strip(" .") if named else ""


def numbered(words: str, head: str, own: Document) -> Amended:
    """The law that words name, with the số hiệu which the head of the amending text gives to that name."""
    sought = _key(words)
    for match in SO_HIEU.finditer(head):
        before = _BEFORE_NUMBER.search(head[: match.start()])
        if before is None or tidy_so_hieu(match.group()) == own.so_hieu:
            continue
        name = _key(_OTHER_LAW.split(before["name"])[-1])
        if name and re.match(rf"(?:bo luat|luat|phap lenh) {re.escape(name)}(?!\w)", sought):
            cited = next((c.doc for c in find(f"{before['kind']} số {match.group()}") if c.doc), None)
            if cited and cited.doc_id:
                return Amended(cited.doc_id, words)
    return Amended(None, words)


def of_title(holding: Holding) -> Amended:
    """The only document that a text's own title and bases name as amended; without a name where they do not tell."""
    head = next((p.text for p in holding.provisions if not p.ref.locator.steps), "")
    for words in (holding.document.trich_yeu, head):
        at = _ACTS.search(words)
        if at is None:
            continue
        rest = words[at.start() :]
        own = holding.document.id
        cited = [
            Amended(identity(c.doc, rest, own), c.doc.written)
            for c in find(rest)
            if c.doc is not None and not c.locators
        ]
        whole = [doc for doc in cited if doc.doc_id not in (None, own)]
        if len({doc.doc_id for doc in whole}) == 1:
            return whole[0]
        if not whole and (name := name_in(rest) or (cited[0].name if cited else "")):
            return Amended(None, name)
    return Amended(None, "")


def _key(words: str) -> str:
    return " ".join(re.findall(r"\w+", fold(words)))
