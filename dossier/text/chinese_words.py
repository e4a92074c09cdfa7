"""Where Chinese words begin and end, which no space tells: by jieba's dictionary."""

from __future__ import annotations

_AROUND = 8
"""So many characters before and after are looked at; few words are longer."""


def is_within_words(text: str, begin: int, end: int) -> bool:
    """Whether what stands there is no word of its own: a word of the dictionary goes on before or behind it."""
    import jieba  # noqa: PLC0415 - it takes a second to load its dictionary, and most text is not Chinese

    jieba.setLogLevel("WARNING")  # it tells on the console how long that took
    first = max(0, begin - _AROUND)
    here = begin - first, end - first
    return any(
        (start < here[0] < stop) or (start < here[1] < stop)
        for _, start, stop in jieba.tokenize(text[first : end + _AROUND], HMM=False)
    )
