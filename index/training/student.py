"""The base encoder → a smaller one that starts from it: fewer pieces of vocabulary, fewer layers.

Of the 250,000 pieces of multilingual-e5 some 9,000 occur in Vietnamese law; the table of the rest is four fifths of the
model. A unigram tokenizer without the pieces that never win cuts the same texts into the same pieces.
"""

import copy
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.text import fold, nfc

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

LAYERS = (0, 2, 4, 6, 8, 10, 11)
"""Layers of the twelve that the student starts with."""

MAX_TOKENS = 512
_BATCH = 2000
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "ĐđƠơƯưĂăÂâÊêÔô“”‘’–—…§°%€₫²³×÷≤≥±•→\t\n"


def pieces_met(model: "SentenceTransformer", texts: Iterable[str]) -> Counter[int]:
    """How often each piece of the vocabulary occurs in texts, as they are, in lower case and without marks."""
    tokenizer = model.tokenizer
    met: Counter[int] = Counter()
    for batch in _batches(texts):
        forms = [form for text in batch for form in (nfc(text), nfc(text).lower(), fold(text))]
        for ids in tokenizer(forms, add_special_tokens=False, truncation=False, verbose=False)["input_ids"]:
            met.update(ids)
    return met


def _batches(texts: Iterable[str]) -> Iterable[list[str]]:
    rest = iter(texts)
    while batch := list(itertools.islice(rest, _BATCH)):
        yield batch


def student(
    base: "SentenceTransformer", met: Counter[int], folder: Path, layers: Sequence[int] = LAYERS, least: int = 3
) -> "SentenceTransformer":
    """A copy of the base model with the pieces met at least `least` times, single characters, and some layers.

    Args:
        base: multilingual-e5-small as sentence-transformers loads it.
        met: Of `pieces_met`.
        folder: Where the model is written; must not exist.
        layers: Which layers are kept, from 0.
        least: Rarer pieces are spelt with shorter ones.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules as parts
    from transformers import PreTrainedTokenizerFast

    form = json.loads(base.tokenizer.backend_tokenizer.to_str())
    vocabulary: list[list[Any]] = form["model"]["vocab"]
    special = {token["id"] for token in form["added_tokens"]}
    single = {i for i, (piece, _) in enumerate(vocabulary) if len(piece.lstrip("▁")) <= 1 and _plain(piece)}
    kept = sorted(special | single | {i for i, count in met.items() if count >= least})
    new_id = {old: new for new, old in enumerate(kept)}
    form["model"]["vocab"] = [vocabulary[old] for old in kept]
    form["model"]["unk_id"] = new_id[form["model"]["unk_id"]]
    for token in form["added_tokens"]:
        token["id"] = new_id[token["id"]]
    for token in form["post_processor"]["special_tokens"].values():
        token["ids"] = [new_id[old] for old in token["ids"]]

    from tokenizers import Tokenizer

    body: Any = copy.deepcopy(base[0].auto_model)
    table = body.embeddings.word_embeddings
    smaller = torch.nn.Embedding(len(kept), table.embedding_dim, padding_idx=new_id[table.padding_idx])
    smaller.weight.data.copy_(table.weight.data[kept])
    body.embeddings.word_embeddings = smaller
    body.encoder.layer = torch.nn.ModuleList(body.encoder.layer[i] for i in layers)
    body.config.vocab_size, body.config.num_hidden_layers = len(kept), len(layers)
    body.config.pad_token_id = new_id[table.padding_idx]
    raw = folder.with_name(f"{folder.name}.raw")
    body.save_pretrained(raw)
    fast: Any = PreTrainedTokenizerFast
    names = {"bos": "<s>", "eos": "</s>", "unk": "<unk>", "sep": "</s>", "cls": "<s>", "pad": "<pad>"}
    fast(
        tokenizer_object=Tokenizer.from_str(json.dumps(form)),
        model_max_length=MAX_TOKENS,
        **{f"{name}_token": token for name, token in names.items()},
    ).save_pretrained(raw)
    transformer = parts.Transformer(str(raw), max_seq_length=MAX_TOKENS)
    modules = [transformer, parts.Pooling(table.embedding_dim, "mean"), parts.Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))
    return SentenceTransformer(str(folder), device="cpu")


def _plain(piece: str) -> bool:
    """Whether a one-letter piece is of Latin script, a figure or a sign: what Vietnamese law is written with."""
    return all(
        ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x2100 or letter in _ALWAYS for letter in piece.strip("▁")
    )
