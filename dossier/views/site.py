"""All pages of a site, in the order in which a client reads them; a page is made only when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.records.declare import RECORD_TYPES
from dossier.records.requirement import Requirement
from dossier.text.values import replace
from dossier.views.context import SECTIONS, Context, section_of
from dossier.views.cost_page import cost_page
from dossier.views.decide_page import decide_page
from dossier.views.documents_page import document_url, documents_page, project_page_url
from dossier.views.history_page import history_page, parts_of_history
from dossier.views.home import client_home, portfolio_home
from dossier.views.list_pages import (
    changes_page,
    closing_page,
    deliverables_page,
    meetings_page,
    plain_list_page,
    reports_page,
    requirements_page,
    risks_page,
)
from dossier.views.overview import overview
from dossier.views.page_view import PageView
from dossier.views.parts import part_url, parts_of
from dossier.views.people_page import people_page
from dossier.views.plan_page import parts_of_plan, plan_page
from dossier.views.record_page import record_page
from dossier.views.sign_off_page import sign_off_page
from dossier.views.survey_page import survey_page
from dossier.views.workload_page import workload_page
from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dossier.dossier import Page
    from dossier.language import Language
    from dossier.records.declare import Record

if TYPE_CHECKING:
    Make = Callable[[Context], PageView | None]
    Offer = Callable[[Context, str, Make], Callable[[], PageView] | None]

# Every page of a project after its overview, in the order of a client's interest: its address and what makes it.
PAGES: tuple[tuple[str, Make], ...] = (
    ("decide", decide_page),
    ("plan", plan_page),
    ("workload", workload_page),
    ("cost", cost_page),
    ("requirements", requirements_page),
    ("changes", changes_page),
    ("what-changed", history_page),
    ("reports", reports_page),
    ("risks", risks_page),
    ("meetings", meetings_page),
    ("deliverables", deliverables_page),
    ("sign-off", sign_off_page),
    ("documents", documents_page),
    ("people", people_page),
    ("survey", survey_page),
    ("closing", closing_page),
)


class SitePage(Struct, frozen=True, kw_only=True):
    """One page: its address from the site's root, its name in the navigation, and what makes its view.

    A page written in Markdown by an author has `document` instead. `context` is None for a page of no project. `given`
    names the records that the page was given to stand between, which it does not read from its context.
    """

    url: str
    title: str
    make: Callable[[], PageView | None] | None = None
    document: Page | None = None
    context: Context | None = None
    given: tuple[str, ...] = ()


class Section(Struct, frozen=True, kw_only=True):
    """A part of the navigation: pages and parts in order; record pages stand outside it."""

    title: str
    children: tuple[SitePage | Section, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site: its navigation, and the pages outside the navigation (one for each record)."""

    title: str
    language: Language
    client: str = ""
    navigation: tuple[SitePage | Section, ...]
    outside: tuple[SitePage, ...] = field(default=())

    def pages(self) -> Iterator[SitePage]:
        """Every page, those in the navigation first."""
        waiting: list[SitePage | Section] = list(reversed(self.navigation))
        while waiting:
            entry = waiting.pop()
            if isinstance(entry, Section):
                waiting.extend(reversed(entry.children))
            else:
                yield entry
        yield from self.outside


def made_at_once(context: Context, url: str, make: Make) -> Callable[[], PageView] | None:
    """The view of a page, made to see whether there is anything to show; None where there is not."""
    del url
    view = make(context)
    return None if view is None else partial(_same, view)


def client_site(contexts: Sequence[Context], offer: Offer = made_at_once) -> Site:
    """The site of one client: its only project at the root, or a home page above its projects.

    `offer` decides for a page and its address whether the page is there, and what makes its view.
    """
    client = contexts[0].dossier.client
    language = contexts[0].language
    outside = tuple(page for context in contexts for page in _record_pages(context))
    if len(contexts) == 1:
        return Site(
            title=client.title,
            language=language,
            client=client.id,
            navigation=_project(contexts[0], "", offer),
            outside=outside,
        )
    home = SitePage(
        url="", title=words(language)("page_home"), make=partial(client_home, tuple(contexts)), context=None
    )
    sections = tuple(Section(title=c.dossier.project.title, children=_project(c, c.base, offer)) for c in contexts)
    return Site(title=client.title, language=language, client=client.id, navigation=(home, *sections), outside=outside)


