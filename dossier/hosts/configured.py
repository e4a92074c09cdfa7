"""MkDocs' configuration as a site needs it: name, language, search and theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from markupsafe import escape

from dossier.hosts.diagrams import use_own_loader
from dossier.hosts.file_names import CLIENT_STYLE
from dossier.hosts.look import theme_defaults
from dossier.theme import THEME
from dossier.views.wording import Wording
from dossier.words import words

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig

    from dossier.hosts.site_request import SiteRequest
    from dossier.views.site import Site


def configure(config: MkDocsConfig, site: Site, request: SiteRequest, policy: str) -> None:
    """Set all that does not depend on a single page; `policy` is what pages state of their content security policy."""
    language = site.language
    # Material writes names into its pages as they are, so every name that it gets is escaped.
    config.site_name = escape(site.title or config.site_name)
    if str(THEME) not in config.theme.dirs:
        config.theme.dirs.insert(0, str(THEME))
    theme_defaults(config, language)
    say = words(language)
    config.extra["dossier_foot"] = say("foot", day=Wording(language).day(request.as_of))
    config.extra["dossier_words"] = {
        key: say(key) for key in ("problems_in_records", "not_found", "not_found_hint", "to_start")
    }
    config.extra.setdefault("generator", False)
    config.extra["dossier_policy"] = policy
    # An alignment as a style attribute would be refused by the policy.
    config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)
    config.extra_css += ["assets/stylesheets/dossier.css", "assets/stylesheets/gantt.css", CLIENT_STYLE]
    config.extra_javascript.append("assets/javascripts/dossier.js")
    if request.audience == "client":
        config.repo_url = config.edit_uri = config.edit_uri_template = None
    search: Any = config.plugins.get("search") or config.plugins.get("material/search")
    if search is not None:
        search.config["lang"] = ["en"] if language == "en" else ["zh", "en"]
    config.use_directory_urls = True  # addresses of pages are ours
    use_own_loader(config)


def misplaced_theme(config: MkDocsConfig) -> str:
    """What is wrong with where the theme of one's own lies: of the content folder only what records carry is copied."""
    own = config.theme.custom_dir
    if own and Path(own).is_relative_to(config.docs_dir):
        return f"theme: custom_dir: {own} lies in the content folder, where it would be lost; move it out of that"
    return ""


def with_host_templates(env: jinja2.Environment, config: MkDocsConfig) -> None:
    """Let our templates extend those of the host's theme that have the same name, as `host/NAME`."""
    others = [folder for folder in config.theme.dirs if folder != str(THEME)]
    of_host = PrefixLoader({"host": FileSystemLoader(others)})
    env.loader = ChoiceLoader([env.loader, of_host] if env.loader else [of_host])
