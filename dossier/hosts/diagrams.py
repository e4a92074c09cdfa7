"""Lets the mermaid2 plugin draw safely and offline: our loader as its script, and a fence that escapes."""

from __future__ import annotations

from typing import Any

LOADER = "assets/javascripts/diagrams.js"
STYLE = "assets/stylesheets/diagrams.css"
# Neither name may contain "mermaid": the plugin parses every page in which it reads that word.

_SUPERFENCES = "pymdownx.superfences"


def use_own_loader(config: Any) -> None:
    """Set up the host's configuration; call it from `on_config` before mermaid2's own (priority 100).

    Adds mermaid2's script, the style sheet and the `mermaid` fence. Without mermaid2 it does nothing.
    """
    plugin = config["plugins"].get("mermaid2")
    if plugin is None:
        return
    plugin.config["javascript"] = LOADER
    # mermaid2 looks for its script among the user's pages; ours comes with the theme: answer for it.
    plugin._javascript = LOADER  # noqa: SLF001 - it has no other door
    if LOADER not in map(str, config["extra_javascript"]):
        config["extra_javascript"].append(LOADER)
    if STYLE not in config["extra_css"]:
        config["extra_css"].append(STYLE)
    _use_escaping_fence(config)


def _use_escaping_fence(config: Any) -> None:
    """mermaid2's own fence writes the source unescaped, and Material's fetches a script from elsewhere."""
    if _SUPERFENCES not in config["markdown_extensions"]:
        config["markdown_extensions"].append(_SUPERFENCES)
    settings = config["mdx_configs"].setdefault(_SUPERFENCES, {})
    others = [fence for fence in settings.get("custom_fences", ()) if fence.get("name") != "mermaid"]
    settings["custom_fences"] = [*others, {"name": "mermaid", "class": "mermaid", "format": _fence}]


def _fence(*args: Any, **more: Any) -> str:
    from pymdownx.superfences import fence_div_format  # noqa: PLC0415 - it takes time, and most sites have no document

    html: str = fence_div_format(*args, **more)
    return html


def scripts_into_content(page: str) -> str:
    """The page with mermaid2's two scripts in its article; call it from `on_post_page` after mermaid2 (-100).

    Material's instant navigation runs the scripts it finds in the content and no others, so scripts at the
    end of the body are lost on a page reached from another page. A page without diagrams comes back as it is.
    """
    begin, end = _scripts(page)
    article = page.rfind("</article>", 0, begin) if begin < end else -1
    return page[:article] + page[begin:end] + page[article:begin] + page[end:] if article >= 0 else page


def wrong_arguments(config: Any) -> str:
    """Which argument of mermaid2 cannot be written in JavaScript; "" where all can, and without mermaid2."""
    for name, value in _arguments(config).items():
        try:
            _javascript({name: value})
        except (ValueError, TypeError, RecursionError):
            return f"mkdocs.yml: mermaid2: arguments: `{name}` is nothing that JavaScript can be given"
    return ""


def drawing(config: Any) -> str:
    """The call that draws the diagrams of a page, as mermaid2 writes it into one that the host makes; "" without it."""
    arguments = _javascript(_arguments(config))
    return f"mermaid.initialize({arguments});" if "mermaid2" in config["plugins"] else ""


def _arguments(config: Any) -> dict[str, Any]:
    plugin = config["plugins"].get("mermaid2")
    arguments: dict[str, Any] = plugin.config["arguments"] if plugin else {}
    return arguments


def _javascript(arguments: dict[str, Any]) -> str:
    """The arguments as mermaid2 writes them. Raises ValueError."""
    if not arguments:
        return "{}"  # what lays them out takes long to begin
    from mermaid2 import pyjs  # noqa: PLC0415 - it is imported where the plugin is

    written: str = pyjs.dumps(arguments)
    return written


def drawing_scripts(loader: str, call: str) -> str:
    """The scripts of a page with a diagram, as mermaid2 writes them: `loader` is their address, `call` what draws."""
    return f'<script src="{loader}"></script><script>{call}</script>' if call else ""


def _scripts(page: str) -> tuple[int, int]:
    """Where mermaid2's scripts begin and end; twice the same where there are none."""
    call = page.rfind("<script>mermaid.initialize(")
    begin = page.rfind("<script src=", 0, call) if call >= 0 else -1
    end = page.find("</script>", call) + len("</script>") if begin >= 0 else -1
    return (begin, end) if begin >= 0 else (0, 0)
