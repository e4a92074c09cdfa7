"""What of a client's history is not told because its words are secret today, although they once were published."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from dossier.compute.difference import plain
from dossier.compute.leaks import Guard
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dossier.compute.history import Change, Entry, History
    from dossier.compute.team_only import Secret


def withhold(found: Iterable[History | None], secrets: Callable[[], Sequence[Secret]]) -> list[History | None]:
    """The histories of a client's projects without the texts in which the last guard of the site would find a secret.

    A sentence was published by mistake and is for the team only today; a name was that of nobody and is that of another
    client today, or that of an author whom no record names any more. `secrets` gives what is secret by the whole
    portfolio and repository. A number that is secret gives way to the one that the record has today, or to none.
    """
    histories = list(found)
    guard = secret_in(histories, secrets)
    return [each and _without(each, guard) for each in histories] if guard else histories


def secret_in(histories: Iterable[History | None], secrets: Callable[[], Sequence[Secret]]) -> Guard | None:
    """The guard that finds something secret in these histories; None where there is nothing to be found."""
    texts = "\n".join(_texts(change) for each in histories if each for e in each.entries for change in e.changes)
    guard = Guard(secrets()) if texts else None
    return guard if guard and guard.hits("", texts) else None


def _without(history: History, guard: Guard) -> History:
    names = (name for _, _, name in history.changes)
    entries = tuple(_entry(each, tuple(islice(names, len(each.changes))), guard) for each in history.entries)
    return replace(history, entries=entries, withheld=entries != history.entries)


def _entry(entry: Entry, names: Sequence[str], guard: Guard) -> Entry:
    if not guard.hits("", "\n".join(map(_texts, entry.changes))):
        return entry
    changes = zip(entry.changes, names, strict=True)
    return replace(entry, changes=tuple(_change(change, name, guard) for change, name in changes))


def _change(change: Change, name: str, guard: Guard) -> Change:
    """What may be told of a change; `name` is the number that the record has today, or had last."""
    secret = [f.field for f in change.fields if guard.hits("", f"{f.field}\n{plain(f.before)}\n{plain(f.after)}")]
    title = "" if guard.hits("", f"{change.title}\n{change.id} {change.was}") else change.title
    if "title" in secret or title != change.title:  # it was another record, of which no amount is told either
        secret = [f.field for f in change.fields]
    return replace(
        change,
        id=next((each for each in (change.id, name) if not guard.hits("", each)), ""),
        was="" if guard.hits("", change.was) else change.was,
        title=title,
        fields=tuple(replace(f, before="", after="") if f.field in secret else f for f in change.fields),
        withheld=tuple(dict.fromkeys((*change.withheld, *secret))),
    )


def _texts(change: Change) -> str:
    fields = (f"{each.field}\n{plain(each.before)}\n{plain(each.after)}" for each in change.fields)
    return "\n".join((change.title, change.id, change.was, *fields))
