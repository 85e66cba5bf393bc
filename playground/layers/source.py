"""A layer as PyTorch code that a person can read, copy and run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playground.operations.activations import ACTIVATIONS

if TYPE_CHECKING:
    from playground.operations.windows import Window

Place = tuple[int, str]
"""Which of a source's modules, and the path from there: (0, "weight")."""


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """One layer, or several in a row.

    Attributes:
        modules: Expressions that make modules, to stand one after the other in an `nn.Sequential`.
        names: Where the modules keep what `Layer.parameters` and `Layer.buffers` name.
        definitions: Functions and classes that the expressions use beyond `torch.nn`, in the order in which they must
            be defined.
        keyed: Whether a module wants to be told `key` before each batch: seed, number of the batch, place among the
            keyed modules.
    """

    modules: tuple[str, ...]
    names: dict[str, Place] = field(default_factory=dict)
    definitions: tuple[str, ...] = ()
    keyed: bool = False

    def then(self, other: ModuleSource) -> ModuleSource:
        """This, and another behind it."""
        shift = len(self.modules)
        return ModuleSource(
            self.modules + other.modules,
            self.names | {name: (place + shift, path) for name, (place, path) in other.names.items()},
            tuple(dict.fromkeys(self.definitions + other.definitions)),
            self.keyed or other.keyed,
        )

    def inside(self, name: str, definition: str) -> ModuleSource:
        """The same modules in one of a class that is called with them."""
        names = {key: (0, f"{place}.{path}") for key, (place, path) in self.names.items()}
        module = f"{name}({', '.join(self.modules)})"
        return ModuleSource((module,), names, (*self.definitions, definition), self.keyed)


def linear_source(width_in: int, width_out: int, *, bias: bool) -> ModuleSource:
    """A linear map; its parameters are named "linear.weight" and "linear.bias"."""
    names = {"linear.weight": (0, "weight")} | ({"linear.bias": (0, "bias")} if bias else {})
    return ModuleSource((f"nn.Linear({width_in}, {width_out}{'' if bias else ', bias=False'})",), names)


def conv_source(
    channels_in: int, channels: int, window: Window, name: str = "conv", *, groups: int = 1, bias: bool
) -> ModuleSource:
    """A convolution; its parameters are named "conv.weight" and "conv.bias", or whatever `name` is."""
    settings = [f"{channels_in}, {channels}, {window.kernel}"]
    settings += [f"stride={window.stride}"] * (window.stride > 1)
    settings += [f"padding={window.padding}"] * (window.padding > 0)
    settings += [f"groups={groups}"] * (groups > 1)
    settings += ["bias=False"] * (not bias)
    names = {f"{name}.weight": (0, "weight")} | ({f"{name}.bias": (0, "bias")} if bias else {})
    return ModuleSource((f"nn.Conv2d({', '.join(settings)})",), names)


def activation_source(name: str) -> ModuleSource:
    """An activation of the catalogue; no module at all for the linear one."""
    activation = ACTIVATIONS[name]
    definitions = (activation.definition,) if activation.definition else ()
    return ModuleSource((activation.module,) if activation.module else (), definitions=definitions)


def dropout_source(rate: float, *, exact: bool, of_maps: bool = False) -> ModuleSource:
    """Torch's dropout of units, or of whole maps, or one that leaves out those that the playground leaves out."""
    if exact:
        return ModuleSource((f"Dropout({rate!r})",), definitions=(MIX, UNIFORMS, DROPOUT), keyed=True)
    return ModuleSource((f"nn.Dropout{'2d' if of_maps else ''}({rate!r})",))


MIX = '''\
def mix(value):
    """The SplitMix64 finalizer (Steele, Lea and Flood 2014) of a 64-bit number, or of an array of them."""
    mask = 0xFFFFFFFFFFFFFFFF
    value = (value + 0x9E3779B97F4A7C15) & mask
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & mask
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & mask
    return value ^ (value >> 31)


def fold(*key):
    """One 64-bit number for a key of several."""
    folded = 0
    for number in key:
        folded = mix(folded ^ number)
    return folded
'''
"""`operations.random_numbers.mix` and `fold`, for numbers and arrays alike."""

UNIFORMS = '''\
def uniforms(key, shape, stream=0):
    """Numbers in [0, 1) that depend on key and place alone: no generator has a state to keep."""
    numbers = mix(np.arange(np.prod(shape), dtype=np.uint64) ^ (fold(*key) ^ stream))
    return (numbers >> 11).reshape(shape) * 2.0**-53
'''

DROPOUT = '''\
class Dropout(nn.Module):
    """Inverted dropout of units or of whole maps with the playground's own masks; `key` is set before each batch."""

    key = (0, 0, 0)

    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, a):
        if not self.training:
            return a
        kept = uniforms(self.key, a.shape[:2]) < 1.0 - self.rate
        return a * a.new_tensor(kept / (1.0 - self.rate)).reshape(a.shape[:2] + (1,) * (a.ndim - 2))
'''
