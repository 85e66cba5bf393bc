"""A report of one network as a single HTML page: settings, results, pictures, code; nothing is loaded."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import fields
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document import figures
from playground.document.edits_scaling import scaling_words
from playground.document.model import domain_of, inputs_of
from playground.document.plan import resolve
from playground.document.shape_words import shape_in_words, widths_in_words
from playground.document.training import AUGMENT
from playground.interop.exports.torch_module import describe_output, network_code
from playground.tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from playground.document.model import Document

COLOURS = ("window", "card", "line", "ink", "ink2", "ink3")
"""The roles of the theme that the page is drawn in."""


def report_page(
    document: Document,
    name: str,
    history: Mapping[str, NDArray[Any]],
    pictures: Mapping[str, bytes],
    colours: Mapping[str, str],
) -> bytes:
    """The page.

    Args:
        document: What was made.
        name: Its title.
        history: The loss curve's columns; may be empty.
        pictures: PNG by title, in order.
        colours: "#RRGGBB" for each of `COLOURS`, those in which the pictures were taken.
    """
    parts = [
        f"<h1>{escape(name)}</h1>",
        f"<p>{escape(_shape(document))}</p>",
        _figures(document, history),
        *(_picture(title, content) for title, content in pictures.items()),
        '<div class="columns">',
        *(_table(title, rows) for title, rows in _sections(document).items()),
        "</div>",
        f"<h2>PyTorch</h2><pre>{escape(network_code(document))}</pre>",
        "<footer>Made with Playground</footer>",
    ]
    return _PAGE.format(
        title=escape(name), style=_STYLE.format(**colours), body="\n".join(filter(None, parts))
    ).encode()


# ---- parts ---------------------------------------------------------------------------------------------------------


def _shape(document: Document) -> str:
    return f"{' → '.join(widths_in_words(document))}, {resolve(document).parameter_count:,} parameters"


def _figures(document: Document, history: Mapping[str, NDArray[Any]]) -> str:
    """Where training stands: the newest measurement."""
    if not history or len(history["epoch"]) == 0:
        return "<p>Not trained yet.</p>"
    task = TASKS[document.task]
    cells = [("epoch", figures.epoch(float(history["epoch"][-1])))]
    for which in ("train", "test"):
        loss, value = (float(history[f"{which}_{kind}"][-1]) for kind in ("loss", "score"))
        if np.isfinite(loss):
            text = figures.share(value, 1) if task.score_is_share else figures.r_squared(value)
            cells += [(f"{which} loss", figures.loss(loss)), (f"{which} {task.score_word}", text)]
    return "<dl>" + "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in cells) + "</dl>"


def _picture(title: str, content: bytes) -> str:
    source = b64encode(content).decode()
    return f'<figure><img alt="{escape(title)}" src="data:image/png;base64,{source}"></figure>'


def _table(title: str, rows: list[tuple[str, str]]) -> str:
    lines = "".join(f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in rows)
    return f"<section><h2>{escape(title)}</h2><table>{lines}</table></section>"


def _sections(document: Document) -> dict[str, list[tuple[str, str]]]:
    data = document.dataset
    points = [
        (domain_of(document).samples.capitalize(), f"{len(data):,}"),
        ("Training", f"{len(data) - data.test_count:,}"),
    ]
    points += [("Test", f"{data.test_count:,}")]
    points += [(one.name, f"{count:,}") for one, count in zip(data.classes, data.counts(), strict=True)]
    scaling = scaling_words(document)
    points += [("Numbers", scaling.removesuffix("."))] if scaling else []
    return {"Data": points, "Network": _network(document), "Training": _training(document)}


def _network(document: Document) -> list[tuple[str, str]]:
    known = inputs_of(document)
    rows = [("Inputs", ", ".join(known[name].label for name in document.inputs))]
    for place, one in enumerate(resolve(document).layers[:-1], start=1):
        layer = one.layer
        skip = f", skip of {one.units - one.own_units}" if one.own_units < one.units else ""
        note = ", frozen" if layer.frozen else ""
        size = shape_in_words(one.shape_out) if len(one.shape_out) > 1 else str(one.own_units)
        caption = f", {layer.caption()}" if layer.caption() else ""
        rows.append((f"{place}. {layer.title}", f"{size}{caption}{skip}{note}"))
    return [*rows, ("Output", f"{resolve(document).head.units}: {describe_output(document)}")]


def _training(document: Document) -> list[tuple[str, str]]:
    """Every setting that has a say with the others as they are, in the words of its form."""
    training, rows = document.training, []
    for one in fields(training):
        only = one.metadata.get("only")
        value = getattr(training, one.name)
        if only and getattr(training, only[0]) not in only[1:]:
            continue
        if one.metadata["group"] == AUGMENT and domain_of(document).has_map:
            continue
        if one.name == "adversarial_steps" and training.adversarial == 0.0:
            continue
        if one.name == "loss":
            value = resolve(document).loss
        label = str(one.metadata["label"])
        if one.metadata["group"] == AUGMENT:
            label = f"{AUGMENT}: {label.lower()}"
        rows.append((label, _setting(value, one.metadata)))
    return rows


def _setting(value: Any, about: Mapping[str, Any]) -> str:
    """A value in the words of its form."""
    if "choices" in about:
        return str(about["choices"][value])
    if isinstance(value, bool):
        return "on" if value else "off"
    if value == 0 and "zero" in about:
        return str(about["zero"])
    unit = about.get("unit", "")
    if unit == "%":
        return figures.share(value)
    return f"{value:g}{unit}" if unit in {"", "°"} else f"{value:g} {unit}"


_STYLE = """
body {{ margin: 0 auto; max-width: 60rem; padding: 2.5rem 1.5rem; background: {window}; color: {ink};
  font: 15px/1.5 Inter, system-ui, sans-serif; }}
h1 {{ font-size: 1.75rem; margin: 0; }}
h2 {{ font-size: 1rem; margin: 2rem 0 .5rem; }}
p {{ color: {ink2}; margin: .25rem 0 1.5rem; }}
dl {{ display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; margin: 0 0 1.5rem; }}
dt {{ color: {ink3}; font-size: .8rem; }}
dd {{ margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }}
figure {{ margin: 0 0 1rem; }}
img {{ display: block; max-width: 100%; border-radius: 10px; }}
.columns {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 0 2rem; }}
table {{ border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }}
th, td {{ border-top: 1px solid {line}; padding: .3rem 0; text-align: left; vertical-align: top; font-weight: 400; }}
th {{ color: {ink2}; padding-right: 1rem; }}
pre {{ background: {card}; border: 1px solid {line}; border-radius: 10px; padding: 1rem; overflow-x: auto;
  font: 13px/1.5 "JetBrains Mono", ui-monospace, monospace; }}
footer {{ color: {ink3}; margin-top: 2rem; font-size: .8rem; }}
@media print {{ body {{ max-width: none; padding: 0; }} figure, section {{ break-inside: avoid; }} }}
"""

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""
