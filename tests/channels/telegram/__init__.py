"""Tests of one channel."""
