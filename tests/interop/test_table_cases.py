"""Tables as people bring them: each is read right, or a question that names what decides; never misread in silence."""

import numpy as np
import pytest

from playground.interop.csv_layout import CsvError
from playground.interop.csv_points import read_coordinates, read_points
from playground.interop.table_wishes import Wishes

BASE = [(-2.5, 1.25), (-2.0, 0.75), (-1.5, 1.5), (-2.25, 2.0), (2.5, -1.25), (2.0, -0.75), (1.5, -1.5), (2.25, -2.0)]
LETTERS = "aaaabbbb"
DIGITS = "00001111"


def lines(form, labels=LETTERS, header="", end="\n"):
    """A row for each point: `form` takes x, y, the label and the number of the row."""
    rows = [form.format(x=x, y=y, k=label, i=i) for i, ((x, y), label) in enumerate(zip(BASE, labels, strict=True))]
    return end.join([*([header] if header else []), *rows]) + end


def read(tmp_path, text, name="t.csv", wishes=None, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return read_points(path, wishes=wishes or Wishes())


def refused(tmp_path, text, **changes):
    with pytest.raises(CsvError) as caught:
        read(tmp_path, text, **changes)
    words = str(caught.value)
    assert "\n" not in words
    assert len(words) < 400
    return words


def attempt(tmp_path, text):
    """The points, or None and the words of the refusal."""
    try:
        return read(tmp_path, text), ""
    except CsvError as error:
        return None, str(error)


def assert_base(points, names=None):
    """The eight points with four of either class."""
    assert np.allclose(points.dataset.places, BASE)
    targets = points.dataset.targets.tolist()
    assert targets in ([0] * 4 + [1] * 4, [1] * 4 + [0] * 4)
    if names:
        kinds = [one.name for one in points.dataset.classes]
        assert [kinds[target] for target in targets] == [names[0]] * 4 + [names[1]] * 4


READ = {
    # label first, in the middle, or named as many name it
    "labels first": lines("{k},{x},{y}", DIGITS, "labels,length,width"),
    "y, x1, x2": lines("{k},{x},{y}", DIGITS, "y,x1,x2"),
    "cluster in the middle": lines("{x},{k},{y}", DIGITS, "x1,cluster,x2"),
    "target": lines("{k},{x},{y}", DIGITS, "target,f1,f2"),
    "species": lines("{x},{y},{k}", LETTERS, "len,wid,species"),
    "survived": lines("{k},{x},{y}", DIGITS, "Survived,Age,Fare"),
    "words first, bare": lines("{k},{x},{y}"),
    "diagnosis": lines("{k},{x},{y}", LETTERS, "diagnosis,radius,texture"),
    # headers of numbers and digits
    "pandas 0,1,2": lines("{x},{y},{k}.0", DIGITS, "0,1,2"),
    "pandas with index": lines("{i},{x},{y},{k}", DIGITS, ",0,1,2"),
    "2theta": lines("{x},{y},{k}", LETTERS, "2theta,intensity,phase"),
    "1st": lines("{x},{y},{k}", LETTERS, "1st,2nd,kind"),
    # what numbers the rows
    "id": lines("{i}037,{x},{y},{k}", LETTERS, "id,x1,x2,kind"),
    "unnamed": lines("{i},{x},{y},{k}", DIGITS, ",x1,x2,y"),
    "Unnamed: 0": lines("{i},{x},{y},{k}", LETTERS, "Unnamed: 0,a,b,group"),
    "rownames": lines("{i},{x},{y},{k}", LETTERS, "rownames,len,dose,supp"),
    "PassengerId": lines("9{i},{x},{y},{k}", DIGITS, "PassengerId,Age,Fare,Survived"),
    "sample id": lines("s{i},{x},{y},{k}", LETTERS, "sample id,u,v,type"),
    "bare index": lines("{i},{x},{y},{k}"),
    # names of rows, separators at the end
    "R": lines('"{i}" {x} {y} "{k}"', LETTERS, '"x" "y" "label"'),
    "R, words": lines('"row {i}" {x} {y} "{k}"', LETTERS, '"x" "y" "label"'),
    "R, tabs": lines("{i}\t{x}\t{y}\t{k}", LETTERS, "x\ty\tlabel"),
    "trailing, bare": lines("{x},{y},{k},", DIGITS),
    "trailing, rows": lines("{x},{y},{k},", LETTERS, "x,y,label"),
    "trailing, all": lines("{x};{y};{k};", LETTERS, "x;y;label;"),
    "trailing, header": lines("{x},{y},{k}", LETTERS, "x,y,label,"),
    # lines above the header
    "comment": lines("{x},{y},{k}", LETTERS, "# measured in the lab, run 7\nx,y,label"),
    "names in a comment": lines("{x},{y},{k}", LETTERS, "# x y label"),
    "names in a comment, commas": lines("{x},{y},{k}", LETTERS, "#x,y,label"),
    "savetxt": lines("{x:.18e} {y:.18e} {k}.0", DIGITS, "# x y label"),
    "sep comma": lines("{x},{y},{k}", LETTERS, "sep=,\nx,y,label"),
    "sep semicolon": lines("{x};{y};{k}", LETTERS, "sep=;\nx;y;label"),
    "percent comments": lines("{x} {y} {k}", LETTERS, "% a\n% b\nx y label"),
    "slashes": lines("{x},{y},{k}", LETTERS, "// from the rig\nx,y,label"),
    "semicolon comments": lines("{x},{y},{k}", LETTERS, "; from the rig\nx,y,label"),
    "title": lines("{x},{y},{k}", LETTERS, "Measured in May\n\nx,y,label"),
    "two titles": lines("{x},{y},{k}", LETTERS, "Measured in May\nby hand\nx,y,label"),
    "title with empty cells": lines("{x},{y},{k}", LETTERS, "Measured in May,,\nx,y,label"),
    "units": lines("{x},{y},{k}", LETTERS, "len,wid,label\ncm,mm,"),
    "units in brackets": lines("{x};{y};{k}", LETTERS, "len;wid;label\n[cm];[mm];[-]"),
    "a column called #": lines("{i},{x},{y},{k}", LETTERS, "#,x,y,label"),
    # forms of numbers
    "single quotes": lines("'{x}','{y}','{k}'", LETTERS, "'x','y','label'"),
    "pipes": lines("{x}|{y}|{k}", LETTERS, "x|y|label"),
    "tabs and blanks": lines("{x} {y}\t{k}", DIGITS),
    "blanks around": lines("  {x}   {y}  {k} ", DIGITS),
    "units in cells": lines("{x} cm,{y} cm,{k}", LETTERS, "len,wid,label"),
    "units joined": lines("{x}kg,{y}kg,{k}", LETTERS, "len,wid,label"),
    "percent": lines("{x}%,{y}%,{k}", LETTERS, "share,rate,label"),
    "minus sign": lines("{x},{y},{k}", LETTERS, "x,y,label").replace("-", "−"),
    "quoted": lines('"{x}","{y}","{k}"', LETTERS, '"x","y","label"'),
    # files that say it
    "KEEL": lines(
        "{x}, {y}, {k}.0",
        DIGITS,
        "@relation f\n@attribute At1 real [-3.1, 2.9]\n@attribute At2 real [-2.4, 3.2]\n@attribute Class {0.0, 1.0}\n"
        "@inputs At1, At2\n@outputs Class\n@data",
    ),
    "ARFF": lines(
        "{x},{y},{k}",
        LETTERS,
        "% a comment\n@RELATION f\n\n@ATTRIBUTE 'first one' NUMERIC\n@ATTRIBUTE b REAL\n@ATTRIBUTE c {a,b}\n@DATA",
    ),
    "ARFF, label first": lines(
        "{k},{x},{y}", LETTERS, "@relation f\n@attribute class {a,b}\n@attribute u real\n@attribute v real\n@data"
    ),
    "Orange prefixes": lines("{x},{y},{k}", LETTERS, "C#u,C#v,cD#kind"),
    "Orange in three rows": lines("{x}\t{y}\t{k}", LETTERS, "u\tv\tkind\ncontinuous\tcontinuous\ta b\n\t\tclass"),
    "cell #": lines("1{i}\t{x}\t{y}\t{k}", LETTERS, "cell #\tx\ty\tlabel"),
    "one-hot": "x,y,kind_a,kind_b\n"
    + "".join(f"{x},{y},{1 - int(k)},{k}\n" for (x, y), k in zip(BASE, DIGITS, strict=True)),
    "constant": lines("{x},7,{y},{k}", LETTERS, "u,batch,v,kind"),
    "several texts, one named": lines("{x},{y},note {i},{k}", LETTERS, "u,v,remark,class"),
    "old line ends": lines("{x},{y},{k}", LETTERS, "x,y,label", "\r"),
}


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_tables_are_read_as_they_are_meant(tmp_path, text):
    assert_base(read(tmp_path, text))


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.txt", "t.tab", "t.dat", "t.data", "t.arff", "T.CSV"])
def test_every_name_of_a_text_will_do(tmp_path, name):
    assert_base(read(tmp_path, lines("{x},{y},{k}", LETTERS, "x,y,label"), name=name), "ab")


ASKED = {
    "two of words": (lines("{x},{y},{k},S{k}", LETTERS, "x1,x2,species,island"), "which column holds the label"),
    "Gender and Purchased": (
        "User ID,Gender,Age,Salary,Purchased\n"
        + "".join(f"156{i},{'MF'[i % 2]},{30 + i * 1.5},{9000 + 37 * i},{i // 10}\n" for i in range(20)),
        "which column holds the label or value: Gender, Purchased",
    ),
    "two labels": (lines("{x},{y},{k},{k}", LETTERS, "x,y,label,class"), "which column holds the label"),
    "label or value in front": (lines("{k},{x},{y}", DIGITS), "which column holds the label or value"),
    "three features": (lines("{x},{y},{i}.5,{k}", LETTERS, "a,b,c,kind"), "which two columns are x and y: a, b, c"),
    "a number for each row": (lines("{i},{y},{k}"), "is Column 1 x, which only numbers the rows"),
    "grouped": (
        "pop;area;label\n" + "".join(f"{i}.{i}00;{i + 1}.010;a\n" for i in range(1, 9)),
        "1.100 is read as 1.1; it may also be 1100. Say which with --decimal '.' or --decimal ','",
    ),
    "quoted thousands": (
        "pop,area,label\n" + "".join(f'"{i},{i}00",{i},a\n' for i in range(1, 9)),
        "1,100 is read as 1100; it may also be 1.1",
    ),
    "0, 1, 2 in whole numbers": ("0,1,2\n" + "3,4,5\n6,7,0\n2,2,1\n" * 3, "may be the names of the columns or a point"),
    "many whole numbers": (
        "a,b,c\n" + "".join(f"{i / 7},{(i * 3) % 5 / 3},{i * i}\n" for i in range(12)),
        "does c hold labels or values",
    ),
    "one feature": (
        "rownames,heat,force\n" + "".join(f"{i},{i * 20},{i**3 / 7}\n" for i in range(1, 9)),
        "only x and y",
    ),
    "too large": (
        "time,load,label\n" + "".join(f"17000000{i}0000,{i},a\n" for i in range(8)),
        "is too large; 1,000,000,000,000 is the most",
    ),
    "no row": ("x,y,label\n1,?,a\n2,?,a\n?,3,b\n?,4,b\n", "no row has a number for both x and y and a label"),
    "no row in full": ("x,y,label\n,2,a\n3,,b\n", "no row has a number for both x and y and a label"),
    "HTML": ("<!DOCTYPE html>\n<html><body class='a, b'>1,2,3</body></html>\n", "a web page (HTML), not a table"),
    "JSON": ('[{"x": 1, "y": 2}]\n', "this is JSON"),
    "Git LFS": ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "a pointer to a file in Git LFS"),
    "sparse ARFF": ("@relation a\n@attribute b real\n@data\n{0 1}\n", "sparse"),
    "ARFF without columns": ("@relation a\n@data\n1,2,a\n3,4,b\n", "it declares no columns"),
    "ARFF without data": ("@relation a\n@attribute b real\n", "no line @data"),
    "many columns": ("1 " * 200_000, "more than 2,000 columns"),
    "many columns below": ("1,2,3\n" + "1," * 3_000 + "\n", "line 2 has 3,001 fields; 2,000 columns are the most"),
    "ragged": ("x,y,label\n1,2,a\n1,2\n3,4,b\n", "with more or fewer than 3 fields (the first in line 3)"),
    "header too short": ("x,y\n1.5,2.5,3.5\n2.5,3.5,4.5\n", "the header names 2 columns, and the rows have 3"),
}


