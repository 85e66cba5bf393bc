"""A toy finding: the rate is hardly any."""

from playground.experiments.doctor.base import Cure, Evidence, Finding, Suspicion
from playground.experiments.doctor.cures import at_rate


class Crawling(Finding):
    """Looks at the rate alone."""

    key, title = "crawling", "Crawling"
    summary = "The rate is so low that nothing is learned."
    looks_at = "the rate itself"
    threshold = "Below 1e-5, where steps of any optimizer are lost in rounding."
    judge = "train_loss"

    def look(self, seen):
        """Compare the rate with the threshold."""
        if seen.document.training.learning_rate >= 1e-5:
            return None
        cures = (Cure("a rate of 0.01", at_rate(0.01)),)
        return Suspicion("The rate is all but zero.", Evidence("loss"), cures)
