"""What mkdocs.yml says under `dossier:`, read without MkDocs, which takes a tenth of a second to import."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dossier.language import Language

SETTINGS = ("client", "audience", "as_of", "language")
"""The names of `hosts/asked.py: DossierConfig`."""
OF_EVERY_PLUGIN = "enabled"
"""What MkDocs itself takes from the settings of any plugin."""
_NOT_GIVEN = ("", "~", "null")
_MOST_PARENTS = 8


class _Texts(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """Every value as the text that was written: no tag makes anything, and a day that is none is told by us."""


def _from_environment(loader: _Texts, node: yaml.Node) -> Any:
    """What `!ENV NAME` and `!ENV [NAME, …, default]` stand for in MkDocs."""
    if not isinstance(node, yaml.SequenceNode):
        return os.environ.get(str(node.value), "")
    *names, last = map(str, loader.construct_sequence(node))
    default = last if names else ""
    return next((os.environ[name] for name in names or (last,) if name in os.environ), default)


_Texts.add_constructor("!ENV", _from_environment)


class SettingsError(Exception):
    """A configuration cannot be read; the text says which and why."""


def plugin_settings(configuration: Path, parents: int = _MOST_PARENTS) -> Mapping[str, str]:
    """The settings of the plugin by name, as texts; those that a configuration inherits, too. None without the file.

    Raises SettingsError.
    """
    try:
        found = yaml.load(configuration.read_text("utf-8"), _Texts) if configuration.is_file() else None  # noqa: S506 - makes nothing but texts
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise SettingsError(f"{configuration.name}{line}: {error.problem or 'this is no YAML'}") from error
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise SettingsError(f"{configuration.name} cannot be read: {error}") from error
    if not isinstance(found, dict):
        return {}
    own = {name: value for each in _of_plugin(found.get("plugins")) for name, value in each.items()}
    parent = found.get("INHERIT")
    if isinstance(parent, str) and parents and not isinstance(found.get("plugins"), list):
        return {**plugin_settings(configuration.parent / parent, parents - 1), **own}
    return own


def team_language(root: Path) -> Language:
    """The language of the team's own site in a workspace; of one that nobody can read or speak MkDocs tells."""
    try:
        return "zh" if plugin_settings(root / "mkdocs.yml").get("language") == "zh" else "en"
    except SettingsError:
        return "en"


def _of_plugin(plugins: Any) -> Iterator[Mapping[str, str]]:
    """What stands below the plugin's name, in a list of plugins or in a mapping of them."""
    for each in plugins if isinstance(plugins, list) else [plugins]:
        settings = each.get("dossier") if isinstance(each, dict) else None
        if isinstance(settings, dict):
            yield {str(name): str(value) for name, value in _merged(settings).items() if value not in _NOT_GIVEN}


def _merged(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings with those that `<<` takes over from elsewhere, of which its own and then the first count."""
    taken = settings.get("<<", ())
    own = {name: value for name, value in settings.items() if name != "<<"}
    for each in taken if isinstance(taken, list) else [taken]:
        own = {**_merged(each), **own} if isinstance(each, dict) else own
    return own