@pytest.mark.parametrize(("text", "words"), ASKED.values(), ids=ASKED)
def test_what_is_not_clear_is_refused_with_what_decides(tmp_path, text, words):
    assert words in refused(tmp_path, text)


@pytest.mark.parametrize("mark", ["\u00a0", "\u202f", "\u2009", "'", "’", " "])
@pytest.mark.parametrize("decimal", [",", "."])
def test_one_number_has_one_kind_of_mark(tmp_path, mark, decimal):
    """1 234,567 is never 1,234,567: the comma behind other marks is the decimal one."""
    text = "x;y;label\n" + "".join(f"{i}{mark}234{decimal}567;{i};a\n" for i in range(1, 9))
    points = read(tmp_path, text)
    assert points.dataset.places[0, 0] == 1234.567


def test_decimal_commas_with_exponents_are_no_doubt(tmp_path):
    text = lines("{x:.3E};{y:.3E};{k}", LETTERS, "x;y;label").replace(".", ",")
    assert_base(read(tmp_path, text))


def test_exponents_of_fortran(tmp_path):
    text = lines("{x:.6E} {y:.6E} {k}", DIGITS).replace("E", "D")
    assert_base(read(tmp_path, text))


def test_money_is_a_number_and_that_is_said(tmp_path):
    text = "price,size,label\n" + "".join(f'"${i},200.50",3{i},{"ab"[i > 4]}\n' for i in range(1, 9))
    points = read(tmp_path, text)
    assert points.dataset.places[:2].tolist() == [[1200.5, 31.0], [2200.5, 32.0]]
    assert points.notes[0] == "price: $ is left out of its numbers ($1,200.50 is 1,200.50)."


