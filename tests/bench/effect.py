"""Relations and status of verified facts: found in ingested text where it is held, else shown as asserted.

python -m tests.bench.effect [--facts F.jsonl] [--files DIR …] [--seed DIR] [--on 2026-11-25] [--json FILE]

The starting corpus is ingested, and of the files those whose number is one of the facts'. A relation counts where its
own confidence is verified; a status where the facts do not mark it as general. How the facts' words map to statuses:

con_hieu_luc             CON_HIEU_LUC, or HET_HIEU_LUC_MOT_PHAN where a held text repeals a place
con_hieu_luc_da_sua_doi  the same, and an amendment is known
het_hieu_luc             HET_HIEU_LUC
het_thoi_ky_thuc_hien    KHONG_RO, with the words "Hết thời kỳ thực hiện"
khong_phai_vbqppl        KHONG_RO, with the words "Không phải văn bản quy phạm pháp luật"
chua_ro                  KHONG_RO or what a held text says

A held text that only cites its object (codified pages leave the "Căn cứ" lines out) counts where the relation is shown
as the facts assert it. A held official text that ends a document wins over facts that say it binds: those rows are
"text", and printed.
"""

import argparse
import datetime
import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.model import Document, EffectStatus, Relation, RelationKind
from corpus.reference import DocId, Ref, tidy_so_hieu
from corpus.standing import standing
from corpus.store import Store
from corpus.text import fold
from corpus.timeline import StatusOnDay, amendments
from ingest.pipeline import find_files, ingest
from tests.bench.data import DATA, SHARED, Row, write_json, write_table

SEED = Path(__file__).resolve().parents[2] / "corpus" / "seed"
KINDS = {
    "sua_doi_bo_sung": (RelationKind.SUA_DOI, RelationKind.BO_SUNG),
    "thay_the": (RelationKind.THAY_THE, RelationKind.BAI_BO),
    "can_cu": (RelationKind.CAN_CU,),
    "huong_dan": (RelationKind.HUONG_DAN, RelationKind.QUY_DINH_CHI_TIET),
    "quy_dinh_chi_tiet": (RelationKind.QUY_DINH_CHI_TIET, RelationKind.HUONG_DAN),
    "trien_khai": (RelationKind.LIEN_QUAN,),
    "ke_tiep": (RelationKind.KE_TIEP,),
    "hop_nhat": (RelationKind.HOP_NHAT,),
}
BINDS = (EffectStatus.CON_HIEU_LUC, EffectStatus.HET_HIEU_LUC_MOT_PHAN)


@dataclass(frozen=True)
class Fact:
    """One verified relation: subject and object by số hiệu."""

    subject: str
    kind: str
    object: str


def read_relations(rows: Iterable[dict[str, object]]) -> list[Fact]:
    """The relations whose own confidence is verified, read from subject to object."""
    found = []
    for row in rows:
        for relation in row["quan_he"]:  # type: ignore[attr-defined]
            if not relation["confidence"].startswith("verified"):
                continue
            name, here, there = relation["loai"], str(row["so_hieu"]), relation["voi"]
            if name.endswith("_boi") or name.startswith(("bi_", "duoc_")):
                kind = name.removesuffix("_boi").removeprefix("bi_").removeprefix("duoc_")
                found.append(Fact(there, kind, here))
            else:
                found.append(Fact(here, name.removesuffix("_cua"), there))
    return found


def relation_rows(facts: Sequence[Fact], store: Store, ids: dict[str, DocId]) -> list[Row]:
    """Each fact with who says so in the store, and whether an official text of its subject is held."""
    rows: list[Row] = []
    for fact in facts:
        subject, target = (ids.get(name) or DocId.from_so_hieu(name) for name in (fact.subject, fact.object))
        said = [
            r
            for r in store.relations(subject)
            if (r.subject.doc_id, r.object.doc_id) == (subject, target) and r.kind in KINDS[fact.kind]
        ]
        held = any(source.official for _, source in store.views(subject))
        by = ", ".join(sorted({r.asserted_by for r in said}))
        cited = held and any(r.asserted_by == "text" and r.object.doc_id == target for r in store.relations(subject))
        right = "text" in by or (bool(by) and (not held or cited))
        rows.append(
            {"subject": fact.subject, "kind": fact.kind, "object": fact.object, "held": held, "by": by, "right": right}
        )
    return rows


