"""Addresses within a site: relative, so that a site works under any path and from a folder on disk."""

from __future__ import annotations

import re
from urllib.parse import quote

ATOM = "http://www.w3.org/2005/Atom"
"""The namespace of feeds (RFC 4287, section 1.2)."""
_PLAIN = re.compile(r"[\w.~/-]*", re.ASCII)


def relative(target: str, page: str) -> str:
    """The address of `target` as written on the page at `page`; both count from the site's root, folders end in `/`.

    Every character that could mean something else in an address is quoted; an anchor (`#…`) is kept.
    """
    folder = page[: page.rfind("/") + 1]
    if folder and target.startswith(folder):  # within the page's own folder, as most are: there is nothing to go up to
        inside = target[len(folder) :]
        if inside and _PLAIN.fullmatch(inside):
            return inside
        path, mark, anchor = inside.partition("#")
        return (quoted(path) or "./") + (mark + quoted(anchor) if mark else "")
    path, mark, anchor = target.partition("#")
    here, there = page.split("/")[:-1], path.lstrip("/").split("/")  # two slashes would name a host
    shared = 0
    for mine, other in zip(here, there[:-1], strict=False):
        if mine != other:
            break
        shared += 1
    found = "../" * (len(here) - shared) + "/".join(there[shared:])
    return (quoted(found) or "./") + (mark + quoted(anchor) if mark else "")


def relative_file(path: str, page: str) -> str:
    """The address of a file as written on the page at `page`: in its name a `#` is a character as any other."""
    before, mark, after = path.partition("#")
    return relative(before, page) + (quoted(f"{mark}{after}") if mark else "")


def quoted(path: str) -> str:
    """The one escaping function for addresses: every character but letters, digits and `-._~/` in percent form."""
    return path if _PLAIN.fullmatch(path) else quote(path)
