"""A server on 127.0.0.1 that plays the official places: what each address answers is written down beforehand."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ingest.public_network import PublicNetwork
from ingest.visitor import Limits, Visitor


@dataclass(frozen=True)
class Reply:
    """One answer.

    Attributes:
        cut: Bytes after which the connection is closed although more were promised; None for a whole body.
        endless: Whether the body goes on until the other side has had enough.
        ranged: Whether a Range is answered with the rest of the body.
    """

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    endless: bool = False
    ranged: bool = False


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    address: str
    headers: Message


class Handler(BaseHTTPRequestHandler):
    """Answers from the server's table; the last reply of an address is repeated."""

    server: "_Server"

    def do_GET(self) -> None:
        address = f"{self.headers['Host']}{self.path}"
        self.server.asked.append(Asked(address, self.headers))
        replies = self.server.replies.get(address)
        if replies is None:
            self._send(Reply(b"khong co", 404))
            return
        self._send(replies.pop(0) if len(replies) > 1 else replies[0])

    def _send(self, reply: Reply) -> None:
        status, body, headers = reply.status, reply.body, dict(reply.headers)
        asked = self.headers.get("Range", "")
        if reply.ranged and asked:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            status, body = 206, body[start:]
        self.send_response_only(status)
        self.send_header("Content-Type", reply.kind)
        for name, value in headers.items():
            self.send_header(name, value)
        if not reply.endless and "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body[: reply.cut])
            while reply.endless:
                self.wfile.write(bytes(65536))
        except OSError:
            pass
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[Asked] = []


class OfficialServer:
    """The server, and visitors that reach it under the names of the official hosts."""

    def __init__(self) -> None:
        self._server = _Server()
        self.pauses: list[float] = []
        self._visitors: list[Visitor] = []
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> "OfficialServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for visitor in self._visitors:
            visitor.close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def on(self, address: str, *replies: Reply) -> None:
        """What "host/path" answers, first to last."""
        self._server.replies[address] = list(replies)

    @property
    def asked(self) -> list[str]:
        """The addresses asked, in order, those of robots.txt left out."""
        return [a.address for a in self._server.asked if not a.address.endswith("/robots.txt")]

    @property
    def requests(self) -> Sequence[Asked]:
        """Every request in order."""
        return self._server.asked

    def network(self, resolve: Callable[[str, int], Sequence[str]] | None = None) -> PublicNetwork:
        """Every official host is played by this server; with a resolver, only vbpl.vn is."""
        here = ("127.0.0.1", self._server.server_address[1])
        names = ["vbpl.vn"] if resolve else ["vbpl.vn", "congbao.chinhphu.vn", "congbaocdn.chinhphu.vn", "arit.gov.vn"]
        if resolve is None:
            return PublicNetwork(_no_names, dict.fromkeys(names, here))
        return PublicNetwork(resolve, dict.fromkeys(names, here))

    def visitor(
        self, resolve: Callable[[str, int], Sequence[str]] | None = None, limits: Limits | None = None
    ) -> Visitor:
        """One who never really waits; what he would have waited is in `pauses`, and time goes on by it."""
        made = Visitor(self.network(resolve), limits, self.pauses.append, lambda: sum(self.pauses))
        self._visitors.append(made)
        return made


def _no_names(name: str, port: int) -> Sequence[str]:
    raise OSError(f"no name is looked up in tests: {name}")
