"""Rasa SDK actions, one class a file: each reads the tracker, calls a plain function, and gives a directive."""
