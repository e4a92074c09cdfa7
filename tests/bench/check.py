"""How long `dossier check` takes as a whole process over 10,000 records, and how much memory: `python -m tests.bench.check`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.portfolio import write_portfolio

RUNS = 5


def main(records: int = 10_000) -> None:
    """Print the seconds and the peak memory of each run, and the best."""
    with TemporaryDirectory() as folder:
        write_portfolio(Path(folder), records)
        runs = [_run(Path(folder)) for _ in range(RUNS)]
    for seconds, megabytes in runs:
        print(f"dossier check, {records:,} records: {seconds:.2f} s, {megabytes} MB")
    print(f"best of {RUNS}: {min(seconds for seconds, _ in runs):.2f} s, {max(size for _, size in runs)} MB")


def _run(workspace: Path) -> tuple[float, int]:
    """Seconds and peak megabytes of one run. Raises RuntimeError when the records have errors."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "dossier", "check"]
    process = subprocess.Popen(command, cwd=workspace, stdout=subprocess.DEVNULL, env=environment())
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"dossier check ended with {process.returncode}")
    kilobytes = used.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    return time.perf_counter() - begun, kilobytes // 1024


def environment() -> dict[str, str]:
    """The environment with this checkout first on the path."""
    root = Path(__file__).parent.parent.parent
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
