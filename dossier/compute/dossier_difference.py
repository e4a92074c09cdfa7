"""Two states of a project, and all that the change between them does: to plan, money, agreement and publication."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from dossier.compute.agreement_difference import (
    OutOfDate,
    RightChange,
    SignedChange,
    out_of_date,
    rights_changed,
    signed_changes,
)
from dossier.compute.difference import RecordDifference, record_differences
from dossier.compute.figures import Figures, figures
from dossier.compute.plan import plan
from dossier.compute.plan_difference import PlanDifference
from dossier.compute.publication import NewlyVisible, newly_visible

if TYPE_CHECKING:
    from datetime import date

    from dossier.compute.plan import Plan
    from dossier.dossier import Dossier, Page, Portfolio
    from dossier.records.declare import Record


@dataclass(frozen=True, kw_only=True)
class PageDifference:
    """An ordinary page that came, went or has another text; None where there is or was none."""

    before: Page | None
    after: Page | None


@dataclass(frozen=True, kw_only=True)
class DossierDifference:
    """A project before and after a change, seen as of one day; None where it was not there, or is not any more.

    At least one is there. `named` gives the change requests that commits name, by the path of each file they changed.
    `authority` is the project as it stands where the change is to go: its limits and approvals count, which may be
    newer than what the change began from; `before` when left out. Whatever follows is computed when it is asked for.
    """

    before: Dossier | None
    after: Dossier | None
    as_of: date
    named: Mapping[str, Collection[str]] = field(default_factory=dict)
    authority: Dossier | None = None

    @property
    def rules(self) -> Dossier | None:
        """The project whose limits and approvals count."""
        return self.authority or self.before

    @property
    def dossier(self) -> Dossier:
        """The project as it is now, or as it last was."""
        found = self.after or self.before
        assert found is not None
        return found

    @cached_property
    def records(self) -> tuple[RecordDifference, ...]:
        """What differs in project.yml and in the records of the project's own files."""
        project = record_differences(_project(self.before), _project(self.after))
        return (*project, *record_differences(_own(self.before), _own(self.after)))

    @cached_property
    def of_client(self) -> tuple[RecordDifference, ...]:
        """What differs in client.yml, which all projects of the client share."""
        client = record_differences(_client(self.before), _client(self.after))
        return (*client, *record_differences(_people(self.before), _people(self.after)))

    @cached_property
    def pages(self) -> tuple[PageDifference, ...]:
        """The ordinary pages that differ, in the order of their paths."""
        old = {page.path: page for page in self.before.pages} if self.before else {}
        new = {page.path: page for page in self.after.pages} if self.after else {}
        both = ((old.get(path), new.get(path)) for path in sorted(old.keys() | new.keys()))
        return tuple(PageDifference(before=one, after=other) for one, other in both if _content(one) != _content(other))

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs that somebody wrote."""
        return self.before is not None and self.after is not None and not (self.records or self.of_client or self.pages)

    @cached_property
    def plan_before(self) -> Plan | None:
        """The plan before the change, as of the day."""
        return plan(self.before, self.as_of) if self.before else None

    @cached_property
    def plan_after(self) -> Plan | None:
        """The plan after the change, as of the day."""
        return plan(self.after, self.as_of) if self.after else None

    @cached_property
    def plan(self) -> PlanDifference | None:
        """What the change does to the plan; None where the project is new or gone."""
        if self.before is None or self.after is None or self.plan_before is None or self.plan_after is None:
            return None
        return PlanDifference(
            before=self.plan_before,
            after=self.plan_after,
            dossier_before=self.before,
            dossier_after=self.after,
            now_called={each.was: each.record.id for each in self.records if each.was},
        )

    @cached_property
    def figures_before(self) -> Figures | None:
        """How the project stood."""
        return figures(self.before, self.plan_before) if self.before and self.plan_before else None

    @cached_property
    def figures_after(self) -> Figures | None:
        """How the project stands."""
        return figures(self.after, self.plan_after) if self.after and self.plan_after else None

    @cached_property
    def out_of_date(self) -> tuple[OutOfDate, ...]:
        """The sign-offs that do not hold any more."""
        return out_of_date(self.before, self.after, self.as_of) if self.before and self.after else ()

    @cached_property
    def signed_changes(self) -> tuple[SignedChange, ...]:
        """The differences in what was signed."""
        if self.before is None or self.after is None:
            return ()
        differences = (*self.of_client, *self.records)
        return signed_changes(self.before, self.after, differences, self.rules or self.before, self.named)

    @cached_property
    def newly_visible(self) -> tuple[NewlyVisible, ...]:
        """What the client can read now and could not before."""
        return newly_visible(self.before, self.after) if self.after else ()

    @cached_property
    def rights_changed(self) -> tuple[RightChange, ...]:
        """Who may sign or decide only now, or not any more."""
        return rights_changed(self.before, self.after) if self.before and self.after else ()

    @property
    def signers_removed(self) -> tuple[str, ...]:
        """The ids of people who may not sign any more, for the client or where they were asked to."""
        lost = (each for each in self.rights_changed if not each.gained and each.right in {"sign", "sign_off"})
        return tuple(dict.fromkeys(each.person for each in lost))


def dossier_differences(
    before: Portfolio,
    after: Portfolio,
    as_of: date,
    named: Mapping[str, Collection[str]] | None = None,
    authority: Portfolio | None = None,
) -> tuple[DossierDifference, ...]:
    """The projects of two portfolios in which anything differs, in the order of their folders.

    `named` and `authority` are as in `DossierDifference`.
    """
    old = {dossier.folder: dossier for dossier in before.dossiers}
    new = {dossier.folder: dossier for dossier in after.dossiers}
    came_from = _moved_projects(old, new)
    gone = old.keys() - new.keys() - set(came_from.values())
    found = (
        DossierDifference(
            before=old.get(came_from.get(folder, folder)),
            after=new.get(folder),
            as_of=as_of,
            named=named or {},
            authority=authority.dossier(came_from.get(folder, folder)) if authority else None,
        )
        for folder in sorted(gone | new.keys())
    )
    return tuple(each for each in found if not each.is_empty)


def _moved_projects(old: Mapping[str, Dossier], new: Mapping[str, Dossier]) -> dict[str, str]:
    """By the folder of each project that seems new, the one that it stood in before: most of its records are there."""
    found: dict[str, str] = {}
    gone = {folder: _ids(old[folder]) for folder in sorted(old.keys() - new.keys())}
    for folder in sorted(new.keys() - old.keys()):
        ids = _ids(new[folder])
        alike = {name: len(ids & others) for name, others in gone.items() if name not in found.values()}
        best = max(alike, key=lambda name: alike[name], default="")
        if best and 2 * alike[best] > max(len(ids), len(gone[best])):
            found[folder] = best
    return found


def _ids(dossier: Dossier) -> frozenset[str]:
    return frozenset(record.id for record in _own(dossier))


def _client(dossier: Dossier | None) -> tuple[Record, ...]:
    return (dossier.client,) if dossier else ()


def _project(dossier: Dossier | None) -> tuple[Record, ...]:
    return (dossier.project,) if dossier else ()


def _people(dossier: Dossier | None) -> tuple[Record, ...]:
    """The people whom client.yml names."""
    return tuple(r for r in dossier.records if r.place.path == dossier.client.place.path) if dossier else ()


def _own(dossier: Dossier | None) -> tuple[Record, ...]:
    return tuple(r for r in dossier.records if r.place.path != dossier.client.place.path) if dossier else ()


def _content(page: Page | None) -> tuple[str, str, str] | None:
    return (page.title, page.text, page.visibility) if page else None
