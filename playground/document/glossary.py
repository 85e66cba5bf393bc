"""What words on screen mean: one table, from which tooltips, menus and the help page take their sentences."""

from __future__ import annotations

from dataclasses import fields

from playground.document.training import Training
from playground.methods.tables import METHODS

GLOSSARY: dict[str, str] = {
    **{kind.title: kind.sentence for table in METHODS.values() for kind in table.values()},
    # where and with what
    "Auto": "What is fastest for this network on this machine",
    "CPU": "The processor: fastest for small networks",
    "CUDA": "An NVIDIA graphics card: faster for large networks",
    "MPS": "The graphics part of an Apple processor",
    "Fused kernel": "A compiled loop over whole batches: the fastest way to train a small network",
    "PyTorch eager": "PyTorch, one operation after the other: slower, knows every kind of layer",
    "CUDA graph": "PyTorch's steps recorded once and repeated by the graphics card as a whole",
    **{one.metadata["label"]: one.metadata["engine"] for one in fields(Training) if "engine" in one.metadata},
    # words of the window
    "Epoch": "One pass over all points that train",
    "Epochs/s": "Passes over all points that train, each second",
    "Frames/s": "Pictures of the training that the window shows each second",
    "Batch": "Points that share one step of the weights",
    "Learning rate": "Length of each step: too long diverges, too short crawls",
    "Weight decay": "Pulls every weight towards zero at each step (L2), for smoother boundaries",
    "Noise": "How far points stray from the shape that the generator draws, or how many labels it flips",
    "P": "The probability that the network gives to this class at the pointer",
    "Score": "How much the network is for this class at the pointer; with this loss it is no probability",
    "Value": "What the network answers at the pointer",
    "R²": "Share of the variance of the values that the network explains; of several values, the mean over them",
    "Neuron": "What the neuron that is shown gives at the pointer",
    "x": "Where the pointer is, across",
    "y": "Where the pointer is, up",
    "Sigmoid": "Squeezes any number between 0 and 1, to be read as a probability",
    "Softmax": "Makes numbers into probabilities that add up to 1, one for each class",
    "Logit": "The number before sigmoid or softmax: 0 is undecided",
    "Log-odds": "The logarithm of how many times more probable a class is than all others together: 0 is undecided",
    "Integrated gradients": "Slopes of the answer summed up from nothing to the sample: they add up to the answer",
    "Occlusion": "What an answer loses where a part of the sample is covered",
    "FGSM": "Fast gradient sign method: one step along the sign of the gradient that makes the answer less likely",
    "PGD": "Projected gradient descent: many small steps that make the answer less likely, held within a strength",
    "L∞ norm": "How long a step is by the largest change of a number in it",
    "L2 norm": "How long a step is as a distance: the root of the sum of squares",
    "δ": "The error at a unit: how much the loss would rise if its sum were a little larger",
    "Read-out view": "A layer seen along the direction in which the next one reads it",
    "PCA": "Principal components: the directions in which the points of a layer spread most",
    "Separating": "The directions along which the classes of a layer lie farthest apart",
    "Explained variance": "Share of the spread of the points that a flat picture of a layer keeps",
    "Linear": "Share of the points that the best straight line through this space gets right",
    "Decision boundary": "Where two classes are equally probable",
    "Pruning": "Weights that are exactly 0 are not trained, so that connections that were cut stay cut",
    "Sharpness": "The largest curvature of the training loss; plain descent at rate r cannot rest above 2 / r",
    "Edge of stability": "Plain descent sharpens the loss until its sharpness is about 2 / rate, and goes on there",
    "Gradient noise": "How far gradients of single samples scatter, as the batch size that would even it out",
    "Loss landscape": "The loss as a height over the weights; of their many directions a plane of two is seen",
    "True border": "Where the classes of generated points are equally probable: no network can do better on average",
    "Doctor": "Looks for what is wrong with a run, and says it only with a cure proved on 16 seeds each way",
    "Fresh seed": "First weights and an order of the points that nobody has chosen: what works with them is no luck",
    "Rival": "The same data and settings with another network, trained beside yours when a challenge is marked",
    "Hand-in": "A file with a solution, what was done and what was foreseen, for who marks it",
    "Overfitting": "Training points are learned by heart: their loss falls while that of test points rises",
}


def explain(term: str) -> str:
    """One sentence, without a full stop, on a word as it stands on screen; empty for one that needs none."""
    return GLOSSARY.get(term) or GLOSSARY.get(term[:1].upper() + term[1:], "")


def tip(term: str) -> str:
    """The word and its sentence, as the two lines of a tooltip; the word alone where there is none."""
    sentence = explain(term)
    return f"{term}\n{sentence}" if sentence else term
