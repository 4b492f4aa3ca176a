"""What an editor mends of a reading: a field of a document or of a place, with the reason, beside what was read.

A correction belongs to a source, since it is these bytes that were misread, and holds each time they are read again.
It never touches the wording: the text of a place cannot be corrected, only what was taken from it.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.errors import BadCorrection, BadReference
from corpus.locator import Locator, Step, Unit
from corpus.model import Diagnostic, Document, Holding, Note, Provision, Relation
from corpus.reference import DocId, Ref, province_of, slug, tidy_so_hieu
from corpus.text import fold, nfc, vi_date

UNKNOWN = "không rõ"
"""Typed and shown where the text does not say; kept as ""."""

_LONGEST = 2_000
_DATE = re.compile(
    r"(?:ngày\s*)?(?:(?P<iso>\d{4}-\d{2}-\d{2})|"
    r"(?P<day>\d{1,2})(?:\s*[-/.]\s*|\s*tháng\s*)(?P<month>\d{1,2})(?:\s*[-/.]\s*|\s*năm\s*)(?P<year>\d{4}))"
)
_YEARS = range(1900, 2200)
_NUMBERS = {
    Unit.DIEU: r"\d+[a-zđ]*",
    Unit.KHOAN: r"\d+[a-zđ]*",
    Unit.GHI_CHU: r"\d+[a-zđ]*",
    Unit.DIEM: r"[a-zđ]{1,2}\d*",
}
_LARGER_NUMBER = r"\d+[a-zđ]*|[IVXLCDM]+|[A-ZĐ]"


class Field(StrEnum):
    """What may be corrected: of a document, or (`NUMBER`, `HEADING`) of a place."""

    SO_HIEU = "so_hieu"
    LOAI = "loai"
    TRICH_YEU = "trich_yeu"
    CO_QUAN_BAN_HANH = "co_quan_ban_hanh"
    NGUOI_KY = "nguoi_ky"
    NGAY_BAN_HANH = "ngay_ban_hanh"
    NGAY_HIEU_LUC = "ngay_hieu_luc"
    NGAY_HET_HIEU_LUC = "ngay_het_hieu_luc"
    NUMBER = "number"
    HEADING = "heading"

    @classmethod
    def parse(cls, text: str) -> "Field":
        """The field of a name, as typed: "so_hieu", "so-hieu".

        Raises:
            BadCorrection: no such field, or the wording itself.
        """
        try:
            return cls(text.strip().lower().replace("-", "_"))
        except ValueError:
            raise BadCorrection(
                f"Không sửa được “{text}”",
                "lời văn của pháp luật không sửa, chỉ sửa điều đọc sai",
                f"Chọn một trong: {', '.join(cls)}.",
            ) from None

    @property
    def vi(self) -> str:
        """The field in the words of the page."""
        return _FIELD_WORDS[self]

    @property
    def of_place(self) -> bool:
        """Whether it belongs to a place and not to the document."""
        return self in (Field.NUMBER, Field.HEADING)

    @property
    def is_day(self) -> bool:
        """Whether its value is a date."""
        return self.startswith("ngay_")


_FIELD_WORDS = {
    Field.SO_HIEU: "Số hiệu",
    Field.LOAI: "Loại văn bản",
    Field.TRICH_YEU: "Trích yếu",
    Field.CO_QUAN_BAN_HANH: "Cơ quan ban hành",
    Field.NGUOI_KY: "Người ký",
    Field.NGAY_BAN_HANH: "Ngày ban hành",
    Field.NGAY_HIEU_LUC: "Ngày có hiệu lực",
    Field.NGAY_HET_HIEU_LUC: "Ngày hết hiệu lực",
    Field.NUMBER: "Số thứ tự",
    Field.HEADING: "Tiêu đề",
}
_DOCUMENT_FIELDS = tuple(field for field in Field if not field.of_place)
_IDENTIFYING = {Field.SO_HIEU, Field.LOAI, Field.CO_QUAN_BAN_HANH, Field.NGAY_BAN_HANH}
_NEEDED = {Field.SO_HIEU, Field.LOAI, Field.NUMBER}


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of one source's view, mended.

    Attributes:
        sha256: The source that was misread.
        locator: The place as it was read; empty for a field of the document.
        value: As kept: a day in ISO 8601, else text; "" when the text does not say.
        reason: The editor's own words.
        read: What the reader gave, in the form of `value`; "" when it gave nothing.
        doc_id: The document as it was read; None for a source that was never read.
        name: The source's file.
    """

    sha256: str
    locator: Locator
    field: Field
    value: str
    reason: str
    made_on: datetime.date
    read: str = ""
    doc_id: DocId | None = None
    name: str = ""
    asserted_by: str = "editor"

    @property
    def vi(self) -> str:
        """The correction as every reader is told of it."""
        read = f"đọc được “{self.shown(self.read)}”" if self.read else "không đọc được"
        return (
            f"{self.field.vi} đã sửa bởi người biên tập: {read}, sửa thành “{self.shown(self.value)}”, "
            f"lý do: {self.reason.rstrip('.')}, ngày {vi_date(self.made_on)}"
        )

    @property
    def moot(self) -> bool:
        """Whether the reader now gives the same by itself."""
        return self.read == self.value

    def shown(self, value: str) -> str:
        """A value of this field as people write it."""
        if not value:
            return UNKNOWN
        return vi_date(datetime.date.fromisoformat(value)) if self.field.is_day else value