def test_numbers_beyond_a_thousand_million_are_numbers(tmp_path):
    text = "x,y,value\n" + "".join(f"{x},{y},{4.75e9 + 1e9 * i}\n" for i, (x, y) in enumerate(BASE))
    dataset = read(tmp_path, text).dataset
    assert dataset.classes == ()
    assert dataset.answers[0] == 4.75e9


@pytest.mark.parametrize(("labels", "names"), [(["1", "01"], ["1", "01"]), (["01067", "80331"], ["01067", "80331"])])
def test_zeros_in_front_belong_to_a_label(tmp_path, labels, names):
    text = "x,y,plz\n" + "".join(f"{x},{y},{labels[i > 3]}\n" for i, (x, y) in enumerate(BASE))
    assert_base(read(tmp_path, text), names)


def test_a_value_named_price_beside_few_whole_numbers(tmp_path):
    text = "area,rooms,price\n" + "".join(f"{i * 7.3},{i % 3},{i * 1000.5}\n" for i in range(1, 30))
    points = read(tmp_path, text)
    assert points.dataset.classes == ()
    assert points.notes[0] == "area is taken for x, rooms for y and price for the value."


def test_one_hot_columns_become_one_label(tmp_path):
    text = "x,y,red,green,blue\n" + "".join(
        f"{x},{y},{int(i % 3 == 0)},{int(i % 3 == 1)},{int(i % 3 == 2)}\n" for i, (x, y) in enumerate(BASE)
    )
    points = read(tmp_path, text)
    kinds = [one.name for one in points.dataset.classes]
    assert [kinds[one] for one in points.dataset.targets] == ["red", "green", "blue"] * 2 + ["red", "green"]
    assert "of which one is 1 in every row" in points.notes[0]


