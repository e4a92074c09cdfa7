"""Which site mkdocs.yml and the environment ask for."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import base, config_options
from mkdocs.exceptions import PluginError

from dossier.compute.projection import Audience
from dossier.hosts.mark import is_of_others
from dossier.hosts.site_request import SiteRequest
from dossier.language import Language

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class DossierConfig(base.Config):
    """The settings under `dossier:` in mkdocs.yml."""

    client = config_options.Type(str, default="")
    audience = config_options.Choice(("", "client", "team"), default="")
    as_of = config_options.Type((str, date), default="")
    language = config_options.Choice(("en", "zh"), default="en")


def asked_by(config: MkDocsConfig, settings: DossierConfig, *, serving: bool) -> SiteRequest:
    """The request that the environment and mkdocs.yml make; the environment wins. Raises PluginError.

    A client's site that is built, and to no folder named on the command line, gets a folder of its own.
    """
    client = os.environ.get("DOSSIER_CLIENT") or settings.client
    asked: Any = os.environ.get("DOSSIER_AUDIENCE") or settings.audience
    if asked not in {"", "client", "team"}:  # a mistyped word must not open what only the team may see
        raise PluginError(f"audience: expected `client` or `team`, found `{asked}`")
    audience: Audience = asked or ("client" if client else "team")
    as_of = as_of_date(os.environ.get("DOSSIER_AS_OF") or str(settings.as_of))
    language: Language = "zh" if settings.language == "zh" else "en"
    request = SiteRequest(client=client, audience=audience, as_of=as_of, language=language)
    given = any("site_dir" in each for each in config.user_configs[1:])  # on the command line
    if client and client == os.environ.get("DOSSIER_CLIENT") and not serving and not given:
        # The sites of two clients never share a folder, nor do those of a client and of the team.
        config.site_dir = str(Path(config.site_dir).parent / request.folder)
    if not serving and is_of_others(Path(config.site_dir), audience):
        raise PluginError(f"{config.site_dir} was built for other readers, not for the {audience}; name another folder")
    return request


def as_of_date(text: str) -> date:
    """The day that a setting names; else that of SOURCE_DATE_EPOCH; else today, in UTC. Raises PluginError."""
    if text:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise PluginError(f"as_of: expected a date (YYYY-MM-DD), found `{text}`") from error
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now(UTC).date()
