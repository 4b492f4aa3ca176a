"""What a page of vbpl.vn says of its document beside the text: status, day of effect, up to when the page speaks.

Old pages: `<div class="vbInfo"><li><span>Hiệu lực: </span>Còn hiệu lực</li> …`. New ones: a tag whose class begins with
`effStatus_`, and `lawDocumentHeader_dateItem…` with "Ngày có hiệu lực:" and "Ngày cập nhật:".
"""

from lxml import etree

from corpus.model import EffectStatus
from corpus.text import find_date, fold, nfc
from ingest.source_text import Declared

_OLD = "//*[contains(concat(' ', @class, ' '), ' vbInfo ')]//li"
_NEW = "//*[contains(@class, 'lawDocumentHeader_dateItem')]"
_NEW_STATUS = "//*[contains(@class, 'effStatus_detailStatusTag')]"
_STATUSES = (
    ("con hieu luc", EffectStatus.CON_HIEU_LUC),
    ("chua co hieu luc", EffectStatus.CHUA_HIEU_LUC),
    ("het hieu luc mot phan", EffectStatus.HET_HIEU_LUC_MOT_PHAN),
    ("het hieu luc", EffectStatus.HET_HIEU_LUC),
    ("ngung hieu luc", EffectStatus.NGUNG_HIEU_LUC),
)


def read(root: etree._Element) -> Declared:
    """What the page declares; nothing for a page that is not vbpl.vn's, and for words that are not known."""
    labels = dict(filter(None, map(_labelled, (*root.xpath(_OLD), *root.xpath(_NEW)))))
    tags = [_words(tag) for tag in root.xpath(_NEW_STATUS)]
    status = _status(labels.get("hieu luc") or next(iter(tags), ""))
    return Declared(
        status=status,
        ngay_hieu_luc=find_date(labels.get("ngay co hieu luc", "")),
        ngay_het_hieu_luc=find_date(labels.get("ngay het hieu luc", "")),
        as_of=find_date(labels.get("ngay cap nhat", "")) if status else None,
    )


def _labelled(element: etree._Element) -> tuple[str, str] | None:
    label, colon, value = _words(element).partition(":")
    return (fold(label).strip(), value.strip()) if colon else None


def _words(element: etree._Element) -> str:
    return nfc(" ".join("".join(element.itertext()).split()))


def _status(words: str) -> EffectStatus | None:
    return next((status for start, status in _STATUSES if fold(words).startswith(start)), None)
