"""The screens look as in screenshots/. After a wanted change: make screenshots, and look at each."""

from __future__ import annotations

from pathlib import Path

import pytest

from screenshots.scenes import SCENES, Scene, draw


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.file.stem)
async def test_picture(scene: Scene, tmp_path: Path) -> None:
    drawn = await draw(scene, tmp_path)
    assert drawn == scene.file.read_text("utf-8"), f"{scene.file.name} differs; run: make screenshots"
