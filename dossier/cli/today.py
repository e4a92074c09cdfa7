"""The day that a command takes for today."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from dossier.cli.workspace import CouldNotRun


def today(as_of: str | datetime | None = None) -> date:
    """The day asked for, else that of SOURCE_DATE_EPOCH (seconds since 1970, UTC), else the current one.

    Raises CouldNotRun when the given day cannot be read.
    """
    if isinstance(as_of, datetime):
        return as_of.date()
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        if as_of:
            return date.fromisoformat(as_of)
        return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else date.today()  # noqa: DTZ011 - the reader's own day
    except (ValueError, OverflowError, OSError) as error:
        raise CouldNotRun(f"cannot read the day `{as_of or epoch}`; write it as 2026-10-30") from error
