"""Small modules and functions, so that the next reader can hold one in mind."""

import ast

from tests.guards.tree import CODE, ROOT, files, modules

MODULE_LINES = 400
FUNCTION_LINES = 60
# A migration is a list of columns; once merged it is never edited, nor read again.
LISTS = "bot/store/migrations/versions/"


def functions(tree: ast.Module) -> dict[str, int]:
    """Length of every function, in lines."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    return {node.name: (node.end_lineno or node.lineno) - node.lineno + 1 for node in found}


def test_no_module_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in files(*CODE, suffixes=(".py",))
    }
    assert {name: length for name, length in lengths.items() if length > MODULE_LINES} == {}


def test_no_function_is_too_long() -> None:
    long = {
        f"{name}:{function}": length
        for name, tree in modules(*CODE)
        for function, length in functions(tree).items()
        if length > FUNCTION_LINES and not name.startswith(LISTS)
    }
    assert long == {}


def test_nine_functions_of_ten_are_short() -> None:
    lengths = sorted(length for _, tree in modules(*CODE) for length in functions(tree).values())
    assert lengths[len(lengths) * 9 // 10] < 25


def test_an_action_is_thin() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in files("actions", suffixes=(".py",))
    }
    assert {name: length for name, length in lengths.items() if length > FUNCTION_LINES} == {}
