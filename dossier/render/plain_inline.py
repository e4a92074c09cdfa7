"""A line or paragraph of Markdown with only what is safe in it: links that were allowed, code, emphasis."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from dossier.render.plain_text import escape, link
from dossier.text.addresses import IN_BRACKETS, SCHEMES, TARGET, TITLE, scheme, unescaped
from dossier.text.ids_in_prose import EXPLICIT
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    FindNumber = Callable[[str, str], str | None]
    """The Markdown of a link to the record that a number names, given what follows it; None where it names nothing."""
    FindFile = Callable[[str], str]
    """Where a relative address leads among the files; "" where it leads nowhere."""

_LABEL = r"((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)"
_TOKEN = re.compile(
    r"(?P<escaped>\\.)"
    r"|(?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<stray>`+)"
    rf"|{EXPLICIT}"
    rf"|(?P<picture>!?)\[(?P<label>{_LABEL[1:-1]})\]"
    rf"(?:\(\s*(?P<target><[^<>\n]*>|{TARGET})"
    rf"(?P<title>{IN_BRACKETS}{TITLE})\s*\)|[ ]?\[(?P<reference>[^\[\]]*)\])?"
    r"|<(?P<auto>[A-Za-z][A-Za-z+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>"
    r"|(?P<bare>https?://[^\s<>()\[\]{}`*|，。；、]+)"
    r"|(?P<bracket>[\[\]])"
    r"|(?P<tag><(?=[A-Za-z/!?]))"
    r"|(?P<brace>\{(?=[{%#:]))",
    re.DOTALL,
)
_ESCAPED_EVERYWHERE = frozenset("\\`*_{}[]()>#+-.!|")


class InlineProse(Struct, frozen=True, kw_only=True):
    """What the text of one page may lead to."""

    number: FindNumber
    file: FindFile
    pattern: re.Pattern[str] | None = None
    definitions: Mapping[str, str] = msgspec.field(default_factory=dict)

    def knowing(self, definitions: Mapping[str, str]) -> InlineProse:
        """The same with the targets of reference links."""
        return replace(self, definitions=definitions)

    def markdown(self, text: str, *, linked: bool = True) -> str:
        """The text with its emphasis, code and allowed links; everything else is shown as written.

        `linked` is False within a link, which holds no other.
        """
        out = []
        end = 0
        for token in _TOKEN.finditer(text):
            out += [
                self._numbered(text[end : token.start()], text[token.start() :], linked),
                self._token(token, linked),
            ]
            end = token.end()
        return "".join([*out, self._numbered(text[end:], "", linked)])

    def plain(self, text: str) -> str:
        """A line that is no Markdown: shown as written, the numbers in it as links."""
        return self._numbered(text, "", linked=True, between=escape)

    def _numbered(self, text: str, following: str, linked: bool, between: Callable[[str], str] = str) -> str:
        if self.pattern is None or not linked:
            return between(text)
        out, end = [], 0
        for match in self.pattern.finditer(text):
            found = self.number(match[0], text[match.end() :] + following)
            if found is not None:
                out += [_kept(text[end : match.start()], between), found]
                end = match.end()
        return "".join([*out, _kept(text[end:], between)])

    def _token(self, token: re.Match[str], linked: bool) -> str:
        whole = token[0]
        if token["escaped"]:
            return whole if whole[1] in _ESCAPED_EVERYWHERE else "\\\\" + escape(whole[1])
        if token["code"] or token["bare"]:  # within code a line may begin with what CommonMark takes for HTML
            return whole.replace("\n", " ")
        if token["explicit"]:
            return self._explicit(token, linked)
        if token["auto"]:
            address = token["auto"]
            return whole if scheme(address) in SCHEMES or ":" not in address else f"&lt;{escape(address)}>"
        if token["label"] is not None:
            return self._link(token, linked)
        if token["stray"]:  # begins no code, but with fewer of its marks would for Python-Markdown
            whole = "\\".join(whole)
        return {"<": "&lt;"}.get(whole, f"\\{whole}")

    def _explicit(self, token: re.Match[str], linked: bool) -> str:
        found = self.number(token["explicit"].strip(), "") if linked else None
        if found is None:
            return f"\\[\\[{escape(token[0][2:-2])}\\]\\]"
        return re.sub(r"^\[.*\](?=\()", lambda _: f"[{escape(token['words'])}]", found) if token["words"] else found

    def _link(self, token: re.Match[str], linked: bool) -> str:
        """A link or picture of the author's; what leads nowhere keeps its words, a picture from elsewhere is a link."""
        label, picture = token["label"], token["picture"]
        target = token["target"]
        if target is None:
            name = token["reference"] or label
            target = self.definitions.get(" ".join(name.casefold().split()))
        if target is None:
            before = "\\!" if picture else ""
            rest = f"\\[{self.markdown(token['reference'], linked=linked)}\\]" if token["reference"] is not None else ""
            return f"{before}\\[{self.markdown(label, linked=linked)}\\]{rest}"
        target = unescaped(target.strip("<>"))
        words = escape(unescaped(label)) if picture else self.markdown(label, linked=False)
        lies_here = not scheme(target) and not target.lstrip("\\/ ").startswith("//")
        leads = self.file(target) if lies_here else target if scheme(target) in SCHEMES else ""
        if not leads or not (linked or picture):
            return words
        if not words and not picture:  # a link of which nothing could be seen
            words = escape(posixpath.basename(target.partition("#")[0]) or target)
        return f"{picture if lies_here else ''}{link(words, leads, unescaped((token['title'] or '').strip()[1:-1]))}"


def _kept(text: str, between: Callable[[str], str]) -> str:
    """A stretch between links, its outer blanks kept: they part it from the links."""
    inner = between(text)
    if between is str or not text:
        return inner
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() and text.strip() else ''}"
