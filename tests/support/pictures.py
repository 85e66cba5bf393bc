"""Pictures as files for the tests of what comes in and goes out."""

import struct

import numpy as np
import pytest
from PIL import Image

from playground.interop.pictures.reading import read_pictures
from playground.interop.source_errors import SourceError


def ink(count=12, side=10, seed=0):
    """Pictures with a dark ground and a bright block in the middle, (N, S, S) of whole numbers to 255."""
    pictures = np.zeros((count, side, side), np.uint8)
    pictures[:, 2:-2, 2:-2] = np.random.default_rng(seed).integers(1, 256, (count, side - 4, side - 4))
    pictures[:, side // 2, side // 2] = 255
    return pictures


def idx(array, kind=0x08):
    return bytes([0, 0, kind, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


def save(path, array, mode="L"):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(array).convert(mode).save(path)


def npz(path, **arrays):
    np.savez_compressed(path, **arrays)
    return path


def refused(path, words, side=None):
    with pytest.raises(SourceError, match=words) as caught:
        read_pictures(path, side)
    assert str(caught.value).startswith(f"{path.name}: ")
