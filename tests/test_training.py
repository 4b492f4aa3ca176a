"""How the encoder is made: questions by rule, wrong passages that look right, lessons that go on after a kill."""

import itertools
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from corpus.errors import SnapshotError
from index.encode import SentenceTransformerEncoder
from index.training import questions
from index.training.examples import Bm25, Collection, Maker
from index.training.export import export
from index.training.train import Lesson, find, vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

HEADING = "Hồ sơ đề nghị hỗ trợ"
TEXT = (
    "1. Cơ sở công nghiệp nông thôn nộp một bộ hồ sơ đề nghị hỗ trợ đến Trung tâm khuyến công.\n"
    "2. Thời hạn xem xét hồ sơ là 15 ngày làm việc kể từ ngày nhận đủ giấy tờ hợp lệ."
)


def _collection(path: Path) -> Collection:
    rows = [
        {
            "ref": f"nd-cp/20{document:02}/1#dieu-{dieu}",
            "row": f"{document}.{dieu}",
            "chunks": [
                [f"Nghị định {document}. Điều {dieu}", f"Nghị định {document}\nĐiều {dieu}. {HEADING} số {dieu}", TEXT],
                [
                    f"Nghị định {document}. Điều {dieu}",
                    f"Nghị định {document}",
                    f"{TEXT} Số {dieu} của {document}.",
                ],
            ],
        }
        for document in range(3)
        for dieu in range(1, 12)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return Collection(path)


def test_a_heading_is_asked_about_in_its_own_words() -> None:
    asked = {questions.of_heading(HEADING, "Nghị định A", random.Random(seed)).text for seed in range(60)}
    assert len(asked) > 20
    assert any("gồm những giấy tờ gì" in text for text in asked)
    assert any(text.isascii() for text in asked)


def test_a_question_about_a_sentence_names_where_it_comes_from() -> None:
    made = [questions.of_text(TEXT, HEADING, "Nghị định A", random.Random(seed)) for seed in range(60)]
    assert all(asked is not None and asked.source in TEXT and asked.source for asked in made)
    assert any(asked is not None and "15 ngày" not in asked.text and "bao" in asked.text for asked in made)


def test_no_question_is_made_of_a_text_without_a_sentence() -> None:
    assert questions.of_text("1. Như trên.", HEADING, "Nghị định A", random.Random(1)) is None


def test_the_wrong_passage_is_never_of_the_right_article_or_one_related_to_it(tmp_path: Path) -> None:
    held = _collection(tmp_path / "chunks.jsonl")
    related = [(0, 1), (5, 17)]
    maker = Maker(held, related, Bm25(held.passages), seed=3)
    for example in itertools.islice(maker, 300):
        assert example.right_article != example.wrong_article
        assert (example.right_article, example.wrong_article) not in [*related, *((b, a) for a, b in related)]
        assert example.question.startswith("query: ")
        assert example.right.startswith("passage: ")


def test_a_small_collection_has_fewer_near_passages_than_are_looked_at(tmp_path: Path) -> None:
    few = _collection(tmp_path / "chunks.jsonl").passages[:5]
    assert sorted(Bm25(few)("hồ sơ đề nghị hỗ trợ")) == [0, 1, 2, 3, 4]


def test_a_line_mark_inside_a_text_parts_no_entry(tmp_path: Path) -> None:
    entry = {"ref": "nd-cp/2012/45#dieu-1", "row": "1", "chunks": [["A", "A\nĐiều 1. B", "một\u2028hai"]]}
    path = tmp_path / "chunks.jsonl"
    path.write_text(json.dumps(entry, ensure_ascii=False) + "\n", encoding="utf-8")
    assert [passage.text for passage in Collection(path).passages] == ["một\u2028hai"]


def test_the_same_seed_makes_the_same_examples(tmp_path: Path) -> None:
    held = _collection(tmp_path / "chunks.jsonl")
    one, other = (list(itertools.islice(Maker(held, [], Bm25(held.passages), 5), 20)) for _ in range(2))
    assert one == other


def _tiny(folder: Path) -> "SentenceTransformer":
    """A model of two small layers over the syllables of `TEXT`, the same every time."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules as parts
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    marks = ["<pad>", "<unk>", "<s>", "</s>"]
    words = dict.fromkeys([*marks, *TEXT.split(), "query:", "passage:"])
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(folder)
    fast: Any = PreTrainedTokenizerFast  # its constructor has no types
    fast(tokenizer_object=tokenizer, pad_token="<pad>", unk_token="<unk>").save_pretrained(folder)
    return SentenceTransformer(modules=[parts.Transformer(str(folder)), parts.Pooling(16, "mean")], device="cpu").eval()


class _Killed(Exception):
    pass


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_lesson_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    held = _collection(tmp_path / "chunks.jsonl")
    examples = list(itertools.islice(Maker(held, [], Bm25(held.passages), 7), 20 * 4))
    lesson = Lesson(steps=20, batch=4, rate=1e-3, keep_every=10)

    def kill(line: str) -> None:
        if line.startswith("20/"):
            raise _Killed

    whole = _tiny(tmp_path / "whole")
    find(whole, iter(examples), lesson, tmp_path / "whole.pt", lambda line: None)
    with pytest.raises(_Killed):
        find(_tiny(tmp_path / "first"), iter(examples), lesson, tmp_path / "cut.pt", kill)
    again = _tiny(tmp_path / "again")
    find(again, iter(examples), lesson, tmp_path / "cut.pt", lambda line: None)
    for name, weights in whole.state_dict().items():
        assert weights.allclose(again.state_dict()[name], atol=1e-5), name
    with pytest.raises(ValueError, match="another lesson"):
        find(again, iter(examples), Lesson(steps=30, batch=4, rate=1e-3), tmp_path / "cut.pt", lambda line: None)
    start = _tiny(tmp_path / "start").state_dict()
    assert any(not weights.allclose(start[name], atol=1e-4) for name, weights in whole.state_dict().items())


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_exported_graph_says_what_the_model_says(tmp_path: Path) -> None:
    model = _tiny(tmp_path / "model")
    export(model, tmp_path / "shipped", "tiny-1")
    encoder = SentenceTransformerEncoder(str(tmp_path / "shipped"))
    assert (encoder.name, encoder.dim) == ("tiny-1", 16)
    lines = TEXT.split("\n")
    found = encoder.encode_passages(lines)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1], abs=1e-5)
    wanted = vectors(model, [f"passage: {line}" for line in lines]).detach().numpy()
    assert (found * wanted).sum(1) == pytest.approx([1, 1], abs=0.1)  # 8 bits are coarse in 16 dimensions
    assert np.array_equal(found, encoder.encode_passages(lines))
    long, longer = encoder.encode_passages(["hồ sơ " * 300, "hồ sơ " * 400])
    assert encoder.truncated == 2
    assert np.allclose(long, longer, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "content"), [("model.onnx", b"no graph"), ("tokenizer.json", b"{}"), ("habits.json", b'{"name": 1}')]
)
def test_a_damaged_folder_says_so(tmp_path: Path, name: str, content: bytes) -> None:
    habits = '{"name": "x", "query_prefix": "", "passage_prefix": "", "max_tokens": 8}'
    (tmp_path / "habits.json").write_text(habits, encoding="utf-8")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SnapshotError) as caught:
        SentenceTransformerEncoder(str(tmp_path))
    assert str(tmp_path) in str(caught.value)
