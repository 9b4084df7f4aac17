"""The project's files as the guards see them."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("bot", "actions", "engine")

# What installing, training and running leave behind.
_NOT_OURS = {
    ".git",
    ".venv",
    ".venv-engine",
    ".venv-fuzz",
    ".venv-outcodes",
    "models",
    "var",
    "__pycache__",
    ".hypothesis",
    ".rasa",
    ".env",
}


def files(*folders: str, suffixes: tuple[str, ...] = ()) -> Iterator[Path]:
    """Our files under these folders (the whole tree without any), of these suffixes if given."""
    for top in folders or (".",):
        for folder, inside, names in os.walk(ROOT / top):
            inside[:] = sorted(name for name in inside if _is_ours(name))
            for name in sorted(filter(_is_ours, names)):
                path = Path(folder, name)
                if not suffixes or path.suffix in suffixes:
                    yield path


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Name and syntax tree of every Python module under these folders."""
    for path in files(*folders, suffixes=(".py",)):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def _is_ours(name: str) -> bool:
    return name not in _NOT_OURS and not name.endswith("_cache")
