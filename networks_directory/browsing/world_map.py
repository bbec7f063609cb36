"""The map of the world: every country a link, shaded by the number of its networks.

The drawing itself is static/img/world.svg, made by docs/draw_world_map.py, whose docstring names
source, licence and projection. It is loaded once; pages and the map refer to its countries by their code.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.countries import country_name
from core.search_text import normalise

from ..index.facets import WORLDWIDE, Bitmaps
from .addresses import country_path

DATA = Path(__file__).with_name("world_map.json")
WIDTH = 2000  # of the drawing; whole numbers are then fine enough
SOUTHERN_EDGE = -57  # degrees: Antarctica has no networks
NAME_STRIP = 100  # units below the drawing, for the name of the country in question
SHADES = (1, 2, 5, 20, 100)  # networks from which a country has the first, second ... shade
LOCATOR_SHAPE = 16 / 10  # width to height
SMALLEST_LOCATOR = 260  # units of the drawing: enough neighbours to know the place by


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """(x, y) in units of the globe's radius, y upwards; the polynomial of the authors' paper."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2**3
    x = math.radians(longitude) * math.cos(theta) * 2 * math.sqrt(3)
    x /= 3 * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2))
    return x, theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))


SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
TOP = equal_earth(0, 84)[1]
HEIGHT = round((TOP - equal_earth(0, SOUTHERN_EDGE)[1]) * SCALE)


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """A point of the globe on the drawing."""
    x, y = equal_earth(longitude, max(latitude, SOUTHERN_EDGE))
    return x * SCALE + WIDTH / 2, (TOP - y) * SCALE


@cache
def drawing() -> dict[str, Any]:
    """The drawing's width, height, and countries: {code: {"box": [x1, y1, x2, y2], "small": bool}}."""
    found: dict[str, Any] = json.loads(DATA.read_text())
    return found


@dataclass(frozen=True)
class MapCountry:
    """A country of the map: how many networks answer for it, and how many of them for the whole world.

    Its shade tells of its `own`, based in it or serving it by name: the others are the same everywhere.
    """

    code: str
    name: str
    own: int
    count: int
    worldwide: int
    path: str

    @property
    def shade(self) -> int:
        """0 for a country without a network of its own, then 1 to 5."""
        return sum(self.own >= threshold for threshold in SHADES)

    @property
    def circle(self) -> dict[str, int] | None:
        """The centre of a target to touch, for a country too small to hit; None for the others."""
        return circle_around(self.code)


def circle_around(code: str) -> dict[str, int] | None:
    """The centre of a country that is too small to see or to hit; None for the others."""
    drawn = drawing()["countries"][code]
    x1, y1, x2, y2 = drawn["box"]
    return {"x": (x1 + x2) // 2, "y": (y1 + y2) // 2} if drawn["small"] else None


def locator(codes: Iterable[str]) -> tuple[str, list[dict[str, Any]]]:
    """A small map of some countries: (SVG viewBox, [{"code", "circle"}] of those on the drawing)."""
    codes = [code for code in codes if code in drawing()["countries"]]
    boxes = [drawing()["countries"][code]["box"] for code in codes]
    return box_around(boxes), [{"code": code, "circle": circle_around(code)} for code in codes]


def map_countries(bitmaps: Bitmaps, language_code: str) -> list[MapCountry]:
    """Every country on the drawing, those with networks first, then by name."""
    listed = bitmaps.listed(language_code)
    everywhere = (bitmaps[WORLDWIDE, "yes"] & listed).bit_count()
    countries = []
    for code in drawing()["countries"]:
        own = (bitmaps["country", code] & listed).bit_count()
        path = country_path(code, language_code) if own else f"?country={code}"
        count = (bitmaps.serving(code) & listed).bit_count()
        countries.append(MapCountry(code, country_name(code), own, count, everywhere, path))
    return sorted(countries, key=lambda country: (not country.own, normalise(country.name)))


def box_around(boxes: list[list[int]]) -> str:
    """The window of the drawing around boxes (x1, y1, x2, y2), as an SVG viewBox; all of it without any."""
    whole = drawing()
    if not boxes:
        return f"0 0 {whole['width']} {whole['height']}"
    x1, y1 = min(box[0] for box in boxes), min(box[1] for box in boxes)
    x2, y2 = max(box[2] for box in boxes), max(box[3] for box in boxes)
    width = max(SMALLEST_LOCATOR, (x2 - x1) * 1.6, (y2 - y1) * 1.6 * LOCATOR_SHAPE)
    height = width / LOCATOR_SHAPE
    return f"{(x1 + x2 - width) / 2:.0f} {(y1 + y2 - height) / 2:.0f} {width:.0f} {height:.0f}"