def team_site(
    contexts: Sequence[Context], pages: Sequence[Page], title: str, language: Language, offer: Offer = made_at_once
) -> Site:
    """The team's own site: all clients with all their records, and the handbook."""
    home = SitePage(url="", title=words(language)("page_home"), make=partial(portfolio_home, tuple(contexts), language))
    clients: dict[str, list[Section]] = {}
    for context in contexts:
        section = Section(title=context.dossier.project.title, children=_project(context, context.base, offer))
        clients.setdefault(context.dossier.client.title, []).append(section)
    outside = tuple(page for context in contexts for page in _record_pages(context))
    navigation = (
        home,
        *_folders(pages, language),
        *(Section(title=name, children=tuple(each)) for name, each in clients.items()),
    )
    return Site(title=title, language=language, navigation=navigation, outside=outside)


def _project(context: Context, home: str, offer: Offer) -> tuple[SitePage, ...]:
    """The pages of a project in the navigation; those with nothing to show are left out."""
    pages = [SitePage(url=home, title=context.say("page_overview"), make=partial(overview, context), context=context)]
    for name, make in PAGES:
        url = f"{context.base}{name}/"
        if (made := offer(context, url, make)) is not None:
            title = context.say(f"page_{name.replace('-', '_')}")
            pages.append(SitePage(url=url, title=title, make=made, context=context))
    return (*pages, *_plain_lists(context))


def _further_parts(context: Context) -> Iterator[SitePage]:
    """The pages after the first of a long plan or list of requirements; they are reached from the first."""
    lists: tuple[tuple[str, int, Callable[[Context, int], PageView | None]], ...] = (
        ("plan", parts_of_plan(context), plan_page),
        ("requirements", parts_of(context.dossier.count(Requirement)), requirements_page),
        ("what-changed", parts_of_history(context), history_page),
    )
    for section, parts, page in lists:
        for part in range(2, parts + 1):
            make, url = partial(page, context, part), part_url(context.base, section, part)
            yield SitePage(url=url, title=context.say(f"page_{section.replace('-', '_')}"), make=make, context=context)


def _plain_lists(context: Context) -> Iterator[SitePage]:
    """A page for each record type that no page above shows, as a type added later has."""
    for of_type in RECORD_TYPES.values():
        section = section_of(of_type.name)
        if section and of_type.name not in SECTIONS and context.dossier.of(of_type.cls):
            make = partial(plain_list_page, context, of_type)
            title = context.section_title(of_type.name)
            yield SitePage(url=f"{context.base}{section}/", title=title, make=make, context=context)


def _same(view: PageView) -> PageView:
    return view


def _record_pages(context: Context) -> Iterator[SitePage]:
    """A page for each record, and one for each document; none of them in the navigation."""
    yield from _further_parts(context)
    for before, record, after in _with_neighbours(context.dossier.records):
        if section_of(record.type_name):
            make = partial(_record_view, context, record, before, after)
            title = f"{record.id} {record.title}"
            given = (before.id if before else "", after.id if after else "")
            yield SitePage(url=context.url(record), title=title, make=make, context=context, given=given)
    for page in context.dossier.pages:
        url = project_page_url(context.base, page)
        yield SitePage(url=url, title=page.title, document=page, context=context)


def _record_view(context: Context, record: Record, before: Record | None, after: Record | None) -> PageView:
    context.note(record, before, after)
    section = section_of(record.type_name)
    name = context.section_title(record.type_name)
    trail = ((context.dossier.project.title, context.home), (name, f"{context.base}{section}/"))
    return replace(
        record_page(context, record, trail),
        previous=context.link_to(before) if before else None,
        following=context.link_to(after) if after else None,
    )


def _with_neighbours(records: Sequence[Record]) -> Iterator[tuple[Record | None, Record, Record | None]]:
    """Each record with the one before and the one after it of the same type."""
    by_type: dict[str, list[Record]] = {}
    for record in records:
        by_type.setdefault(record.type_name, []).append(record)
    for each in by_type.values():
        yield from zip([None, *each[:-1]], each, [*each[1:], None], strict=True)


def _folders(pages: Sequence[Page], language: Language) -> Iterator[SitePage | Section]:
    """The team's ordinary pages: those at the root, then a section for each folder."""
    folders: dict[str, list[SitePage]] = {}
    for page in pages:
        url = document_url(page.path)
        folder = page.path.partition("/")[0] if "/" in page.path else ""
        folders.setdefault(folder, []).append(SitePage(url=url or "start/", title=page.title, document=page))
    for folder, each in sorted(folders.items()):
        if folder:
            first, *others = sorted(each, key=lambda page: page.url)
            stands_for_all = first.url == f"{folder}/"
            named = replace(first, title=words(language)("page_overview")) if stands_for_all else first
            yield Section(title=first.title, children=(named, *others))
        else:
            yield from each
