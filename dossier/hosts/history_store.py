"""What is known of a repository's history kept in files, of which a build reads no more than it needs."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from dossier.compute.known_history import Known
from dossier.hosts.sealed import read_sealed, write_sealed
from dossier.text.cache_folder import unlinked

_FEW = 20
"""So many commits are kept besides what is known up to the one before them, which is not written anew for them."""


class HistoryStore:
    """Keeps what is known in a folder.

    `whole` is what is known up to some commit, with a file each for what the team was told, what clients were told, and
    the records. `recent` holds the few commits since then. Each file names the commit up to which it goes; one that
    goes up to another, because a build was killed or another one goes on beside, counts for nothing.
    """

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._whole: Known | None = None

    def known(self, anew: Callable[[], Known]) -> Sequence[Known]:
        """What another run has kept, the latest first; the last has the records, from which one can go on.

        `anew` reads it from git, where what somebody was told is there no more.
        """
        if (found := self._read("whole")) is None:
            return ()
        again = cache(anew)
        head, folder, cut, renamed, commits, projects = found
        whole = self._whole = Known(
            head=head,
            folder=folder,
            cut=cut,
            renamed=renamed,
            commits=commits,
            projects=projects,
            team_log=cache(lambda: self._part("team", head, lambda: again().team_log())),
            client_log=cache(lambda: self._part("client", head, lambda: again().client_log())),
            state=cache(lambda: self._part("state", head, lambda: None)),
        )
        begin, *recent = self._read("recent") or ("",)
        if begin != head:
            return (whole,)
        head_now, new, projects, team, client = recent
        return Known(
            head=head_now,
            folder=folder,
            cut=cut,
            renamed=renamed,
            commits={**commits, **new},
            projects=projects,
            team_log=cache(lambda: {**whole.team_log(), **team}),
            client_log=cache(lambda: {**whole.client_log(), **client}),
            state=lambda: None,
        ), whole

    def keep(self, known: Known, *, anew: bool) -> None:
        """Write what is known where another run will find it; `anew`: it does not go on from what was kept."""
        team, client = known.team_log(), known.client_log()
        with contextlib.suppress(OSError):  # the next reading will take longer
            unlinked(self._folder).mkdir(parents=True, exist_ok=True)
            whole = None if anew else self._whole
            new = known.commits.keys() - (whole.commits.keys() if whole else ())
            if whole and len(new) <= _FEW:
                told = ({one: log[one] for one in new if one in log} for log in (team, client))
                commits = {one: known.commits[one] for one in new}
                self._write("recent", whole.head, known.head, commits, known.projects, *told)
                return
            for name, part in (("team", team), ("client", client), ("state", known.state())):
                self._write(name, known.head, part)
            settled = (known.head, known.folder, known.cut, known.renamed)
            self._write("whole", *settled, known.commits, known.projects)
            self._whole = known

    def _part(self, name: str, head: str, otherwise: Callable[[], Any]) -> Any:
        with without_collection():
            begin, part = self._read(name) or ("", None)
            return part if begin == head else otherwise()

    def _read(self, name: str) -> Any:
        return read_sealed(self._folder / name, self._program)

    def _write(self, name: str, *values: object) -> None:
        write_sealed(self._folder / name, self._program, values)


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """Nothing that is read here is garbage, and to look for it among all records again and again takes as long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
