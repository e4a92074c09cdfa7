"""The first page above several projects: how each of them stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.views.blocks import Block, Body, Card, Cards, Heading, Items, Note, People
from dossier.views.history_page import latest_days
from dossier.views.overview import sentence, waiting_item
from dossier.views.page_view import PageView
from dossier.views.people_page import contacts
from dossier.words import words

if TYPE_CHECKING:
    from dossier.language import Language
    from dossier.views.context import Context


def client_home(contexts: tuple[Context, ...]) -> PageView:
    """The home page of a client with several projects."""
    first = contexts[0]
    client = first.dossier.client
    blocks: list[Block] = [Body(client.introduction, client.folder)] if client.introduction else []
    blocks += [
        Heading(first.say("projects"), "projects"),
        Cards(tuple(_card(context) for context in contexts)),
    ]
    waiting = [(context, each) for context in contexts for each in context.waiting]
    blocks.append(Heading(first.say("needs_you"), "needs-you"))
    if waiting:
        blocks.append(Items(tuple(waiting_item(context, each) for context, each in waiting)))
    else:
        blocks.append(Note(first.say("nothing_needs_you"), "good"))
    if changed := tuple(latest_days(contexts)):
        blocks += [Heading(first.say("page_what_changed"), "what-changed"), Items(changed)]
    if people := contacts(first):
        blocks += [Heading(first.say("whom_to_ask"), "whom-to-ask"), People(people)]
    return PageView(title=client.title, blocks=tuple(blocks))


def portfolio_home(contexts: tuple[Context, ...], language: Language) -> PageView:
    """The team's home page: every client with its projects."""
    say = words(language)
    blocks: list[Block] = []
    for client in dict.fromkeys(context.dossier.client.title for context in contexts):
        own = tuple(context for context in contexts if context.dossier.client.title == client)
        blocks += [
            Heading(client, f"client-{own[0].dossier.client.id}"),
            Cards(tuple(_card(context) for context in own)),
        ]
    if not blocks:
        blocks = [Note(say("no_clients_yet"))]
    return PageView(title=say("page_portfolio"), lead=say("lead_portfolio"), blocks=tuple(blocks))


def _card(context: Context) -> Card:
    text, feel = sentence(context)
    waiting = len(context.waiting)
    label = context.say("waiting_count", n=waiting) if waiting else ""
    return Card(label, context.dossier.project.title, text, feel, context.home)
