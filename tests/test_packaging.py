"""What a user relies on outside the code: the README's commands, the package names, the starting corpus."""

import argparse
import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from search_api.cli import _parser

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def verbs() -> list[str]:
    (chosen,) = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return sorted(chosen.choices)


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_is_in_the_readme(verb: str) -> None:
    assert f"cancu {verb}" in README


def test_the_readmes_commands_are_targets() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"^make ([a-z]+)", README, re.MULTILINE)
    assert named[:2] == ["run", "test"]
    assert set(named) <= set(targets)


@pytest.mark.parametrize("package", ["corpus", "ingest", "index", "search_api", "web"])
def test_nobody_else_owns_our_packages(package: str) -> None:
    assert set(packages_distributions().get(package, ["cancu"])) == {"cancu"}


def test_links_of_the_documents_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_starting_corpus_says_that_it_is_a_summary() -> None:
    files = sorted((ROOT / "corpus" / "seed").glob("*.txt"))
    assert len(files) == 77
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert "Tóm lược bằng lời của Căn Cứ, không phải nguyên văn." in text, path.name
        assert "tinh_den = " in text, path.name
        assert "do_tin_cay = " in text, path.name
        assert "[[nguon]]" in text, path.name
        # what nobody has checked is not shown
        assert "general" not in text, path.name