@dataclass(frozen=True, slots=True)
class Corrected:
    """A source's view after its corrections.

    Attributes:
        made: Those that hold, each with what was read.
        unused: Those that cannot hold in this reading, each with why, in Vietnamese.
    """

    holding: Holding
    made: tuple[Correction, ...]
    unused: tuple[tuple[Correction, str], ...]


# Values


def read_value(field: Field, text: str, unit: Unit | None = None) -> str:
    """A value as it is kept, from what an editor typed.

    Days: "2012-05-21", "21/5/2012", "ngày 21 tháng 5 năm 2012". "không rõ" is kept as "".

    Args:
        field: What is corrected.
        text: As typed.
        unit: For `NUMBER`, the unit of the place.

    Raises:
        BadCorrection: a date that does not exist, a số hiệu or number of another form, an empty or overlong text.
    """
    typed = " ".join(nfc(text).split())
    if fold(typed).replace("_", " ") == fold(UNKNOWN):
        if field in _NEEDED:
            raise BadCorrection(f"{field.vi} không bỏ trống được", typed, "Ghi đúng như bản gốc, hoặc để như đã đọc.")
        return ""
    if not typed or len(typed) > _LONGEST or not typed.isprintable():
        why = f"giá trị phải có từ 1 đến {_LONGEST} ký tự in được"
        raise BadCorrection(f"{field.vi} không đọc được", why, f"Viết lại, hoặc ghi “{UNKNOWN}” nếu bản gốc không nói.")
    if field.is_day:
        return _read_day(field, typed).isoformat()
    if field is Field.SO_HIEU:
        return _read_so_hieu(typed)
    return _read_number(typed, unit) if field is Field.NUMBER else typed


def _read_day(field: Field, typed: str) -> datetime.date:
    match = _DATE.fullmatch(typed.lower())
    remedy = "Viết theo mẫu 21/5/2012, “ngày 21 tháng 5 năm 2012” hoặc 2012-05-21."
    if match is None:
        raise BadCorrection(f"{field.vi} không đọc được: “{typed}”", "", remedy)
    try:
        day = (
            datetime.date.fromisoformat(match["iso"])
            if match["iso"]
            else datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
        )
    except ValueError:
        raise BadCorrection(f"“{typed}” không phải ngày có thật", field.vi.lower(), remedy) from None
    if day.year not in _YEARS:
        raise BadCorrection(f"“{typed}” không thể là ngày của văn bản", field.vi.lower(), remedy)
    return day


