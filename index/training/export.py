"""A trained student → the folder that is shipped: one ONNX graph with weights in 8 bits, and its tokenizer."""

import json
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.encode import HABITS
from index.onnx_module import GRAPH, TOKENIZER

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

_OPSET = 17


def export(model: "SentenceTransformer", folder: Path, name: str) -> None:
    """Write the graph (ids and mask of a batch → unit vectors, the mean of the last layer), tokenizer and habits.

    Args:
        model: Layers, mean, norm, as `student` makes it.
        folder: Made if need be; files in it are written over.
        name: Goes into the cache key of every vector, so each training has its own.
    """
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        # the tracer warns of branches on shapes, all of which go one way here, and of the exporter's own age
        warnings.simplefilter("ignore")
        whole = Path(scratch) / "whole.onnx"
        ids = torch.tensor([[0, 5, 6, 7, 2], [0, 8, 9, 2, 1]])
        mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 1, 0]])
        torch.onnx.export(
            _body(model),
            (ids, mask),
            str(whole),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={
                "input_ids": {0: "texts", 1: "tokens"},
                "attention_mask": {0: "texts", 1: "tokens"},
                "vectors": {0: "texts"},
            },
            opset_version=_OPSET,
            dynamo=False,
        )
        quantize_dynamic(whole, folder / GRAPH, weight_type=QuantType.QInt8, per_channel=True)
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    habits = {"name": name, "max_tokens": 512, "query_prefix": "query: ", "passage_prefix": "passage: "}
    (folder / HABITS).write_text(json.dumps(habits, indent=1), encoding="utf-8")


def _body(model: "SentenceTransformer") -> "torch.nn.Module":
    import torch

    layers: Any = model[0].auto_model
    layers.float().eval()
    layers.config._attn_implementation = "eager"

    class Vectors(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = layers

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            states = self.layers(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            share = attention_mask.unsqueeze(-1).float()
            return torch.nn.functional.normalize((states * share).sum(1) / share.sum(1), dim=1)

    return Vectors()
