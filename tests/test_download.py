"""Files of the official places: only from the list, only over the public network, politely, whole."""

import datetime
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from corpus.errors import FetchError
from ingest.download import Downloads
from ingest.official_hosts import HOSTS, OfficialAddress
from ingest.public_network import PublicNetwork, is_public
from ingest.visitor import Limits, Visitor
from tests.official_server import OfficialServer, Reply

DAY = datetime.date(2031, 5, 1)
PAGE = b"<html><body><p>" + b"a" * 5000 + b"</p></body></html>"
ADDRESS = "https://vbpl.vn/trang"
VERSION = {"ETag": '"v1"'}


@pytest.fixture
def place() -> Iterator[OfficialServer]:
    with OfficialServer() as server:
        yield server


def brought(place: OfficialServer, folder: Path, limits: Limits | None = None) -> Downloads:
    return Downloads(folder, DAY, place.visitor(limits=limits))


def failure(downloads: Downloads, address: str = ADDRESS) -> str:
    with pytest.raises(FetchError) as caught:
        downloads.get(address)
    assert caught.value.remedy
    return caught.value.what


# Addresses


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://vbpl.vn/a", "https://vbpl.vn/a"),
        # the codified law writes http and an anchor
        (
            "http://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID=1#Dieu_1",
            "https://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID=1",
        ),
        # the site's own canonical address names the port
        ("https://VBPL.vn:443/TW", "https://vbpl.vn/TW"),
        # cited over http only
        ("http://arit.gov.vn/a", "http://arit.gov.vn/a"),
    ],
)
def test_an_official_address_is_asked_in_one_form(address: str, asked: str) -> None:
    assert str(OfficialAddress.parse(address)) == asked


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "https://vbpl.vn.evil.example/",
        "https://evilvbpl.vn/",
        "https://evil.example/#@vbpl.vn",
        "https://evil.example\\@vbpl.vn/",
        "https://user:secret@vbpl.vn/",
        "https://vbpl.vn@evil.example/",
        "https://vbpl.vn:8443/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "ftp://vbpl.vn/",
        "file:///etc/passwd",
        "//vbpl.vn/",
        "vbpl.vn",
        "",
        "https://vbpl.vn/\n.evil.example",
        "https://thuvienphapluat.vn/van-ban/1",
    ],
)
def test_any_other_address_is_never_asked(address: str, place: OfficialServer, tmp_path: Path) -> None:
    assert failure(brought(place, tmp_path), address)
    assert place.requests == []


def test_hosts_are_written_as_they_are_compared() -> None:
    assert all(name == name.lower() == host.name for name, host in HOSTS.items())


