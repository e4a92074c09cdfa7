"""Addresses within a site: relative, so that a site works under any path and from a folder on disk."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from urllib.parse import quote


def relative(target: str, page: str) -> str:
    """The address of `target` as written on the page at `page`; both count from the site's root, folders end in `/`.

    Every character that could mean something else in an address is quoted; an anchor (`#…`) is kept.
    """
    path, mark, anchor = target.partition("#")
    start = page if page.endswith("/") or not page else posixpath.dirname(page)
    found = posixpath.relpath(path or ".", start or ".")
    ending = "/" if path.endswith("/") or not path else ""
    return quote(found + ending if found != "." else "./") + (mark + quote(anchor) if mark else "")


def scheme(address: str) -> str:
    """What stands before the first colon of an address, without what browsers pass over; "" for a relative one."""
    found, colon, _ = re.sub(r"[\x00-\x20]", "", unescape(address)).partition(":")
    return found.casefold() if colon and re.fullmatch(r"[^/?#]*", found) else ""
