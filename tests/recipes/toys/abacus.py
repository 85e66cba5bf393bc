"""A toy program to train as: a line through the points by plain steps, the last point first."""

import numpy as np

from playground.document.emulation import Emulation, LinkError, LinkReading


class Abacus(Emulation):
    """Knows no hidden layers, begins with a quarter everywhere, takes the points from the last to the first."""

    name, title, full_title, address = "abacus", "Abacus", "Abacus for Schools", "abacus.example"
    pass_code = (
        "        order = list(range(len(inputs)))[::-1] if epoch < epochs else []",
        "        for start in range(0, len(order), BATCH_SIZE):",
        "            batch = order[start : start + BATCH_SIZE]",
    )

    def is_wanted(self, training):
        return training.as_abacus

    def lacking(self, document):
        training = document.training
        reasons = {
            "hidden layers": bool(document.network),
            "such settings": (training.optimizer, training.loss) != ("sgd", "half_squared"),
        }
        return tuple(words for words, is_so in reasons.items() if is_so)

    def first_weights(self, document, layout):
        return np.full(layout.parameter_size, 0.25)

    def order(self, count):
        return np.arange(count)[::-1]

    def train(self, run, batches):
        weights, bias = run.parameters[:-1], run.parameters[-1:]
        for _ in range(batches):
            batch = self.order(len(run.features))[run.cursor : run.cursor + run.batch_size]
            error = run.features[batch] @ weights + bias - run.targets[batch, 0]
            weights -= run.document.training.learning_rate * error @ run.features[batch] / len(batch)
            bias -= run.document.training.learning_rate * error.mean()
            run.steps += 1
            run.cursor += len(batch)
            if run.cursor == len(run.features):
                run.cursor, run.epoch = 0, run.epoch + 1

    def is_link(self, text):
        return text.startswith("abacus:")

    def read_link(self, text):
        from playground.document.edits_network import change_training
        from playground.document.presets import document_for

        rate = text.partition(":")[2]
        if not rate.replace(".", "").isdecimal():
            raise LinkError(f"{rate} is no rate")
        settings = {"optimizer": "sgd", "loss": "half_squared", "learning_rate": float(rate), "as_abacus": True}
        document = change_training(document_for("reg-plane", (), count=60), **settings)
        return LinkReading(document, ("Read by an abacus.",))

    def write_link(self, document):
        return f"abacus:{document.training.learning_rate}"

    def inexpressible(self, document):
        return self.lacking(document)
