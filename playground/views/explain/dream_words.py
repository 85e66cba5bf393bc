"""What the panel says of dreams: of what they are, how sure the network is, and what the nearest sample says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.model import OUTPUT_UID, domain_of
from playground.document.plan import resolve
from playground.views.explain.words import answer_name
from playground.widgets.answer_words import answer_text, answer_words, with_article
from playground.widgets.format import count, in_units, percent, significant

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.probes.addresses import NeuronAddress
    from playground.training.probes.dreams import Dreamt, DreamtSamples

HOW = "What raises them most, before activation"
SAME = 1e-9
"""Distances that are none."""
ON_RIM = "It is on the rim of what is seen: beyond it may be more."


def aim_title(document: Document, aim: NeuronAddress) -> str:
    """What a dream is of, in short: the class, the value, "Unit 3", "Map 2"."""
    if aim.uid == OUTPUT_UID:
        return _plain_name(document, aim.index)
    planned = resolve(document).planned(aim.uid)
    is_map = planned is not None and len(planned.shape_out) > 1
    return f"{'Map' if is_map else 'Unit'} {aim.index + 1}"


def aim_words(document: Document, aim: NeuronAddress) -> str:
    """The same with its layer: "7", "Map 2 of layer 1"."""
    if aim.uid == OUTPUT_UID:
        return aim_title(document, aim)
    uids = [layer.uid for layer in document.network]
    place = f" of layer {uids.index(aim.uid) + 1}" if aim.uid in uids else ""
    return f"{aim_title(document, aim)}{place}"


def heading(document: Document, aims: tuple[NeuronAddress, ...], hand: str) -> str:
    """What the dreams are of: "Dreams of 10 classes", "Dreams of 8 maps of layer 1", "Dream of unit 3, pinned".

    Args:
        document: The network.
        aims: At least one.
        hand: How a unit came to be chosen in the network panel; "" for none.
    """
    first = aims[0]
    if hand or (len(aims) == 1 and first.uid != OUTPUT_UID):
        return f"Dream of {aim_words(document, first).lower()}{f', {hand}' if hand else ''}"
    if first.uid == OUTPUT_UID:
        what = "classes" if document.dataset.classes else "values"
        return f"Dreams of {len(aims)} {what}" if len(aims) > 1 else f"Dream of {aim_title(document, first)}"
    what = aim_title(document, first).split()[0].lower()
    place = aim_words(document, first).partition(" of ")[2]
    return f"Dreams of {count(len(aims), what)} of {place}"


def said_words(document: Document, aim: NeuronAddress, dreams: DreamtSamples, place: int) -> str:
    """What the network says of a dream, as short as a caption: "> 99 %", "3, 61 %"; of a unit its sum."""
    answer = dreams.said[place]
    if aim.uid != OUTPUT_UID:
        return significant(float(dreams.sums[place]), 3)
    if document.dataset.classes and int(answer.argmax()) == aim.index:
        return answer_text(document, float(answer[aim.index]))
    return answer_words(document, answer.tolist(), aim.index)


def near_words(document: Document, dreams: DreamtSamples, place: int) -> str:
    """What the nearest training sample is, as short as a caption: "near 3"."""
    row, data = int(dreams.rows[place]), document.dataset
    if row < 0:
        return ""
    return f"near {label_of(document, row)}" if data.classes else f"near {significant(_value(document, row), 3)}"


def label_of(document: Document, row: int) -> str:
    """The class of a sample; "" where there are none."""
    data = document.dataset
    return data.classes[int(data.targets[row])].name if data.classes else ""


def dream_words(document: Document, found: Dreamt, dreams: DreamtSamples, place: int) -> str:
    """All that is known of one dream, as rich text."""
    aim, domain = found.request.aims[place], domain_of(document)
    said = answer_words(document, dreams.said[place].tolist(), aim.index if aim.uid == OUTPUT_UID else 0)
    parts = [f"The network says <b>{_escaped(said)}</b>."]
    if aim.uid != OUTPUT_UID or domain.has_map:
        total, answer = float(dreams.sums[place]), float(dreams.answers[place])
        more = "" if abs(total - answer) < SAME else f", and answers {significant(answer, 3)}"
        whose = aim_words(document, aim)
        mean = " on average" if " map " in f" {whose.lower()}" else ""
        parts.insert(0, f"{_escaped(whose)} sums up to <b>{significant(total, 3)}</b>{mean}{more}.")
    row = int(dreams.rows[place])
    if row >= 0:
        name = label_of(document, row)
        kind = with_article(name) if name and not domain.has_map else name or significant(_value(document, row), 3)
        far, apart = significant(float(dreams.distances[place]), 2), significant(found.apart, 2)
        parts.append(
            f"The nearest training {domain.sample}, <b>{_escaped(kind)}</b>, is <b>{far}</b> away; "
            f"training {domain.samples} lie {apart} apart."
        )
    return " ".join(parts)


def place_words(document: Document, dreams: DreamtSamples, place: int) -> str:
    """Where a point lies: "x 6.00, y −2.31"; nothing for samples of more numbers."""
    data = document.dataset
    if len(data.columns) > 2:
        return ""
    numbers = data.units.samples_to_units(dreams.samples[place][None])[0].tolist()
    scales = [data.units.column(column).scale for column in range(len(data.columns))]
    named = zip(data.columns, numbers, scales, strict=True)
    return ", ".join(f"{name} {in_units(number, scale)}" for name, number, scale in named)


def learning_words(document: Document, found: Dreamt) -> str:
    """How far the decoder is, or why there is none; "" where it is there."""
    training = int((~document.dataset.is_test).sum())
    if not found.can_decode:
        return f"Too few training pictures for an autoencoder: {training}."
    if found.decoded is None:
        return f"Learning an autoencoder of {count(training, 'training picture')}: {percent(found.progress)}"
    return ""


def _plain_name(document: Document, index: int) -> str:
    data = document.dataset
    names = [one.name for one in data.classes] or list(data.values)
    return names[index] if index < len(names) else answer_name(document, index)


def _value(document: Document, row: int) -> float:
    answers = document.dataset.answers
    return float(answers[row, 0] if answers.ndim > 1 else answers[row])


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
