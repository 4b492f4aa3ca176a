"""One well-behaved caller at the official places: says who it is, waits its turn, keeps to robots.txt and the list."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx
from protego import Protego

from corpus.errors import FetchError
from ingest.official_hosts import OfficialAddress
from ingest.public_network import PublicNetwork

AGENT = "CanCu"
USER_AGENT = f"{AGENT}/0.1 (kho van ban phap luat; lenh cancu fetch)"
BY_HAND = "Mở địa chỉ bằng trình duyệt, lưu trang hoặc tệp, rồi chạy: cancu ingest TỆP --url ĐỊA_CHỈ."
_ROBOTS_SIZE = 512 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much, how long, how often.

    Attributes:
        wait: Seconds between two requests to one host; a longer Crawl-delay of its robots.txt wins.
        size: Most bytes of one file.
        seconds: Longest time for the body of one answer.
        tries: How often a file is asked before it is given up.
        patience: Longest wait in seconds that a host may ask for (Retry-After, Crawl-delay).
        redirects: Most redirects of one request.
    """

    wait: float = 2.0
    size: int = 100 * 2**20
    seconds: float = 300.0
    tries: int = 4
    patience: float = 120.0
    redirects: int = 5


class PassingTrouble(Exception):
    """A trouble that may be over at the next try, in Vietnamese; `after` is the wait in seconds that the host asks."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after


class Visitor:
    """Asks official addresses.

    Args:
        network: How names are reached.
        limits: How long and how often.
        pause: Waits so many seconds.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        network: PublicNetwork | None = None,
        limits: Limits | None = None,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits or Limits()
        self.pause = pause
        self.clock = clock
        self._network = network or PublicNetwork()
        self._asked_at: dict[str, float] = {}
        self._rules: dict[str, Protego] = {}
        # No proxy and no certificates from the environment: they would choose the address that is connected to. A
        # connection serves one request, since two names may share an address.
        self._client = httpx.Client(
            trust_env=False, timeout=httpx.Timeout(30.0, connect=15.0), limits=httpx.Limits(max_keepalive_connections=0)
        )

    def close(self) -> None:
        """Release the connections."""
        self._client.close()

    @contextmanager
    def visit(
        self, place: OfficialAddress, headers: Mapping[str, str], turn: int = 0
    ) -> Iterator[tuple[OfficialAddress, httpx.Response]]:
        """The answer, its body not read yet, and the address that gave it after its redirects.

        Args:
            place: Where to begin.
            headers: Beside those that every request has.
            turn: How often this was tried; another address of the host is taken each time.

        Raises:
            FetchError: robots.txt forbids it, or it leads off the list or outside the public network.
            PassingTrouble: robots.txt cannot be read now.
            httpx.TransportError, OSError: no connection.
        """
        at = place
        for _ in range(self.limits.redirects + 1):
            self._heed_robots(at, turn)
            response = self._ask(at, headers, turn)
            try:
                if not response.has_redirect_location:
                    yield at, response
                    return
                at = _redirected(at, response)
            finally:
                response.close()
        raise FetchError("Nơi công bố chuyển hướng quá nhiều lần", str(place), BY_HAND)

    def _ask(self, at: OfficialAddress, headers: Mapping[str, str], turn: int) -> httpx.Response:
        """After the wait that the host is owed."""
        host, limits = at.url.host, self.limits
        delay = (self._rules[host].crawl_delay(AGENT) if host in self._rules else None) or 0.0
        if host in self._asked_at:
            self.pause(max(0.0, self._asked_at[host] + min(limits.patience, max(limits.wait, delay)) - self.clock()))
        named = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity", **headers}
        try:
            return self._client.send(self._network.request(self._client, at.url, named, turn), stream=True)
        finally:
            self._asked_at[host] = self.clock()

    def _heed_robots(self, at: OfficialAddress, turn: int) -> None:
        host = at.url.host
        if host not in self._rules:
            self._rules[host] = self._read_robots(OfficialAddress.parse(str(at.url.join("/robots.txt"))), turn)
        if not self._rules[host].can_fetch(str(at.url), AGENT):
            raise FetchError("Nơi công bố không cho chương trình tự lấy trang này (robots.txt)", str(at), BY_HAND)

    def _read_robots(self, at: OfficialAddress, turn: int) -> Protego:
        """The rules of a host (RFC 9309): none where it has no such file; where it fails, nothing is asked there."""
        for _ in range(self.limits.redirects + 1):
            response = self._ask(at, {}, turn)
            try:
                if response.has_redirect_location:
                    at = _redirected(at, response)
                    continue
                if response.status_code >= 500 or response.status_code == 429:
                    raise busy(response)
                found = b"" if response.status_code >= 400 else self._beginning(response)
                return Protego.parse(found.decode("utf-8", "replace"))
            finally:
                response.close()
        return Protego.parse("")

    def _beginning(self, response: httpx.Response) -> bytes:
        found, started = b"", self.clock()
        for chunk in response.iter_bytes():
            found += chunk
            if len(found) > _ROBOTS_SIZE or self.clock() - started > self.limits.seconds:
                break
        return found[:_ROBOTS_SIZE]


def busy(response: httpx.Response) -> PassingTrouble:
    """A host that asks for time, or has a fault of its own."""
    status, after = response.status_code, _seconds(response)
    asked = f", xin đợi {after:.0f} giây" if after else ""
    return PassingTrouble(f"nơi công bố đang bận hoặc có lỗi (HTTP {status}{asked})", after)


def _redirected(at: OfficialAddress, response: httpx.Response) -> OfficialAddress:
    try:
        target = at.url.join(response.headers.get("Location", ""))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("Nơi công bố chuyển hướng tới địa chỉ hỏng", str(at), BY_HAND) from error
    return OfficialAddress.parse(str(target))


def _seconds(response: httpx.Response) -> float | None:
    """The wait of a Retry-After: seconds, or a date compared with the host's own clock; None when there is none."""
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        until, now = parsedate_to_datetime(asked), parsedate_to_datetime(response.headers["Date"])
        return max(0.0, (until - now).total_seconds())
    except (KeyError, ValueError, TypeError):
        return None
