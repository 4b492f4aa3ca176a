"""Whose local document a number means: each province has its own 12/2024/QĐ-UBND."""

from dataclasses import replace

from corpus.citation import NamedDocument, find
from corpus.citation_description import describe
from corpus.reference import DocId, province_of, slug


def of_province(doc_id: DocId, text: str, end: int, own: DocId) -> DocId:
    """A local document's identity: the province of the issuer that stands behind it, else that of the text itself.

    Args:
        doc_id: As the number alone tells; one that is not local comes back as it is.
        text: Where it is cited.
        end: Where the citation ends in it.
        own: Of the citing text.
    """
    if not doc_id.local:
        return doc_id
    issuer = describe(text, end).issuer
    named = slug(province_of(issuer)) if issuer else ""
    return replace(doc_id, place=own.place if not named or (own.place and named.startswith(own.place)) else named)


def identity(doc: NamedDocument, text: str, own: DocId) -> DocId | None:
    """The identity of a document that a text names, with the province that the text says or implies."""
    if doc.doc_id is None:
        return None
    end = next((c.span[1] for c in find(text) if c.doc and c.doc.doc_id == doc.doc_id), len(text))
    return of_province(doc.doc_id, text, end, own)
