"""A consolidated text as Akoma Ntoso 3.0 XML (OASIS, `akomantoso30.xsd`)."""

import datetime
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.builder import ElementMaker

from corpus.locator import Unit
from corpus.reference import Ref, slug
from search_api.export.consolidated import Consolidated, Part

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
MEDIA_TYPE = "application/akn+xml"

_E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
_ELEMENTS = {
    Unit.PHAN: "part",
    Unit.CHUONG: "chapter",
    Unit.MUC: "section",
    Unit.TIEU_MUC: "subsection",
    Unit.DIEU: "article",
    Unit.KHOAN: "paragraph",
    Unit.DIEM: "point",
    Unit.TIET: "subparagraph",
    Unit.GACH: "indent",
}
_ATTACHED = (Unit.DINH_KEM, Unit.PHU_LUC, Unit.MAU)
_UNKNOWN_DAY = "khong_ro_ngay"


def akn(text: Consolidated) -> bytes:
    """The text as one XML document, UTF-8.

    Attached texts, annexes and forms are attachments with their own identification. What brought the words of a place
    is a note at the end of its own words; notes of the whole stand at the statement that opens the preface. A place
    that has another number now has its first address as `wId`; a repealed place stays as an element with the status
    `removed`, its words being the editor's. What was done to each place is a passive modification. A day of issue that
    is not known is written as 1 January of its year, under the name `khong_ro_ngay`, since the schema wants one; no
    event is written for it.
    """
    writer = _Writer(text)
    preface = writer.preface()  # first, so that notes are numbered in the order of the text
    attached = [part for part in text.parts if part.place.unit in _ATTACHED]
    own = [part for part in text.parts if part.place.unit not in _ATTACHED]
    body = [writer.place(part) for part in own] or [_E.hcontainer(_E.content(_E.p()), name="trong", eId="empty")]
    act = _E.act(writer.meta(""), preface, _E.body(*body), name=slug(text.document.loai) or "van-ban")
    if attached:
        act.append(_E.attachments(*(writer.attachment(part) for part in attached)))
    return bytes(etree.tostring(_E.akomaNtoso(act), encoding="utf-8", xml_declaration=True, pretty_print=False))


