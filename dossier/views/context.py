"""What every view of a project is made from, and where each record's page is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dossier.compute.chance import runs_of_page
from dossier.compute.numbers import pattern_of
from dossier.compute.trace import Trace, trace
from dossier.compute.workload import PersonLoad, workload
from dossier.records.declare import RECORD_TYPES, Record, type_of
from dossier.records.sign_off import SignOff
from dossier.records.stakeholder import Stakeholder
from dossier.views.blocks import RecordLink
from dossier.views.led_to import led_to
from dossier.views.wording import Wording
from dossier.words import words

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping
    from datetime import date

    from dossier.compute.driving import Driving
    from dossier.compute.history import History
    from dossier.compute.movement import Slips
    from dossier.compute.plan import Plan
    from dossier.compute.projection import Audience
    from dossier.compute.signature import Standing
    from dossier.compute.uncertainty import Outlook, Uncertainty
    from dossier.compute.waiting import Waiting
    from dossier.dossier import Dossier
    from dossier.language import Language
    from dossier.views.blocks import FileLink
    from dossier.words import Say

SECTIONS: Mapping[str, str] = {
    "requirement": "requirements",
    "task": "plan",
    "baseline": "plan",
    "cost_item": "cost",
    "deliverable": "deliverables",
    "risk": "risks",
    "issue": "risks",
    "assumption": "risks",
    "change_request": "changes",
    "decision": "meetings",
    "meeting": "meetings",
    "action": "meetings",
    "status_report": "reports",
    "feedback": "survey",
    "survey": "survey",
    "closing_review": "closing",
    "sign_off": "sign-off",
    "stakeholder": "people",
}


def section_of(type_name: str) -> str:
    """The page that lists records of a type, below a project; "" for what is no list.

    Types not named above have a page of their own.
    """
    if type_name in {"client", "project"}:
        return ""
    return SECTIONS.get(type_name) or RECORD_TYPES[type_name].key.replace("_", "-")


@dataclass(frozen=True, kw_only=True)
class Context:
    """A project as one audience may see it, on one day, in one language.

    `dossier` is the projection for the audience and `agreed` the one for the client, from which sign-offs are judged
    whoever looks, as `standings` tells; `waiting` is what waits for the client; `slips` is the plan beside its
    baseline, if there is one; `driving` tells what drives the finish, where the plan holds anything; `uncertainty` is
    that of the whole plan, whoever looks; `history` what changed as the audience may see it, None without git. `base`
    is the project's address from the site's root, such as `webshop/`.
    """

    dossier: Dossier
    agreed: Dossier
    standings: Mapping[str, Standing]
    waiting: tuple[Waiting, ...]
    plan: Plan
    as_of: date
    language: Language
    audience: Audience
    base: str
    bases: Mapping[str, str]
    home: str = ""
    slips: Slips | None = None
    driving: Driving | None = None
    uncertainty: Uncertainty | None = None
    history: History | None = None

    @cached_property
    def outlook(self) -> Outlook | None:
        """When the project is finished with how much confidence; None where nothing is estimated and no risk delays."""
        what = self.uncertainty
        return None if what is None else what.outlook(runs_of_page(what))

    @cached_property
    def say(self) -> Say:
        """The words of pages."""
        return words(self.language)

    @cached_property
    def wording(self) -> Wording:
        """Dates, numbers and money."""
        return Wording(self.language)

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What looks like the number of a record in prose."""
        return pattern_of(self.dossier)

    @cached_property
    def trace(self) -> Trace:
        """Who refers to whom."""
        return trace(self.dossier)

    @cached_property
    def workload(self) -> tuple[PersonLoad, ...]:
        """How much everybody has to do; for the team, since it tells of absences and of all tasks."""
        return workload(self.dossier, self.as_of)

    @cached_property
    def sign_offs_of(self) -> Mapping[str, tuple[SignOff, ...]]:
        """The sign-offs that cover a record, by its id."""
        found: dict[str, list[SignOff]] = {}
        for sign_off in self.dossier.of(SignOff):
            for record in self.standings[sign_off.id].covered if sign_off.id in self.standings else ():
                found.setdefault(record.id, []).append(sign_off)
        return {key: tuple(each) for key, each in found.items()}

    @cached_property
    def answers(self) -> dict[object, object]:
        """What functions marked `once` found in this context, by function."""
        return {}

    def note(self, record: Record, *named: Record | None) -> None:
        """Says which record a page is given, and which to name; a context that watches what pages read notes them."""

    def url(self, record: Record) -> str:
        """The page of a record, from the site's root; "" for what has none."""
        base = self.bases.get(record.project, self.base) if record.project else self.base
        section = section_of(record.type_name)
        if not section:
            return base if record.type_name == "project" else ""
        return f"{base}{section}/{record.id}/"

    def url_of(self, reference: str) -> str:
        """The page of the record that an id names; "" for none."""
        found = self.known_link(reference)
        return found.url if found else ""

    def link(self, reference: str, note: str = "") -> RecordLink:
        """How a record is named; what names nothing keeps the text its author wrote, without a page."""
        return self.known_link(reference, note) or RecordLink(id=reference, title="", url="", note=note)

    def known_link(self, reference: str, note: str = "") -> RecordLink | None:
        """How a record is named; None where the reference names nothing."""
        record = self.dossier.find(reference)
        return self.link_to(record, note) if record else None

    def link_to(self, record: Record, note: str = "") -> RecordLink:
        """How a record is named; people go by their name alone."""
        shown = "" if isinstance(record, Stakeholder) else record.id
        return RecordLink(id=shown, title=record.title, url=self.url(record), note=note)

    def leads_to(self, path: str) -> RecordLink | FileLink | None:
        """The page or file of the site for a file of the project, by its path; None where this audience sees none."""
        return led_to(self, path)

    def type_name_of(self, reference: str) -> str:
        """The name of the type of the record that an id names; "" for none."""
        record = self.dossier.find(reference)
        return record.type_name if record else ""

    def links(self, references: Iterable[str]) -> tuple[RecordLink, ...]:
        """The links of several references."""
        return tuple(self.link(reference) for reference in references)

    def name(self, reference: str) -> str:
        """The title of a record, or the reference as written where it names nothing."""
        found = self.known_link(reference)
        return found.title if found else reference

    def day(self, on: date | None) -> str:
        """A day in words."""
        return self.wording.day(on)

    def section_title(self, type_name: str) -> str:
        """What the page that lists records of a type is called."""
        if type_name in SECTIONS:
            return self.say(f"page_{SECTIONS[type_name].replace('-', '_')}")
        return RECORD_TYPES[type_name].plural[self.language]

    def type_label(self, record: Record) -> str:
        """What kind of record this is."""
        return type_of(record).label[self.language]
