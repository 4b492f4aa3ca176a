"""The store's schema as numbered steps, append-only. `PRAGMA user_version` records how far a database is."""

import sqlite3

from corpus.errors import StoreError

_M001 = """
CREATE TABLE source (
    sha256     TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    text       TEXT NOT NULL,
    rank       INTEGER NOT NULL,
    official   INTEGER NOT NULL,
    as_of      TEXT,
    url        TEXT,
    confidence TEXT NOT NULL
) STRICT;
CREATE TABLE document (
    id         TEXT NOT NULL,
    sha256     TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    number     TEXT NOT NULL,
    year       INTEGER,
    kind       TEXT NOT NULL,
    so_hieu    TEXT NOT NULL,
    loai       TEXT NOT NULL,
    trich_yeu  TEXT NOT NULL,
    co_quan    TEXT NOT NULL,
    nguoi_ky   TEXT NOT NULL,
    ban_hanh   TEXT,
    hieu_luc   TEXT,
    het_hieu_luc TEXT,
    status     TEXT,
    status_note TEXT NOT NULL,
    aliases    TEXT NOT NULL,
    PRIMARY KEY (id, sha256)
) STRICT;
CREATE INDEX document_number ON document (number, year);
CREATE TABLE provision (
    doc_id     TEXT NOT NULL,
    sha256     TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    locator    TEXT NOT NULL,
    unit       TEXT,
    number     TEXT NOT NULL,
    heading    TEXT NOT NULL,
    text       TEXT NOT NULL,
    pieces     TEXT NOT NULL,
    valid_from TEXT,
    valid_to   TEXT,
    brought_by TEXT NOT NULL,
    PRIMARY KEY (doc_id, sha256, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE note (
    doc_id     TEXT NOT NULL,
    sha256     TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    locator    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    text       TEXT NOT NULL,
    confidence TEXT NOT NULL,
    url        TEXT,
    official   INTEGER NOT NULL
) STRICT;
CREATE INDEX note_place ON note (doc_id, locator);
CREATE INDEX note_kind ON note (kind, text);
CREATE TABLE relation (
    sha256     TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    subject    TEXT NOT NULL,
    subject_doc TEXT NOT NULL,
    subject_so_hieu TEXT NOT NULL,
    kind       TEXT NOT NULL,
    object     TEXT NOT NULL,
    object_doc TEXT NOT NULL,
    object_so_hieu TEXT NOT NULL,
    effective_on TEXT,
    evidence   TEXT NOT NULL,
    asserted_by TEXT NOT NULL,
    confidence TEXT NOT NULL
) STRICT;
CREATE INDEX relation_subject ON relation (subject_doc);
CREATE INDEX relation_object ON relation (object_doc);
CREATE TABLE diagnostic (
    sha256     TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    line       INTEGER,
    code       TEXT NOT NULL,
    message    TEXT NOT NULL
) STRICT;
CREATE TABLE revision (number INTEGER NOT NULL) STRICT;
INSERT INTO revision VALUES (0);
"""

# The day on which `cancu fetch` brought the file from its address.
_M002 = "ALTER TABLE source ADD COLUMN retrieved_on TEXT;"

# What an editor mended, by source. No foreign key: a correction outlives the document, for when its bytes come back.
_M003 = """
CREATE TABLE correction (
    sha256     TEXT NOT NULL,
    locator    TEXT NOT NULL,
    field      TEXT NOT NULL,
    value      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    made_on    TEXT NOT NULL,
    read       TEXT NOT NULL,
    doc_id     TEXT NOT NULL,
    name       TEXT NOT NULL,
    asserted_by TEXT NOT NULL,
    PRIMARY KEY (sha256, locator, field)
) STRICT;
CREATE TABLE reading (
    sha256     TEXT PRIMARY KEY REFERENCES source ON DELETE CASCADE,
    parts      TEXT NOT NULL
) STRICT;
"""

# Whether the reading at hand has the place that a correction speaks of.
_M004 = "ALTER TABLE correction ADD COLUMN holds INTEGER NOT NULL DEFAULT 1;"

# How much of a source was recognised from pictures: letters that the file itself holds win over those.
_M005 = "ALTER TABLE source ADD COLUMN recognised REAL NOT NULL DEFAULT 0;"

# Where the characters of a source's text stand in its file (`placed.py`): `first` and `last` bound those of a page.
_M006 = """
CREATE TABLE page (
    sha256     TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    width      REAL NOT NULL,
    height     REAL NOT NULL,
    first      INTEGER,
    last       INTEGER,
    lines      TEXT NOT NULL,
    PRIMARY KEY (sha256, number)
) STRICT, WITHOUT ROWID;
ALTER TABLE diagnostic ADD COLUMN page INTEGER;
"""

# A suspension that says when it ends; a repeal that keeps something out.
_M007 = """
ALTER TABLE relation ADD COLUMN until TEXT;
ALTER TABLE relation ADD COLUMN condition TEXT NOT NULL DEFAULT '';
"""

# Tables of a source: which characters of its text are cells, at which row and column, and how far each reaches.
_M008 = """
CREATE TABLE grid (
    sha256     TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    start      INTEGER NOT NULL,
    stop       INTEGER NOT NULL,
    headings   INTEGER,
    cells      TEXT NOT NULL,
    PRIMARY KEY (sha256, number)
) STRICT, WITHOUT ROWID;
"""

# What a source's text does to others (`acts.py`), and the wordings that follow (`compiled.py`).
_M009 = """
CREATE TABLE operation (
    sha256     TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    amended    TEXT,
    name       TEXT NOT NULL,
    body       TEXT NOT NULL,
    PRIMARY KEY (sha256, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX operation_amended ON operation (amended);
CREATE INDEX operation_name ON operation (name) WHERE amended IS NULL;
CREATE TABLE compiled (
    doc_id     TEXT NOT NULL,
    sha256     TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    locator    TEXT NOT NULL,
    unit       TEXT,
    number     TEXT NOT NULL,
    heading    TEXT NOT NULL,
    text       TEXT NOT NULL,
    pieces     TEXT NOT NULL,
    valid_from TEXT,
    valid_to   TEXT,
    brought_by TEXT NOT NULL,
    PRIMARY KEY (doc_id, sha256, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE unapplied (
    doc_id     TEXT NOT NULL,
    sha256     TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    subject    TEXT NOT NULL,
    subject_so_hieu TEXT NOT NULL,
    kind       TEXT NOT NULL,
    object     TEXT NOT NULL,
    effective_on TEXT,
    evidence   TEXT NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (doc_id, position)
) STRICT, WITHOUT ROWID;
"""

# What is asked of a source at each place of a document, without going through its text, which stands before the rest.
_M010 = """
ALTER TABLE source ADD COLUMN length INTEGER GENERATED ALWAYS AS (length(text)) VIRTUAL;
CREATE INDEX source_beside_text ON source
    (sha256, name, media_type, rank, official, as_of, url, confidence, retrieved_on, recognised, length);
"""

MIGRATIONS = (_M001, _M002, _M003, _M004, _M005, _M006, _M007, _M008, _M009, _M010)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to the newest schema, each step in its own transaction.

    Raises:
        StoreError: the database was written by a newer release.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise StoreError(
            "Kho dữ liệu do bản Căn Cứ mới hơn tạo ra",
            f"lược đồ {version}, bản này đọc được đến {len(MIGRATIONS)}",
            "Hãy cập nhật Căn Cứ.",
        )
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")
