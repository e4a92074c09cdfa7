"""A built site completed with its content security policy: in every page, and in the files that web hosts read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.render.content_security import TOKEN, policy, with_policy
from dossier.render.response_headers import headers_file, htaccess, response_headers

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.render.content_security import InlineCode


def state_policy(site: Path, inline: InlineCode) -> str:
    """The policy that allows this inline code; it is put into every page below `site` and the files for web hosts."""
    stated = policy(inline)
    for path in sorted(site.rglob("*.html")):
        content = path.read_bytes()
        if TOKEN.encode() in content:  # an attachment may be a page, too, and stays as it is
            path.write_bytes(with_policy(content.decode(), stated).encode())
    headers = response_headers(stated)
    (site / "_headers").write_text(headers_file(headers), encoding="utf-8", newline="\n")
    (site / ".htaccess").write_text(htaccess(headers), encoding="utf-8", newline="\n")
    return stated
