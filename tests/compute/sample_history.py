"""A small project as it is committed at first, for tests of histories."""

from __future__ import annotations

CLIENT = "title: Acme\npublish: [requirements, sign_offs, change_requests, project]\n"
PROJECT = "title: Webshop\n"
START = {"content/acme/client.yml": CLIENT, "content/acme/web/project.yml": PROJECT}
FILE = "content/acme/web/requirements.yml"


def requirements(**titles: str) -> str:
    """A file of requirements by their ids, each with this title."""
    return "requirements:\n" + "".join(f"- {{id: {name}, title: '{title}'}}\n" for name, title in titles.items())
