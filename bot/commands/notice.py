"""``notice``: which response the safety net gives to a message, and why. No server, no network."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import logs

if TYPE_CHECKING:
    from bot.safety.compare import Change
    from bot.safety.net import SafetyNet

# Packages are imported within the commands, so that `--help` waits for none of them (see bot.cli).

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_content = click.option(
    "--content", type=_FOLDER, default=Path("content"), show_default=True, help="The content folder."
)


@click.group(invoke_without_command=True)
@click.option(
    "--jsonl", is_flag=True, help="Read lines of JSON from standard input and answer each with a line."
)
@click.option("--explain", metavar="TEXT", help="Say what holds for this message, and where.")
@_content
@click.pass_context
def notice(context: click.Context, *, jsonl: bool, explain: str | None, content: Path) -> None:
    """Give the safety net's notice of messages.

    A line is {"id", "text"}, or a turn of a conversation: with "conversation" and "turn", and "bot" for what the bot
    had just said. The answer is {"id", "response", "categories", "rules"}; for a turn, it is what the conversation
    gets after it. A line that cannot be read is answered with {"line", "error"}.
    """
    logs.set_up("WARNING")  # to standard error, and without anybody's words
    if context.invoked_subcommand:
        return
    if jsonl == (explain is not None):
        raise click.UsageError("give either --jsonl or --explain TEXT")
    from bot.safety.jsonl import answer_lines  # noqa: PLC0415
    from bot.safety.load import load_net  # noqa: PLC0415

    net = load_net(content)
    if explain is None:
        for answer in answer_lines(net, sys.stdin.buffer, datetime.now(UTC)):
            click.echo(json.dumps(answer))
        return
    for line in explained(explain, net, datetime.now(UTC)):
        click.echo(line)


@notice.command()
@click.argument("old", type=_FOLDER)
@click.argument("new", type=_FOLDER)
@click.option(
    "--corpus",
    type=click.Path(exists=True, path_type=Path),
    default=Path("nlu_data/safety"),
    show_default=True,
    help='Messages: a folder of example files, or a file of {"id", "text"} lines.',
)
def diff(*, old: Path, new: Path, corpus: Path) -> None:
    """List the messages of a corpus whose response changes between two content folders, OLD and NEW."""
    from bot.safety.compare import changes  # noqa: PLC0415
    from bot.safety.load import load_net  # noqa: PLC0415

    _report(changes(load_net(old), load_net(new), _messages(corpus), datetime.now(UTC)))


@notice.command()
@_content
def replay(*, content: Path) -> None:
    """List the stored notices that today's rules would decide otherwise. Prints message ids, never words."""
    from bot import settings  # noqa: PLC0415
    from bot.safety.compare import replay as replayed  # noqa: PLC0415
    from bot.safety.load import load_net  # noqa: PLC0415
    from bot.store import notices  # noqa: PLC0415
    from bot.store.once import ask  # noqa: PLC0415

    chosen = settings.load()
    past = ask(chosen, notices.past)
    _report(replayed(load_net(content, second_net=chosen.second_net), past))


def explained(message: str, net: "SafetyNet", now: datetime) -> Iterator[str]:
    """The notice in lines for a reader: the response, then each reason with the words for which it holds."""
    from bot.safety.notice import SafetyState  # noqa: PLC0415

    found = net.notice(message, SafetyState(), now)
    yield f"response: {found.response}"
    yield f"categories: {', '.join(found.categories) or 'none'}"
    yield f"words for: {', '.join(found.situations) or 'none'}"
    if found.failed:
        yield f"failed: {', '.join(found.failed)}"
    for span in found.spans:
        yield f"\n{span.rule}\n  {net.meaning_of(span.rule)}"
        marked = f"{message[: span.start]}«{message[span.start : span.end]}»{message[span.end :]}"
        yield f"  characters {span.start} to {span.end}: {marked}"
    if second := net.second_part(message):
        yield "\nthe second net, as log-odds of the n-grams that speak most for a person"
        yield "  " + ", ".join(f"{gram!r} {added:+.2f}" for gram, added in second)


def _messages(corpus: Path) -> Iterator[tuple[str, str]]:
    from bot.safety.examples import read_examples  # noqa: PLC0415

    if corpus.is_dir():
        yield from ((f"{each.file}:{each.line}", each.text) for each in read_examples(corpus))
        return
    for number, raw in enumerate(corpus.read_bytes().splitlines(), start=1):
        try:
            line = json.loads(raw)
            name, text = str(line["id"]), str(line["text"])
        except (KeyError, TypeError, ValueError):
            raise click.ClickException(f'{corpus}:{number}: this is not {{"id", "text"}}') from None
        yield name, text


def _report(found: "Iterator[Change]") -> None:
    decisions = reasons = 0
    for change in found:
        if not change.is_decision:
            reasons += 1
            continue
        decisions += 1
        click.echo(f"{change.name}  {change.before} -> {change.after}")
        click.echo(f"  before: {', '.join(change.rules_before) or 'no rule'}")
        click.echo(f"  after:  {', '.join(change.rules_after) or 'no rule'}")
    click.echo(f"{decisions} decisions change; {reasons} more only for other reasons.")
