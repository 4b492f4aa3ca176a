"""What the environment sets. The only module that reads it; everything below is told its paths and its day."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the state lies, which encoder is used, where the service listens.

    Attributes:
        home: The state folder: store, sources, quarantine, cache, snapshots, models.
        encoder: "base" for the embedded multilingual-e5-small, else a sentence-transformers name or folder.
        host, port: Of the service.
    """

    home: Path
    encoder: str = "base"
    host: str = "127.0.0.1"
    port: int = 8000


def from_environment() -> Settings:
    """Settings from CANCU_HOME, CANCU_ENCODER, CANCU_HOST and CANCU_PORT."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return Settings(
        home=Path(os.environ.get("CANCU_HOME") or data / "cancu"),
        encoder=os.environ.get("CANCU_ENCODER") or "base",
        host=os.environ.get("CANCU_HOST") or "127.0.0.1",
        port=int(os.environ.get("CANCU_PORT") or 8000),
    )
