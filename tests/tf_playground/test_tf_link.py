"""Links of TensorFlow Playground: what each key means, what odd values come to, what is refused, the way back."""

import math
import random
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document import edits_data, edits_network, edits_source
from playground.document.emulation import LinkError
from playground.document.presets import document_for, first_document
from playground.document.problems import problems
from playground.domains.plane.inputs import INPUTS
from playground.storage.codec import document_from_dict, document_to_dict
from playground.storage.project import decode
from playground.tf_playground.link import MOST_CHARACTERS, USUAL_SEED, looks_like_link, read_link
from playground.tf_playground.link_writer import inexpressible, write_link
from playground.tf_playground.numbers import read_number, write_number

GOLDEN = msgspec.json.decode((Path(__file__).parent / "data" / "golden.json").read_bytes())
LINKS = [entry["link"] for entry in GOLDEN]


def read(pairs):
    return read_link(f"#seed=0.5&{pairs}")


def document_of(pairs):
    return read(pairs).document


def same(one, two):
    arrays = ("samples", "targets", "is_test")
    return (
        all(np.array_equal(getattr(one.dataset, name), getattr(two.dataset, name)) for name in arrays)
        and (one.dataset.classes, one.dataset.source) == (two.dataset.classes, two.dataset.source)
        and (one.task, one.inputs, one.network, one.training) == (two.task, two.inputs, two.network, two.training)
    )


# ---- what is a link ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "https://playground.tensorflow.org/#activation=tanh",
        "http://playground.tensorflow.org/?hl=de#seed=1",
        "HTTPS://Playground.TensorFlow.org",
        "playground.tensorflow.org/#x=false",
        "  #seed=hello&noise=70\n",
        "#foo=1",
        "#networkShape",
        "activation=relu&seed=0.5",
        "foo=1&seed=0.5",
        "https://someone.github.io/playground/#activation=relu&dataset=xor",
        "https://playground.tensorflow.org/#seed=my seed",
    ],
)
def test_links_are_recognised(text):
    assert looks_like_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "spiral",
        "points.csv",
        "C:\\data=1\\file.csv",
        "a=1",
        "#",
        "#hello",
        "# a comment = in a CSV",
        "x,y,label\n1,2,0",
        "https://example.org/page#section",
        "https://example.org/page#seed",
        "seed=1, which was nice",
    ],
)
def test_other_texts_are_not(text):
    assert not looks_like_link(text)


# ---- what it means -------------------------------------------------------------------------------------------------


def test_what_is_not_named_takes_the_pages_defaults():
    document = read_link("https://playground.tensorflow.org/").document
    training = document.training
    assert [layer.units for layer in document.network] == [4, 2]
    assert {layer.activation for layer in document.network} == {"tanh"}
    assert document.inputs == ("x", "y")
    assert (document.dataset.source.generator, document.dataset.source.stream) == ("circle", USUAL_SEED)
    assert (len(document.dataset), document.dataset.test_count) == (500, 250)
    assert (training.optimizer, training.loss, training.learning_rate) == ("sgd", "half_squared", 0.03)
    assert (training.batch_size, training.l1, training.l2) == (10, 0.0, 0.0)
    assert (training.initialization, training.as_tf_playground) == ("tf-playground", True)
    assert problems(document) == ()


def test_the_last_of_a_repeated_key_wins_and_what_follows_a_second_sign_is_cut():
    assert document_of("noise=5&noise=30=7").dataset.source.noise == 0.3


def test_blank_values_count_as_absent():
    assert read("batchSize=&learningRate=  ").document.training.batch_size == 10


@pytest.mark.parametrize(
    ("shape", "units"),
    [("2.5", [3]), ("", []), ("4,,2", [4, 2]), ("4,2,", [4, 2]), ("3,-2,x,0", [3]), ("5,0x0a", [5, 10])],
)
def test_shapes(shape, units):
    reading = read(f"networkShape={shape}")
    assert [layer.units for layer in reading.document.network] == units
    assert bool(reading.notes) == (len(units) < len(shape.split(",")) and bool(shape))


@pytest.mark.parametrize(
    ("value", "size"), [("2.5", 5), ("-10", 10), ("250", 250), ("251", 250), ("0", 250), ("x", 10)]
)
def test_batches(value, size):
    reading = read(f"batchSize={value}")
    assert reading.document.training.batch_size == size
    assert bool(reading.notes) == (value in ("251", "0", "x"))


@pytest.mark.parametrize(
    ("share", "trained"), [("33.3", 166), ("0", 0), ("100", 500), ("250", 500), ("-10", 450), ("1e300", 500)]
)
def test_shares(share, trained):
    data = document_of(f"percTrainData={share}&batchSize=1").dataset
    assert len(data) - data.test_count == trained
    assert not data.is_test[:trained].any()


