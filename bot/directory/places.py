"""Where: what a person wrote as a place, matched with the places of a region. Only the outcode of a postcode is kept.

What is surest comes first: an outcode of the region, a whole postcode elsewhere, a name of the region, an outcode
elsewhere, another land, a misspelt name. bot/directory/spelling.py mends names, bot/directory/outcodes.py knows postcodes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.directory.model import Place
from bot.directory.outcodes import Point, centroids, country, elsewhere, mean, mentions
from bot.directory.said import bare, plain, said_back
from bot.directory.spelling import closest, is_short_form, named_among

__all__ = ["Gazetteer", "Where", "bare", "plain", "said_back"]

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Where:
    """Where to look: a name to say back, the place if it has one, its outcodes and its districts.

    ``guessed``: not what was written, say so. ``unsure``: only the nearest name, ask before it is taken. ``outside``: in
    Great Britain or further, but not in the region. ``elsewhere``: the land, if its services are not those of England
    (``northern_ireland``, ``crown_dependency``, ``scotland``, ``wales``, ``foreign``). ``centre`` may be None in each case.
    """

    label: str
    place: Place | None
    outcodes: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    guessed: bool = False
    unsure: bool = False
    centre: Point | None = None
    outside: bool = False
    elsewhere: str = ""


@dataclass(slots=True)
class Gazetteer:
    """The places of one region, by every name they have.

    ``among`` are the names that are clear among other words. Short forms are not: "barrow" in "Barrow in Furness".
    """

    places: dict[str, Place] = field(default_factory=dict)
    names: dict[str, Place] = field(default_factory=dict)
    outcodes: frozenset[str] = frozenset()
    among: dict[str, Place] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[Place], outcodes: Iterable[str]) -> "Gazetteer":
        """Index the places of a region."""
        by_name = {place.name: place for place in places}
        names = {plain(name): place for place in by_name.values() for name in (place.name, *place.aliases)}
        among = {name: place for name, place in names.items() if not is_short_form(name, plain(place.name))}
        return cls(by_name, names, frozenset(outcodes), among)

    def find(self, said: str) -> Where | None:
        """The place meant, or None. Never anything of a postcode but its first half."""
        words = plain(said[:_LONGEST])
        return (
            self._by_outcode(words)
            or self._by_outcode_elsewhere(words, whole=True)
            or self._by_name(words)
            or self._by_outcode_elsewhere(words, whole=False)
            or self._by_land(said)
            or self._by_guess(words)
        )

    def centre(self, place: Place) -> Point | None:
        """The middle of a place: of its outcodes, else of the places of its district. None for a county."""
        if place.outcodes:
            return _middle(place.outcodes)
        same = [each for each in self.places.values() if each.district == place.district and each.outcodes]
        return mean(_middle(each.outcodes) for each in same) if place.district else None

    def _by_outcode(self, words: str) -> Where | None:
        for mention in mentions(words):
            outcode = mention.outcode
            if outcode in self.outcodes:
                districts = {place.district for place in self.places.values() if outcode in place.outcodes}
                return Where(
                    outcode,
                    None,
                    frozenset({outcode}),
                    frozenset(districts - {""}),
                    centre=centroids().get(outcode),
                )
        return None

    def _by_outcode_elsewhere(self, words: str, *, whole: bool) -> Where | None:
        for mention in mentions(words):
            outcode, centre = mention.outcode, centroids().get(mention.outcode)
            if centre and (mention.certain if whole else mention.sure):
                land = country(outcode)
                return Where(
                    outcode,
                    None,
                    frozenset({outcode}),
                    centre=centre,
                    outside=bool(self.outcodes),  # for everywhere, nothing in Great Britain is outside
                    elsewhere="" if land == "england" else land,
                )
        return None

    def _by_name(self, words: str) -> Where | None:
        """A name or alias by itself, else one among other words that is no short form."""
        for whole in (words, bare(words)):
            if whole in self.names:
                return self._where(self.names[whole])
        found = named_among(words, self.among)
        return self._where(self._narrowest(found)) if found else None

    def _narrowest(self, found: list[str]) -> Place:
        """In "Oadby, Leicester" and "Anstey, Leicestershire" the smaller place is meant; the first, if they are alike."""
        places = [self.names[name] for name in found]
        return min(places, key=lambda place: (not place.outcodes, len(place.outcodes)))

    def _by_land(self, said: str) -> Where | None:
        land = elsewhere(said)
        if not land:
            return None
        postcodes = () if land == "foreign" else mentions(said)
        outcode = next((each.outcode for each in postcodes if each.sure), "")
        return Where(outcode, None, outside=True, elsewhere=land)

    def _by_guess(self, words: str) -> Where | None:
        """A misspelt name; else a short form among other words, or a name that is only near: a person says yes first."""
        guess = closest(words, self.names, self.among)
        short = [] if guess and not guess.unsure else named_among(words, self.names, alone=True)
        if short:
            return replace(self._where(self._narrowest(short)), guessed=True, unsure=True)
        return replace(self._where(guess.place), guessed=True, unsure=guess.unsure) if guess else None

    def _where(self, place: Place) -> Where:
        districts = frozenset({place.district} - {""})
        return Where(place.name, place, frozenset(place.outcodes), districts, centre=self.centre(place))


def _middle(outcodes: Iterable[str]) -> Point | None:
    return mean(centroids().get(outcode) for outcode in outcodes)