class _Writer:
    """Writes one text; counts its notes."""

    def __init__(self, text: Consolidated) -> None:
        self._text = text
        self._notes = 0

    def meta(self, component: str) -> etree._Element:
        """Identification of the work, its expression of the day and this file; events; what they point at."""
        text, identity = self._text, self._text.document.id
        work, urn = identity.to_akn_iri(), identity.to_urn_lex()
        expression = f"{work}/vie@{text.on.isoformat()}"
        part = f"/!{component or 'main'}"
        country = work.split("/")[2]
        issued = text.document.ngay_ban_hanh
        date = issued or datetime.date(identity.year or 1, 1, 1)
        issue = _E.FRBRdate(date=date.isoformat(), name="ban_hanh" if issued else _UNKNOWN_DAY)
        day = _E.FRBRdate(date=text.on.isoformat(), name="loi_van")
        meta = _E.meta(
            _E.identification(
                _E.FRBRWork(
                    _E.FRBRthis(value=work + part),
                    _E.FRBRuri(value=work),
                    *([_E.FRBRalias(value=urn, name="urn:lex")] if urn else []),
                    issue,
                    _E.FRBRauthor(href="#issuer"),
                    _E.FRBRcountry(value=country),
                    _E.FRBRnumber(value=text.document.so_hieu or identity.number),
                ),
                _E.FRBRExpression(
                    _E.FRBRthis(value=expression + part),
                    _E.FRBRuri(value=expression),
                    day,
                    _E.FRBRauthor(href="#cancu"),
                    _E.FRBRlanguage(language="vie"),
                ),
                _E.FRBRManifestation(
                    _E.FRBRthis(value=f"{expression}{part}.xml"),
                    _E.FRBRuri(value=f"{expression}.akn"),
                    _E.FRBRdate(date=text.on.isoformat(), name="loi_van"),
                    _E.FRBRauthor(href="#cancu"),
                ),
                source="#cancu",
            )
        )
        if not component:
            meta.extend(self._lifecycle(issued))
            meta.extend(self._analysis())
            meta.append(self._references(work))
        return meta

    def preface(self) -> etree._Element:
        """What this text is with the notes of the whole, whether it binds, and the head of the document."""
        lines = [_E.p(line) for line in (self._text.statement, self._text.standing_words, *self._text.head)]
        self._add_notes(lines[0], self._text.notes)
        return _E.preface(*lines)

    def place(self, part: Part) -> etree._Element:
        """A place with its number, heading, words, notes and the places below it."""
        unit = part.place.unit
        name = _ELEMENTS.get(unit) if unit else None
        ref = part.place.ref
        attributes = {"eId": ref.to_akn_eid()}
        if part.was:
            attributes["wId"] = Ref(ref.doc_id, part.was).to_akn_eid()
        if part.repealed:
            attributes["status"] = "removed"
        if name is None:
            attributes["name"] = str(unit)
        element = _E(name or "hcontainer", **attributes)
        number, heading, lines = part.split
        title = [*([_E.num(number)] if number else []), *([_E.heading(heading)] if heading else [])]
        element.extend(title)
        words = [_E.p(line, status="editorial") if part.repealed else _E.p(line) for line in lines]
        if not words and (not part.parts or not title):
            words = [_E.p()]
        if words:
            element.append(_E.intro(*words) if part.parts else _E.content(*words))
        self._add_notes(words[-1] if words else element[-1], (*part.notes, *part.gaps))
        element.extend(self.place(below) for below in part.parts)
        return element

    def attachment(self, part: Part) -> etree._Element:
        """An attached text, annex or form as a document of its own inside the act's attachments."""
        eid = part.place.ref.to_akn_eid()
        if part.repealed:
            lines = [_E.p(" ".join((part.label, *part.split[2])), status="editorial")]
        else:
            lines = [_E.p(line) for line in part.place.text.split("\n") if line.strip()] or [_E.p()]
        self._add_notes(lines[-1], (*part.notes, *part.gaps))
        blocks = _E.hcontainer(_E.content(*lines), name="loi", eId=f"{eid}__intro")
        main = _E.mainBody(blocks, *(self.place(below) for below in part.parts))
        return _E.attachment(_E.doc(self.meta(eid), main, name=str(part.place.unit)), eId=eid)

    def _add_notes(self, to: etree._Element, notes: Iterable[str]) -> None:
        for words in notes:
            self._notes += 1
            note = _E.authorialNote(_E.p(words), marker=str(self._notes), placement="bottom", eId=f"n_{self._notes}")
            to.append(note)

    def _lifecycle(self, issued: datetime.date | None) -> list[etree._Element]:
        """The events of which the day is known, in one element; none for none."""
        days = [(issued, "original", "generation")]
        days += [(day, f"amending_{at}", "amendment") for at, (day, _) in enumerate(self._text.amending, start=1)]
        if self._text.ended:
            days.append((self._text.ended[0], "repealing" if self._text.ended[1] else "original", "repeal"))
        events = [
            _E.eventRef(date=day.isoformat(), source=f"#{source}", type=kind, eId=f"event_{at}")
            for at, (day, source, kind) in enumerate(days)
            if day
        ]
        return [_E.lifecycle(*events, source="#cancu")] if events else []

    def _analysis(self) -> list[etree._Element]:
        """What was done to each place that is shown or repealed, in the order of the text; none for none."""
        changes = [(part, part.change) for part in self._text.all if part.change]
        if not changes:
            return []
        done = [
            _E.textualMod(
                _E.source(href=_address(change.by), eId=f"pmod_{at}__source"),
                _E.destination(href=f"#{part.place.ref.to_akn_eid()}", eId=f"pmod_{at}__destination"),
                type=str(change.became),
                eId=f"pmod_{at}",
            )
            for at, (part, change) in enumerate(changes, start=1)
        ]
        return [_E.analysis(_E.passiveModifications(*done), source="#cancu")]

    def _references(self, work: str) -> etree._Element:
        issuer = self._text.document.co_quan_ban_hanh
        return _E.references(
            _E.original(href=work, showAs=self._text.document.name, eId="original"),
            *_passive((f"amending_{at}", ref) for at, (_, ref) in enumerate(self._text.amending, start=1)),
            *_passive([("repealing", self._text.ended[1])] if self._text.ended and self._text.ended[1] else ()),
            _E.TLCOrganization(href="/ontology/organization/cancu", showAs="Căn Cứ", eId="cancu"),
            _E.TLCOrganization(
                href=f"/ontology/organization/vn/{slug(issuer) or '-'}", showAs=issuer or "Không rõ", eId="issuer"
            ),
            source="#cancu",
        )


def _passive(acting: Iterable[tuple[str, Ref]]) -> Iterator[etree._Element]:
    for eid, ref in acting:
        yield _E.passiveRef(href=_address(ref), showAs=str(ref), eId=eid)


def _address(ref: Ref) -> str:
    eid = ref.to_akn_eid()
    return ref.doc_id.to_akn_iri() + (f"/~{eid}" if eid else "")