def status_rows(rows: Iterable[dict[str, object]], store: Store, ids: dict[str, DocId], on: datetime.date) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        marked = row.get("field_confidence") or {}
        if isinstance(marked, dict) and "general" in (marked.get("tinh_trang"), marked.get("tinh_trang_2026_11_25")):
            continue
        doc_id = ids[str(row["so_hieu"])]
        document = store.document(doc_id)
        told = standing(Ref(doc_id), store, on)
        relations = store.relations(doc_id)
        fact = str(row["tinh_trang_2026_11_25"])
        fits = document is not None and _fits(fact, told, document, relations)
        ended = _ended_by_text(doc_id, relations, on) if not fits else ""
        right = "yes" if fits else "text" if ended else "no"
        found.append(
            {
                "document": row["so_hieu"],
                "fact": fact,
                "status": str(told.status),
                "right": right,
                "words": ended or told.words,
            }
        )
    return found


def _fits(fact: str, told: StatusOnDay, document: Document, relations: Sequence[Relation]) -> bool:
    if fact.startswith("con_hieu_luc"):
        amended = fact == "con_hieu_luc" or bool(amendments(document, relations, None))
        return told.status in BINDS and amended
    if fact == "het_hieu_luc":
        return told.status is EffectStatus.HET_HIEU_LUC
    if fact == "het_thoi_ky_thuc_hien":
        return told.words.startswith("Hết thời kỳ thực hiện")
    if fact == "khong_phai_vbqppl":
        return told.words.startswith("Không phải văn bản quy phạm pháp luật")
    return told.status is EffectStatus.KHONG_RO


def _ended_by_text(doc_id: DocId, relations: Sequence[Relation], on: datetime.date) -> str:
    """The held words that end a document, or part of it; "" when no text says so."""
    return next(
        (
            f"{r.subject_so_hieu}: {r.evidence[:90]}"
            for r in relations
            if r.asserted_by == "text"
            and r.object == Ref(doc_id)
            and r.kind in (RelationKind.THAY_THE, RelationKind.BAI_BO)
            and r.effective_on
            and r.effective_on <= on
        ),
        "",
    )


def named_files(folders: Sequence[Path], numbers: Iterable[str]) -> list[Path]:
    """The files whose name holds a number and year of one of the documents, and pages of the codified law."""
    keys = [_key(number) for number in numbers]
    found = []
    for path in find_files(folders):
        name = (
            "-"
            + "-".join(part for part in fold(path.name).replace(".", "-").replace("_", "-").split("-") if part)
            + "-"
        )
        if "phapdien" in path.parent.name or any(key in name for key in keys):
            found.append(path)
    return found


def _key(number: str) -> str:
    parts = fold(tidy_so_hieu(number)).replace("/", "-").split("-")
    return f"-{parts[0].lstrip('0').zfill(2)}-{parts[1]}-"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, default=SHARED / "facts" / "documents.jsonl")
    parser.add_argument("--files", type=Path, nargs="*", default=[DATA / "files", DATA / "raw-documents"])
    parser.add_argument("--seed", type=Path, default=SEED)
    parser.add_argument("--on", type=datetime.date.fromisoformat, default=datetime.date(2026, 11, 25))
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.facts.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        for _ in ingest(find_files([args.seed]), store, Path(folder)):
            pass
        ids = {document.so_hieu: document.id for document in (entry.document for entry in store.catalogue())}
        files = named_files(args.files, ids)
        for report in ingest(files, store, Path(folder)):
            print(f"{report.outcome:>20}  {report.document or report.reason}  ({Path(report.name).name})")
        relations = relation_rows(read_relations(rows), store, ids)
        statuses = status_rows(rows, store, ids, args.on)
    write_table(relations)
    print()
    write_table(statuses)
    held = [row for row in relations if row["held"]]
    right = sum(bool(row["right"]) for row in relations)
    read = sum("text" in str(row["by"]) for row in held)
    print(
        f"\nrelations {right} of {len(relations)}; text held for {len(held)}: {read} read from it, the rest cited by it"
    )
    counts = {said: sum(row["right"] == said for row in statuses) for said in ("yes", "text", "no")}
    by_text = f"{counts['text']} ended by a held text"
    print(f"status {counts['yes']} as the facts say, {by_text}, {counts['no']} otherwise, of {len(statuses)}")
    figures: list[Row] = [
        {
            "system": "can-cu",
            "relations": len(relations),
            "right": right,
            "from_text": len(held),
            "status": len(statuses),
            **counts,
        }
    ]
    write_json(args.json, "effect", str(args.facts), figures)


if __name__ == "__main__":
    main()
