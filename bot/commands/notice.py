"""``python -m bot notice``: which response the safety net gives to a message, and why. No server, no network."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.safety.notice import Notice
    from bot.safety.rules import RuleSet


@click.command()
@click.option(
    "--jsonl", is_flag=True, help="Read lines of JSON from standard input and answer each with a line."
)
@click.option("--explain", metavar="TEXT", help="Say which rules hold for this message, and where.")
@click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("content"),
    show_default=True,
    help="The content folder.",
)
def notice(*, jsonl: bool, explain: str | None, content: Path) -> None:
    """Give the safety net's notice of messages.

    A line is {"id", "text"}, or a turn of a conversation: with "conversation" and "turn", and "bot" for what the bot
    had just said. The answer is {"id", "response", "categories", "rules"}; for a turn, it is what the conversation
    gets after it. A line that cannot be read is answered with {"line", "error"}.
    """
    if jsonl == (explain is not None):
        raise click.UsageError("give either --jsonl or --explain TEXT")
    from bot.safety.jsonl import answer_lines  # noqa: PLC0415 - `--help` does not wait for the rules
    from bot.safety.net import SafetyNet  # noqa: PLC0415 - as above
    from bot.safety.notice import SafetyState  # noqa: PLC0415 - as above
    from bot.safety.rules import RuleSet  # noqa: PLC0415 - as above

    rules = RuleSet.load(content / "safety")
    now = datetime.now(UTC)
    if explain is None:
        for answer in answer_lines(SafetyNet(rules), sys.stdin.buffer, now):
            click.echo(json.dumps(answer))
        return
    for line in explained(explain, SafetyNet(rules).notice(explain, SafetyState(), now), rules):
        click.echo(line)


def explained(message: str, found: "Notice", rules: "RuleSet") -> Iterator[str]:
    """The notice in lines for a reader: the response, then each rule with the words for which it holds."""
    what = {rule.name: rule.what for rule in rules.rules}
    yield f"response: {found.response}"
    yield f"categories: {', '.join(found.categories) or 'none'}"
    if found.failed:
        yield f"failed: {', '.join(found.failed)}"
    for span in found.spans:
        yield f"\n{span.rule}\n  {what[span.rule]}"
        marked = f"{message[: span.start]}«{message[span.start : span.end]}»{message[span.end :]}"
        yield f"  characters {span.start} to {span.end}: {marked}"