ENCODED = [
    ("x,y,класс", "кот", "пёс", "cp1251"),
    ("x,y,метка", "красный", "синий", "koi8-r"),
    ("x,y,druh", "červená", "žlutá", "cp1250"),
    ("x,y,gatunek", "żółty", "źdźbło", "cp1250"),
    ("x,y,Größe", "süß", "grün", "cp1252"),
    ("x,y,ラベル", "ねこ", "いぬ", "cp932"),
    ("x,y,类别", "红色", "蓝色", "gb18030"),
    ("x,y,είδος", "γάτα", "σκύλος", "cp1253"),
    ("x,y,类别", "红色", "蓝色", "utf-16"),
    ("x,y,класс", "кот", "пёс", "utf-16-le"),
    ("x,y,label", "고양이", "강아지", "euc-kr"),
    ("x,y,類別", "紅色", "藍色", "big5"),
    ("x,y,label", "赤い", "あおい", "euc-jp"),
    ("x,y,色", "赤いバラ", "青い花", "euc-jp"),
    ("x,y,label", "grün", "weiß", "mac-roman"),
]


@pytest.mark.parametrize(("header", "one", "other", "encoding"), ENCODED)
def test_letters_are_right_or_asked_about(tmp_path, header, one, other, encoding):
    text = "".join(f"{x},{y},{(one, other)[i > 3]}\n" for i, (x, y) in enumerate(BASE))
    data = f"{header}\n{text}".encode(encoding)
    points, words = attempt(tmp_path, data)
    if points is None:
        assert f"--encoding {encoding}" in words or words.endswith("Say it with --encoding E")
    else:
        assert_base(points, [one, other])
    assert_base(read(tmp_path, data, wishes=Wishes(encoding=encoding)), [one, other])


