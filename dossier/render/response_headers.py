"""What a web server should send with every file of a site, written as each web server or host reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dossier.render.content_security import header_policy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# No Strict-Transport-Security: it binds a whole host name for months, which is for whoever owns the name to decide.
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Referrer-Policy": "same-origin",  # the address of a client's page is nobody else's business
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def response_headers(page_policy: str) -> dict[str, str]:
    """The headers by name, for a site whose pages state this policy."""
    return {"Content-Security-Policy": header_policy(page_policy), **_ALWAYS}


def headers_file(headers: Mapping[str, str], under: str = "/") -> str:
    """The file `_headers`; Netlify and Cloudflare Pages read it in the root of what is published."""
    return "\n".join([f"{under}*", *(f"  {name}: {value}" for name, value in headers.items()), ""])


def htaccess(headers: Mapping[str, str], _under: str = "/") -> str:
    """The file `.htaccess`; Apache reads it in the folder that it is about, so it names no path."""
    lines = [f'  Header always set {name} "{value}"' for name, value in headers.items()]
    return "\n".join(["<IfModule mod_headers.c>", *lines, "</IfModule>", ""])


def _nginx(headers: Mapping[str, str], under: str) -> str:
    """Bare lines: most servers have a `location` for the path already, and nginx takes no second one."""
    where = "server" if under == "/" else f"location {under}"
    note = (
        f"# Into the `{where}` block. A `location` within it that has an add_header of its own needs these lines, too."
    )
    return "\n".join([note, *(f'add_header {name} "{value}" always;' for name, value in headers.items()), ""])


def _caddy(headers: Mapping[str, str], under: str) -> str:
    return "\n".join([f"header {under}* {{", *(f'\t{name} "{value}"' for name, value in headers.items()), "}", ""])


def _azure(headers: Mapping[str, str], under: str) -> str:
    whole = under == "/"
    return _json(
        {"globalHeaders": dict(headers)} if whole else {"routes": [{"route": f"{under}*", "headers": dict(headers)}]}
    )


def _vercel(headers: Mapping[str, str], under: str) -> str:
    return _json({"headers": [{"source": f"{under}(.*)", "headers": _pairs(headers)}]})


def _firebase(headers: Mapping[str, str], under: str) -> str:
    return _json({"hosting": {"headers": [{"source": f"{under}**", "headers": _pairs(headers)}]}})


def _pairs(headers: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": name, "value": value} for name, value in headers.items()]


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"


HOSTS: dict[str, Callable[[Mapping[str, str], str], str]] = {
    "apache": htaccess,
    "azure": _azure,
    "caddy": _caddy,
    "cloudflare": headers_file,
    "firebase": _firebase,
    "netlify": headers_file,
    "nginx": _nginx,
    "vercel": _vercel,
}
"""The configuration that sends the headers, by the name of the host, for a site below the given path."""
