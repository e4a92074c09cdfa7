"""From saving a record to the page that shows it: `dossier serve`, in a repository and without, beside `mkdocs serve`.

The other side serves what `dossier emit` writes of the same records. Run it with `python -m tests.bench.serve [N …]`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.build import AS_OF, SIZES
from tests.bench.portfolio import write_requirements
from tests.repository import commit, git

SAVES = 5
_SAVES_OF_THE_OTHER = 2
"""It takes half a minute for each."""
_IDLE_SECONDS = 2
"""So long somebody thinks before she saves again; meanwhile what need not be waited for is done."""
_MOST_SECONDS = 300


def compare(count: int, folder: Path) -> None:
    """Print the seconds from saving to the page, for N requirement pages."""
    root, plain = folder / f"dossier-{count}", folder / f"plain-{count}"
    write_requirements(root, count, files="markdown")
    client = next(path.parent.name for path in sorted((root / "content").glob("*/client.yml")))
    dossier = [sys.executable, "-m", "dossier"]
    subprocess.run([*dossier, "emit", "--as-of", AS_OF, str(plain), client], cwd=root, check=True)
    record = sorted((root / "content").rglob("REQ-*.md"))[count // 2]
    page = next((plain / "docs").rglob(f"{record.stem}.md"))
    address = f"{page.relative_to(plain / 'docs').with_suffix('').as_posix()}/"
    serve = [*dossier, "serve", client, "--as-of", AS_OF, "--address"]
    ours = _seconds(serve, root, record, address, SAVES)
    other = _seconds([sys.executable, "-m", "mkdocs", "serve", "-q", "-a"], plain, page, address, _SAVES_OF_THE_OTHER)
    (root / ".gitignore").write_text(".cache/\nsite/\n", encoding="utf-8")
    git(root, "init", "--quiet")
    commit(root, at=f"{AS_OF}T08:00:00Z")
    in_git = _seconds(serve, root, record, address, SAVES)
    print(
        f"{count:>6,} pages: dossier serve {median(ours):.2f} s from saving to the page (up to {max(ours):.2f}), "
        f"in git {median(in_git):.2f} s (up to {max(in_git):.2f}) · mkdocs serve {median(other):.2f} s · "
        f"ratio {median(ours) / median(other):.2f}, in git {median(in_git) / median(other):.2f}",
        flush=True,
    )


def _seconds(command: list[str], root: Path, file: Path, address: str, saves: int) -> list[float]:
    """How long each save takes to be seen."""
    taken = []
    with _served([*command], root) as site:
        _wait_for("</html>", f"{site}/{address}")
        for number in range(saves + 1):
            time.sleep(_IDLE_SECONDS)
            word = f"saved{number}at{time.monotonic_ns()}"
            text = file.read_text(encoding="utf-8")
            began = time.monotonic()
            file.write_text(f"{text}\n{word}\n", encoding="utf-8")
            _wait_for(word, f"{site}/{address}")
            taken.append(time.monotonic() - began)
    return taken[1:]  # the first one finds the log without a word about what is not committed


@contextlib.contextmanager
def _served(command: list[str], root: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"NO_MKDOCS_2_WARNING": "1"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([*command, host], cwd=root, env=environment, stdout=quiet, stderr=quiet)
    try:
        yield f"http://{host}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _wait_for(words: str, address: str) -> None:
    """Ask for a page until it holds words. Raises TimeoutError."""
    end = time.monotonic() + _MOST_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=_MOST_SECONDS) as answer:
            if words in answer.read().decode():
                return
        time.sleep(0.01)
    raise TimeoutError(f"{address} never held {words}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for size in map(int, sys.argv[1:] or SIZES):
            compare(size, Path(place))
