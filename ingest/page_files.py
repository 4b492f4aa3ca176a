"""The document's own files that an official page offers for download.

vbpl.vn: `javascript:downloadfile('45.2012.doc','/TW/Lists/vbpq/Attachments/27601/45.2012.doc')`. Công báo and other
offices: a link or a viewer whose file name carries the số hiệu ("2013_33 + 34-46_2012_TT-BCT.pdf"). Files of other
documents on the page (related texts, announcements) are left out.
"""

import re
from urllib.parse import parse_qs, urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from corpus import citation
from corpus.errors import FetchError
from corpus.reference import slug
from ingest.official_hosts import OfficialAddress

MOST_FILES = 4
_DOWNLOAD = re.compile(r"downloadfile\('[^']*',\s*'([^']+)'\)")
_FILE = re.compile(r"\.(docx?|pdf|rtf|zip)$", re.IGNORECASE)
_LINKS = "//a/@href | //iframe/@src | //embed/@src | //object/@data"


def own_files(page: bytes, address: str, so_hieu: str = "") -> tuple[str, ...]:
    """Addresses on the official list of the files that are the page's own document, in order, at most `MOST_FILES`.

    Args:
        page: The page's bytes.
        address: Of the page; links are read from there.
        so_hieu: Of the document; where it is not known, that in the page's title.
    """
    try:
        root = lxml_html.fromstring(page, parser=lxml_html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    numbers = (slug(so_hieu),) if so_hieu else _titled(root)
    found = []
    for link in map(str, root.xpath(_LINKS)):
        if download := _DOWNLOAD.search(link):
            found.append(_official(urljoin(address, download.group(1))))
        elif _FILE.search(name := _file_name(link)) and any(number in slug(name) for number in numbers):
            found.append(_official(urljoin(address, link)))
    return tuple(dict.fromkeys(filter(None, found)))[:MOST_FILES]


def _titled(root: etree._Element) -> tuple[str, ...]:
    """How a file name may write the số hiệu in the page's title: 46-2012-tt-bct, 1881-qd-ttg."""
    titles = root.xpath("//meta[@property='og:title']/@content | //title/text() | //h1//text()")
    for found in citation.find(" \n".join(map(str, titles))[:2000]):
        if found.doc is not None and (doc_id := found.doc.doc_id):
            return (f"{doc_id.number}-{doc_id.year}-{doc_id.kind}", f"{doc_id.number}-{doc_id.kind}")
    return ()


def _file_name(link: str) -> str:
    """The name of the file a link gives: from its query (`?file_name=46_2012.doc`), else the end of its path."""
    try:
        parts = urlsplit(link)
        named = [value for values in parse_qs(parts.query).values() for value in values if _FILE.search(value)]
    except ValueError:
        return ""
    return named[0] if named else parts.path.rpartition("/")[2]


def _official(address: str) -> str | None:
    try:
        return str(OfficialAddress.parse(address))
    except FetchError:
        return None
