"""Files of the official places, each brought once: resumed after a break, tried again when a trouble may pass."""

import datetime
import hashlib
import os
import socket
from pathlib import Path

import httpx

from corpus.errors import FetchError
from ingest.downloaded import Download, Part
from ingest.official_hosts import OfficialAddress
from ingest.readers.media import DOC, DOCX, HTML, PDF, PLAIN, RTF, ZIP
from ingest.visitor import BY_HAND, PassingTrouble, Visitor, busy

_TYPES = {
    *(HTML, "application/xhtml+xml", PDF, "application/x-pdf", DOCX, DOC, "application/vnd.ms-word", RTF, "text/rtf"),
    *(ZIP, "application/x-zip-compressed", PLAIN, "application/octet-stream", "binary/octet-stream"),
    *("application/force-download", "application/download", "application/x-download"),
}
_NETWORK = "Kiểm tra kết nối mạng rồi chạy lại lệnh."
_LATER = "Chạy lại lệnh sau; phần đã tải được giữ lại."


class Downloads:
    """The files brought so far, and the door to those that are not: one folder an address, by its hash.

    Args:
        folder: Where they lie; made when absent.
        day: Today, kept with what is brought.
        visitor: Who asks.
    """

    def __init__(self, folder: Path, day: datetime.date, visitor: Visitor) -> None:
        self._folder = folder
        self._day = day
        self._visitor = visitor
        self._silent: set[str] = set()  # hosts that could not be reached in this run

    def kept(self, address: str) -> Download | None:
        """The whole file of an address, brought earlier; None when there is none."""
        return Download.read(self._at(OfficialAddress.parse(address)))

    def get(self, address: str, *, refresh: bool = False) -> Download:
        """The file of an address, asked only when it is not kept, or to `refresh` it where it has changed.

        Raises:
            FetchError: off the list, outside the public network, forbidden by robots.txt, refused, too large, of
                another kind, or not whole after all tries.
        """
        place = OfficialAddress.parse(address)
        kept = self.kept(address)
        if kept and not refresh:
            return kept
        if place.url.host in self._silent:
            raise FetchError(f"Không hỏi lại: vừa rồi không kết nối được {place.url.host}", str(place), _NETWORK)
        limits, trouble = self._visitor.limits, PassingTrouble("")
        for turn in range(limits.tries):
            if turn:
                self._visitor.pause(limits.wait * 2**turn if trouble.after is None else trouble.after)
            try:
                return self._try(place, kept, turn)
            except PassingTrouble as error:
                trouble = error
            except socket.gaierror as error:
                self._silent.add(place.url.host)
                raise FetchError(f"Không tìm thấy máy chủ {place.url.host}", str(place), _NETWORK) from error
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                trouble = PassingTrouble(f"không kết nối được ({type(error).__name__})")
                if turn == limits.tries - 1:
                    self._silent.add(place.url.host)
            except httpx.TimeoutException:
                trouble = PassingTrouble("nơi công bố không trả lời kịp")
            except (httpx.RequestError, OSError) as error:
                trouble = PassingTrouble(f"bị ngắt giữa chừng ({type(error).__name__})")
            if (trouble.after or 0) > limits.patience:
                break
        raise FetchError(f"Chưa tải được: {trouble.reason}", str(place), _LATER)

    def _try(self, place: OfficialAddress, kept: Download | None, turn: int) -> Download:
        folder = self._at(place)
        part = Part(folder)
        headers = part.headers() or (kept.conditions() if kept else {})
        with self._visitor.visit(place, headers, turn) as (at, response):
            if response.status_code == 304 and kept:
                return kept
            self._check(at, response, part)
            self._receive(at, response, part)
            part.finish(place, at, response, self._day)
        found = Download.read(folder)
        if found is None:
            raise PassingTrouble("tệp vừa tải không còn nguyên trên đĩa")
        return found

    def _check(self, at: OfficialAddress, response: httpx.Response, part: Part) -> None:
        """Refuse, before reading it, a body that is not wanted."""
        status = response.status_code
        if status == 416:
            part.drop()
            raise PassingTrouble("phần đã tải không còn khớp với tệp", after=0)
        if status == 429 or status >= 500:
            raise busy(response)
        if status in (401, 403):
            raise FetchError(f"Nơi công bố không cho lấy tự động (HTTP {status})", str(at), BY_HAND)
        if status in (404, 410):
            raise FetchError(f"Nơi công bố không có trang này (HTTP {status})", str(at), BY_HAND)
        if status not in (200, 206):
            raise FetchError(f"Nơi công bố trả lời lạ (HTTP {status})", str(at), BY_HAND)
        kind = response.headers.get("Content-Type", "application/octet-stream").partition(";")[0].strip().lower()
        if kind not in _TYPES:
            raise FetchError(f"Nơi công bố trả về “{kind}”, không phải trang hay tệp văn bản", str(at), BY_HAND)
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > self._visitor.limits.size:
            raise self._too_large(at)

    def _receive(self, at: OfficialAddress, response: httpx.Response, part: Part) -> None:
        """Append the body to what is there, or begin anew where the host sends all of it."""
        plain = response.headers.get("Content-Encoding", "identity") in ("", "identity")
        if response.status_code != 206:
            part.begin(response, resumable=plain)
        elif not plain or not part.fits(response.headers.get("Content-Range", "")):
            part.drop()
            raise PassingTrouble("nơi công bố gửi tiếp sai chỗ", after=0)
        limits, started = self._visitor.limits, self._visitor.clock()
        with part.body.open("ab") as file:
            for chunk in response.iter_bytes():
                file.write(chunk)
                if file.tell() > limits.size:
                    part.drop()
                    raise self._too_large(at)
                if self._visitor.clock() - started > limits.seconds:
                    raise FetchError(f"Tải quá {limits.seconds:.0f} giây", str(at), _LATER)
            file.flush()
            os.fsync(file.fileno())
            if not file.tell():
                raise PassingTrouble("nơi công bố trả về tệp rỗng")

    def _too_large(self, at: OfficialAddress) -> FetchError:
        return FetchError(f"Tệp lớn hơn giới hạn {self._visitor.limits.size / 2**20:.0f} MB", str(at), BY_HAND)

    def _at(self, place: OfficialAddress) -> Path:
        return self._folder / hashlib.sha256(str(place).encode()).hexdigest()[:24]
