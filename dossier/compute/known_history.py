"""What is known of a repository's history, and what it tells of a project: nothing here asks git."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from dossier.compute.content_state import ContentState
from dossier.compute.history import Change, Entry, History, Told
from dossier.text.commit import Commit
from dossier.text.values import replace

if TYPE_CHECKING:
    from dossier.compute.projection import Audience

Log = Mapping[str, Mapping[str, Told]]
"""What each commit told, by the folder of a client or a project."""


class Known(Struct, frozen=True, kw_only=True):
    """What was read of a repository up to `head`: its commits, what each told, and the records as of `head`.

    `folder` is the content folder in the repository, `renamed` which folders had other names, and `projects` those that
    `head` holds. What not every build needs is asked for: what the team was told, what clients were, and the `state`,
    which is the records themselves, None where they are kept no more. The commits in `cut` begin a shallow clone and
    tell nothing.
    """

    folder: str = ""
    head: str = ""
    cut: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = msgspec.field(default_factory=dict)
    commits: Mapping[str, Commit] = msgspec.field(default_factory=dict)
    projects: tuple[str, ...] = ()
    team_log: Callable[[], Log] = dict
    client_log: Callable[[], Log] = dict
    state: Callable[[], ContentState | None] = ContentState


class RepositoryHistory(Struct, frozen=True, kw_only=True):
    """The commits that led to HEAD, oldest first; `anew`: all was read, and not only what was not known."""

    known: Known
    order: tuple[str, ...]
    anew: bool = False

    def of(self, folder: str, audience: Audience, *, uncommitted: bool = False) -> History:
        """What changed in a project (`client/project`), the latest first, as `audience` saw it at the time.

        A client is told the commits along first parents: what others hold came to her by the merge that took them in,
        with their marks at what was changed although it was signed.
        """
        entries = []
        told_of = dict.fromkeys(self.order, ()) if audience == "team" else self._along_first_parents
        log = self.known.team_log() if audience == "team" else self.known.client_log()
        for identifier in (each for each in reversed(self.order) if each in told_of):
            told = log.get(identifier, {})
            each = [told[name] for name in (folder.partition("/")[0], folder) if name in told]
            changes = tuple(c for t in each for c in (t.client if audience == "client" else t.team))
            if taken_in := [c for i in told_of[identifier] if folder in log.get(i, {}) for c in log[i][folder].client]:
                changes = _marked_as(changes, taken_in)
            unreadable = tuple(path for t in each for path in t.unreadable)
            if changes or unreadable:
                entries.append(_entry(self.known.commits[identifier], changes, unreadable))
        begins = min((self.known.commits[each].when.date() for each in self.known.cut), default=None)
        return History(entries=tuple(entries), begins=begins, uncommitted=uncommitted)

    @property
    def _along_first_parents(self) -> Mapping[str, Sequence[str]]:
        """The commits along first parents from HEAD, each with those that it took in as a merge."""
        commits = self.known.commits
        line: list[str] = []
        at = self.order[-1] if self.order else ""
        while at in commits:
            line.append(at)
            at = next(iter(commits[at].parents), "")
        known = {*line}
        found: dict[str, list[str]] = {}
        for identifier in reversed(line):
            found[identifier] = []
            others = [*commits[identifier].parents[1:]]
            while others:
                other = others.pop()
                if other in commits and other not in known:
                    known.add(other)
                    found[identifier].append(other)
                    others += commits[other].parents
        return found


def _marked_as(changes: Iterable[Change], taken_in: Iterable[Change]) -> tuple[Change, ...]:
    """The changes of a merge, marked as the commits that it took in are where nobody approved of them since."""
    marks: dict[tuple[str, str], list[str]] = {}
    for each in taken_in:
        marks.setdefault((each.type_name, each.id), []).extend(each.unapproved)
    return tuple(
        c
        if c.requests
        else replace(c, unapproved=tuple(dict.fromkeys((*c.unapproved, *marks.get((c.type_name, c.id), ())))))
        for c in changes
    )


def _entry(one: Commit, changes: tuple[Change, ...], unreadable: tuple[str, ...]) -> Entry:
    return Entry(
        commit=one.id,
        when=one.when,
        author=one.author,
        email=one.email,
        subject=one.subject,
        changes=changes,
        unreadable=unreadable,
    )
