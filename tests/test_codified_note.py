import pytest

from corpus.citation import find
from corpus.codified_note import Noted, NotedAct, read_note
from tests.bench.notes import judged

OWN = "Điều 3 Nghị định số 10/2031/NĐ-CP, có hiệu lực thi hành kể từ ngày 01/03/2031"
SUA_DOI, BO_SUNG, BAI_BO = NotedAct.SUA_DOI, NotedAct.BO_SUNG, NotedAct.BAI_BO


def told(noted: Noted) -> tuple[str, list[str], str | None]:
    by = str(noted.by.doc_id) if noted.by.doc_id else noted.by.name
    return by, [str(place) for place in noted.places], str(noted.effective_on) if noted.effective_on else None


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        # of its origin alone
        ("", []),
        (
            ", có nội dung được sửa đổi, có nội dung được bổ sung bởi Điều 1 Nghị định số 20/2032/NĐ-CP có hiệu lực thi"
            " hành kể từ ngày 15/06/2032; Điều 2, Điều 4 Nghị định số 7/2034/NĐ-CP có hiệu lực thi hành kể từ ngày"
            " 1/1/2035",
            [("nd-cp/2032/20", ["dieu-1"], "2032-06-15"), ("nd-cp/2034/7", ["dieu-2", "dieu-4"], "2035-01-01")],
        ),
        # the tax chapters' form: the amending text with its title, which names others, and dates in words
        (
            ", có nội dung được sửa đổi, bổ sung theo quy định tại điểm a khoản 2 Điều 1 của Luật số 70/2034/QH15 sửa"
            " đổi, bổ sung một số điều của Luật Thuế tài sản, có hiệu lực kể từ ngày 01 tháng 7 năm 2034.",
            [("qh15/2034/70", ["dieu-1/khoan-2/diem-a"], "2034-07-01")],
        ),
        # the whole of a text, another joined to it, no day
        (
            ". Quy chế kèm theo Điều này có nội dung bị sửa đổi, bổ sung bởi Thông tư 27/2033/TT-BTC và Thông tư"
            " 23/2035/TT-BTC.",
            [("tt-btc/2033/27", [], None), ("tt-btc/2035/23", [], None)],
        ),
        # a day that no calendar has, and a comma for the semicolon
        (
            ", có nội dung được sửa đổi theo quy định tại khoản 4 Điều 1 của Luật số 70/2034/QH15, có hiệu lực kể từ"
            " ngày 01/01/016, khoản 2 Điều 2 của Luật số 106/2036/QH16, có hiệu lực kể từ ngày 01/7/2036.",
            [("qh15/2034/70", ["dieu-1/khoan-4"], None), ("qh16/2036/106", ["dieu-2/khoan-2"], "2036-07-01")],
        ),
        # cited by name and year
        (
            ", được bãi bỏ theo quy định tại điểm đ khoản 2 Điều 23 Luật Phí năm 2035",
            [("Phí", ["dieu-23/khoan-2/diem-dd"], None)],
        ),
        # what was done is not said
        (
            ", bởi Điều 1 Thông tư số 56/2035/TT-BTC có hiệu lực thi hành kể từ ngày 08/06/2035",
            [("tt-btc/2035/56", ["dieu-1"], "2035-06-08")],
        ),
        # what the texts before it changed stands in brackets
        (
            ", có nội dung được sửa đổi theo quy định tại Điều 1 Thông tư số 20/2037/TT-BTC sửa đổi Khoản 2 Điều 8"
            " Thông tư số 195/2035/TT-BTC (đã được sửa đổi, bổ sung theo Thông tư số 130/2036/TT-BTC), có hiệu lực"
            " kể từ ngày 20/4/2037",
            [("tt-btc/2037/20", ["dieu-1"], "2037-04-20")],
        ),
    ],
)
def test_who_changed_it_where_and_since_when(tail: str, expected: list[object]) -> None:
    assert [told(noted) for noted in read_note(f"({OWN}{tail})")] == expected


