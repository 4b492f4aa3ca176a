"""The files that a check gives: the draft with comments, the comparison table, the amended texts after the draft."""

import datetime
from enum import StrEnum

from corpus.store import Store
from search_api.check import check
from search_api.draft import Draft
from search_api.export import dossier, remarks
from search_api.proposed import proposals
from search_api.shelf import Shelf

MEDIA_TYPE = dossier.MEDIA_TYPE


class Paper(StrEnum):
    """How the API, the page and the command name a file."""

    COMMENTS = "ghi-chu"
    TABLE = "bang-so-sanh"
    CONSOLIDATED = "hop-nhat"


def written(paper: Paper, draft: Draft, data: bytes | None, store: Store, on: datetime.date) -> bytes:
    """A file of a check, as DOCX.

    Args:
        paper: Which.
        draft: The draft as read.
        data: Its bytes; None for pasted text, which has no file to put comments into.
        store: The collection.
        on: The day on which the draft is to be signed.

    Raises:
        NotWord: comments are asked for and the draft is no DOCX file.
    """
    if paper is Paper.COMMENTS:
        if data is None:
            raise remarks.NotWord(draft.name)
        return remarks.remarked(data, draft, check(draft, store, on).findings)
    found = proposals(draft, Shelf(store, on))
    write = dossier.table if paper is Paper.TABLE else dossier.consolidated
    return write(found, draft.name)
