"""The part of an exported training script that varies pictures anew in every epoch, as the settings ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.usual_network import augmentation_of

if TYPE_CHECKING:
    from playground.document.model import Document


def augment_constants(document: Document) -> list[str]:
    """By how much, as lines; none where pictures stay as they are."""
    if augmentation_of(document).is_off:
        return []
    training = document.training
    constants = {
        "SHIFT": (training.augment_shift, "pixels to either side"),
        "TURN": (training.augment_turn, "degrees"),
        "SCALE": (training.augment_scale, "of the size"),
        "STROKE": (training.augment_stroke, "pixels that lines become thicker or thinner"),
        "NOISE": (training.augment_noise, "standard deviation of every pixel's"),
    }
    lines = [f"{name} = {value!r}  # {words}" for name, (value, words) in constants.items() if value]
    return [f"SIDE = {document.dataset.shape[-1]}", *lines]


def augment_code(document: Document) -> str:
    """The function `varied(inputs, epoch)`; empty where pictures stay as they are.

    It draws what `domains.picture.augmentation.augmented` draws, and does to pictures what that does by PyTorch's own
    grid sampling and pooling: the same to rounding, on any device.
    """
    varied = augmentation_of(document)
    if varied.is_off:
        return ""
    moves = varied.shift or varied.turn or varied.scale
    parts = [_HEAD, _STROKE if varied.stroke else "", _motion(document) if moves else ""]
    return "".join((*parts, _NOISE if varied.noise else "", _END))


def _motion(document: Document) -> str:
    """Only what is varied is in it."""
    varied = augmentation_of(document)
    size = "1.0 + SCALE * draw(3)" if varied.scale else "1.0"
    lines = [f"angle, size = np.radians(TURN * draw(2)), {size}" if varied.turn else f"angle, size = 0.0, {size}"]
    if not (varied.turn or varied.scale):
        lines = ["cosine, sine = np.ones(len(inputs)), np.zeros(len(inputs))"]
    else:
        lines += ["cosine = np.cos(angle) / size * np.ones(len(inputs))"]
        lines += ["sine = np.sin(angle) / size * np.ones(len(inputs))"]
    shifts = "2.0 * SHIFT / SIDE * draw(0), 2.0 * SHIFT / SIDE * draw(1)" if varied.shift else "0.0, 0.0"
    lines += [f"right, down = {shifts}  # grids run from -1 to 1"]
    return "".join(f"    {line}\n" for line in lines) + _SAMPLE


_HEAD = '''
def hashed(counter):
    """The number of SplitMix64 at a place of its sequence, or those at an array of places."""
    return mix(counter * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)


def varied(inputs, epoch):
    """Training pictures varied anew in every epoch: how, follows from seed, epoch and row."""
    key = 0
    for number in (0xA06, SEED, epoch):
        key = hashed(key + number)
    keys = hashed(np.uint64(key) + np.arange(len(inputs), dtype=np.uint64))

    def draw(place):
        """A number from -1 to 1 for each picture."""
        return (hashed(keys + np.uint64(place)) >> 11) * 2.0**-52 - 1.0

    pictures = inputs.reshape(-1, 1, SIDE, SIDE)
'''

_STROKE = """\
    change = torch.from_numpy(STROKE * draw(4)).to(pictures)[:, None, None, None]
    sign = torch.where(change >= 0.0, 1.0, -1.0)  # thinner ink is thicker paper
    down = nn.functional.max_pool2d(sign * pictures, (3, 1), stride=1, padding=(1, 0))
    across = nn.functional.max_pool2d(sign * pictures, (1, 3), stride=1, padding=(0, 1))
    grown = sign * torch.maximum(down, across)
    pictures = (pictures + change.abs() / 2.0 * (grown - pictures)).clamp(0.0, 1.0)
"""

_SAMPLE = """\
    rows = cosine, sine, -cosine * right - sine * down, -sine, cosine, sine * right - cosine * down
    maps = torch.from_numpy(np.stack(rows, axis=1).reshape(-1, 2, 3)).to(pictures)
    grid = nn.functional.affine_grid(maps, pictures.shape, align_corners=False)
    pictures = nn.functional.grid_sample(pictures, grid, align_corners=False)
"""

_NOISE = """\
    table = NOISE * np.random.default_rng(0xA06).standard_normal(2**16, np.float32)
    bits = hashed(keys[:, None] + np.arange(16, 16 + -(-SIDE * SIDE // 4), dtype=np.uint64))
    noise = torch.from_numpy(table[bits.view(np.uint16)][:, : SIDE * SIDE])
    pictures = (pictures + noise.to(pictures).reshape(pictures.shape)).clamp(0.0, 1.0)
"""

_END = """\
    return pictures.reshape(inputs.shape)
"""
