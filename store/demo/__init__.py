"""A made-up team that looks lived in: to try amity out, for pictures, for measuring. Always the same."""

from store.demo.harbour import build_demo, build_empty

__all__ = ["build_demo", "build_empty"]
