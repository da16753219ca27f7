"""Widgets: they know records, never Team. Messages go up, records come down."""
