"""`dossier build` beside plain MkDocs and Material on the same pages, in turn, so that the ratios hold on any machine.

The pages of the other side are what `dossier emit` writes: plain Markdown of the same visible content, record pages
outside the navigation, the same theme and search. Run it with `python -m tests.bench.build [N …]`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.portfolio import write_requirements
from tests.repository import commit, git

SIZES = (200, 1_000, 5_000)
AS_OF = "2026-10-30"
RUNS = 3
_TIMES = {200: 7, 1_000: RUNS}
"""How often a size is measured; the largest, which takes minutes, once."""
_OWN_FILES = ".own"
"""Where the user's own cache lies meanwhile: emptied, the templates are compiled as on a new machine."""


@dataclass(frozen=True)
class Run:
    """A finished process: wall-clock seconds, and its peak memory in MB."""

    seconds: float
    megabytes: float


def measured(command: list[str], folder: Path) -> Run:
    """Run a command as a whole process. Raises CalledProcessError when it fails."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"NO_MKDOCS_2_WARNING": "1", "XDG_CACHE_HOME": str(folder / _OWN_FILES)}
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes here
    return Run(seconds, usage.ru_maxrss * unit / 1_000_000)


def middle(runs: list[Run]) -> Run:
    """The median of both figures."""
    return Run(median(run.seconds for run in runs), median(run.megabytes for run in runs))


def compare(count: int, folder: Path) -> None:
    """Print how long N requirement pages take: from nothing, by plain MkDocs, and after one record changed."""
    root = folder / f"dossier-{count}"
    write_requirements(root, count, files="markdown")
    dossier = [sys.executable, "-m", "dossier"]
    build = [*dossier, "build", "--as-of", AS_OF]
    subprocess.run(
        [*dossier, "emit", "--as-of", AS_OF, str(folder / f"plain-{count}"), _client(root)], cwd=root, check=True
    )
    new_machine, ours, plain = [], [], []
    for _ in range(_TIMES.get(count, 1)):
        for made, runs in (((".cache", "site", _OWN_FILES), new_machine), ((".cache", "site"), ours)):
            _put_away(root, made)
            runs.append(measured(build, root))
        _put_away(folder / f"plain-{count}", ["site"])
        plain.append(measured([sys.executable, "-m", "mkdocs", "build", "-q"], folder / f"plain-{count}"))
    record = sorted((root / "content").rglob("*.md"))[count // 2]
    again = _after_changes(build, root, record)
    (root / ".gitignore").write_text(f".cache/\nsite/\n{_OWN_FILES}/\n", encoding="utf-8")
    git(root, "init", "--quiet")
    commit(root, at=f"{AS_OF}T08:00:00Z")
    measured(build, root)
    in_git = middle(_after_changes(build, root, record))
    newly, first, other, later = middle(new_machine), middle(ours), middle(plain), middle(again)
    index = next((root / "site").glob("*/search/search_index.json")).stat().st_size / 1_000_000
    print(
        f"{count:>6,} pages: dossier {first.seconds:6.2f} s {first.megabytes:4.0f} MB · "
        f"plain MkDocs {other.seconds:6.2f} s {other.megabytes:4.0f} MB · ratio {first.seconds / other.seconds:.2f}, "
        f"on a new machine {newly.seconds / other.seconds:.2f} · "
        f"after a change {later.seconds:5.2f} s (ratio {later.seconds / other.seconds:.2f}), "
        f"in git {in_git.seconds:5.2f} s · search index {index:.2f} MB",
        flush=True,
    )


def _put_away(root: Path, names: Iterable[str]) -> None:
    """Let nothing be left of a build, without removing it.

    For some seconds ext4 looks at each file that was just removed whenever one is made (`recently_deleted` of
    fs/ext4/ialloc.c), which would be measured instead.
    """
    away = Path(tempfile.mkdtemp(dir=root.parent, prefix="away-"))
    for name in names:
        if (root / name).exists():
            (root / name).rename(away / name)


def _after_changes(build: list[str], root: Path, record: Path) -> list[Run]:
    """Builds after a change of one record each."""
    runs = []
    for number in range(RUNS + 1):
        record.write_text(f"{record.read_text(encoding='utf-8')}\nChanged {number}.\n", encoding="utf-8")
        runs.append(measured(build, root))
    return runs[1:]  # the first one finds the log without a word about what is not committed


def _client(root: Path) -> str:
    return next(path.parent.name for path in sorted((root / "content").glob("*/client.yml")))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for size in map(int, sys.argv[1:] or SIZES):
            compare(size, Path(place))
