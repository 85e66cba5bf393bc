"""A toy task: classes whose score is the mean of the shares that are right of each class."""

import numpy as np

from playground.tasks.classification import Classification


class Balanced(Classification):
    name, title = "balanced", "Balanced"
    usual_loss = "hinge"
    score_key, score_title, score_word = "balanced_accuracy", "Balanced", "balanced accuracy"
    score_sentence = "mean of the shares that are right of each class"

    def score(self, logits, targets):
        right = (logits > 0.0) == (targets > 0.5) if logits.shape[1] == 1 else None
        told = logits.argmax(axis=1) if right is None else (logits[:, 0] > 0.0).astype(int)
        meant = targets.argmax(axis=1) if right is None else (targets[:, 0] > 0.5).astype(int)
        return float(np.mean([(told == meant)[meant == one].mean() for one in np.unique(meant)]))
