"""What a classical method says of itself: its estimators of scikit-learn, and how many numbers a fitted one keeps."""

from __future__ import annotations

from typing import Any, ClassVar


class ClassicalMethod:
    """A method. It has no state: the table holds one object of each kind.

    Attributes:
        name: On the command line and in files.
        title: On screen.
        value_title: On screen where it fits values; empty for the same.
        short, value_short: The titles where there is little room; empty for the same.
        summary: One sentence of how it works.
        is_scaled: Whether features are brought to mean 0 and deviation 1 first, by the training samples.
        is_live: Whether it fits in time while a point is dragged.
        most_samples: Of more training samples it takes too long.
        fits_values: Whether it can fit values as well as classes.
        fits_many_values: Whether it fits several values of a sample by itself.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    value_title: ClassVar[str] = ""
    short: ClassVar[str] = ""
    value_short: ClassVar[str] = ""
    summary: ClassVar[str]
    is_scaled: ClassVar[bool] = False
    is_live: ClassVar[bool] = True
    most_samples: ClassVar[int] = 100_000
    fits_values: ClassVar[bool] = True
    fits_many_values: ClassVar[bool] = True

    def estimator(self, seed: int, *, has_classes: bool) -> Any:
        """A new estimator of scikit-learn.

        Args:
            seed: Of what it draws at random.
            has_classes: Whether it is to tell classes, rather than fit values.
        """
        raise NotImplementedError(self.name)

    def numbers(self, fitted: Any) -> int:
        """How many numbers a fitted estimator needs to answer."""
        raise NotImplementedError(self.name)

    def named(self, *, has_classes: bool) -> str:
        """The title for a task."""
        return self.title if has_classes else self.value_title or self.title

    def briefly(self, *, has_classes: bool) -> str:
        """The title for a task where there is little room."""
        return (self.short if has_classes else self.value_short or self.short) or self.named(has_classes=has_classes)

    def refusal(self, samples: int, *, has_classes: bool) -> str:
        """Why it cannot be used, as a sentence; "" where it can.

        Args:
            samples: That train.
            has_classes: Whether there are classes.
        """
        if not has_classes and not self.fits_values:
            return f"{self.title} tells classes and fits no values."
        if samples > self.most_samples:
            return f"{self.title} takes too long with more than {self.most_samples:,} training samples."
        return ""


def by_name(*methods: ClassicalMethod) -> dict[str, ClassicalMethod]:
    """A table of methods.

    Raises:
        ValueError: Two have the same name.
    """
    table = {method.name: method for method in methods}
    if len(table) < len(methods):
        raise ValueError(f"two methods have the same name: {', '.join(method.name for method in methods)}")
    return table


def tree_numbers(tree: Any) -> int:
    """Numbers of one tree: which feature and where for each question, and what each leaf answers."""
    leaves = int(tree.n_leaves)
    per_leaf = int(tree.value.shape[1] * tree.value.shape[2])
    return 2 * (int(tree.node_count) - leaves) + leaves * per_leaf
