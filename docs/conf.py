"""How the pages and the man page are built: `make docs`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from store.version import __version__

project = "amity"
author = "the amity team"
version = release = __version__
language = "en"
today = "2026"  # a man page that is built again tomorrow is the same

extensions = ["myst_parser"]
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "furo"
html_title = "amity"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False

man_pages = [("command-line", "amity", "a team dashboard for the terminal", [], 1)]
man_show_urls = True
