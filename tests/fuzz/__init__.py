"""Fuzzing led by coverage, for the long run: `make soak`."""
