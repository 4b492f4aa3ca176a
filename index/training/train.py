"""The student's two lessons: to say what its teacher says, then to find the passage that answers.

Both run on the processor, keep a checkpoint every few minutes and go on from it after a kill.
"""

import itertools
import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from index.training.examples import Example

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

T = TypeVar("T")

Progress = Callable[[str], None]
"""Told how far a lesson is, every ten batches."""

TEMPERATURE = 0.03
CUT = 128
"""Vectors are trained whole and cut to this many dimensions, so that the cut ones are useful too (Kusupati et al.,
Matryoshka Representation Learning, 2022)."""

_GROUP = 24  # texts of like length that go through the model together
_LONGEST = 224  # tokens


@dataclass(frozen=True, slots=True)
class Lesson:
    """How long and how fast.

    Attributes:
        steps: Batches.
        batch: Texts (first lesson) or examples (second) in one.
        rate: Highest learning rate; it rises over the first twentieth and falls as a cosine.
        keep_every: Batches between checkpoints.
    """

    steps: int
    batch: int
    rate: float
    keep_every: int = 50

    def rate_at(self, step: int) -> float:
        """The learning rate of a batch."""
        warm = max(1, self.steps // 20)
        if step < warm:
            return self.rate * (step + 1) / warm
        return self.rate * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, self.steps - warm))))


def vectors(model: "SentenceTransformer", texts: Sequence[str]) -> "torch.Tensor":
    """Unit vectors (n, dim) with gradients, texts of like length together; halves of floats inside the layers."""
    import torch

    ids = model.tokenizer(list(texts), truncation=True, max_length=_LONGEST, verbose=False)["input_ids"]
    order = sorted(range(len(texts)), key=lambda at: len(ids[at]))
    body: Any = model[0].auto_model
    pad = body.config.pad_token_id
    parts = []
    for at in range(0, len(order), _GROUP):
        group = [ids[row] for row in order[at : at + _GROUP]]
        width = max(map(len, group))
        padded = torch.tensor([row + [pad] * (width - len(row)) for row in group])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in group])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = body(input_ids=padded, attention_mask=mask).last_hidden_state.float()
        share = mask.unsqueeze(-1).float()
        parts.append((states * share).sum(1) / share.sum(1))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.nn.functional.normalize(torch.cat(parts)[back], dim=1)


def imitate(
    model: "SentenceTransformer",
    teacher: "SentenceTransformer",
    texts: Iterator[str],
    lesson: Lesson,
    state: Path,
    progress: Progress,
) -> None:
    """First lesson: the student's vectors, and the likenesses between them, become those of the teacher.

    `texts` come from the beginning and the same every time; those seen before a kill are passed over.
    """
    import torch

    def loss(batch: Sequence[str]) -> "torch.Tensor":
        with torch.no_grad():
            wanted = vectors(teacher, batch)
        said = vectors(model, batch)
        likeness = torch.nn.functional.kl_div(
            torch.log_softmax(said @ said.T / 0.05 - 1e4 * torch.eye(len(batch)), dim=1),
            torch.softmax(wanted @ wanted.T / 0.05 - 1e4 * torch.eye(len(batch)), dim=1),
            reduction="batchmean",
        )
        return 20 * (1 - (said * wanted).sum(1)).mean() + likeness

    _run(model, texts, loss, lesson, state, progress)


def find(
    model: "SentenceTransformer", examples: Iterator[Example], lesson: Lesson, state: Path, progress: Progress
) -> None:
    """Second lesson: the passage that answers is nearer to its question than every other passage of the batch.

    `examples` come from the beginning and the same every time; those seen before a kill are passed over.
    """
    import torch

    def loss(batch: Sequence[Example]) -> "torch.Tensor":
        n = len(batch)
        said = vectors(model, [t for e in batch for t in (e.question, e.right, e.wrong)])
        questions, right, wrong = said[0::3], said[1::3], said[2::3]
        passages = torch.cat([right, wrong])
        articles = torch.tensor([e.right_article for e in batch] + [e.wrong_article for e in batch])
        same = articles[None, :] == articles[:n, None]
        same[torch.arange(n), torch.arange(n)] = False
        total = torch.zeros(())
        for dim, share in ((said.shape[1], 1.0), (CUT, 0.5)):
            q = torch.nn.functional.normalize(questions[:, :dim], dim=1)
            p = torch.nn.functional.normalize(passages[:, :dim], dim=1)
            scores = (q @ p.T / TEMPERATURE).masked_fill(same, -1e4)
            total = total + share * torch.nn.functional.cross_entropy(scores, torch.arange(n))
        return total

    _run(model, examples, loss, lesson, state, progress)


def _run(
    model: "SentenceTransformer",
    material: Iterator[T],
    loss: "Callable[[Sequence[T]], torch.Tensor]",
    lesson: Lesson,
    state: Path,
    progress: Progress,
) -> None:
    """Steps of AdamW from the last checkpoint to the end of the lesson; says its loss as it goes."""
    import torch

    optimizer = torch.optim.AdamW(model.parameters(), lr=lesson.rate, weight_decay=0.01)
    first = _resumed(model, optimizer, lesson, state)
    material = itertools.islice(material, first * lesson.batch, None)
    model.eval()  # no dropout: it takes attention off the fast path (2.5 times slower), and one pass needs none
    seen: list[float] = []
    start = time.monotonic()
    for step in range(first, lesson.steps):
        for group in optimizer.param_groups:
            group["lr"] = lesson.rate_at(step)
        value = loss(list(itertools.islice(material, lesson.batch)))
        optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]  # the library types it not
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        seen.append(float(value.detach()))
        if (step + 1) % 10 == 0:
            pace = (time.monotonic() - start) / (step + 1 - first)
            progress(f"{step + 1}/{lesson.steps} loss {sum(seen[-50:]) / len(seen[-50:]):.4f} {pace:.2f} s")
        if (step + 1) % lesson.keep_every == 0 or step + 1 == lesson.steps:
            _keep(model, optimizer, lesson, state, step + 1)


def _keep(
    model: "SentenceTransformer", optimizer: "torch.optim.Optimizer", lesson: Lesson, state: Path, step: int
) -> None:
    import torch

    partial = state.with_suffix(".tmp")
    torch.save(
        {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "lesson": asdict(lesson)},
        partial,
    )
    os.replace(partial, state)


def _resumed(model: "SentenceTransformer", optimizer: "torch.optim.Optimizer", lesson: Lesson, state: Path) -> int:
    import torch

    if not state.exists():
        return 0
    held: dict[str, Any] = torch.load(state, weights_only=True)
    if held["lesson"] != asdict(lesson):
        raise ValueError(f"{state} is of another lesson ({held['lesson']}); delete it to begin anew")
    model.load_state_dict(held["model"])
    optimizer.load_state_dict(held["optimizer"])
    return int(held["step"])
