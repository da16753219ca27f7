"""Draws all pictures anew: python -m screenshots. Look at each before committing it."""

import asyncio
import os
import tempfile
from pathlib import Path

os.environ.pop("NO_COLOR", None)
os.environ["TEXTUAL_ANIMATIONS"] = "none"

from screenshots.scenes import SCENES, draw

for scene in SCENES:
    with tempfile.TemporaryDirectory() as root:
        picture = asyncio.run(draw(scene, Path(root)))
    scene.file.write_text(picture, "utf-8")
    print(scene.file.name)
