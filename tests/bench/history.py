"""How long the change log takes over 2,000 commits and 5,000 records: `python -m tests.bench.history [RECORDS] [COMMITS]`.

The repository is written with `git fast-import`: a portfolio of all types of records with sign-offs, then commits of
which each gives one record another title. Most of the files hold dozens of records.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from dossier.hosts.history_cache import HistoryCache
from tests.bench.check import environment
from tests.bench.portfolio import write_portfolio
from tests.repository import ENVIRONMENT, begun, git

_TITLE = re.compile(r"^( *(?:- )?title: )(.+)$", re.MULTILINE)
_WHEN = 1_750_000_000


def main(records: int = 5_000, commits: int = 2_000) -> None:
    """Print the seconds of a first reading, of one with a commit more, and of `dossier log` of one project after that."""
    with TemporaryDirectory() as folder:
        workspace, kept = Path(folder, "workspace"), Path(folder, "kept")
        workspace.mkdir()
        write_portfolio(workspace, records)
        begun(workspace)
        files = sorted((workspace / "content").glob("*/project-*/**/*.yml"))
        texts = {path.relative_to(workspace).as_posix(): path.read_text("utf-8") for path in files}
        texts = {name: text for name, text in texts.items() if _TITLE.search(text) and "sign" not in name}
        _import(workspace, texts, commits - 1)
        print(f"{records:,} records in {len(files):,} files, {commits:,} commits")
        print(f"from nothing: {_read(workspace, kept):.2f} s")
        print(f"nothing new: {_read(workspace, kept):.2f} s")
        _import(workspace, texts, 1)
        print(f"one commit more: {_read(workspace, kept):.2f} s")
        print(f"as git log has it: {_agrees_with_git(workspace, kept):,} commits in the logs of the projects")
        command = [sys.executable, "-m", "dossier", "log", "--since", "HEAD~20"]
        for what in ("from nothing", "nothing new"):
            begun_at = time.perf_counter()
            subprocess.run(command, cwd=workspace, stdout=subprocess.DEVNULL, env=environment(), check=True)
            print(f"dossier log, {what}: {time.perf_counter() - begun_at:.2f} s")


def _read(workspace: Path, kept: Path) -> float:
    begun_at = time.perf_counter()
    found = HistoryCache("bench", kept).read(workspace / "content")
    assert not found.missing, found.missing
    return time.perf_counter() - begun_at


def _agrees_with_git(workspace: Path, kept: Path) -> int:
    """How many commits the logs tell of; each is one that `git log` names for the project's folder, and none is missing."""
    found = HistoryCache("bench", kept).read(workspace / "content")
    total = 0
    for folder in found.projects:
        told = [entry.commit for entry in found.of_team(folder).entries]
        named = git(workspace, "log", "--format=%H", "--", f"content/{folder}").split()
        assert sorted(told) == sorted(named), folder
        total += len(told)
    return total


def _import(workspace: Path, texts: dict[str, str], commits: int) -> None:
    chance = random.Random(commits)
    stream: list[bytes] = []
    for number in range(commits):
        name = chance.choice(sorted(texts))
        titles = list(_TITLE.finditer(texts[name]))
        at = chance.choice(titles).end(1)
        texts[name] = f"{texts[name][:at]}Changed {number} {texts[name][at:]}"
        blob, message = texts[name].encode(), f"Change {number}".encode()
        head = b"commit refs/heads/main\ncommitter Anna <anna@example.org> %d +0100\ndata %d\n%b\n"
        stream.append(head % (_WHEN + 600 * number, len(message), message))
        stream.append(b"from refs/heads/main^0\n" if number == 0 else b"")
        stream.append(b'M 100644 inline "%b"\ndata %d\n%b\n' % (name.encode(), len(blob), blob))
    command = ["git", "-C", str(workspace), "fast-import", "--quiet"]
    subprocess.run(command, input=b"".join(stream), check=True, env=ENVIRONMENT)
    git(workspace, "reset", "--quiet", "--hard")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
