"""Whole sites made from records in memory, without a host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from dossier.hosts.site_request import SiteRequest
from dossier.hosts.sites import site
from dossier.render.pages import PageRenderer
from dossier.views.site import Section, Site, SitePage
from tests.compute.sample_records import LISTED_TYPES, as_yaml, loaded, sample

AS_OF = date(2026, 6, 1)
EVERYTHING = "[project, " + ", ".join(t.key for t in LISTED_TYPES) + "]"


def client_file(name: str, **more: str) -> str:
    lines = {
        "title": name,
        "language": "en",
        "signers": "[anna]",
        "publish": EVERYTHING,
        "people": "[{id: anna, title: Anna, side: client}]",
        **more,
    }
    return "\n".join(f"{key}: {value}" for key, value in lines.items())


def site_of(
    files: Mapping[str, str], client: str = "acme", *, audience: str = "client", others: tuple[str, ...] = ()
) -> Site:
    """The site that these files give."""
    request = SiteRequest(client=client, audience=audience, as_of=AS_OF)
    return site(loaded(files, others), request, "Team")


def titles(site: Site) -> list[object]:
    """The navigation as titles; a section is a title with its titles."""

    def told(entries: tuple[SitePage | Section, ...]) -> list[object]:
        return [(e.title, told(e.children)) if isinstance(e, Section) else e.title for e in entries]

    return told(site.navigation)


def rendered(site: Site) -> Iterator[tuple[str, str]]:
    """The address and the HTML of every page that comes from a view."""
    renderer = PageRenderer()
    for page in site.pages():
        if page.make and (view := page.make()):
            language = page.context.language if page.context else site.language
            yield page.url, renderer.page(view, page.url, page.context, language)


def one_of_every_type(text: str, reference: str = "anna", number: str = "1") -> dict[str, str]:
    """A file for each record type with one record that fills every field."""
    return {
        f"acme/web/{t.name}.yml": as_yaml(
            t,
            {
                "id": f"X-{t.name}-{number}",
                "title": f"{text} {t.name}",
                **sample(t.fields, lambda _: text, lambda _: reference),
            },
        )
        for t in LISTED_TYPES
    }
