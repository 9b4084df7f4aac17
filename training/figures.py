"""What the second net finds and what it takes for more than it is, from the examples that were kept back."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from bot.safety.examples import Example
from bot.safety.notice import Response
from bot.safety.weights import RESPONSES, TARGETS, Numbers

FALSE_ALARMS = {"check_in": 0.02, "takeover": 0.01, "emergency": 0.005}
"""The share of messages whose response is none that may get each response, or a stronger one, by the second net."""


def report(told: Numbers, examples: Sequence[Example]) -> Iterator[str]:
    """The figures as lines: recall of takeover or more at 1 % and 2 % false alarms, by language and by category."""
    column = told[:, TARGETS.index("takeover")]
    ranks = np.array([each.response.rank for each in examples])
    wanted = ranks >= Response.TAKEOVER.rank
    cuts = [np.quantile(column[ranks == 0], 1 - share) for share in (0.01, 0.02)]
    yield f"{'takeover or more found at false alarms of':44}     1 %     2 %   harmless taken for it"
    for title, kind in (
        ("all", _all),
        ("language", _language),
        ("response", _response),
        ("category", _category),
    ):
        for name, places in sorted(_by(examples, kind).items()):
            yield _row(f"{title} {name}", column[places], wanted[places], ranks[places] == 0, cuts)
    for name in RESPONSES:
        yield _own_point(name, told, ranks)


def wrong(told: Numbers, examples: Sequence[Example], cut: float) -> Iterator[str]:
    """The messages on the wrong side of the operating point of takeover, the worst first: missed, then falsely found."""
    column = told[:, TARGETS.index("takeover")]
    order = np.argsort(column)
    missed = [p for p in order if examples[p].response.brings_handler and column[p] < cut]
    found = [p for p in order[::-1] if examples[p].response is Response.NONE and column[p] >= cut]
    for title, places in (("missed", missed), ("falsely found", found)):
        yield f"{title}: {len(places)}"
        for place in places:
            each = examples[place]
            yield f"{column[place]:.3f} {each.response} {each.language} {','.join(each.categories)}: {each.text!r}"


def _row(
    title: str,
    column: Numbers,
    wanted: npt.NDArray[np.bool_],
    harmless: npt.NDArray[np.bool_],
    cuts: Sequence[np.floating],
) -> str:
    recalls = "".join(f"{(column[wanted] >= cut).mean():8.3f}" if wanted.any() else " " * 8 for cut in cuts)
    alarms = "".join(
        f"{(column[harmless] >= cut).mean():8.3f}" if harmless.any() else " " * 8 for cut in cuts
    )
    return f"  {title:34} {wanted.sum():6} {recalls}   of {harmless.sum():5} {alarms}"


def _own_point(name: str, told: Numbers, ranks: npt.NDArray[np.int_]) -> str:
    column = told[:, TARGETS.index(name)]
    share = FALSE_ALARMS[name]
    cut = np.quantile(column[ranks == 0], 1 - share)
    wanted = ranks >= Response(name).rank
    return (
        f"  {name} or more at {share:.1%} of harmless: {(column[wanted] >= cut).mean():.3f} of {wanted.sum()}"
    )


def _by(examples: Sequence[Example], kind: Callable[[Example], Sequence[str]]) -> dict[str, list[int]]:
    found = defaultdict[str, list[int]](list)
    for place, each in enumerate(examples):
        for name in kind(each):
            found[name].append(place)
    return found


def _all(each: Example) -> Sequence[str]:  # noqa: ARG001 - a kind
    return ("",)


def _language(each: Example) -> Sequence[str]:
    return (each.language,)


def _response(each: Example) -> Sequence[str]:
    return (each.response,)


def _category(each: Example) -> Sequence[str]:
    return each.categories[:1]