# The network


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("113.160.1.1", True),
        ("2001:ee0::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_only_public_addresses_count(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_name_that_also_leads_inside_is_refused() -> None:
    network = PublicNetwork(lambda name, port: ["113.160.1.1", "10.0.0.1"])
    with pytest.raises(FetchError) as caught:
        network.addresses("vbpl.vn", 443)
    assert caught.value.where == "10.0.0.1"


def test_the_request_goes_to_the_address_that_was_checked_under_the_name_that_was_asked() -> None:
    looked_up: list[str] = []

    def resolve(name: str, port: int) -> list[str]:
        looked_up.append(name)
        return ["2001:ee0::1", "113.160.1.1", "113.160.1.2"]

    network = PublicNetwork(resolve)
    with httpx.Client() as client:
        request = network.request(client, httpx.URL("https://vbpl.vn/a?b=1"), {"Range": "bytes=5-"})
        again = network.request(client, httpx.URL("https://vbpl.vn/a?b=1"), {}, turn=1)
    assert str(request.url) == "https://113.160.1.1/a?b=1"
    assert request.headers["Host"] == "vbpl.vn"
    assert request.extensions["sni_hostname"] == "vbpl.vn"
    assert request.headers["Range"] == "bytes=5-"
    assert again.url.host == "113.160.1.2"
    assert looked_up == ["vbpl.vn", "vbpl.vn"]


# One file


def test_a_page_is_kept_with_where_and_when(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/Pages/toanvan.aspx?ItemID=7", Reply(PAGE, headers=VERSION))
    found = brought(place, tmp_path).get("http://vbpl.vn/Pages/toanvan.aspx?ItemID=7#Dieu_1")
    assert found.path.read_bytes() == PAGE
    assert found.path.name == "vbpl.vn-toanvan-aspx-itemid-7.html"
    assert (found.media_type, found.retrieved_on, found.etag) == ("text/html", DAY, '"v1"')
    assert found.final == "https://vbpl.vn/Pages/toanvan.aspx?ItemID=7"
    (robots, request) = place.requests
    assert robots.address == "vbpl.vn/robots.txt"
    assert request.headers["User-Agent"].startswith("CanCu/")


def test_what_is_kept_is_not_asked_again(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(PAGE))
    first = brought(place, tmp_path).get(ADDRESS)
    assert brought(place, tmp_path).get(ADDRESS) == first
    assert place.asked == ["vbpl.vn/trang"]


def test_a_refresh_asks_only_whether_it_has_changed(place: OfficialServer, tmp_path: Path) -> None:
    headers = {**VERSION, "Last-Modified": "Thu, 01 May 2031 00:00:00 GMT"}
    place.on("vbpl.vn/trang", Reply(PAGE, headers=headers), Reply(status=304), Reply(b"<p>new</p>"))
    first = brought(place, tmp_path).get(ADDRESS)
    assert brought(place, tmp_path).get(ADDRESS, refresh=True) == first
    assert place.requests[-1].headers["If-None-Match"] == '"v1"'
    assert place.requests[-1].headers["If-Modified-Since"] == "Thu, 01 May 2031 00:00:00 GMT"
    assert brought(place, tmp_path).get(ADDRESS, refresh=True).path.read_bytes() == b"<p>new</p>"


def test_a_damaged_copy_is_asked_again(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(PAGE))
    brought(place, tmp_path).get(ADDRESS).path.write_bytes(b"half")
    assert brought(place, tmp_path).get(ADDRESS).path.read_bytes() == PAGE


# Redirects


def test_a_redirect_inside_the_list_is_followed(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(status=302, headers={"Location": "//congbao.chinhphu.vn/moi"}))
    place.on("congbao.chinhphu.vn/moi", Reply(PAGE))
    assert brought(place, tmp_path).get(ADDRESS).final == "https://congbao.chinhphu.vn/moi"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/trang",
        "http://127.0.0.1:80/trang",
        "http://10.0.0.8/trang",
        "http://169.254.169.254/latest",
        "https://user@vbpl.vn/trang",
        "https://vbpl.vn:8443/",
        "file:///etc/passwd",
        "https://[::1",
    ],
)
def test_a_redirect_off_the_list_is_never_followed(target: str, place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(status=302, headers={"Location": target}))
    assert failure(brought(place, tmp_path))
    assert set(place.asked) == {"vbpl.vn/trang"}


