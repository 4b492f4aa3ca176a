"""The encoder that comes along: its size, its vectors, what it does with long texts and texts without marks."""

from pathlib import Path

import numpy as np
import pytest

from corpus.text import fold
from index.encode import EMBEDDED, SentenceTransformerEncoder, embedded_encoder, encoder_named

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

PASSAGES = [
    "Nghị định về khuyến công. Điều 7. Mức hỗ trợ\nHỗ trợ tối đa 50% chi phí mua máy móc thiết bị tiên tiến.",
    "Luật Giao thông. Điều 9. Giấy phép lái xe\nNgười lái xe phải mang theo giấy phép lái xe còn giá trị.",
    "Luật Thuế. Điều 3. Người nộp thuế\nNgười nộp thuế kê khai, nộp thuế đúng thời hạn.",
]


@pytest.fixture(scope="module")
def embedded() -> SentenceTransformerEncoder:
    return embedded_encoder()


def test_it_fits_in_forty_megabytes_and_brings_its_card() -> None:
    assert sum(path.stat().st_size for path in EMBEDDED.iterdir()) < 40_000_000
    assert "Căn Cứ" in (EMBEDDED / "README.md").read_text(encoding="utf-8")


def test_vectors_are_unit_rows_and_the_same_every_time(embedded: SentenceTransformerEncoder) -> None:
    assert embedded.dim <= 384
    vectors = embedded.encode_passages(PASSAGES)
    assert vectors.shape == (3, embedded.dim)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert np.array_equal(vectors, embedded.encode_passages(PASSAGES))


@pytest.mark.parametrize("dims", [384, 128])
@pytest.mark.parametrize(
    ("question", "right"),
    [("mua máy mới được nhà nước cho bao nhiêu tiền", 0), ("quên bằng lái xe ở nhà có sao không", 1)],
)
@pytest.mark.parametrize("typed", [str, fold])
def test_the_passage_that_answers_is_nearest(
    embedded: SentenceTransformerEncoder, question: str, right: int, dims: int, typed: type[str]
) -> None:
    vectors, (asked,) = embedded.encode_passages(PASSAGES)[:, :dims], embedded.encode_queries([typed(question)])
    scores = vectors @ asked[:dims] / np.linalg.norm(vectors, axis=1)
    assert int(np.argmax(scores)) == right


def test_a_text_too_long_is_counted_and_cut(embedded: SentenceTransformerEncoder) -> None:
    before = embedded.truncated
    long, longer = embedded.encode_passages(["máy móc " * 600, "máy móc " * 900])
    assert embedded.truncated == before + 2
    assert np.allclose(long, longer, atol=1e-6)


def test_a_batch_gives_what_each_text_gives_alone(embedded: SentenceTransformerEncoder) -> None:
    together = embedded.encode_passages(PASSAGES)
    alone = np.concatenate([embedded.encode_passages([text]) for text in PASSAGES])
    assert (together * alone).sum(1) == pytest.approx([1, 1, 1], abs=5e-3)


def test_it_is_the_default(tmp_path: Path) -> None:
    assert encoder_named("embedded", tmp_path).name == embedded_encoder().name
