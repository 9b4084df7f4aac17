"""Training happens when its inputs change, and only then."""

import subprocess

import pytest

from tests.support.engine_process import ROOT, model

pytestmark = pytest.mark.engine


def test_nothing_is_trained_twice() -> None:
    trained = model()
    before = trained.stat().st_mtime_ns
    again = subprocess.run([ROOT / "scripts/train"], check=True, capture_output=True, text=True)
    assert (again.stdout, again.stderr) == ("", "")
    assert trained.stat().st_mtime_ns == before


def test_rasa_finds_nothing_to_warn_about() -> None:
    checked = subprocess.run([ROOT / "scripts/validate-data"], check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr[-3000:]
