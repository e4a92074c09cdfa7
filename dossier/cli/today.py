"""The day that a command takes for today."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from dossier.cli.workspace import CouldNotRun


def today() -> date:
    """The day of SOURCE_DATE_EPOCH (seconds since 1970, UTC), else the current one.

    Raises CouldNotRun when it cannot be read.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else date.today()  # noqa: DTZ011 - the reader's own day
    except (ValueError, OverflowError, OSError) as error:
        raise CouldNotRun(f"SOURCE_DATE_EPOCH: expected seconds since 1970, found `{epoch}`") from error
