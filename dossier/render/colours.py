"""A client's own colour, made readable wherever the pages use it: on white, on dark, and under words."""

from __future__ import annotations

import colorsys
import re

LIGHT_PAGE = "#ffffff"
DARK_PAGE = "#232833"
# WCAG 2.2, success criterion 1.4.3, asks for 4.5; more, because links also stand on softly coloured ground.
LEAST_CONTRAST = 5.5

_WRITTEN = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_STEPS = 50


def client_style(colour: str) -> str:
    """The style sheet that carries a client's colour (`#rgb` or `#rrggbb`); empty for any other text."""
    if not _WRITTEN.fullmatch(colour):
        return ""
    values = {
        "client": colour,
        "on-client": max((LIGHT_PAGE, "#14181f"), key=lambda ink: contrast(ink, colour)),
        "link-light": readable(colour, LIGHT_PAGE),
        "link-dark": readable(colour, DARK_PAGE),
    }
    return ":root { " + " ".join(f"--dossier-{name}: {value};" for name, value in values.items()) + " }\n"


def readable(colour: str, page: str) -> str:
    """The nearest colour of the same hue that can be read on a page of colour `page`."""
    towards = 0.0 if luminance(page) > luminance("#808080") else 1.0
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(_STEPS + 1):
        part = step / _STEPS
        found = _written(colorsys.hls_to_rgb(hue, light + (towards - light) * part, saturation))
        if contrast(found, page) >= LEAST_CONTRAST:
            return found
    return _written((towards, towards, towards))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2.2 defines the contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    digits = colour.removeprefix("#")
    whole = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    red, green, blue = (int(whole[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return red, green, blue


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
