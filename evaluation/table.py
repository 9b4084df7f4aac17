"""The figures as tables, as the text that stands in docs/safety-net.md, and the floors below which none may fall."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from evaluation.figures import Figure

Tables = Mapping[str, Mapping[str, Figure]]
DOCUMENT = Path("docs/safety-net.md")
FLOORS = Path("tests/safety/floors.json")
BEGIN, END = "<!-- figures: begin (make eval-safety writes this) -->", "<!-- figures: end -->"
PERTURBED = "What calls for a person and brings one, after"
OUTRIGHT = "What is said outright and brings a person, after"
TOGETHER = "Conversations that stand as they should"
FALSE = "False alarms"
ROUNDING = 2.1
"""Messages: processors round the second net's numbers differently, so that so many may fall on the other side."""
"""A title that begins so counts what should be few: its figures are ceilings."""


def lines(tables: Tables) -> Iterator[str]:
    """The tables in Markdown."""
    for title, rows in tables.items():
        yield f"\n**{title}**\n"
        yield "| | share | of | 95% interval |"
        yield "|---|---|---|---|"
        for name, figure in rows.items():
            low, high = figure.interval
            yield f"| {name} | {figure.share:.1%} | {figure.total} | {low:.1%} to {high:.1%} |"


def written(document: str) -> str:
    """What stands in the document between the marks; raise ValueError without them."""
    before, begin, rest = document.partition(BEGIN)
    inside, end, _ = rest.partition(END)
    if not (before and begin and end):
        raise ValueError(f"the document lacks the line {BEGIN!r} or {END!r}")
    return inside.strip()


def said(document: str) -> dict[str, dict[str, float]]:
    """The shares that stand in the document, by title and row."""
    found: dict[str, dict[str, float]] = {}
    title = ""
    for line in written(document).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("**"):
            title = line.strip("*")
        elif len(cells) > 1 and cells[1].endswith("%"):
            found.setdefault(title, {})[cells[0]] = float(cells[1].removesuffix("%")) / 100
    return found


def rewritten(document: str, tables: Tables) -> str:
    """The document with these tables in it."""
    inside = written(document)
    return (
        document.replace(inside, "\n".join(lines(tables)).strip())
        if inside
        else document.replace(BEGIN, f"{BEGIN}\n\n" + "\n".join(lines(tables)).strip() + "\n")
    )


def is_few(title: str) -> bool:
    """True if the figures of this table should be small."""
    return title.startswith(FALSE)


def floors(path: Path = FLOORS) -> dict[str, dict[str, float]]:
    """The least share (of false alarms: the greatest) by title and row."""
    found: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def below(tables: Tables, kept: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Every figure that is worse than its floor by more than ROUNDING messages, or gone."""
    worse = []
    for title, rows in kept.items():
        for name, floor in rows.items():
            figure = tables.get(title, {}).get(name)
            if figure is None:
                worse.append(f"{title}: {name} is not measured any more")
            elif _is_worse(figure, floor, few=is_few(title)):
                worse.append(f"{title}: {name} is {figure.share:.1%}, and its floor is {floor:.1%}")
    return worse


def _is_worse(figure: Figure, floor: float, *, few: bool) -> bool:
    slack = ROUNDING / figure.total
    return figure.share > floor + slack if few else figure.share < floor - slack


def raised(tables: Tables, kept: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """The floors after these figures, two messages short of them, and never laxer than before. Small groups have none."""
    stricter: dict[str, dict[str, float]] = {}
    for title, rows in tables.items():
        pick = min if is_few(title) else max
        for name, figure in rows.items():
            if figure.total >= _LEAST_COUNTED:
                slack = 2 / figure.total
                share = round(figure.share + (slack if is_few(title) else -slack), 3)
                stricter.setdefault(title, {})[name] = pick(share, kept.get(title, {}).get(name, share))
    return stricter


_LEAST_COUNTED = 20
