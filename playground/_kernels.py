"""How kernels are compiled and kept. Importing this loads numba.

Numba's own cache lets a damaged file, as a power cut or a full disk leaves it, end every start from then on, and ends a
start where nothing can be written. This one keeps a digest with what it writes, forgets what is damaged and compiles
it anew, and where there is no room works without.
"""

from __future__ import annotations

import hashlib
import logging
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba  # noqa: TID253 - this module is imported late
from numba.core import caching  # noqa: TID253

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., Any]")

DIGEST_BYTES = hashlib.sha256().digest_size
_PACKAGE = Path(__file__).resolve().parent

log = logging.getLogger(__name__)


class DamagedCacheError(Exception):
    """A file of the cache does not hold what was written."""


class _Folder(caching.UserProvidedCacheLocator):
    """Where a function is kept goes by its place in the package, so that all checkouts of a version share it."""

    @classmethod
    def get_suitable_cache_subpath(cls, py_file: str) -> str:
        folder = Path(py_file).resolve().parent
        if folder.is_relative_to(_PACKAGE):
            return "_".join(("playground", *folder.relative_to(_PACKAGE).parts))
        return str(super().get_suitable_cache_subpath(py_file))


class _Place(caching.FunctionCache._impl_class):  # type: ignore[misc, valid-type]  # noqa: SLF001 - numba has no public door to it
    """Files only where `NUMBA_CACHE_DIR` says, never beside the source."""

    _locator_classes = (_Folder,)


class _Files(caching.IndexDataCacheFile):
    """Machine code with its digest behind it: damaged code would not raise an error, but crash."""

    def _save_data(self, name: str, data: Any) -> None:
        packed = self._dump(data)
        with self._open_for_write(self._data_path(name)) as file:
            file.write(packed + hashlib.sha256(packed).digest())

    def _load_data(self, name: str) -> Any:
        held = Path(self._data_path(name)).read_bytes()
        if hashlib.sha256(held[:-DIGEST_BYTES]).digest() != held[-DIGEST_BYTES:]:
            raise DamagedCacheError(name)
        return super()._load_data(name)  # which ends where the machine code does

    def forget(self) -> None:
        """Remove the index; data without one are written over."""
        with suppress(OSError):
            Path(self._index_path).unlink()


class _Cache(caching.FunctionCache):
    """A cache that is a help and never an obstacle."""

    _impl_class = _Place

    def __init__(self, function: Any, name: str) -> None:
        super().__init__(function)
        self._known_as = name
        stamp = self._impl.locator.get_source_stamp()
        self._files = self._cache_file = _Files(self._cache_path, name or self._impl.filename_base, stamp)

    def _index_key(self, signature: Any, codegen: Any) -> Any:
        """By name where there is one: numba's digest of what a closure holds is another one in each process."""
        if not self._known_as:
            return super()._index_key(signature, codegen)
        return signature, codegen.magic_tuple(), self._known_as

    def load_overload(self, signature: Any, target_context: Any) -> Any:
        """What was kept; None where there is nothing that can be used."""
        try:
            return super().load_overload(signature, target_context)
        except Exception as error:  # noqa: BLE001 - damaged files raise anything
            log.warning("%s: the kept kernel is damaged and is compiled anew (%r)", self._name, error)
            self._files.forget()
            return None

    def save_overload(self, signature: Any, data: Any) -> None:
        """Keep it if there is room."""
        try:
            super().save_overload(signature, data)
        except OSError as error:
            log.warning("%s: the compiled kernel cannot be kept (%s)", self._name, error)


def keep(kernel: Any, name: str = "") -> Any:
    """Let a jitted function be loaded from the user's cache and kept there, where there is a folder for it.

    Args:
        kernel: What `njit` returned.
        name: Of a function made inside another one, which all its calls make under one name in one file.
    """
    with suppress(RuntimeError):  # no folder
        kernel._cache = _Cache(kernel.py_func, name)  # noqa: SLF001 - what `enable_caching` does with numba's own
    return kernel


def kept_njit(*signature: str, **options: Any) -> Callable[[Function], Function]:
    """`numba.njit` with `nogil`, kept as `keep` says; with a signature compiled, or loaded, at once."""

    def compiled(function: Function) -> Function:
        kernel = keep(numba.njit(nogil=True, **options)(function))
        for one in signature:
            kernel.compile(one)
        if signature:
            kernel.disable_compile()
        return cast("Function", kernel)

    return compiled
