"""A stand-in for CUDA graphs on the CPU that is as strict as they are.

Capturing writes down every operation that reaches the device, and undoes what it did; replaying repeats the operations
on the same memory without running any Python of the step. So a number from the host that was built in by mistake
stays what it was, and an operation that would make the host wait for the device is refused, as by CUDA.
"""

from contextlib import contextmanager

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten, tree_map_only

WAITS = ("_local_scalar_dense", "nonzero", "is_nonzero", "masked_select", "lift_fresh", "_unique", "equal", "item")
"""Operations for which the host waits, or which bring numbers of the host along."""


class RecordingGraphs:
    """A `GraphBackend` on the CPU."""

    def __init__(self, refuse=""):
        self.device = torch.device("cpu")
        self.captures, self.replays, self.waits, self.inside = 0, 0, 0, 0
        self._refuse = refuse

    @contextmanager
    def ordered(self):
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1

    def capture(self, work):
        assert self.inside == 1
        self.captures += 1
        if self._refuse:
            raise RuntimeError(self._refuse)
        tape = _Tape()
        with tape:
            work()
        tape.undo()

        def replay():
            self.replays += 1
            tape.replay()

        return replay

    def wait(self):
        self.waits += 1


class _Tape(TorchDispatchMode):
    def __init__(self):
        super().__init__()
        self._calls, self._before = [], {}

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        name = func._schema.name.removeprefix("aten::")
        if name in WAITS:
            raise RuntimeError(f"operation not permitted when stream is capturing: {name}")
        for tensor in _written(func, name, args, kwargs):
            self._before.setdefault(id(tensor), (tensor, tensor.clone()))
        out = func(*_in_range(name, args), **kwargs)
        self._calls.append((func, args, kwargs, out))
        return out

    def undo(self):
        with torch.no_grad():
            for tensor, values in reversed(self._before.values()):
                tensor.copy_(values)

    def replay(self):
        made = {}

        def now(tensor):
            return made.get(id(tensor), tensor)

        with torch.no_grad():
            for func, args, kwargs, out in self._calls:
                given, named = tree_map_only(torch.Tensor, now, (args, kwargs))
                new = func(*given, **named)
                for before, after in zip(tree_flatten(out)[0], tree_flatten(new)[0], strict=True):
                    if isinstance(before, torch.Tensor):
                        made[id(before)] = after


def _in_range(name, args):
    """CUDA reads nothing while it captures, so it does not matter where an index points to then."""
    if name != "index_select":
        return args
    values, axis, index = args
    return values, axis, index.clamp(0, values.shape[axis] - 1)


def _written(func, name, args, kwargs):
    named = dict(zip((one.name for one in func._schema.arguments), args, strict=False)) | kwargs
    for one in func._schema.arguments:
        value = named.get(one.name)
        statistic = "batch_norm" in name and one.name.startswith("running")  # written, though the schema is silent
        if isinstance(value, torch.Tensor) and (statistic or (one.alias_info and one.alias_info.is_write)):
            yield value
