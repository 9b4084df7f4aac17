"""From a position on a phone's map (WGS84) to metres on the National Grid of Great Britain (OSGB36). Good to about 5 m.

The numbers are those of Ordnance Survey's "A guide to coordinate systems in Great Britain": a Helmert transformation
from one ellipsoid to the other, then the transverse Mercator projection of the grid.
"""

from math import atan2, cos, hypot, radians, sin, sqrt, tan

_WGS84 = (6_378_137.0, 6_356_752.3141)
_AIRY = (6_377_563.396, 6_356_256.909)
_MOVED = (-446.448, 125.157, -542.060)
_TURNED = tuple(radians(seconds / 3600) for seconds in (-0.1502, -0.2470, -0.8421))
_SCALED = 1 + 20.4894e-6

_SCALE = 0.9996012717
_ORIGIN = (radians(49), radians(-2))
_FALSE_EASTING, _FALSE_NORTHING = 400_000, -100_000


def easting_northing(latitude: float, longitude: float) -> tuple[float, float]:
    """The grid reference in metres of a position in degrees. It means something only in Great Britain."""
    return _projected(*_on_airy(radians(latitude), radians(longitude)))


def _on_airy(latitude: float, longitude: float) -> tuple[float, float]:
    """The same point on the grid's own ellipsoid, through coordinates from the centre of the Earth."""
    x, y, z = _cartesian(latitude, longitude)
    turn_x, turn_y, turn_z = _TURNED
    moved_x, moved_y, moved_z = _MOVED
    return _on_ellipsoid(
        moved_x + _SCALED * x - turn_z * y + turn_y * z,
        moved_y + turn_z * x + _SCALED * y - turn_x * z,
        moved_z - turn_y * x + turn_x * y + _SCALED * z,
    )


def _cartesian(latitude: float, longitude: float) -> tuple[float, float, float]:
    major, minor = _WGS84
    eccentricity = 1 - minor**2 / major**2
    radius = major / sqrt(1 - eccentricity * sin(latitude) ** 2)
    return (
        radius * cos(latitude) * cos(longitude),
        radius * cos(latitude) * sin(longitude),
        radius * (1 - eccentricity) * sin(latitude),
    )


def _on_ellipsoid(x: float, y: float, z: float) -> tuple[float, float]:
    major, minor = _AIRY
    eccentricity = 1 - minor**2 / major**2
    from_axis = hypot(x, y)
    latitude = atan2(z, from_axis * (1 - eccentricity))
    for _ in range(4):  # each round gains three digits; four are below a millimetre
        radius = major / sqrt(1 - eccentricity * sin(latitude) ** 2)
        latitude = atan2(z + eccentricity * radius * sin(latitude), from_axis)
    return latitude, atan2(y, x)


def _projected(latitude: float, longitude: float) -> tuple[float, float]:
    major, minor = _AIRY
    eccentricity = 1 - minor**2 / major**2
    bend = 1 - eccentricity * sin(latitude) ** 2
    across = major * _SCALE / sqrt(bend)
    along = major * _SCALE * (1 - eccentricity) / bend**1.5
    ratio = across / along
    east, tangent, cosine = longitude - _ORIGIN[1], tan(latitude) ** 2, cos(latitude)
    first = across * sin(latitude) * cosine / 2
    second = across * sin(latitude) * cosine**3 / 24 * (5 - tangent + 9 * (ratio - 1))
    third = across * sin(latitude) * cosine**5 / 720 * (61 - 58 * tangent + tangent**2)
    fourth = across * cosine
    fifth = across * cosine**3 / 6 * (ratio - tangent)
    turning = 5 - 18 * tangent + tangent**2 + 14 * (ratio - 1) - 58 * tangent * (ratio - 1)
    sixth = across * cosine**5 / 120 * turning
    easting = _FALSE_EASTING + fourth * east + fifth * east**3 + sixth * east**5
    northing = _meridian(latitude) + first * east**2 + second * east**4 + third * east**6
    return easting, _FALSE_NORTHING + northing


def _meridian(latitude: float) -> float:
    """Metres along the meridian from the grid's true origin."""
    major, minor = _AIRY
    n = (major - minor) / (major + minor)
    less, more = latitude - _ORIGIN[0], latitude + _ORIGIN[0]
    return (minor * _SCALE) * (
        (1 + n + 5 / 4 * (n**2 + n**3)) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
        + 15 / 8 * (n**2 + n**3) * sin(2 * less) * cos(2 * more)
        - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    )
