"""Pictures as TIFF: to the bit, and as large on paper as they say."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage

from playground.app.pictures.png import tiff_of


@pytest.mark.parametrize("width", [4, 5, 33])  # Qt fills rows up to whole words
def test_a_tiff_is_the_picture_to_the_bit_and_knows_its_size_on_paper(width):
    colours = np.random.default_rng(0).integers(0, 256, (7, width, 4), dtype=np.uint8)
    colours[..., 3] = 255
    image = QImage(colours.tobytes(), width, 7, 4 * width, QImage.Format.Format_RGBA8888).copy()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(7559)
    kept = Image.open(BytesIO(tiff_of(image)))
    np.testing.assert_array_equal(np.asarray(kept), colours[..., :3])
    assert kept.info["dpi"] == pytest.approx((192, 192), abs=0.1)
