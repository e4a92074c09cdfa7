"""The `dossier` command as a process of its own."""

from __future__ import annotations

import contextlib
import gc
import os
import sys

COLLECTION_THRESHOLDS = (1_000_000, 50, 50)
"""When garbage is looked for. Records are many, live to the end and hold no circles: else it is a third of a run."""


def run() -> None:
    """Run the command. It ends without freeing one by one the many values that it holds."""
    gc.set_threshold(*COLLECTION_THRESHOLDS)
    from dossier.cli.main import main, refused  # noqa: PLC0415 - what is imported makes no garbage either

    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, int):
            with contextlib.suppress(OSError):  # whoever read our output has gone, which Python tells in its own way
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(end.code)
        raise
    except OSError as error:  # while `--help` is written, before a command is invoked
        told = refused(error)
        told.show()
        sys.exit(told.exit_code)
