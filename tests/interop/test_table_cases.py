"""Tables as people bring them: each is read right, or a question that names what decides; never misread in silence."""

import pytest

from playground.interop.tables.wishes import Wishes
from tests.support.tables import BASE, DIGITS, LETTERS, assert_base, attempt, lines, read, refused

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
    "a kind, few rooms, and a price": (
        "area,rooms,kind,price\n" + "".join(f"{30 + i}.5,{1 + i % 3},{'fhs'[i % 3]},{i * 37}\n" for i in range(20)),
        "which column holds the label or value: rooms, kind, price",
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


def test_one_hot_columns_of_true_and_false_are_no_question(tmp_path):
    rows = zip(BASE, DIGITS, strict=True)
    text = "x,y,kind_a,kind_b\n" + "".join(f"{x},{y},{k == '0'},{k == '1'}\n" for (x, y), k in rows)
    points = read(tmp_path, text)
    assert [one.name for one in points.dataset.classes] == ["a", "b"]
    assert points.dataset.targets.tolist() == [int(k) for k in DIGITS]


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
