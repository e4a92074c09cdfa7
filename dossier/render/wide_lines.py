"""Lines of Chinese or Japanese that an author wrapped, joined: browsers show a space there, and nobody writes one."""

from __future__ import annotations

import re

# East Asian wide and fullwidth characters (Unicode Standard Annex 11) without Hangul, which is written with spaces.
_WIDE = (
    "[\u2e80-\u2fdf\u2ff0-\u303f\u3041-\u30ff\u3100-\u312f\u3190-\u31ff\u3220-\u3247\u3250-\u325f\u3280-\u4dbf"
    "\u4e00-\ua4cf\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]"
)
_EITHER = f"(?:{_WIDE}|[“”‘’…—·])"
"""With the punctuation that is Chinese beside a Chinese character, and anybody's elsewhere."""
_TAGS = r"(?:</?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>)*"
# Compiled when it is first used, and kept by `re`: that takes three milliseconds, and not every page needs it.
_BREAK = rf"(?<={_WIDE})({_TAGS}) *\n *({_TAGS})(?={_EITHER})|(?<=[“”‘’…—·])({_TAGS}) *\n *({_TAGS})(?={_WIDE})"
_CODE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)


def joined(html: str) -> str:
    """HTML without the line breaks that stand between two such characters, as CSS Text 3, section 4.1.3, has it.

    Code blocks keep theirs. Hard breaks (`<br>`) are none of them.
    """
    if "\n" not in html or html.isascii():
        return html
    parts = _CODE.split(html)
    parts[::2] = (re.sub(_BREAK, lambda found: "".join(filter(None, found.groups())), part) for part in parts[::2])
    return "".join(parts)
