"""Where given dates and constraints put an activity, in many runs at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dossier.compute.network import Activity, Limits
    from dossier.compute.row_clock import Row, RowClock


def given(activity: Activity, clock: RowClock, duration: Row) -> tuple[Row, Row]:
    """Start and finish of an activity of which at least one is given."""
    if activity.start is None:
        assert activity.finish is not None
        return clock.start(activity.finish, duration), activity.finish
    finish_by = clock.finish(activity.start, duration) if activity.finish is None else activity.finish
    return activity.start, finish_by


def start_within(limits: Limits, earliest: Row, duration: Row, clock: RowClock) -> Row:
    """The start nearest to `earliest` that constraints allow."""
    if limits.must_start is not None:
        return limits.must_start
    if limits.must_finish is not None:
        return clock.start(limits.must_finish, duration)
    if limits.finish_no_earlier is not None:
        earliest = np.maximum(earliest, clock.start(limits.finish_no_earlier, duration))
    if limits.start_no_later is not None:
        earliest = np.minimum(earliest, limits.start_no_later)
    if limits.finish_no_later is not None:
        earliest = np.minimum(earliest, clock.start(limits.finish_no_later, duration))
    return earliest


def finish_within(limits: Limits, finish: Row, duration: Row, clock: RowClock) -> Row:
    """The latest finish that constraints leave of `finish`; a deadline moves nothing and drives nothing."""
    if limits.must_start is not None:
        finish = clock.finish(limits.must_start, duration)
    elif limits.must_finish is not None:
        finish = limits.must_finish
    if limits.start_no_later is not None:
        finish = np.minimum(finish, clock.finish(limits.start_no_later, duration))
    return finish if limits.finish_no_later is None else np.minimum(finish, limits.finish_no_later)