@pytest.mark.parametrize(("noise", "fraction"), [("81", 0.5), ("80", 0.8), ("-3", 0.0), ("NaN", 0.0), ("7", 0.07)])
def test_noise(noise, fraction):
    assert document_of(f"noise={noise}").dataset.source.noise == fraction


def test_inputs_come_in_the_pages_order_and_hidden_ones_are_off():
    document = document_of("sinY=true&sinX=1&xSquared=False&x_hide=true&y_hide=True&xTimesY=false")
    assert document.inputs == ("y", "x2", "sin_x", "sin_y")


def test_regularization():
    assert document_of("regularization=L1&regularizationRate=0.03").training.l1 == 0.03
    assert document_of("regularization=L2&regularizationRate=0.03").training.l2 == 0.03
    assert document_of("regularizationRate=0.03").training.l1 == 0.0


def test_zeros():
    assert document_of("initZero=true").training.initialization == "zeros"


def test_what_a_browser_escapes_is_escaped_before_it_becomes_a_seed():
    assert read_link("#seed=mé <b>\t").document.dataset.source.stream == "m%C3%A9%20%3Cb%3E"
    assert read_link("#seed=100%25+1").document.dataset.source.stream == "100%25+1"


def test_the_text_is_the_seed():
    half, other = read_link("#seed=0.5").document, read_link("#seed=0.50000").document
    assert (half.dataset.samples != other.dataset.samples).any()


# ---- odd and hostile ones ------------------------------------------------------------------------------------------


def test_what_is_not_known_is_listed_and_not_fatal():
    reading = read("frobnicate=3&activation=toString&dataset=moons&batchSize=12")
    assert reading.document.training.batch_size == 12
    assert reading.notes == (
        "Keys that no link has are left out: frobnicate.",
        "activation: toString is not known; tanh takes its place.",
        "dataset: moons is not known; circle takes its place.",
    )


def test_what_only_changes_the_page_is_silent():
    pairs = "showTestData=true&discretize=true&tutorial=x&hideText=true&playButton_hide=true&cosX=true&collectStats=1"
    assert read(pairs).notes == ()


def test_a_long_list_of_strangers_is_cut():
    (note,) = read("&".join(f"key{i}{'x' * 90}=1" for i in range(20))).notes
    assert "and 14 more" in note
    assert len(note) < 250


@pytest.mark.parametrize("value", ["NaN", "1e400", "0", "-1", "1e9", "0x", "1_000"])
@pytest.mark.parametrize("key", ["learningRate", "regularizationRate"])
def test_numbers_out_of_range_are_replaced_and_noted(key, value):
    reading = read(f"regularization=L2&{key}={value}")
    assert 1e-6 <= reading.document.training.learning_rate <= 10.0
    assert 0.0 <= reading.document.training.l2 <= 10.0
    assert (f"{key}: {value} cannot be used" in "".join(reading.notes)) == (value != "0" or key == "learningRate")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#networkShape", "networkShape has no value"),
        ("#networkShape=1000000", "1000000 neurons in a layer are more than the 1,024"),
        ("#networkShape=Infinity", "neurons in a layer are more"),
        (f"#networkShape={','.join(['1'] * 201)}", "201 layers are more than the 200"),
        (f"#networkShape={','.join(['1024'] * 100)}", "parameters are more than the 20,000,000"),
        (f"#seed={'a' * 1001}", "the seed has 1,001 characters"),
        (f"#seed={'é' * 200}", "the seed has 1,200 characters"),
        (f"#a={'b' * MOST_CHARACTERS}", "the link has 8,195 characters"),
    ],
)
def test_what_no_machine_should_try_is_refused(text, words):
    with pytest.raises(LinkError, match=words):
        read_link(text)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(LINKS))
def test_mutated_links_open_as_whole_documents_or_are_refused(seed, link):
    mutation = random.Random(seed)
    signs = list(link)
    for _ in range(mutation.randint(1, 8)):
        place = mutation.randrange(1, len(signs))
        signs[place] = mutation.choice(["", "&", "=", "9", "-", ".", "é", " ", "\x00", "#", "e9", ","])
    try:
        reading = read_link("".join(signs))
    except LinkError:
        return
    document_from_dict(decode(msgspec.json.encode(document_to_dict(reading.document))))


# ---- and back ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("link", LINKS)
def test_a_link_written_again_is_the_same_document(link):
    document = read_link(link).document
    assert inexpressible(document) == ()
    again = read_link(write_link(document))
    assert same(again.document, document)
    assert again.notes == ()


