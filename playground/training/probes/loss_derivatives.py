"""The training loss as a function of all weights: its gradient, products with its Hessian, gradients of each sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.training.probes.layer_statistics import loss_of
from playground.training.state.held import held_parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from torch import Tensor

    from playground.training.state.run import Run

Floats = NDArray[np.float64]
MOST_HELD = 500_000
"""Numbers of gradients of single samples that are held at once."""
TOLERANCE, MOST_PRODUCTS = 1e-3, 40
SCATTER = 0.1
"""How much of chance is added to a direction that is begun with, so that none that has overtaken it is missed."""


def largest_eigenvalue(
    product: Callable[[Floats], Floats], start: Floats, tolerance: float = TOLERANCE, most: int = MOST_PRODUCTS
) -> Generator[None, None, tuple[float, Floats]]:
    """The largest eigenvalue of a symmetric matrix with its direction, by the method of Lanczos (1950).

    All directions are kept orthogonal to each other, twice over (Parlett, "The Symmetric Eigenvalue Problem", 13.7).

    Args:
        product: The matrix times a vector, (P,) to (P,).
        start: Where to begin, (P,), not all zero: the nearer to the direction, the fewer products it takes.
        tolerance: Most length of the residual, as a part of the eigenvalue.
        most: Products at most.

    Yields:
        None after each product.

    Returns:
        The eigenvalue, and a unit vector (P,).
    """
    basis, diagonal, beside = [start / np.linalg.norm(start)], np.zeros(0), np.zeros(0)
    while True:
        image = product(basis[-1])
        yield
        diagonal = np.append(diagonal, image @ basis[-1])
        known = np.array(basis)
        # Once takes most of the overlap out, the second time what rounding has left of it: without it the same
        # eigenvalue would be found again as a ghost.
        for _ in range(2):
            image = image - known.T @ (known @ image)
        values, vectors = np.linalg.eigh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))
        rest, value = float(np.linalg.norm(image)), float(values[-1])
        # The length of the residual without computing it: what is left of the last product, times the last entry of the
        # eigenvector of the small matrix (Parlett, chapter 13).
        is_done = rest * abs(vectors[-1, -1]) <= tolerance * abs(value) or len(basis) >= min(most, len(start))
        # Nothing left: the space that was searched is mapped into itself, and the answer is exact.
        if is_done or rest <= np.finfo(np.float32).tiny:
            return value, known.T @ vectors[:, -1]
        beside = np.append(beside, rest)
        basis.append(image / rest)


class LossDerivatives:
    """Derivatives of the loss that is descended, over some training points, at weights that are put in.

    The loss is measured as its curve is, in evaluation mode: dropout and noise are off, batch norm goes by its running
    statistics. L2 counts, L1 has no curvature. What stands still, frozen or pruned, has derivatives of zero.

    Args:
        run: Whose network, loss and training points; it is not changed.
        chosen: Which of the training points, (N,).
    """

    def __init__(self, run: Run, chosen: NDArray[np.int64]) -> None:
        import torch

        from playground.training.state.model import Network

        self._parameters = torch.from_numpy(run.parameters.copy())
        self._buffers = torch.from_numpy(run.buffers.copy())
        self._network = Network(run.document, run.layout, self._parameters, self._buffers).eval()
        self._learned = self._network.learn()
        self._loss: Callable[[Tensor, Tensor], Tensor] = loss_of(run)
        self._inputs, self._targets = (torch.from_numpy(one[chosen]) for one in (run.features, run.targets))
        self._document, self._layout = run.document, run.layout
        self._free = self._free_now()
        l2 = run.document.training.l2
        self._decay: Floats = l2 * run.layout.mask(lambda slot: slot.role == "weight").astype(np.float64)

    @property
    def size(self) -> int:
        """Count of parameters, P."""
        return len(self._parameters)

    def put(self, parameters: NDArray[Any], buffers: NDArray[Any]) -> None:
        """Stand at other weights, (P,), and running statistics, (B,), which are copied."""
        self._parameters.numpy()[...] = parameters
        self._buffers.numpy()[...] = buffers
        self._free = self._free_now()

    def gradient(self) -> Floats:
        """The gradient of the loss with its L2 penalty, (P,)."""
        return self._whole(self._gradient_parts(again=False))

    def hessian(self) -> Callable[[Floats], Floats]:
        """Exact products of the Hessian with vectors, (P,) to (P,): the graph of the gradient is followed once more.

        See Pearlmutter 1994, "Fast Exact Multiplication by the Hessian". Good for the weights of now.
        """
        import torch

        flat = torch.cat([part.reshape(-1) for part in self._gradient_parts(again=True)])
        if not flat.requires_grad:  # the gradient does not change with the weights
            return lambda vector: self._free * self._decay * vector

        def product(vector: Floats) -> Floats:
            given = torch.from_numpy(self._free * vector).to(flat.dtype)
            found = torch.autograd.grad(
                flat, self._learned, given, retain_graph=True, allow_unused=True, materialize_grads=True
            )
            return self._free * (self._flat(found) + self._decay * vector)

        return product

    def noise_scale(self) -> Generator[None, None, float]:
        """How noisy the gradients of single samples are, tr(S) / |G|²; nan where the gradient G is zero.

        S is the covariance of the gradients of single samples. Batches much smaller than this go mostly by chance,
        much larger ones gain little: McCandlish et al. 2018, "An Empirical Model of Large-Batch Training", 2.2.

        Yields:
            None after some of the samples.
        """
        total, squares = np.zeros(self.size), 0.0
        rows = max(MOST_HELD // max(self.size, 1), 1)
        for start in range(0, len(self._inputs), rows):
            # Summed in double precision, for thousands of squares of single numbers lose what the difference below
            # needs.
            gradients = self._sample_gradients(slice(start, start + rows))
            total += gradients.sum(axis=0)
            squares += float((gradients * gradients).sum())
            yield
        mean = total / len(self._inputs)
        # The trace of the covariance as the mean of squares less the square of the mean; rounding may leave it a hair
        # below 0.
        spread = max(squares / len(self._inputs) - float(mean @ mean), 0.0)
        # The penalty is the same for each sample: it is no noise, but it is a part of the gradient that is descended.
        moved = mean + self._free * self._decay * self._parameters.numpy()
        length = float(moved @ moved)
        return spread / length if length > 0.0 else float("nan")

    def _free_now(self) -> Floats:
        """1 on what an optimizer would move, else 0, (P,)."""
        return (~held_parameters(self._document, self._layout, self._parameters.numpy())).astype(np.float64)

    def _gradient_parts(self, *, again: bool) -> tuple[Tensor, ...]:
        """The gradient of the loss without its penalty by each parameter; `again` to be differentiated once more."""
        import torch

        with torch.enable_grad():
            loss = self._loss(self._network(self._inputs), self._targets)
            found = torch.autograd.grad(
                loss, self._learned, create_graph=again, allow_unused=True, materialize_grads=True
            )
        return tuple(found)

    def _sample_gradients(self, rows: slice) -> Floats:
        """Of each of some samples, (n, P), without the penalty.

        Every sample gets a copy of the parameters, whose gradients are its own. `torch.func.grad` would do without
        copies, and would load 800 modules.
        """
        import torch
        from torch.func import functional_call

        def loss(parameters: Mapping[str, Tensor], inputs: Tensor, targets: Tensor) -> Tensor:
            logits = functional_call(self._network, dict(parameters), (inputs[None],))
            return self._loss(logits, targets[None])

        inputs, targets = self._inputs[rows], self._targets[rows]
        names = {id(one): name for name, one in self._network.named_parameters()}
        with torch.enable_grad():
            own = {
                names[id(one)]: one.detach().expand(len(inputs), *one.shape).clone().requires_grad_()
                for one in self._learned
            }
            total = torch.vmap(loss)(own, inputs, targets).sum()
            found = torch.autograd.grad(total, list(own.values()), allow_unused=True, materialize_grads=True)
        gradients = np.concatenate([one.flatten(1).numpy() for one in found], axis=1)
        return np.asarray(gradients * self._free, dtype=np.float64)

    def _flat(self, parts: tuple[Tensor, ...]) -> Floats:
        return np.asarray(np.concatenate([part.detach().numpy().reshape(-1) for part in parts]), dtype=np.float64)

    def _whole(self, parts: tuple[Tensor, ...]) -> Floats:
        return np.asarray(self._free * (self._flat(parts) + self._decay * self._parameters.numpy()))
