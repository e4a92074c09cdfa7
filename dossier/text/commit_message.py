"""What a commit's message says for programs: the trailers in its last paragraph."""

from __future__ import annotations

import re

_REQUEST = re.compile(r"change-request[ \t]*:(.*)", re.IGNORECASE)


def change_requests(message: str) -> tuple[str, ...]:
    """The ids of the change requests that a commit names: `Change-Request: CR-004` in the last paragraph.

    Several are parted by commas or stand on lines of their own. Trailers are as `git interpret-trailers` reads them;
    the first paragraph of a message is its subject and holds none.
    """
    paragraphs = re.split(r"\n[ \t]*\n", message.strip())
    lines = paragraphs[-1].split("\n") if len(paragraphs) > 1 else []
    named = (found[1] for line in lines if (found := _REQUEST.fullmatch(line)))
    return tuple(dict.fromkeys(name.strip() for names in named for name in names.split(",") if name.strip()))