@pytest.mark.parametrize(
    ("named", "so_hieu"),
    [
        ("Thông tư số liên tịch 21/2038/TTLT- BQP-BYT-BTC", "ttlt-bqp-byt-btc/2038/21"),
        ("Thông tư số Thông tư số 24/2034/TT-BCT", "tt-bct/2034/24"),
        ("Thông tư số TT 07/2033/TT-BYT", "tt-byt/2033/7"),
        ("Thông tư số '56/2030/TT- BCT", "tt-bct/2030/56"),
        ("Thông tư số 36 /2039/TT-BGTVT", "tt-bgtvt/2039/36"),
        ("Nghị quyết liên tịch số 100/2035/NQLT/UBTVQH15-CP- ĐCTUBTWMTTQVN", "nqlt-ubtvqh15-cp-dctubtwmttqvn/2035/100"),
        ("Thông tư liên tịch số 1/2031/TTLT-BCA-BTC-BNN&PTNT-VKSNDTC", "ttlt-bca-btc-bnn-ptnt-vksndtc/2031/1"),
    ],
)
def test_misprints_that_cut_a_number_off(named: str, so_hieu: str) -> None:
    note = f"({OWN}, có nội dung bị bãi bỏ bởi Điều 1 {named} có hiệu lực thi hành kể từ ngày 02/02/2039)"
    assert [told(noted) for noted in read_note(note)] == [(so_hieu, ["dieu-1"], "2039-02-02")]


@pytest.mark.parametrize(
    ("head", "whole", "part"),
    [
        ("có nội dung được sửa đổi, có nội dung được bổ sung bởi", (), (SUA_DOI, BO_SUNG)),
        ("có nội dung được sửa đổi, bổ sung và bãi bỏ theo quy định tại", (), (SUA_DOI, BO_SUNG, BAI_BO)),
        ("có nội dung được/bị sửa đổi, bổ sung bởi", (), (SUA_DOI, BO_SUNG)),
        ("được bổ sung, có nội dung được sửa đổi bởi", (BO_SUNG,), (SUA_DOI,)),
        ("có nội dung được sửa đổi, bị bãi bỏ bởi", (BAI_BO,), (SUA_DOI,)),
        ("bị hủy bỏ bởi", (BAI_BO,), ()),
        ("các nội dung quy định về tỷ giá tại Điều này bị bãi bỏ theo quy định tại", (), (BAI_BO,)),
        ("có nội dung bị ngưng hiệu lực bởi", (), (NotedAct.NGUNG,)),
    ],
)
def test_what_was_done_to_all_of_an_dieu_and_to_some_of_it(
    head: str, whole: tuple[NotedAct, ...], part: tuple[NotedAct, ...]
) -> None:
    (noted,) = read_note(f"({OWN}, {head} Điều 1 Luật số 5/2033/QH16 có hiệu lực thi hành kể từ ngày 01/01/2034)")
    assert (noted.acts, noted.part_acts) == (whole, part)
    assert noted.words == "Điều 1 Luật số 5/2033/QH16 có hiệu lực thi hành kể từ ngày 01/01/2034"


def test_an_act_without_its_voice_is_like_the_one_before() -> None:
    note = (
        f"({OWN}, có nội dung được bổ sung theo quy định tại khoản 5 Điều 1 Nghị định số 100/2036/NĐ-CP, có hiệu lực từ"
        " ngày 01/7/2036; sửa đổi và bãi bỏ theo quy định tại Điều 6 Nghị định số 12/2035/NĐ-CP, có hiệu lực từ ngày"
        " 01/01/2035)"
    )
    assert [(n.acts, n.part_acts) for n in read_note(note)] == [((), (BO_SUNG,)), ((), (SUA_DOI, BAI_BO))]


def test_the_bench_calls_a_row_exact_only_when_document_place_and_day_agree() -> None:
    note = f"({OWN}, bị bãi bỏ bởi Điều 2 Luật số 5/2033/QH16 có hiệu lực thi hành kể từ ngày 01/01/2034)"
    part = {"actions": ["bai_bo"], "by_doc": "5/2033/QH16", "by": "Điều 2 Luật số 5/2033/QH16"}
    right = {"id": "a", "source_note": note, "amendments": [part | {"effective": "01/01/2034"}]}
    wrong = {"id": "b", "source_note": note, "amendments": [part | {"effective": "02/01/2034"}]}
    unsplit: dict[str, object] = {"id": "c", "source_note": note, "amendments": []}
    figures, misses = judged([right, wrong, unsplit])
    assert (figures["notes"], figures["split"], figures["exact"], figures["exact_share"]) == (3, 2, 1, 0.5)
    assert [(kind, row["id"]) for kind, row, _ in misses] == [("day", "b")]


def test_a_joint_number_with_an_ampersand_is_read_whole() -> None:
    (citation,) = find("Thông tư liên tịch số 01/2031/TTLT-BNN&PTNT-BTC")
    assert citation.doc is not None
    assert str(citation.doc.doc_id) == "ttlt-bnn-ptnt-btc/2031/1"
