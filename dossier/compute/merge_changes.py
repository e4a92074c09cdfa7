"""What a merge did by itself: records that it left otherwise than the log has them, or that one line had signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dossier.compute.agreement_difference import GIVEN
from dossier.compute.content_state import ContentState, Touched
from dossier.records.sign_off import SignOff

if TYPE_CHECKING:
    from dossier.compute.state_before import Line, Records, StateBefore
    from dossier.records.declare import Record


def merge_touched(before: StateBefore, after: ContentState, touched: Mapping[str, Touched]) -> Mapping[str, Touched]:
    """By folder the records that a merge left otherwise than the log has them, and the files that it made unreadable.

    `touched` is what it changed of its first parent's state.
    """
    found: dict[str, Touched] = {}
    for folder in folders_of(after, *before.parents):
        now = after.records.get(folder, {})
        if folder in touched and touched[folder].unreadable:
            others = [state.files for state in before.parents[1:]]
            paths = touched[folder].unreadable
            new = (path for path in paths if all(path not in each or each[path].readable for each in others))
            found[folder] = Touched((), (), tuple(new))
        elif any(state.records.get(folder, {}) is not now for state in before.parents):
            then = before.records(folder, [state.records.get(folder, {}) for state in before.parents], now)
            found[folder] = Touched(*_unlike(then, now), ())
    return found


def signed_on_one_line(
    before: StateBefore, after: ContentState
) -> Iterator[tuple[Line, str, tuple[Sequence[Record], Sequence[Record]]]]:
    """The records of a folder that differ between a line that has a sign-off and a merge with one that has it not.

    There, nobody could know when changing a record that it was signed meanwhile.
    """
    for folder in folders_of(after, *before.parents):
        signed = [_signed(state, folder) for state in before.parents]
        for line, own in zip(before.lines, signed, strict=True):
            if any(own - other for other in signed):
                then, now = line.last.records.get(folder, {}), after.records.get(folder, {})
                yield line, folder, _unlike(then, now)


def folders_of(*states: ContentState) -> Sequence[str]:
    """The folders of clients and projects in any of the states, in order."""
    return sorted(set[str]().union(*(state.records for state in states)))


def _signed(state: ContentState, folder: str) -> set[str]:
    """The ids of a project's given sign-offs."""
    found = state.agreements.get(folder, {}).items()
    return {key for key, record in found if isinstance(record, SignOff) and record.decision in GIVEN}


def _unlike(then: Records, now: Records) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """The records of before and of now that are not the very same."""
    keys = [key for key in {**now, **then} if now.get(key) is not then.get(key)]
    old, new = (tuple(records[key] for key in keys if key in records) for records in (then, now))
    return old, new
