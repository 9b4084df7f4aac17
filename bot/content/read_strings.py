"""content/strings/<language>.yml: nested texts, and commands, of one language."""

from pathlib import Path

from bot.content import placeholders, vocabulary
from bot.content.model import Strings
from bot.content.phrases import CARRIER_WORDS, normalise_phrase
from bot.yaml_file import Document, Path_, Value, read_yaml
from bot.yaml_record import Record

ENGLISH = "en"
_FRONT = ("code", "name", "reviewed", "commands")


def read_strings(path: Path, file: str) -> tuple[Strings, Document]:
    """Read one language; the Document holds the problems."""
    document = read_yaml(path, file)
    top = Record(document)
    code = top.text("code")
    if code and code != path.stem:
        top.refuse("code", f"'code' is {code} but the file is named {path.name}: make them agree")
    strings = Strings(
        language=code,
        name=top.text("name"),
        reviewed=top.flag("reviewed"),
        texts=_texts(document),
        commands=_commands(document, required=path.stem == ENGLISH),
    )
    if path.stem == ENGLISH:
        for key in sorted(vocabulary.KEYS.keys() - strings.texts.keys()):
            steps = tuple(key.split("."))
            if steps not in document.lines:
                document.refuse(steps, f"'{key}' is missing: add it")
    return strings, document


def _texts(document: Document) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in document.data.items():
        if name not in _FRONT:
            _collect(document, (name,), value, found)
    return found


def _collect(document: Document, path: Path_, value: Value, found: dict[str, str]) -> None:
    key = ".".join(map(str, path))
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            _collect(document, (*path, name), inner, found)
    elif isinstance(value, str) and value.strip() and len(path) > 1:
        problem = placeholders.problem(value, vocabulary.allowed(key))
        if problem:
            document.refuse(path, f"'{key}': {problem}")
        found[key] = value.strip()
    else:
        where = (
            "under a heading such as 'greet:'" if len(path) == 1 else "in quotes if it is a number, yes or no"
        )
        document.refuse(path, f"'{key}' must be text: write it, {where}")


def _commands(document: Document, *, required: bool) -> dict[str, tuple[str, ...]]:
    if "commands" not in document.data and not required:
        return {}
    record = (
        Record(document, ("commands",))
        if "commands" in document.data
        else Record(Document(document.file), ())
    )
    if not record.is_mapping or "commands" not in document.data:
        document.refuse(
            ("commands",), "'commands' is missing: add it, with a list of phrases for each command"
        )
        return {}
    record.only(vocabulary.COMMANDS)
    owner: dict[str, str] = {}
    for name in sorted(vocabulary.COMMANDS if required else record.data.keys() & vocabulary.COMMANDS):
        for index, phrase in enumerate(record.texts(name)):
            _claim(document, ("commands", name, index), phrase, owner)
    return {name: tuple(p for p, n in owner.items() if n == name) for name in set(owner.values())}


def _claim(document: Document, path: Path_, phrase: str, owner: dict[str, str]) -> None:
    plain, name = normalise_phrase(phrase), str(path[1])
    if plain in CARRIER_WORDS:
        document.refuse(path, f"'{phrase}' belongs to phone networks, which act on it: choose another phrase")
    elif not plain:
        document.refuse(path, f"'{phrase}' has no letters: choose another phrase")
    elif owner.setdefault(plain, name) != name:
        document.refuse(path, f"'{phrase}' already means {owner[plain]}: keep it in one place")
