"""Measures Waymark on this machine: ``python -m bench``. docs/benchmarks.md says how to read what it prints."""
