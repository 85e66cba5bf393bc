"""Documents of pictures, by hand: as many classes and numbers as a test needs, no layer that it does not ask for."""

from dataclasses import replace

import numpy as np

from playground.document.dataset import DataClass
from playground.document.edits_data import make_dataset
from playground.document.presets import first_document
from playground.document.usual_network import with_flatten
from playground.domains import DOMAINS
from playground.layers import Dense

SIDE = 8


def bars_dataset(count=60, side=SIDE, classes=3, seed=0):
    """Pictures with a bright row each, at the height of their class, over noise."""
    random = np.random.default_rng(seed)
    targets = np.arange(count) % classes
    pictures = 0.2 * random.random((count, side, side))
    pictures[np.arange(count), targets % side] = 1.0
    names = tuple(DataClass(str(place), place) for place in range(classes))
    made = make_dataset(pictures.reshape(count, -1), targets, names)
    return replace(made, domain="picture", columns=DOMAINS["picture"].keys(side * side), shape_of_one=(1, side, side))


def picture_document(*layers, **dataset):
    """A network of these layers behind pictures, with the Flatten that they need."""
    network = tuple(replace(layer, uid=place) for place, layer in enumerate(layers, start=1))
    made = replace(first_document(), dataset=bars_dataset(**dataset), inputs=("picture",), network=network)
    return with_flatten(made)


def dense_document(*widths, **dataset):
    """Dense layers behind pictures."""
    return picture_document(*(Dense(uid=place, units=units) for place, units in enumerate(widths, start=1)), **dataset)
