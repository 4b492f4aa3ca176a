"""The public network and nothing else: a name becomes public addresses, and the connection goes to that very address.

A name that also leads to a private, loopback, link-local or otherwise non-public address is refused whole. Since the
request goes to the address that was checked, a second answer of the name server changes nothing.
"""

import ipaddress
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import httpx

from corpus.errors import FetchError

Resolve = Callable[[str, int], Sequence[str]]


def _resolve(name: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


@dataclass(frozen=True, slots=True)
class PublicNetwork:
    """How names are reached.

    Attributes:
        resolve: Name and port to addresses; raises OSError for a name that nobody knows.
        stand_ins: Names that a server on this machine plays over http, as (address, port); for tests only.
    """

    resolve: Resolve = _resolve
    stand_ins: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def request(self, client: httpx.Client, url: httpx.URL, headers: Mapping[str, str], turn: int = 0) -> httpx.Request:
        """A GET for the url, bound to one address that was checked; the certificate is still checked for the name.

        Args:
            client: Builds the request.
            url: With the name.
            headers: Beside Host.
            turn: Which of several addresses is tried; counts round.

        Raises:
            FetchError: the name leads outside the public network.
            OSError: nobody knows the name.
        """
        if url.host in self.stand_ins:
            address, port = self.stand_ins[url.host]
            bound = url.copy_with(scheme="http", host=address, port=port)
        else:
            addresses = self.addresses(url.host, url.port or (443 if url.scheme == "https" else 80))
            bound = url.copy_with(host=addresses[turn % len(addresses)])
        named = {**headers, "Host": url.netloc.decode("ascii")}
        return client.build_request("GET", bound, headers=named, extensions={"sni_hostname": url.host})

    def addresses(self, name: str, port: int) -> list[str]:
        """The public addresses of a name, IPv4 first.

        Raises:
            FetchError: one of them is not public, or there is none.
            OSError: nobody knows the name.
        """
        found = [address.partition("%")[0] for address in self.resolve(name, port)]
        closed = [address for address in found if not is_public(address)]
        if closed or not found:
            raise FetchError(
                f"Không kết nối: {name} dẫn tới địa chỉ không thuộc mạng công cộng",
                ", ".join(closed),
                "Kiểm tra máy chủ tên miền (DNS) của mạng đang dùng.",
            )
        return sorted(found, key=lambda address: ":" in address)


def is_public(address: str) -> bool:
    """Whether an IP address is one that the whole internet reaches; tunnels that carry another address are not."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or ip.teredo or ip in _TRANSLATED
        if carried:
            return False
    return ip.is_global and not ip.is_multicast


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address inside
