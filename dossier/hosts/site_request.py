"""Which site is asked for, and why there may be none."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from dossier.compute.projection import Audience
from dossier.language import Language


class SiteRequest(Struct, frozen=True, kw_only=True):
    """Which site to build: of one client, or with `client` empty the team's own; and as of which day."""

    client: str = ""
    audience: Audience = "team"
    as_of: date
    language: Language = "en"

    @property
    def folder(self) -> str:
        """The folder of the site among others: what the team reads of a client lies in one of its own."""
        if self.audience == "team":
            return f"team-{self.client}" if self.client else "team"
        return self.client


class SiteError(ValueError):
    """The site that was asked for cannot be made; the text says why and what to do."""


class CannotBuild(Exception):
    """A site could not be built; the text says why. The last good site is untouched."""


class RecordErrors(Exception):
    """Records hold errors, so nothing was built. The last good site is untouched."""


class SecretInHistory(Exception):
    """The history was told as it is, and holds what its client must not read. The last good site is untouched."""