def _read_so_hieu(typed: str) -> str:
    printed = tidy_so_hieu(typed)
    try:
        DocId.from_so_hieu(printed)
    except BadReference:
        raise BadCorrection(
            f"“{typed}” không phải số hiệu văn bản", "", "Viết theo mẫu 45/2012/NĐ-CP, 1881/QĐ-TTg hoặc 19-NQ/TW."
        ) from None
    return printed


def _read_number(typed: str, unit: Unit | None) -> str:
    step = Step(unit or Unit.DIEU, typed)
    form = _NUMBERS.get(step.unit, _LARGER_NUMBER)
    try:
        if re.fullmatch(form, typed) and Step.parse(str(step)) == step:
            return typed
    except BadReference:
        pass
    raise BadCorrection(
        f"“{typed}” không phải số của {Step(step.unit, '').vi}", "", "Chỉ ghi số, ví dụ 13, 12a, đ hoặc II."
    )


# Refusals


def misplaced(correction: Correction) -> BadCorrection:
    """A field of a place without a place, or a field of the document with one."""
    field = correction.field
    if field.of_place:
        remedy = "Ghi rõ nơi cần sửa, ví dụ “Điều 18 Nghị định 45/2012/NĐ-CP”; sửa số của văn bản thì chọn so_hieu."
        return BadCorrection(f"{field.vi} là của một điều khoản, không phải của cả văn bản", "", remedy)
    remedy = "Chỉ ghi văn bản, không ghi điều khoản."
    return BadCorrection(f"{field.vi} là của cả văn bản", correction.locator.vi, remedy)


def check(before: Corrected, now: Corrected) -> None:
    """Refuse a change that does nothing, or that leaves a correction without its place.

    Raises:
        BadCorrection: as said.
    """
    unused = dict.fromkeys(correction for correction, _ in before.unused)
    for correction, why in now.unused:
        if correction not in unused:
            remedy = "Xem các sửa chữa hiện có: cancu correct --list."
            raise BadCorrection(f"Không sửa được {correction.field.vi.lower()}: {why[:1].lower()}{why[1:]}", "", remedy)
    known = {correction for correction in before.made if correction.moot}
    for correction in now.made:
        if correction.moot and correction not in known:
            shown = correction.shown(correction.read)
            remedy = "Không cần sửa; bỏ một sửa chữa cũ thì dùng --undo."
            raise BadCorrection(f"{correction.field.vi} vốn đã được đọc là “{shown}”", "", remedy)


def summarised(document: Document) -> BadCorrection:
    """Two summaries would speak of one document."""
    remedy = "Bỏ một trong hai bản (cancu remove) rồi sửa lại."
    return BadCorrection(f"Kho đã có bản tóm lược của {document.name}", str(document.id), remedy)


# Applying


def corrected(
    as_read: Holding, corrections: Iterable[Correction], settle: Callable[[Document], DocId] = lambda d: d.id
) -> Corrected:
    """A source's view with its corrections; the words of every place stay as they are.

    Args:
        as_read: What the reader gave.
        corrections: Of this source, in the order in which they were made.
        settle: The identity in the collection, where a twin may already stand under the corrected one.

    Returns:
        The view, its places, notes and relations under their new addresses. A correction whose place is not there, or
        whose number another place has, is left out and remarked on.
    """
    places = {p.ref.locator: p for p in as_read.provisions}
    made: list[Correction] = []
    unused: list[tuple[Correction, str]] = []
    for correction in corrections:
        at = replace(correction, doc_id=as_read.document.id, name=as_read.source.name)
        if not at.field.of_place:
            made.append(replace(at, read=printed(as_read.document, at.field)))
        elif at.locator not in places:
            unused.append((at, f"Bản đọc không có {at.locator.vi or 'nơi này'}"))
        else:
            now = replace(at, read=getattr(places[at.locator], at.field))
            moved = [renumbered(place, [*made, now]) for place in places]
            if len(set(moved)) < len(moved):
                unused.append((now, f"Văn bản đã có {renumbered(at.locator, [*made, now]).vi}"))
            else:
                made.append(now)
    document = _document(as_read.document, made, settle)
    remarks = [Diagnostic("correction_unused", f"Không áp dụng được sửa chữa: {c.vi}. {why}") for c, why in unused]
    holding = replace(
        as_read,
        document=document,
        provisions=tuple(_provision(p, document.id, made) for p in as_read.provisions),
        notes=tuple(_note(n, as_read.document.id, document.id, made) for n in as_read.notes),
        relations=tuple(_relation(r, as_read.document, document, made) for r in as_read.relations),
        diagnostics=(*as_read.diagnostics, *remarks),
    )
    return Corrected(holding, tuple(made), tuple(unused))


