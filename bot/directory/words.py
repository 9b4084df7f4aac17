"""The texts of content/strings that the directory says, with the placeholders of each: the facts come from rows."""

from collections.abc import Mapping

from bot.directory.model import Kind
from bot.directory.search import PROPERTIES
from bot.directory.window import DAYS

LANDS = ("northern_ireland", "crown_dependency", "scotland", "wales", "foreign")

_PLAIN = """
ask.place services.not_found services.also_open_day_and_night services.hours_unknown services.no_way_in
services.no_more services.which_help services.nearest_first
services.state.always services.state.closed services.state.no_hours services.state.no_times services.state.bank_holiday
services.state.open_then services.state.no_hours_then services.state.no_times_then services.state.bank_holiday_then
services.please_check_undated services.stale_undated services.about.crisis_cafe services.about.domestic_abuse
services.page.title services.page.intro services.page.skip services.page.help_now services.page.chat
services.page.search_again services.page.words services.page.words_hint services.page.place services.page.place_hint
services.page.when services.page.when_any services.page.when_now services.page.when_today services.page.when_tonight
services.page.when_weekend services.page.only services.page.only_hint services.page.only_step_free
services.page.only_drop_in services.page.only_bsl services.page.only_free services.page.search services.page.found_one
services.page.found_none services.page.pages services.page.earlier services.page.later services.page.talk_now
services.page.unknown_title services.page.unknown services.page.list_as_data services.page.needs
services.hours.always services.hours.every_day services.hours.midnight services.hours.mo services.hours.tu
services.hours.we services.hours.th services.hours.fr services.hours.sa services.hours.su services.hours.bank_holidays
services.hours.n1 services.hours.n2 services.hours.n3 services.hours.n4 services.hours.n5 services.hours.n_last
"""

_FILLED = {
    "place.unknown": "place",
    "place.unsure": "place",
    "place.outside": "region",
    "services.none_near": "kind_name place",
    "services.none_known": "kind_name",
    "services.taken_as": "place",
    "services.other_places": "places",
    "services.confirmed": "month",
    "services.please_check": "month",
    "services.stale": "month",
    "services.professionals_only": "referred_by",
    "services.line": "name phone",
    "services.emergency": "phone",
    "services.call": "phone",
    "services.call_at": "phone hours",
    "services.call_otherwise": "phone",
    "services.state.open_until": "time",
    "services.state.open_until_day": "time day",
    "services.state.opens_today": "time",
    "services.state.opens_tomorrow": "time",
    "services.state.opens_on": "time day",
    "services.state.sooner": "state",
    "services.page.found": "total",
    "services.page.page_of": "page pages",
    "services.reasons.same_area": "place",
    "services.reasons.one_mile": "km miles",
    "services.reasons.away": "km miles",
    "services.text_to": "number",
    "services.text_word_to": "word number",
    "services.email": "email",
    "services.website": "url",
    "services.page_of_it": "url",
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
    "services.hours.monthly": "which day",
    "services.hours.fortnightly_day": "days",
    "services.hours.fortnightly_days": "days",
    "services.hours.weekday_and_date": "weekday date",
    "services.hours.day_and_month": "day month",
    "services.hours.with_year": "date year",
    "services.hours.dated": "start end hours",
    "services.hours.am": "clock",
    "services.hours.pm": "clock",
}

KEYS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_PLAIN.split(), frozenset[str]()),
    **dict.fromkeys((f"kinds.{kind}" for kind in Kind), frozenset[str]()),
    **dict.fromkeys((f"services.hours.m{month:02}" for month in range(1, 13)), frozenset[str]()),
    **dict.fromkeys(
        (f"services.not_open.{when}" for when in ("now", "today", "tonight", "tomorrow", "weekend", *DAYS)),
        frozenset[str](),
    ),
    **dict.fromkeys((f"services.reasons.{name}" for name in PROPERTIES), frozenset[str]()),
    **dict.fromkeys((f"place.elsewhere.{land}" for land in LANDS), frozenset({"region"})),
    **dict.fromkeys((f"services.months.m{month:02}" for month in range(1, 13)), frozenset({"year"})),
    **{key: frozenset(names.split()) for key, names in _FILLED.items()},
}
