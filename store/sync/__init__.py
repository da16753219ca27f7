"""The team file: its form, its union, this machine's copy, the shared folder, and what keeps them in step."""
