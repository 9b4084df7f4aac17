"""The bot must work without Rasa: it lives in another environment (docs/adr/0002)."""

import ast
import sys
from collections.abc import Iterator

from tests.guards.tree import modules

ENGINE_ONLY = {"rasa", "rasa_sdk", "sanic", "tensorflow"}
TRAINING_ONLY = {"jax", "optax", "sklearn", "scipy", "threadpoolctl"}
IN_BOTH = (
    "bot/language/encoder.py",
    "bot/language/model_file.py",
    "bot/language/__init__.py",
    "bot/__init__.py",
)
"""What the engine imports, too: the two environments have little in common."""


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_bot_imports_nothing_of_the_engine() -> None:
    found = {
        name: module
        for name, tree in modules("bot")
        for module in imported(tree)
        if module.partition(".")[0] in {*ENGINE_ONLY, "engine", "actions"}
    }
    assert found == {}


def test_only_the_engine_and_its_tests_import_rasa() -> None:
    found = {
        name
        for name, tree in modules()
        for module in imported(tree)
        if module.partition(".")[0] in ENGINE_ONLY
    }
    assert {name.split("/", 1)[0] for name in found} <= {"engine", "actions", "tests", "bench"}


def test_what_the_engine_shares_imports_nothing_that_it_lacks() -> None:
    found = {
        f"{name}: {module}"
        for name, tree in modules("bot")
        if name in IN_BOTH
        for module in imported(tree)
        if module.partition(".")[0] not in {*sys.stdlib_module_names, "numpy"}
        and f"{module.replace('.', '/')}.py" not in IN_BOTH
    }
    assert found == set()


def test_what_teaches_the_second_net_is_only_a_developers() -> None:
    found = {
        name
        for name, tree in modules("bot", "actions", "engine", "bench")
        for module in imported(tree)
        if module.partition(".")[0] in {*TRAINING_ONLY, "training"}
    }
    assert found == set()


def test_the_guard_sees_every_form_of_import() -> None:
    tree = ast.parse("import rasa.core\nfrom rasa_sdk import Action\ndef f():\n    import sanic")
    assert list(imported(tree)) == ["rasa.core", "rasa_sdk", "sanic"]
