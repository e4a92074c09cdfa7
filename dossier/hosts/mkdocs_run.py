"""MkDocs called from within a program: its part of a site made in a folder."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's advertisement is not for our users

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from dossier.hosts.given import Given, HostResult
from dossier.hosts.loaded_when_used import load_when_used
from dossier.hosts.site_request import CannotBuild

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_HARDLY_USED = ("charset_normalizer", "jieba", "requests", "soupsieve")
"""What the search of Material and mermaid2 import, and need for few pages that the host renders, such as Chinese ones.

It takes longer than MkDocs itself.
"""


def host_pass(configuration: Path, given: Given, target: Path) -> HostResult:
    """Let MkDocs make its part of the site in `target`: assets, documents, and the frames that it hands over.

    Raises CannotBuild.
    """
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    load_when_used(_HARDLY_USED)
    try:
        config = _loaded(configuration, target)
        plugin = config.plugins.get("dossier")
        if plugin is None:
            raise CannotBuild(f"{configuration.name} does not name the plugin `dossier` under `plugins:`")
        plugin.given = given
        mkdocs_build(config)
    except Abort as error:
        raise CannotBuild(error.message) from error
    except MkDocsException as error:
        raise CannotBuild(str(error)) from error
    except TemplateError as error:
        raise CannotBuild(_template_problem(error)) from error
    except RecursionError as error:
        raise CannotBuild("a template extends or includes itself, perhaps through another one") from error
    result: HostResult = plugin.handed_over
    return result


class _Told(logging.Handler):
    """Keeps what is logged, which is all that MkDocs says of what is wrong with its settings."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _loaded(configuration: Path, target: Path) -> MkDocsConfig:
    """The configuration as MkDocs reads it. Raises CannotBuild for what makes its reader fail, and MkDocsException."""
    logger, told = logging.getLogger("mkdocs"), _Told()
    logger.addHandler(told)
    try:
        return load_config(str(configuration), site_dir=str(target))
    except RecursionError as error:
        raise CannotBuild(f"{configuration.name} is nested too deeply, or inherits from itself") from error
    except ValueError as error:  # such as a day that does not exist
        raise CannotBuild(f"{configuration.name} cannot be read: {error}") from error
    except Abort as error:
        if not told.lines:
            raise
        raise CannotBuild("\n".join((f"{configuration.name} is not in order:", *told.lines))) from error
    finally:
        logger.removeHandler(told)


def _template_problem(error: TemplateError) -> str:
    """Which template of a theme cannot be used, and why."""
    where = f"{error.filename or error.name}:{error.lineno}: " if isinstance(error, TemplateSyntaxError) else ""
    return f"a template of the theme cannot be used: {where}{error.message or error}"