def printed(document: Document, field: Field) -> str:
    """A field of a document in the form of `Correction.value`."""
    value = getattr(document, field)
    return value.isoformat() if isinstance(value, datetime.date) else value or ""


def renumbered(place: Locator, corrections: Iterable[Correction]) -> Locator:
    """The address of a place as read, after the corrections of numbers on it and on the places around it."""
    numbers = {c.locator: c.value for c in corrections if c.field is Field.NUMBER}
    steps = place.steps
    return Locator(tuple(Step(s.unit, numbers.get(Locator(steps[: at + 1]), s.number)) for at, s in enumerate(steps)))


def as_read_place(place: Locator, corrections: Sequence[Correction]) -> Locator:
    """The address that was read, from the one after the corrections; one that was read already is given back."""
    read = Locator()
    for step in place.steps:
        mended = next(
            (
                c.locator
                for c in corrections
                if c.field is Field.NUMBER
                and c.locator.parent == read
                and Step(c.locator.steps[-1].unit, c.value) == step
            ),
            None,
        )
        read = mended or read.child(step.unit, step.number)
    return read


def _document(read: Document, made: Sequence[Correction], settle: Callable[[Document], DocId]) -> Document:
    values = {c.field: c.value for c in made if c.field in _DOCUMENT_FIELDS}
    typed = {
        field.value: (datetime.date.fromisoformat(value) if value else None) if field.is_day else value
        for field, value in values.items()
    }
    document = replace(read, **typed)  # type: ignore[arg-type]  # each field is of its own type
    if not _IDENTIFYING & set(values):
        return document
    document = replace(document, id=_identity(document, read))
    return replace(document, id=settle(document))


def _identity(document: Document, read: Document) -> DocId:
    """The identity of the corrected fields; the stand-in number stays where there still is no số hiệu."""
    year = document.ngay_ban_hanh.year if document.ngay_ban_hanh else None
    try:
        plain = DocId.from_so_hieu(document.so_hieu, year)
    except BadReference:
        return replace(read.id, year=year, serial=1)
    if not plain.local:
        return plain
    named = slug(province_of(document.co_quan_ban_hanh)) or None
    mended = document.co_quan_ban_hanh != read.co_quan_ban_hanh
    return replace(plain, place=(named or read.id.place) if mended else (read.id.place or named))


def _provision(provision: Provision, doc_id: DocId, made: Sequence[Correction]) -> Provision:
    own = {c.field: c.value for c in made if c.field.of_place and c.locator == provision.ref.locator}
    return replace(
        provision,
        ref=Ref(doc_id, renumbered(provision.ref.locator, made)),
        number=own.get(Field.NUMBER, provision.number),
        heading=own.get(Field.HEADING, provision.heading),
    )


def _note(note: Note, read: DocId, doc_id: DocId, made: Sequence[Correction]) -> Note:
    if note.ref.doc_id != read:
        return note
    return replace(note, ref=Ref(doc_id, renumbered(note.ref.locator, made)))


def _relation(relation: Relation, read: Document, document: Document, made: Sequence[Correction]) -> Relation:
    """The source's own end moves; where a text points into itself, it keeps the number that it prints."""
    if relation.subject.doc_id == read.id:
        subject = Ref(document.id, renumbered(relation.subject.locator, made))
        relation = replace(relation, subject=subject, subject_so_hieu=document.so_hieu)
    if relation.object.doc_id == read.id:
        target = Ref(document.id, relation.object.locator)
        relation = replace(relation, object=target, object_so_hieu=document.so_hieu)
    return relation
