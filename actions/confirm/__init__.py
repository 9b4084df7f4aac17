"""A bare no."""
