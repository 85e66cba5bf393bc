"""A toy export: the network in a line."""

from playground.document.plan import resolve
from playground.interop.exports.torch_module import ExportError


def outline(work):
    """The units of all layers, as bytes.

    Raises:
        ExportError: There are no layers.
    """
    if not work.document.network:
        raise ExportError("There are no layers to outline.")
    return "-".join(str(width) for width in resolve(work.document).units).encode()
