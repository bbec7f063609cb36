"""Draws the world map the site serves: `python docs/draw_world_map.py countries-50m.json`. Run once in years.

Its results, static/img/world.svg and networks_directory/browsing/world_map.json, are in the repository.

Source: Natural Earth 4.1, 1:50m countries (public domain, naturalearthdata.com), as TopoJSON in the npm
package world-atlas 2.0.2 (countries-50m.json, ISC licence). Projection: Equal Earth (Šavrič, Patterson and
Jenny, 2018), which keeps areas true, so that a shade means the same everywhere.

Borders are those of Natural Earth's point of view for Morocco: Western Sahara is a part of Morocco. Natural
Earth publishes that view at 1:10m only; here the areas that it gives to another country, and those without a
country code of their own, are joined to it at 1:50m (JOINED).
"""

import argparse
import json
import math
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[1:1] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django  # noqa: E402 - it wants the settings

django.setup()

from django_countries import countries  # noqa: E402
from django_countries.fields import Country  # noqa: E402

from networks_directory.browsing.world_map import DATA, HEIGHT, WIDTH, projected  # noqa: E402

SVG = ROOT / "static" / "img" / "world.svg"
TOLERANCE = 1.2  # units by which a simplified border may be off
SMALLEST_ISLAND = 14  # square units; smaller ones are left out, unless they are all a country has
SMALLEST_TARGET = 170  # square units; a smaller country is given a circle that a finger can hit
# Areas without a code of their own in this source, by their name in it, and Western Sahara.
JOINED = {"W. Sahara": "MA", "Kosovo": "RS", "N. Cyprus": "CY", "Somaliland": "SO"}
LEFT_OUT = {"AQ", "TF", "HM", "GS"}


def read_arcs(topology):
    """The borders as lines of (longitude, latitude), simplified; each is shared by the two it parts."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for encoded in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in encoded:
            x, y = x + step_x, y + step_y
            line.append((x * kx + dx, y * ky + dy))
        arcs.append(simplified(unwrapped(line)))
    return arcs


def unwrapped(line):
    """The same line without jumps from 180 to -180 degrees: it goes on beyond 180 instead."""
    result = line[:1]
    for longitude, latitude in line[1:]:
        turns = round((result[-1][0] - longitude) / 360)
        result.append((longitude + 360 * turns, latitude))
    return result


def simplified(line):
    """A line with fewer points, none further off than TOLERANCE (Douglas and Peucker); ends are kept."""
    if len(line) < 3:
        return line
    drawn = [projected(*point) for point in line]
    if line[0] == line[-1]:  # an island: halve it where it is widest, or it would collapse
        worst = max(range(len(line)), key=lambda i: math.dist(drawn[0], drawn[i]))
    else:
        (x1, y1), (x2, y2) = drawn[0], drawn[-1]
        length = math.dist(drawn[0], drawn[-1]) or 1
        offsets = [abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length for x, y in drawn[1:-1]]
        worst = max(range(len(offsets)), key=offsets.__getitem__) + 1
        if offsets[worst - 1] <= TOLERANCE:
            return [line[0], line[-1]]
    return simplified(line[: worst + 1])[:-1] + simplified(line[worst:])


def arc_indexes(geometry):
    """The arcs of a geometry, as TopoJSON numbers them: ~i is arc i backwards."""
    polygons = geometry.get("arcs", [])
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [index for polygon in polygons for ring in polygon for index in ring]


def rings(indexes, arcs):
    """The outlines of an area made of one or more geometries: arcs inside it, seen twice, drop out."""

    def key(point):
        return round(point[0] % 360, 4), round(point[1], 4)

    lines = {}
    for index in indexes:
        if ~index not in indexes:
            line = arcs[index] if index >= 0 else arcs[~index][::-1]
            lines.setdefault(key(line[0]), []).append(line)
    outlines = []
    while lines:
        start = point = next(iter(lines))
        ring = []
        while point in lines:
            line = lines[point].pop()
            if not lines[point]:
                del lines[point]
            ring += line[:-1]
            point = key(line[-1])
            if point == start:
                break
        outlines += cut(unwrapped(ring))
    return [[projected(*point) for point in ring] for ring in outlines]


def cut(ring):
    """An outline that goes on beyond 180 degrees, in the parts at either edge of the map."""
    parts = []
    for turn in (-360, 0, 360):
        part = [(longitude + turn, latitude) for longitude, latitude in ring]
        for edge, side in ((-180, 1), (180, -1)):
            part = clipped(part, edge, side)
        if part:
            parts.append(part)
    return parts


def clipped(ring, edge, side):
    """What of an outline is on one side of a meridian (Sutherland and Hodgman)."""
    result = []
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        inside, next_inside = (x1 - edge) * side >= 0, (x2 - edge) * side >= 0
        if inside:
            result.append((x1, y1))
        if inside != next_inside:
            result.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
    return result


def area(ring):
    return (
        abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2
    )


def path(outlines):
    """Outlines as an SVG path of whole numbers, relative and without a needless space."""
    d = ""
    for ring in outlines:
        points = [(round(x), round(y)) for x, y in ring]
        x, y = points[0]
        steps = ""
        for next_x, next_y in points[1:]:
            if (next_x, next_y) != (x, y):
                steps += f" {next_x - x} {next_y - y}"
                x, y = next_x, next_y
        d += f"M{points[0][0]} {points[0][1]}l{steps.strip() or '1 0 0 1'}z"  # a dot, if nothing is left
    return d.replace(" -", "-")


def areas(topology):
    """The arcs of each country of the map: {code: [index]}."""
    alpha2 = {f"{country.numeric:03}": country.code for country in map(Country, countries.countries)}
    members = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = JOINED.get(geometry["properties"]["name"]) or alpha2.get(geometry.get("id"))
        if code and code not in LEFT_OUT:
            members.setdefault(code, []).extend(arc_indexes(geometry))
    return members


def draw(topology):
    """(the countries as SVG paths, where each is) of a TopoJSON document."""
    arcs, shapes, countries = read_arcs(topology), [], {}
    for code, indexes in sorted(areas(topology).items()):
        outlines = sorted(rings(set(indexes), arcs), key=area, reverse=True)
        kept = [outlines[0], *(ring for ring in outlines[1:] if area(ring) >= SMALLEST_ISLAND)]
        xs, ys = zip(*outlines[0], strict=True)
        box = [round(v) for v in (min(xs), min(ys), max(xs), max(ys))]
        countries[code] = {"box": box, "small": sum(map(area, outlines)) < SMALLEST_TARGET}
        shapes.append(f'<path id="{code}" d="{path(kept)}"/>')
    return shapes, countries


def main():
    parser = argparse.ArgumentParser(description="Draws static/img/world.svg from Natural Earth.")
    parser.add_argument("source", type=Path, help="countries-50m.json of npm's world-atlas 2.0.2")
    shapes, countries = draw(json.loads(parser.parse_args().source.read_text()))
    SVG.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">\n'
        '<g id="world">\n' + "\n".join(shapes) + "\n</g></svg>\n"
    )
    DATA.write_text(json.dumps({"width": WIDTH, "height": HEIGHT, "countries": countries}, indent=0) + "\n")
    print(f"{len(shapes)} countries, {SVG.stat().st_size:,} bytes: {SVG}")


if __name__ == "__main__":
    main()
