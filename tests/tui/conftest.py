"""An app on a small team, without colours or animations from the developer's own environment."""

from __future__ import annotations

import os

os.environ.pop("NO_COLOR", None)
os.environ["TEXTUAL_ANIMATIONS"] = "none"
