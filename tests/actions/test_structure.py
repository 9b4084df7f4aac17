"""Actions stay small: one class a file, thin, without a network, and named in the domain."""

import ast
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "actions").rglob("*.py"))
ACTIONS = [
    path for path in FILES if "rasa_sdk" in path.read_text(encoding="utf-8") and path.name != "__init__.py"
]
NOT_HERE = {"bot", "httpx", "requests", "aiohttp", "socket", "urllib", "sqlalchemy", "rasa"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_is_short_and_asks_nobody(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 60
    nodes = list(ast.walk(ast.parse(source)))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {module.split(".")[0] for module in imported} & NOT_HERE == set()


@pytest.mark.parametrize("path", ACTIONS, ids=name)
def test_one_class_a_file_and_no_words(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert len([node for node in tree.body if isinstance(node, ast.ClassDef)]) == 1
    spoken = [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "text"]
    assert spoken == []


def test_domain_and_actions_name_each_other() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    named = {
        node.value
        for path in ACTIONS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("action_")
    }
    assert named == set(domain["actions"])
