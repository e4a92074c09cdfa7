"""Addresses within a site: relative, so that a site works under any path and from a folder on disk."""

from __future__ import annotations

import posixpath
from urllib.parse import quote


def relative(target: str, page: str) -> str:
    """The address of `target` as written on the page at `page`; both count from the site's root, folders end in `/`.

    Every character that could mean something else in an address is quoted; an anchor (`#…`) is kept.
    """
    path, mark, anchor = target.partition("#")
    start = page if page.endswith("/") or not page else posixpath.dirname(page)
    found = posixpath.relpath(path or ".", start or ".")
    ending = "/" if path.endswith("/") or not path else ""
    return quoted(found + ending if found != "." else "./") + (mark + quoted(anchor) if mark else "")


def quoted(path: str) -> str:
    """The one escaping function for addresses: every character but letters, digits and `-._~/` in percent form."""
    return quote(path)
