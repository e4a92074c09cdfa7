"""The people of both sides: whom to ask, who decides, and how the two sides talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.records.stakeholder import Stakeholder
from dossier.records.words import SIDES
from dossier.views.blocks import Block, Column, Heading, Links, People, Person, Table, Text
from dossier.views.cells import choice_label
from dossier.views.page_view import PageView

if TYPE_CHECKING:
    from dossier.views.context import Context


def people_page(context: Context) -> PageView | None:
    """Everybody named in the project, by side, or None when nobody is."""
    people = context.dossier.of(Stakeholder)
    channels = context.dossier.project.communication
    if not people and not channels:
        return None
    blocks: list[Block] = []
    for side in (*SIDES, ""):
        of_side = tuple(person(context, each) for each in people if each.side == side)
        if of_side:
            label = SIDES[side][0 if context.language == "en" else 1] if side else context.say("other_people")
            title = {"client": context.dossier.client.title}.get(side, label)
            blocks += [Heading(title, f"side-{side or 'other'}"), People(of_side)]
    if channels:
        heads = ("channel", "purpose", "rhythm", "people")
        columns = tuple(Column(context.say(f"column_{name}")) for name in heads)
        rows = tuple((Text(c.name), Text(c.purpose), Text(c.rhythm), Links(context.links(c.people))) for c in channels)
        blocks += [Heading(context.say("communication_plan"), "communication"), Table(columns, rows)]
    return PageView(title=context.say("page_people"), lead=context.say("lead_people"), blocks=tuple(blocks))


def person(context: Context, stakeholder: Stakeholder) -> Person:
    """A stakeholder as somebody to turn to; signers say so."""
    signs = stakeholder.id in context.dossier.client.signers
    note = " · ".join(
        part for part in (choice_label(context, stakeholder, "raci"), context.say("signs") if signs else "") if part
    )
    role = " · ".join(part for part in (stakeholder.role, stakeholder.organisation) if part)
    return Person(
        name=stakeholder.title,
        role=role,
        email=stakeholder.email,
        phone=stakeholder.phone,
        url=context.url(stakeholder),
        note=note,
    )


def contacts(context: Context) -> tuple[Person, ...]:
    """Whom the client may ask: the contacts of client.yml, else the project manager."""
    named = tuple(Person(c.name, c.role, c.email, c.phone) for c in context.dossier.client.contacts)
    if named:
        return named
    owner = context.dossier.find(context.dossier.project.owner)
    return (person(context, owner),) if isinstance(owner, Stakeholder) else ()