def test_names_of_encodings_are_those_that_people_use(tmp_path):
    text = lines("{x},{y},{k}", LETTERS, "x,y,label")
    for name in ("GBK", "gb2312", "Shift-JIS", "latin-1", "windows-1251", "UTF8"):
        assert_base(read(tmp_path, text, wishes=Wishes(encoding=name)), "ab")
    assert "no encoding is called 'klingon'; there are: utf-8" in refused(
        tmp_path, text, wishes=Wishes(encoding="klingon")
    )


def test_binary_is_refused_by_its_name(tmp_path):
    for data, words in [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"SQLite format 3\0", "a database"),
        (b"PK\x03\x04" + bytes(60), "damaged"),
        (bytes(range(256)) * 4, "not a text file"),
    ]:
        assert words in refused(tmp_path, data)


WISHES = [
    (lines("{k},{x},{y}", DIGITS), {"label": "1"}),
    (lines("{x},{y},{k},S{k}", LETTERS, "x1,x2,species,island"), {"label": "species"}),
    (lines("{i}.5,{x},{y},{k}", LETTERS, "t,a,b,kind"), {"x": "a", "y": "B"}),
    (lines("{i}.5,{x},{y},{k}", LETTERS, "t,a,b,kind"), {"x": "2", "y": "3", "label": "4"}),
    (lines("{x},{y},{k}", LETTERS, "5\nx,y,label"), {"skip_lines": 1}),
    (lines("{x}/{y}/{k}", LETTERS).replace("/", ";"), {"separator": "semicolon"}),
    (lines("{x};{y};{k}", LETTERS).replace(".", ","), {"decimal": ","}),
    (lines("{x},{y},{k}", DIGITS, "0,1,2"), {"header": True}),
]


@pytest.mark.parametrize(("text", "said"), WISHES)
def test_what_is_said_decides(tmp_path, text, said):
    assert_base(read(tmp_path, text, wishes=Wishes(**said)))


