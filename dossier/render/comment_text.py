"""Text of records in a comment on GitHub or GitLab, where it calls nobody and leads nowhere."""

from __future__ import annotations

import re

from dossier.render.mermaid import WORD_JOINER
from dossier.render.plain_text import escape

# What the two make links of in any text: people (@), issues and merge requests (# ! GH-), epics, milestones, labels,
# snippets (& % ~ $), addresses. https://docs.github.com/en/get-started/writing-on-github (autolinked references),
# https://docs.gitlab.com/user/markdown/#gitlab-specific-references
_CALLS = re.compile(r"@|[#!&%~$^*](?=[\w\"])|(?<=\bGH)-(?=\d)|:(?=//)|\bwww(?=\.)|\bmailto:|\bxmpp:", re.IGNORECASE)


def comment_text(text: str) -> str:
    """The text, on one line, as Markdown of a comment that shows it as written.

    The one escaping function for comments: on top of what Markdown needs, an invisible mark parts whatever a host would
    take for a person to notify, a reference to another thread, or an address.
    """
    return escape(_CALLS.sub(rf"\g<0>{WORD_JOINER}", text))
