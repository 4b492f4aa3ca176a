"""What a document's wordings are made from, as one hash a document: equal hashes, equal wordings, tables and days."""

import hashlib
import sqlite3
from collections.abc import Iterable

# Rows by document; those of a source that speaks of several documents count for each of them.
_ROWS = (
    "SELECT doc_id, p.* FROM provision p",
    "SELECT doc_id, c.* FROM compiled c",
    "SELECT doc_id, n.sha256, n.locator, n.text FROM note n WHERE kind = 'hop_nhat_den' ORDER BY n.rowid",
    "SELECT d.id, g.* FROM document d JOIN grid g USING (sha256)",
    # those of the texts that amended it, in words that they brought
    """SELECT DISTINCT c.doc_id, g.* FROM compiled c, json_each(c.pieces) p
       JOIN grid g ON g.sha256 = json_extract(p.value, '$[0]')
       ORDER BY c.doc_id, g.sha256, g.number""",
)


class Fingerprints:
    """Hashes in the making, one a document."""

    def __init__(self) -> None:
        self._hashes: dict[str, hashlib._Hash] = {}

    @classmethod
    def of(cls, db: sqlite3.Connection) -> "Fingerprints":
        """Those of the rows that the store keeps by document."""
        found = cls()
        for query in _ROWS:
            for doc_id, *row in db.execute(query):
                found.add(doc_id, row)
        return found

    def add(self, doc_id: str, said: Iterable[object]) -> None:
        """Count something in: values that print themselves whole."""
        held = self._hashes.get(doc_id)
        if held is None:
            held = self._hashes[doc_id] = hashlib.sha256()
        held.update("\x1f".join(map(str, said)).encode("utf-8", "surrogatepass"))
        held.update(b"\x1e")

    def hexdigest(self, doc_id: str) -> str:
        """The hash of all that was counted for a document."""
        return self._hashes[doc_id].hexdigest() if doc_id in self._hashes else ""