def test_a_value_that_is_said_is_one(tmp_path):
    dataset = read(tmp_path, lines("{x},{y},{k}", DIGITS, "x,y,label"), wishes=Wishes(value="label")).dataset
    assert dataset.classes == ()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"label": "q"}, "no column is called q; there are: x, y, label"),
        ({"label": "4"}, "no column is called 4; there are: x, y, label"),
        ({"x": "label"}, "column label holds no numbers, as --x needs"),
        ({"separator": "#"}, "--separator '#' is none that is known"),
        ({"label": "label", "value": "x"}, "give --label or --value, not both"),
    ],
)
def test_what_is_said_wrongly_is_told(tmp_path, said, words):
    assert words in refused(tmp_path, lines("{x},{y},{k}", LETTERS, "x,y,label"), wishes=Wishes(**said))


def test_a_column_can_say_which_points_test(tmp_path):
    text = "x,y,kind,split\n" + "".join(
        f"{x},{y},{k},{'train' if i % 4 else 'test'}\n" for i, ((x, y), k) in enumerate(zip(BASE, LETTERS, strict=True))
    )
    points = read(tmp_path, text)
    assert points.dataset.is_test.tolist() == [True, False, False, False] * 2
    assert points.dataset.train_fraction == 0.75
    assert "split says which points test: 2 of 8." in points.notes
    turned = text.replace("split", "is_train").replace("train\n", "1\n").replace("test\n", "0\n")
    turned = turned.replace("is_1", "is_train")
    assert read(tmp_path, turned).dataset.is_test.tolist() == [True, False, False, False] * 2


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5])
def test_the_share_that_tests_can_be_said(tmp_path, share):
    dataset = read(tmp_path, lines("{x},{y},{k}", LETTERS, "x,y,label"), wishes=Wishes(test=share)).dataset
    assert dataset.test_count == round(8 * share)
    assert dataset.train_fraction == 1.0 - share


def test_coordinates_come_with_the_same_notes_and_with_labels_where_there_are(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(READ["unnamed"])
    found = read_coordinates(path)
    assert found.points.tolist() == [list(one) for one in BASE]
    assert found.notes == ("x1 is taken for x, x2 for y and y for the label; left out: Column 1 (numbers the rows).",)
    assert found.dataset.targets.tolist() == [0] * 4 + [1] * 4


@pytest.mark.parametrize("header", ["0,1,label", "2020,2021,class", "0,1,species"])
def test_a_name_of_labels_beside_numbers_is_a_header(tmp_path, header):
    found = read(tmp_path, lines("{x},{y},{k}", header=header)).dataset
    assert found.places.tolist() == [list(point) for point in BASE]
    assert [one.name for one in found.classes] == ["a", "b"]


def test_numbers_below_the_name_of_labels_are_the_labels(tmp_path):
    found = read(tmp_path, lines("{x},{y},{k}", labels=DIGITS, header="0,1,y"))
    assert found.dataset.places.tolist() == [list(point) for point in BASE]
    assert found.dataset.targets.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert "The first row (0, 1, y) is taken for the names of the columns." in found.notes


def test_a_word_beside_0_and_1_that_stands_nowhere_else_is_asked_about(tmp_path):
    text = lines("{x},{y},{k}", header="0,1,animal")
    assert "--header" in refused(tmp_path, text)
    assert len(read(tmp_path, text, wishes=Wishes(header=True)).dataset) == len(BASE)
    assert len(read(tmp_path, text, wishes=Wishes(header=False)).dataset) == len(BASE) + 1


def test_a_first_row_with_a_fraction_is_a_point_whatever_its_word(tmp_path):
    found = read(tmp_path, lines("{x},{y},{k}", labels="yaaabbbb")).dataset
    assert len(found) == len(BASE)
    assert [one.name for one in found.classes] == ["y", "a", "b"]


def test_a_first_row_of_a_word_that_is_a_label_below_is_a_point(tmp_path):
    found = read(tmp_path, lines("{x},{y},{k}", labels=["type", "b"] * 4)).dataset
    assert len(found) == len(BASE)
    assert [one.name for one in found.classes] == ["type", "b"]


@pytest.mark.parametrize("said", [{"x": "1", "y": "1"}, {"x": "2", "label": "2"}, {"value": "1", "y": "x"}])
def test_one_column_cannot_be_two_things(tmp_path, said):
    words = refused(tmp_path, lines("{x},{y},{k}", header="x,y,label"), wishes=Wishes(**said))
    assert "both name column" in words


def test_coordinates_are_asked_for_where_the_label_may_be_among_them(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(lines("{k},{x},{y}", labels=DIGITS))
    with pytest.raises(CsvError, match="which column holds the label or value: Column 1, Column 3"):
        read_coordinates(path)
    assert read_coordinates(path, Wishes(label="1")).points.tolist() == [list(point) for point in BASE]
    path.write_text(lines("{x},{y},{k},{k}", header="x1,x2,species,island"))
    found = read_coordinates(path)
    assert found.points.tolist() == [list(point) for point in BASE]
    assert found.notes == ("x1 is taken for x and x2 for y; left out: species (not needed), island (not needed).",)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("1 of {i},{y},{k}", "in column x, 1 of 0 in line 2 is no number"),
        ("({i}),{y},{k}", "in column x, (0) in line 2 is no number"),
        ("12:0{i},{y},{k}", "in column x, 12:00 in line 2 is no number"),
    ],
)
def test_the_first_cell_that_is_no_number_is_named(tmp_path, form, words):
    assert words in refused(tmp_path, lines(form, header="x,y,label"))


