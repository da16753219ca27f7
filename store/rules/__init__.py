"""Pure functions over records: what goes in comes out the same on every machine."""
