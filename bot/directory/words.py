"""The texts of content/strings that the directory says, with the placeholders of each: the facts come from rows."""

from collections.abc import Mapping

from bot.directory.model import Kind

_PLAIN = """
ask.place services.not_found services.also_open_day_and_night services.hours_unknown services.no_way_in
services.open_now services.closed_now services.not_sure_if_open
services.please_check_undated services.stale_undated services.about.crisis_cafe services.about.domestic_abuse
services.hours.always services.hours.every_day services.hours.midnight services.hours.mo services.hours.tu
services.hours.we services.hours.th services.hours.fr services.hours.sa services.hours.su
"""

_FILLED = {
    "place.unknown": "place",
    "services.none_near": "kind_name place",
    "services.none_known": "kind_name",
    "services.taken_as": "place",
    "services.same_area": "kind_name place",
    "services.other_places": "places",
    "services.confirmed": "month",
    "services.please_check": "month",
    "services.stale": "month",
    "services.professionals_only": "referred_by",
    "services.line": "name phone",
    "services.emergency": "phone",
    "services.call": "phone",
    "services.text_to": "number",
    "services.text_word_to": "word number",
    "services.email": "email",
    "services.website": "url",
    "services.opening": "hours",
    "services.last_known_opening": "hours",
    "services.who_for": "who",
    "services.ages": "ages",
    "services.languages_access": "languages",
    "services.hours.days_and_times": "days times",
    "services.hours.from_to": "start end",
    "services.hours.and": "first last",
    "services.hours.and_then": "first last",
    "services.hours.not_bank_holidays": "hours",
    "services.hours.am": "clock",
    "services.hours.pm": "clock",
}

KEYS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_PLAIN.split(), frozenset[str]()),
    **dict.fromkeys((f"kinds.{kind}" for kind in Kind), frozenset[str]()),
    **dict.fromkeys((f"services.months.m{month:02}" for month in range(1, 13)), frozenset({"year"})),
    **{key: frozenset(names.split()) for key, names in _FILLED.items()},
}
