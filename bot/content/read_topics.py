"""content/topics/<id>.md: front matter between ``---`` lines, then the text."""

from pathlib import Path

from bot.content import plain
from bot.content.errors import ContentError
from bot.content.model import Source, Topic
from bot.content.review import REVIEW_FIELDS, read_choices, read_review
from bot.content.segments import outside_gsm, segments
from bot.yaml_file import Document, parse_yaml, read_text
from bot.yaml_record import Record

SMS_SEGMENTS = 2
_FIELDS = ("title", *REVIEW_FIELDS, "sources", "sms", "choices")


def read_topic(path: Path, file: str) -> tuple[Topic, Document]:
    """Read one topic; the Document holds the problems."""
    front, body, body_line = _parts(read_text(path, file), file)
    document = parse_yaml(front, file, first_line=2)
    top = Record(document)
    top.only(_FIELDS)
    topic = Topic(
        id=path.stem,
        title=top.text("title"),
        review=read_review(top),
        sources=tuple(_source(each) for each in top.records("sources")),
        body=plain.plain(body),
        sms=top.text("sms"),
        choices=read_choices(top),
    )
    check_sms(top, "sms", topic.sms)
    if not topic.body:
        document.refuse_line(body_line - 1, "has no text below its front matter: write it")
    for line, problem in plain.problems(body):
        document.refuse_line(body_line + line, problem)
    return topic, document


def check_sms(record: Record, name: str, text: str) -> None:
    """A text message must be short, and in characters that do not halve what fits."""
    odd = outside_gsm(text)
    if odd:
        record.refuse(
            name, f"'{name}' holds {odd!r}, which makes text messages twice as long: use plain characters"
        )
    elif segments(text) > SMS_SEGMENTS:
        record.refuse(
            name,
            f"'{name}' takes {segments(text)} text messages of {len(text)} characters: use at most {SMS_SEGMENTS}",
        )


def _source(record: Record) -> Source:
    record.only(("name", "url"))
    url = record.text("url")
    if url and not url.startswith("https://"):
        record.refuse("url", "'url' must begin with https://")
    return Source(record.text("name"), url)


def _parts(text: str, file: str) -> tuple[str, str, int]:
    """Front matter, body, and the line on which the body begins."""
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if len(fences) < 2 or fences[0] != 0:
        problem = "must begin with front matter: a '---' line, 'name: value' lines, a '---' line"
        raise ContentError(problem, file=file, line=1)
    end = fences[1]
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2
