"""The places that publish Vietnamese law officially, and what an address must be like to be asked at all.

Only these hosts are ever asked, by exactly these names: a file from anywhere else is not an official text, and an
address in a page or in a redirect is somebody else's words.
"""

from dataclasses import dataclass

import httpx

from corpus.errors import FetchError
from corpus.model import SourceRank

_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class OfficialHost:
    """One host of the list.

    Attributes:
        name: Exactly as in addresses, lower case.
        words: Whose it is, in Vietnamese.
        rank: What a file published there is; a page of a signed file's host is only a page.
        plain_http: Whether http is allowed, where the host is cited without https; else http becomes https.
    """

    name: str
    words: str
    rank: SourceRank = SourceRank.SIGNED
    plain_http: bool = False


_HOSTS = (
    OfficialHost("vbpl.vn", "Cơ sở dữ liệu quốc gia về văn bản pháp luật", SourceRank.VBPL),
    OfficialHost("www.vbpl.vn", "Cơ sở dữ liệu quốc gia về văn bản pháp luật", SourceRank.VBPL),
    OfficialHost("congbao.chinhphu.vn", "Công báo"),
    OfficialHost("congbaocdn.chinhphu.vn", "Công báo"),
    OfficialHost("g7.cdnchinhphu.vn", "Công báo"),
    OfficialHost("vanban.chinhphu.vn", "Hệ thống văn bản của Chính phủ"),
    OfficialHost("datafiles.chinhphu.vn", "Hệ thống văn bản của Chính phủ"),
    OfficialHost("chinhphu.vn", "Cổng thông tin điện tử Chính phủ"),
    OfficialHost("xaydungchinhsach.chinhphu.vn", "Cổng thông tin điện tử Chính phủ"),
    OfficialHost("phapdien.moj.gov.vn", "Bộ pháp điển điện tử", SourceRank.CODIFIED),
    OfficialHost("moj.gov.vn", "Bộ Tư pháp"),
    OfficialHost("moit.gov.vn", "Bộ Công Thương"),
    OfficialHost("arit.gov.vn", "Cục Công Thương địa phương", plain_http=True),
    OfficialHost("mof.gov.vn", "Bộ Tài chính"),
    OfficialHost("quochoi.vn", "Quốc hội"),
    OfficialHost("tulieuvankien.dangcongsan.vn", "Tư liệu – Văn kiện Đảng Cộng sản Việt Nam"),
)
HOSTS = {host.name: host for host in _HOSTS}


@dataclass(frozen=True, slots=True)
class OfficialAddress:
    """An address on the list, in the form in which it is asked: https where the host has it, no fragment."""

    url: httpx.URL
    host: OfficialHost

    def __str__(self) -> str:
        return str(self.url)

    @classmethod
    def parse(cls, address: str) -> "OfficialAddress":
        """The address, checked.

        Raises:
            FetchError: not a web address, one with a name and password or a port of its own, or a host off the list.
        """
        try:
            url = httpx.URL(address.strip())
        except (httpx.InvalidURL, ValueError) as error:
            raise refused(address, "không phải địa chỉ trang web") from error
        if url.scheme not in _PORTS or not url.host:
            raise refused(address, "không phải địa chỉ trang web (https://…)")
        if url.userinfo:
            raise refused(address, "địa chỉ có kèm tên đăng nhập hoặc mật khẩu")
        if url.port not in (None, *_PORTS.values()):
            raise refused(address, "địa chỉ dùng cổng riêng")
        host = HOSTS.get(url.host.lower())
        if host is None:
            raise off_the_list(address, url.host)
        scheme = url.scheme if host.plain_http else "https"
        return cls(url.copy_with(scheme=scheme, host=host.name, port=None, fragment=None), host)


def off_the_list(address: str, host: str) -> FetchError:
    """A host that is not one of the official ones."""
    names = ", ".join(name for name in HOSTS if not name.startswith("www."))
    return FetchError(
        f"Không lấy từ {host}: không có trong danh sách nơi công bố chính thức",
        address,
        f"Dùng địa chỉ ở một trong các nơi: {names}; hoặc tự tải tệp rồi chạy: cancu ingest TỆP --url ĐỊA_CHỈ.",
    )


def refused(address: str, reason: str) -> FetchError:
    """An address that is not asked, whatever its host."""
    return FetchError(f"Không dùng địa chỉ này: {reason}", address, "Kiểm tra lại địa chỉ.")
