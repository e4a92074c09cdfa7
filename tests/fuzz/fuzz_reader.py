"""Feeds the reader whatever Atheris makes of the examples, guided by the code that each input reaches: `make fuzz`."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["dossier", "markdown", "pymdownx"]):
    from tests.fuzz.survives import NAMES, assert_survived

EXAMPLES = Path(__file__).parents[2] / "content"


def one_input(raw: bytes) -> None:
    """The first byte chooses the file, the rest is what stands in it."""
    if raw:
        assert_survived(raw[0], raw[1:])


def write_seeds(folder: Path) -> None:
    """The example files that are small, each with the byte that chooses a file of its kind."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(sorted(EXAMPLES.rglob("*.*"))):
        if path.is_file() and path.stat().st_size < 3000:
            choice = {"client.yml": 3, "project.yml": 2}.get(
                path.name, 0 if path.suffix == ".yml" else number % 2 * 7 + 1
            )
            if path.suffix == ".json":
                choice = 6
            (folder / f"{number:03}").write_bytes(bytes([choice]) + path.read_bytes())
    for choice in range(len(NAMES) + 1):
        (folder / f"kind-{choice}").write_bytes(bytes([choice]) + b"title: x\n")


if __name__ == "__main__":
    write_seeds(Path(sys.argv[-1]))
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