@pytest.mark.parametrize("inside", ["10.0.0.8", "127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_a_redirect_to_a_name_that_leads_inside_is_never_followed(
    inside: str, place: OfficialServer, tmp_path: Path
) -> None:
    place.on("vbpl.vn/trang", Reply(status=301, headers={"Location": "https://congbao.chinhphu.vn/trang"}))
    downloads = Downloads(tmp_path, DAY, place.visitor(lambda name, port: [inside]))
    assert "không thuộc mạng công cộng" in failure(downloads)
    assert place.asked == ["vbpl.vn/trang"]


def test_a_circle_of_redirects_ends(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(status=302, headers={"Location": "/trang"}))
    assert "chuyển hướng quá nhiều lần" in failure(brought(place, tmp_path))
    assert len(place.asked) == 6


# Manners


def test_requests_to_one_host_keep_their_distance(place: OfficialServer, tmp_path: Path) -> None:
    for at in ("vbpl.vn/1", "vbpl.vn/2", "congbao.chinhphu.vn/3"):
        place.on(at, Reply(PAGE))
    downloads = brought(place, tmp_path)
    downloads.get("https://vbpl.vn/1")
    downloads.get("https://vbpl.vn/2")
    assert place.pauses == [2.0, 2.0]  # after robots.txt, and after the first page
    downloads.get("https://congbao.chinhphu.vn/3")
    assert place.pauses == [2.0, 2.0, 2.0]  # another host: only after its robots.txt


def test_a_longer_crawl_delay_is_kept(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/robots.txt", Reply(b"User-agent: *\nCrawl-delay: 7\n", kind="text/plain"))
    place.on("vbpl.vn/trang", Reply(PAGE))
    brought(place, tmp_path).get(ADDRESS)
    assert place.pauses == [7.0]


@pytest.mark.parametrize(
    "rules",
    [
        b"User-agent: *\nDisallow: /trang",
        b"User-agent: CanCu\nDisallow: /\n\nUser-agent: *\nAllow: /",
        b"User-agent: *\nDisallow: /*ang$",
    ],
)
def test_what_robots_txt_forbids_is_not_asked(rules: bytes, place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/robots.txt", Reply(rules, kind="text/plain"))
    place.on("vbpl.vn/trang", Reply(PAGE))
    assert "robots.txt" in failure(brought(place, tmp_path))
    assert place.asked == []


def test_a_host_whose_robots_txt_fails_is_not_asked(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/robots.txt", Reply(status=503))
    place.on("vbpl.vn/trang", Reply(PAGE))
    assert "HTTP 503" in failure(brought(place, tmp_path))
    assert place.asked == []


def test_a_fault_of_the_host_is_tried_again_with_growing_waits(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(status=500), Reply(status=502), Reply(PAGE))
    assert brought(place, tmp_path).get(ADDRESS).path.read_bytes() == PAGE
    assert [pause for pause in place.pauses if pause > 2.0] == [4.0, 8.0]


def test_a_host_that_keeps_failing_is_given_up(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(status=500))
    assert "HTTP 500" in failure(brought(place, tmp_path))
    assert len(place.asked) == 4


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry-After": "33"}, 33.0),
        ({"Retry-After": "Thu, 01 May 2031 00:01:00 GMT", "Date": "Thu, 01 May 2031 00:00:15 GMT"}, 45.0),
    ],
)
def test_the_wait_that_a_host_asks_for_is_kept(
    headers: dict[str, str], pause: float, place: OfficialServer, tmp_path: Path
) -> None:
    place.on("vbpl.vn/trang", Reply(status=429, headers=headers), Reply(PAGE))
    assert brought(place, tmp_path).get(ADDRESS).path.read_bytes() == PAGE
    assert pause in place.pauses


def test_too_long_a_wait_is_left_to_a_person(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(status=429, headers={"Retry-After": "86400"}), Reply(PAGE))
    assert "86400 giây" in failure(brought(place, tmp_path))
    assert place.asked == ["vbpl.vn/trang"]


def test_a_name_that_nobody_knows_is_asked_once_in_a_run(tmp_path: Path) -> None:
    looked_up: list[str] = []

    def resolve(name: str, port: int) -> list[str]:
        looked_up.append(name)
        raise socket.gaierror("unknown")

    visitor = Visitor(PublicNetwork(resolve), pause=lambda seconds: None)
    downloads = Downloads(tmp_path, DAY, visitor)
    assert failure(downloads) == "Không tìm thấy máy chủ vbpl.vn"
    assert failure(downloads, "https://vbpl.vn/2") == "Không hỏi lại: vừa rồi không kết nối được vbpl.vn"
    assert looked_up == ["vbpl.vn"]
    visitor.close()


def test_a_host_that_cannot_be_reached_is_tried_for_one_address_only(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        network = PublicNetwork(stand_ins={"vbpl.vn": ("127.0.0.1", closed.getsockname()[1])})
        pauses: list[float] = []
        visitor = Visitor(network, pause=pauses.append, clock=lambda: sum(pauses))
        downloads = Downloads(tmp_path, DAY, visitor)
        assert "không kết nối được" in failure(downloads)
        assert [pause for pause in pauses if pause > 2.0] == [4.0, 8.0, 16.0]
        tried = len(pauses)
        assert "Không hỏi lại" in failure(downloads, "https://vbpl.vn/2")
        assert len(pauses) == tried
        visitor.close()


@pytest.mark.parametrize("status", [401, 403, 404, 410, 418])
def test_a_refusal_is_final(status: int, place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(status=status))
    assert f"HTTP {status}" in failure(brought(place, tmp_path))
    assert place.asked == ["vbpl.vn/trang"]


# Bodies


def test_a_cut_body_goes_on_where_it_ended(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(PAGE, headers=VERSION, cut=1000), Reply(PAGE, headers=VERSION, ranged=True))
    assert brought(place, tmp_path).get(ADDRESS).path.read_bytes() == PAGE
    assert place.requests[-1].headers["Range"] == "bytes=1000-"
    assert place.requests[-1].headers["If-Range"] == '"v1"'


def test_a_cut_body_of_no_version_begins_anew(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(PAGE, cut=1000), Reply(PAGE, ranged=True))
    assert brought(place, tmp_path).get(ADDRESS).path.read_bytes() == PAGE
    assert "Range" not in place.requests[-1].headers


def test_another_version_begins_anew(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(PAGE, headers=VERSION, cut=1000), Reply(b"<p>other</p>"))
    assert brought(place, tmp_path).get(ADDRESS).path.read_bytes() == b"<p>other</p>"


@pytest.mark.parametrize(
    "wrong",
    [
        Reply(PAGE[500:], 206, headers={"Content-Range": "bytes 500-5000/5001"}),
        Reply(PAGE[1000:], 206),
        Reply(status=416),
    ],
)
def test_a_rest_that_does_not_fit_is_not_glued_on(wrong: Reply, place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(PAGE, headers=VERSION, cut=1000), wrong, Reply(PAGE))
    assert brought(place, tmp_path).get(ADDRESS).path.read_bytes() == PAGE


def test_a_body_that_is_always_cut_is_given_up(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(PAGE, cut=1000))
    downloads = brought(place, tmp_path)
    assert "ngắt giữa chừng" in failure(downloads)
    assert downloads.kept(ADDRESS) is None


def test_an_endless_body_ends_at_the_limit(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(endless=True, kind="application/pdf"))
    assert "lớn hơn giới hạn 1 MB" in failure(brought(place, tmp_path, Limits(size=2**20)))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_body_said_to_be_too_large_is_not_read(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(headers={"Content-Length": str(10**9)}, kind="application/pdf"))
    assert "lớn hơn giới hạn" in failure(brought(place, tmp_path))
    assert len(place.asked) == 1


def test_a_body_that_takes_too_long_is_left_and_goes_on_next_time(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(PAGE, headers=VERSION, ranged=True))
    visitor = place.visitor()
    ticks = iter(range(0, 10**6, 400))
    visitor.clock = lambda: next(ticks)
    assert "quá 300 giây" in failure(Downloads(tmp_path, DAY, visitor))
    assert brought(place, tmp_path).get(ADDRESS).path.read_bytes() == PAGE


def test_another_kind_of_content_is_not_read(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(b"\x00" * 100, kind="video/mp4"))
    assert "video/mp4" in failure(brought(place, tmp_path))


def test_an_empty_body_is_no_file(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(b""), Reply(PAGE))
    assert brought(place, tmp_path).get(ADDRESS).path.read_bytes() == PAGE


def test_a_packed_body_is_unpacked(place: OfficialServer, tmp_path: Path) -> None:
    import gzip

    place.on("vbpl.vn/trang", Reply(gzip.compress(PAGE), headers={"Content-Encoding": "gzip", **VERSION}))
    assert brought(place, tmp_path).get(ADDRESS).path.read_bytes() == PAGE


def test_a_packed_body_ends_at_the_limit_of_what_it_unpacks_to(place: OfficialServer, tmp_path: Path) -> None:
    import gzip

    bomb = gzip.compress(bytes(4 * 2**20))
    place.on("vbpl.vn/trang", Reply(bomb, headers={"Content-Encoding": "gzip"}))
    assert "lớn hơn giới hạn 1 MB" in failure(brought(place, tmp_path, Limits(size=2**20)))


KILLED = """
import datetime, os, sys
from pathlib import Path
from ingest.download import Downloads
from ingest.public_network import PublicNetwork
from ingest.visitor import Visitor

network = PublicNetwork(stand_ins={"vbpl.vn": ("127.0.0.1", int(sys.argv[2]))})
visitor = Visitor(network, pause=lambda seconds: os._exit(9) if seconds > 2 else None)
Downloads(Path(sys.argv[1]), datetime.date(2031, 5, 1), visitor).get("https://vbpl.vn/trang")
"""


def test_a_killed_download_goes_on_where_it_ended(place: OfficialServer, tmp_path: Path) -> None:
    place.on("vbpl.vn/trang", Reply(PAGE, headers=VERSION, cut=1000), Reply(PAGE, headers=VERSION, ranged=True))
    port = str(place.network().stand_ins["vbpl.vn"][1])
    root = Path(__file__).resolve().parents[1]
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), port], cwd=root, check=False)
    assert ended.returncode == 9
    (version,) = tmp_path.rglob("part.json")
    assert json.loads(version.read_text(encoding="utf-8")) == {"version": '"v1"'}
    assert brought(place, tmp_path).get(ADDRESS).path.read_bytes() == PAGE
    assert place.requests[-1].headers["Range"] == "bytes=1000-"
