"""How long `dossier review` takes over 10,000 records of which 50 changed: `python -m tests.bench.review`."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.check import environment
from tests.bench.portfolio import write_portfolio
from tests.repository import begun

RUNS = 5
_TITLE = re.compile(r"^( *(?:- )?title: )(.+)$", re.MULTILINE)


def main(records: int = 10_000, changed: int = 50) -> None:
    """Print the seconds of each run, and the best: with the changes in one client's files, and spread over all."""
    for spread in (False, True):
        with TemporaryDirectory() as folder:
            workspace = Path(folder)
            write_portfolio(workspace, records)
            begun(workspace)
            change(workspace, changed, spread=spread)
            runs = [_run(workspace) for _ in range(RUNS)]
        where = "over all clients" if spread else "in one client's files"
        told = ", ".join(f"{seconds:.2f}" for seconds in runs)
        print(f"dossier review, {records:,} records, {changed} changed {where}: {told} s; best {min(runs):.2f} s")


def change(workspace: Path, count: int, *, spread: bool) -> None:
    """Give so many records another title: the first ones, or some in every client's folder."""
    clients = sorted(path for path in (workspace / "content").iterdir() if (path / "client.yml").exists())
    each = -(-count // len(clients)) if spread else count
    for client in clients if spread else clients[:1]:
        left = each
        for path in sorted(client.glob("project-*/**/*.yml")):
            text, made = _TITLE.subn(r"\1\2, changed", path.read_text("utf-8"), count=left)
            path.write_text(text, "utf-8")
            left -= made
            if not left:
                break


def _run(workspace: Path) -> float:
    begun_at = time.perf_counter()
    command = [sys.executable, "-m", "dossier", "review", "main", "--format", "markdown", "--as-of", "2026-10-30"]
    done = subprocess.run(command, cwd=workspace, stdout=subprocess.DEVNULL, env=environment(), check=False)
    if done.returncode not in {0, 1}:
        raise RuntimeError(f"dossier review ended with {done.returncode}")
    return time.perf_counter() - begun_at


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
