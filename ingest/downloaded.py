"""A file that was brought, and one that is still coming, as they lie in a folder of their own.

Whole: the bytes and `record.json`. Still coming: `body.part` and `part.json`, which names the version it is part of.
"""

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from corpus.reference import slug
from ingest.official_hosts import OfficialAddress
from ingest.readers.media import CODIFIED_PAGE, DOC, DOCX, HTML, PDF, PLAIN, RTF, ZIP, sniff

_ENDINGS = {
    HTML: ".html",
    CODIFIED_PAGE: ".html",
    PDF: ".pdf",
    DOCX: ".docx",
    DOC: ".doc",
    RTF: ".rtf",
    ZIP: ".zip",
    PLAIN: ".txt",
}


@dataclass(frozen=True, slots=True)
class Download:
    """One whole file on this machine.

    Attributes:
        address: As it was asked.
        final: Where the last redirect led.
        path: The bytes.
        media_type: Found from the bytes.
        retrieved_on: The day on which they came.
        etag, last_modified: What the host said of this version, "" when it said nothing.
    """

    address: str
    final: str
    path: Path
    media_type: str
    sha256: str
    retrieved_on: datetime.date
    etag: str
    last_modified: str

    @classmethod
    def read(cls, folder: Path) -> "Download | None":
        """The whole file of a folder; None when there is none."""
        try:
            fields = json.loads((folder / "record.json").read_text(encoding="utf-8"))
            path, size = folder / fields.pop("name"), fields.pop("size")
            day = datetime.date.fromisoformat(fields.pop("retrieved_on"))
            return cls(path=path, retrieved_on=day, **fields) if path.stat().st_size == size else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def conditions(self) -> dict[str, str]:
        """Headers that ask for the file only where it has changed."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


class Part:
    """What has come of a file so far, and which version of it that is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.body = folder / "body.part"
        self._version = folder / "part.json"

    def headers(self) -> dict[str, str]:
        """What asks for the rest of the same version; nothing when there is no beginning or its version is unknown."""
        try:
            version = json.loads(self._version.read_text(encoding="utf-8"))["version"]
            size = self.body.stat().st_size
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return {"Range": f"bytes={size}-", "If-Range": version} if version and size else {}

    def begin(self, response: httpx.Response, *, resumable: bool) -> None:
        """Forget what was there; remember the version that comes now, where it can be named exactly."""
        self.drop()
        self._folder.mkdir(parents=True, exist_ok=True)
        etag = response.headers.get("ETag", "")
        version = etag if etag and not etag.startswith("W/") else response.headers.get("Last-Modified", "")
        _write_whole(self._version, {"version": version if resumable else ""})

    def fits(self, content_range: str) -> bool:
        """Whether the answer goes on exactly where the part ends: "bytes 100-199/200" after 100 bytes."""
        return self.body.exists() and content_range.startswith(f"bytes {self.body.stat().st_size}-")

    def drop(self) -> None:
        """Forget it."""
        self.body.unlink(missing_ok=True)
        self._version.unlink(missing_ok=True)

    def finish(self, asked: OfficialAddress, at: OfficialAddress, response: httpx.Response, day: datetime.date) -> None:
        """It is whole: from now on `Download.read` gives it."""
        data = self.body.read_bytes()
        kind = sniff(data)
        path = self._folder / _name_of(at, kind)
        self.body.replace(path)
        found = Download(
            str(asked),
            str(at),
            path,
            kind,
            hashlib.sha256(data).hexdigest(),
            day,
            response.headers.get("ETag", ""),
            response.headers.get("Last-Modified", ""),
        )
        fields = {**asdict(found), "name": path.name, "size": len(data), "retrieved_on": day.isoformat()}
        del fields["path"]
        _write_whole(self._folder / "record.json", fields)
        self.drop()


def _name_of(at: OfficialAddress, kind: str) -> str:
    """A file name that tells where the bytes come from: "vbpl.vn-vbpq-toanvan-aspx-itemid-2315.html"."""
    last = at.url.path.rstrip("/").rpartition("/")[2]
    words = slug(f"{last} {at.url.query.decode('ascii', 'replace')}")[:80].strip("-")
    return f"{at.host.name}-{words}{_ENDINGS.get(kind, '')}" if words else f"{at.host.name}{_ENDINGS.get(kind, '')}"


def _write_whole(path: Path, fields: dict[str, object]) -> None:
    partial = path.with_name(f"{path.name}.new")
    partial.write_text(json.dumps(fields, ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(path)