def test_lines_left_out_beyond_the_last_are_told(tmp_path):
    words = refused(tmp_path, lines("{x},{y},{k}"), wishes=Wishes(skip_lines=99))
    assert "there is nothing behind the first 99 lines" in words


def test_a_sheet_of_a_text_is_told(tmp_path):
    assert "--sheet is for workbooks" in refused(tmp_path, lines("{x},{y},{k}"), wishes=Wishes(sheet="Two"))


def test_one_hot_arrays_number_their_classes(tmp_path):
    path = tmp_path / "t.npz"
    np.savez(path, X=np.array(BASE), y=np.eye(3)[[0, 1, 2, 0, 1, 2, 0, 1]])
    found = read_points(path).dataset
    assert found.targets.tolist() == [0, 1, 2, 0, 1, 2, 0, 1]
    assert [one.name for one in found.classes] == ["Orange", "Blue", "Green"]


def test_a_matrix_without_a_name_that_is_turned_round(tmp_path):
    path = tmp_path / "t.npy"
    np.save(path, np.column_stack([BASE, [0, 0, 0, 0, 1, 1, 1, 1]]).T)
    assert "The array of shape 3 × 8 has a column for each point and is turned round." in read_points(path).notes


def test_letters_of_no_known_encoding_can_be_said(tmp_path):
    text = lines("{x},{y},{k}", labels=["grün", "weiß"] * 4).encode("cp850")
    assert refused(tmp_path, text).endswith("Say it with --encoding E")
    found = read(tmp_path, text, wishes=Wishes(encoding="cp850")).dataset
    assert [one.name for one in found.classes] == ["grün", "weiß"]


def test_one_hot_columns_without_names_keep_their_places(tmp_path):
    rows = "".join(f"{x},{y},{int(i % 3 == 0)},{int(i % 3 == 1)},{int(i % 3 == 2)}\n" for i, (x, y) in enumerate(BASE))
    found = read(tmp_path, rows)
    assert [one.name for one in found.dataset.classes] == ["Column 3", "Column 4", "Column 5"]
    assert any("Column 3 / Column 4 / Column 5 for the label" in note for note in found.notes)


def test_two_flags_without_names_are_asked_about(tmp_path):
    rows = "".join(f"{x},{y},{i % 2},{1 - i % 2}\n" for i, (x, y) in enumerate(BASE))
    assert "which column holds the label or value" in refused(tmp_path, rows)