def test_a_whole_link_comes_back_as_the_page_writes_it():
    assert write_link(read_link(LINKS[0]).document).partition("#")[2] == LINKS[0][1:]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_what_can_be_set_on_the_page_survives_there_and_back(data):
    draw = data.draw
    pairs = {
        "activation": draw(st.sampled_from(["relu", "tanh", "sigmoid", "linear"])),
        "regularization": draw(st.sampled_from(["none", "L1", "L2"])),
        "regularizationRate": draw(st.sampled_from(["0.001", "0.3", "10"])),
        "batchSize": str(draw(st.integers(1, 30))),
        "dataset": draw(st.sampled_from(["circle", "xor", "gauss", "spiral"])),
        "regDataset": draw(st.sampled_from(["reg-plane", "reg-gauss"])),
        "learningRate": draw(st.sampled_from(["0.00001", "0.03", "3"])),
        "noise": str(draw(st.integers(0, 80))),
        "networkShape": ",".join(map(str, draw(st.lists(st.integers(1, 8), max_size=6)))),
        "seed": write_number(draw(st.floats(0, 1))),
        "percTrainData": write_number(draw(st.floats(1, 100))),
        "problem": draw(st.sampled_from(["classification", "regression"])),
        **{key: draw(st.sampled_from(["true", "false"])) for key in ("x", "xTimesY", "sinY", "initZero")},
    }
    document = read_link("#" + "&".join(f"{key}={value}" for key, value in pairs.items())).document
    layers = [replace(layer, activation="tanh") for layer in document.network]
    document = replace(document, network=document.network if layers else ())
    assert same(read_link(write_link(document)).document, document)


def test_files_keep_the_seed_text_and_the_option():
    document = read_link(LINKS[1]).document
    raw = decode(msgspec.json.encode(document_to_dict(document)))
    assert same(document_from_dict(raw), document)
    del raw["dataset"]["points"]
    assert same(document_from_dict(raw), document), "the points are made anew from the seed text"


@pytest.mark.parametrize(
    ("edit", "part"),
    [
        (lambda d: edits_network.change_training(d, optimizer="adam"), "optimizer Adam"),
        (lambda d: edits_network.change_training(d, seed=3), "weights of the training seed 3"),
        (lambda d: edits_network.change_layer(d, 1, activation="relu"), "different activations in one network"),
        (lambda d: edits_network.change_layer(d, 1, init="zeros"), "different initializations in one network"),
        (lambda d: edits_data.add_points(d, np.zeros((1, 2)), 0), "points added, moved or taken away by hand"),
        (edits_data.clear_points, "points of your own"),
        (lambda d: edits_data.split(d, 0.5, 1), "test points chosen in another way than by place"),
        (lambda d: edits_data.change_class(d, 0, name="Cats"), "the names or colours of the classes"),
        (lambda d: edits_source.regenerate(d, replace(d.dataset.source, count=60)), "60 points (it always has 500)"),
        (lambda d: edits_source.regenerate(d, replace(d.dataset.source, generator="moons")), "the data set Moons"),
        (
            lambda d: edits_source.regenerate(d, replace(d.dataset.source, stream=None)),
            "points that do not come from a link's seed text",
        ),
        (
            lambda d: edits_source.regenerate(d, replace(d.dataset.source, stream="a&b")),
            "this noise or seed text",
        ),
    ],
)
def test_what_a_link_cannot_hold_is_named(edit, part):
    document = edit(read_link(LINKS[0]).document)
    assert inexpressible(document) == (part,)
    with pytest.raises(LinkError, match="A TensorFlow Playground link cannot hold: "):
        write_link(document)


def test_another_programs_document_lists_everything():
    assert len(inexpressible(first_document())) == 4
    assert "the data set Pinwheel" in inexpressible(document_for("spirals", (2,)))


def test_resampling_takes_another_seed_text_and_stays_a_link():
    document = read_link(LINKS[0]).document
    again = edits_source.resample(document)
    assert again.dataset.source.stream == "0.91520"
    assert (again.dataset.samples != document.dataset.samples).any()
    assert same(read_link(write_link(again)).document, again)


def test_another_share_still_trains_the_first_points():
    document = edits_data.split(read_link(LINKS[0]).document, 0.8, 0)
    assert same(read_link(write_link(document)).document, document)


# ---- numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [("3e-2", 0.03), (" .5 ", 0.5), ("5.", 5.0), ("0x0a", 10.0), ("0b11", 3.0), ("", 0.0), ("-Infinity", -math.inf)],
)
def test_numbers_as_javascript_reads_them(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["1_000", "5abc", "-0x1", "\u0661", "nan", "1e", "."])
def test_what_is_no_number(text):
    assert math.isnan(read_number(text))


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e-5, "0.00001"), (1e-7, "1e-7"), (1.5e-6, "0.0000015"), (10.0, "10"), (1e21, "1e+21"), (1e20, "1" + "0" * 20)],
)
def test_numbers_as_javascript_writes_them(value, text):
    assert write_number(value) == text


@given(st.floats(allow_nan=False))
def test_a_number_written_and_read_is_the_same(value):
    assert read_number(write_number(value)) == value


def test_every_input_has_a_key():
    from playground.tf_playground.link import INPUT_KEYS

    assert list(INPUT_KEYS) == list(INPUTS)
