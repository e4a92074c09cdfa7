"""A commit of a repository, as the log tells of it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Commit(Struct, frozen=True, kw_only=True):
    """A commit: when it came into the repository (in its committer's own time zone), who wrote it, and what it says.

    `requests` are the change requests in its trailers.
    """

    id: str
    parents: tuple[str, ...]
    when: datetime
    author: str
    email: str
    subject: str
    requests: tuple[str, ...]
