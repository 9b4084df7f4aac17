"""Measures the safety net on messages that nobody used for writing its rules or teaching its classifier."""
