"""Tries the safety net with what nobody would write: it must answer, in time, and nothing may break."""
