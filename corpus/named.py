"""Laws that words name without a number ("Luật Đất đai năm 2013"): an identity by name and year.

A relation read from a text keeps such an object under its name, whether or not the law is held; the store puts the
held law in its place when relations are asked for, so the order of ingestion makes no difference.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from corpus.model import Document, Source
from corpus.reference import DocId, slug

LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
_PREFIX = "ten-"


def named_id(loai: str, name: str, year: int | None) -> DocId:
    """The identity of a law by its name: `ten-luat-dat-dai/2013/0`."""
    return DocId(_PREFIX + slug(f"{loai} {name}"), year, "0")


def is_named(doc_id: DocId) -> bool:
    """Whether an identity is one by name only."""
    return doc_id.kind.startswith(_PREFIX)


def names_of(documents: Iterable[Document]) -> frozenset[DocId]:
    """The identities by name of a law, one for each title its sources give; none for other kinds."""
    return frozenset(
        named_id(document.loai, document.trich_yeu, document.ngay_ban_hanh.year)
        for document in documents
        if document.loai in LAWS and document.trich_yeu and document.ngay_ban_hanh
    )


def held(
    cited: DocId,
    by_name: Mapping[str, Sequence[DocId]],
    views: Callable[[DocId], Sequence[tuple[Document, Source]]],
) -> DocId | None:
    """The one held law of a name and year; None when none is held, or several.

    Args:
        cited: An identity by name.
        by_name: Held documents by folded name (`Store.names`).
        views: What each source says of a document (`Store.views`).
    """
    words = cited.kind.removeprefix(_PREFIX).replace("-", " ")
    fitting = [
        doc_id for doc_id in by_name.get(words, ()) if cited in names_of(document for document, _ in views(doc_id))
    ]
    return fitting[0] if len(fitting) == 1 else None
