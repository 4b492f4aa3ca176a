"""An encoder whose whole body is one ONNX graph, as a module that sentence-transformers runs.

The folder holds `model.onnx` (ids and mask → unit vectors, weights in 8 bits), `tokenizer.json` and `habits.json`. No
weights of PyTorch are read and no code of the folder is run.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from sentence_transformers.base.modules import InputModule
from tokenizers import Tokenizer

from index.encode import HABITS

GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"


class OnnxText(InputModule):
    """Texts → unit vectors in one module: tokenizer, layers, mean and norm.

    Attributes:
        max_seq_length: Tokens read of a text, the two marks at its ends included; what follows is left out.
    """

    def __init__(self, folder: Path, max_tokens: int, threads: int = 0) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library types it not
        self.folder = folder
        self.max_seq_length = max_tokens
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])
        self._pad = int(self.tokenizer.token_to_id("<pad>") or 0)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text, not cut."""
        return [row.ids for row in self.tokenizer.encode_batch(list(texts))]

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_: object
    ) -> dict[str, torch.Tensor | Any]:
        """Ids and mask of a batch, padded to its longest text."""
        rows = [self._cut(ids) for ids in self.tokens([f"{prompt or ''}{text}" for text in inputs])]
        width = max(map(len, rows), default=1)
        ids = np.full((len(rows), width), self._pad, np.int64)
        mask = np.zeros((len(rows), width), np.int64)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}

    def _cut(self, ids: list[int]) -> list[int]:
        return ids if len(ids) <= self.max_seq_length else [*ids[: self.max_seq_length - 1], ids[-1]]

    def forward(self, features: dict[str, torch.Tensor | Any], **_: object) -> dict[str, torch.Tensor | Any]:
        """The batch with its vectors as `sentence_embedding`."""
        feed: Mapping[str, Any] = {name: features[name].numpy() for name in ("input_ids", "attention_mask")}
        (vectors,) = self._session.run(None, feed)
        return features | {"sentence_embedding": torch.from_numpy(vectors)}

    def get_embedding_dimension(self) -> int:
        """Length of a vector."""
        return int(self._session.get_outputs()[0].shape[-1])

    def save(self, output_path: str, *_: object, **__: object) -> None:
        """Copy the files of the folder."""
        for path in self.folder.iterdir():
            (Path(output_path) / path.name).write_bytes(path.read_bytes())

    @classmethod
    def load(cls, model_name_or_path: str, *_: Any, **__: Any) -> "OnnxText":  # noqa: ANN401  # the library's signature
        """The module of a folder."""
        folder = Path(model_name_or_path)
        habits = json.loads((folder / HABITS).read_text(encoding="utf-8"))
        return cls(folder, int(habits["max_tokens"]))
