"""Names of columns, and words in them, that tell what they are for; in small letters, in several languages."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CLASS_NAMES = _words("label labels class classes class_label") | {"class label"}
"""Names that say that a column holds the label, whatever else there is."""
TARGET_NAMES = _words("target targets")
VALUE_NAMES = _words("value values")
LIKELY_CLASS_NAMES = _words(
    "category group species kind type variety cluster survived diagnosis outcome klasse kategorie classe clase "
    "categorie categoria étiquette etiqueta метка класс 类别 标签 ラベル クラス"
)
"""Names that say so where no other column may hold it."""
LIKELY_VALUE_NAMES = _words(
    "z price prices cost sales charges medv response output wert valeur valor valore preis prix precio"
)
LIKELY_TARGET_NAMES = _words("y result out y_true")
TARGET_WORDS = CLASS_NAMES | TARGET_NAMES | VALUE_NAMES | LIKELY_CLASS_NAMES | LIKELY_VALUE_NAMES | LIKELY_TARGET_NAMES
"""Every name of a column that holds the label or value."""
TEST_NAMES = _words(
    "test is_test istest testing train is_train istrain training split set subset partition train_test traintest "
    "data_set dataset usage"
)
"""With _ for blanks and other signs."""
TEST_WORDS = _words("test testing val valid validation dev holdout 1 1.0 true yes")
TRAIN_WORDS = _words("train training learn fit 0 0.0 false no")
ROW_NAMES = _words(
    "id index idx no no. nr nr. row rowid rownames rowname row.names obs observation # record sno s.no serial uid uuid "
    "编号 序号 номер __index_level_0__"
) | {"unnamed: 0", "row names", "row name", "row number", "s. no.", "sample id", "sample number"}
IDENTIFIER = re.compile(r"(?:^|[ _.-])[iI][dD]$|[a-z]I[dD]$")
"""An identifier, as in "user id", "User_ID" and "PassengerId", not as in "acid"."""
