"""The rules about where records stand: what is told when a content folder is not laid out as one can read it."""

from __future__ import annotations

from dossier.problems.rules import rule

rule(
    "DOS401",
    "error",
    """Two records of a project have the same number (upper and lower case count as the same).

    Nobody could say which of the two a reference means, and their pages would overwrite each other.

    Wrong:

        risks:
        - {id: R-1, title: Late delivery}
        - {id: r-1, title: Late payment}

    Right:

        risks:
        - {id: R-1, title: Late delivery}
        - {id: R-2, title: Late payment}
    """,
)
rule(
    "DOS402",
    "error",
    """Records stand outside a project.

    Records belong into a project's folder: one that holds a `project.yml`, inside a client's folder with `client.yml`.
    """,
)
rule(
    "DOS403",
    "error",
    """A folder of a client or project has a name that cannot stand in an address.

    The folder's name is the id of the client or project and part of every page's address.
    """,
)

rule(
    "DOS406",
    "warning",
    """An ordinary page lies in a client's folder, but in none of the client's projects.

    Sites are made of projects, so this page stands on none of them.

    Wrong:

        # acme/rules.md
        # Our rules

    Right:

        # acme/web/rules.md
        # Our rules
    """,
)
rule(
    "DOS405",
    "error",
    """The settings of a client or project stand in two files, `.yml` and `.yaml`.

    Only one of them is read, and nobody would notice what the other says.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        # acme/web/project.yaml
        title: Web shop
        start: 2026-03-02

    Right:

        # acme/web/project.yml
        title: Web shop
        start: 2026-03-02
    """,
)
rule(
    "DOS404",
    "error",
    """Two ordinary pages of a project would have the same address.

    Pages stand below the project's documents, whether their file lies in `documents/` or beside it. One of the two
    would be lost.

    Wrong:

        # acme/web/guide.md
        # Guide
        # acme/web/documents/guide.md
        # Guide

    Right:

        # acme/web/guide.md
        # Guide
    """,
)
