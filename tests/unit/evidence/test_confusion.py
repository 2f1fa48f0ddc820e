"""Confusion matrices: the files that people have, and what is said of the rest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from ship_or_not.errors import InputError
from ship_or_not.evidence.confusion import (
    Matrix,
    MatrixError,
    TreeFault,
    check_matrix,
    matrix_from_tree,
    read_matrix,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Read = Callable[[str], Matrix]

NUMBER = "a number such as 12, 0.5 or 98.7%: a point for decimals, nothing between thousands"
LABELS = "a header of predicted labels, then an actual label and its numbers in each row"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write_and_read(text: str) -> Matrix:
        path = tmp_path / "m"
        path.write_bytes(text.encode())
        return read_matrix(path, shown_as="m.csv")

    return write_and_read


def refused(read: Read, text: str) -> str:
    with pytest.raises(InputError) as caught:
        read(text)
    return str(caught.value)


AB = (("a", "b"), ("a", "b"))


@pytest.mark.parametrize(
    ("text", "labels", "rows"),
    [
        pytest.param(",a,b\na,5,1\nb,0,7\n", AB, ((5, 1), (0, 7)), id="DataFrame.to_csv"),
        pytest.param("row_0,a,b\na,5,1\nb,0,7\n", AB, ((5, 1), (0, 7)), id="pandas.crosstab"),
        pytest.param(",a,b\na,5.0,\nb,,7.0\n", AB, ((5.0, 0), (0, 7.0)), id="with missing cells"),
        pytest.param("truth,a,b\na,0.75,0.25\nb,0.0,1.0\n", AB, ((0.75, 0.25), (0.0, 1.0)), id="normalised"),
        pytest.param(",0,1\n0,5,1\n1,0,7\n", (("0", "1"), ("0", "1")), ((5, 1), (0, 7)), id="numbered"),
        pytest.param("\ufeff;a;b\r\na;5;1\r\nb;0;7\r\n", AB, ((5, 1), (0, 7)), id="spreadsheet"),
        pytest.param("\ta\tb\t\t\na\t5\t1\t\t\nb\t0\t7\n\t\t\n\n", AB, ((5, 1), (0, 7)), id="tabs"),
        pytest.param(",a,b,,\na,5,1,,\n\nb,0,7\n,,,\n", AB, ((5, 1), (0, 7)), id="empty lines and columns"),
        pytest.param(
            '"","x, y"," say ""no"" "\n"x, y",99%,1%\nb,+1e0, 0 \n',
            (("x, y", "b"), ("x, y", 'say "no"')),
            ((0.99, 0.01), (1.0, 0)),
            id="quoted",
        ),
        pytest.param(",a,b,unsure\na,5,1,2\nb,0,7,1", (AB[0], ("a", "b", "unsure")), ((5, 1, 2), (0, 7, 1))),
        pytest.param("[[5, 1], [0.0, 7]]", (None, None), ((5, 1), (0.0, 7))),
        pytest.param('\n{"labels": ["a", "b"], "rows": [[5, 1], [0, 7]]}', AB, ((5, 1), (0, 7))),
        pytest.param('{"a": {"b": 1, "a": 5}, "b": {"b": "70%"}}', AB, ((5, 1), (0, 0.7))),
        pytest.param('{"a": {"a": 5}, "b": {"c": 1}}', (AB[0], ("a", "b", "c")), ((5, 0, 0), (0, 0, 1))),
        pytest.param(
            '{"labels": [0, true], "rows": [[5, 1], [0, 7]]}',
            (("0", "true"), ("0", "true")),
            ((5, 1), (0, 7)),
        ),
    ],
)
def test_a_matrix_is_read_as_it_was_written(
    read: Read, text: str, labels: tuple[Any, Any], rows: tuple[tuple[float, ...], ...]
) -> None:
    matrix = read(text)
    assert (matrix.actual, matrix.predicted) == labels
    assert repr(matrix.rows) == repr(rows)
    assert (matrix.path, matrix.sha256) == ("m.csv", hashlib.sha256(text.encode()).hexdigest())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            ";a;b\na;1,5;1 000\nb;0;1,234.5\n",
            (
                f'm.csv:2:3: "1,5" in row "a", column "a" is not a number\n'
                f"  2 | a;1,5;1 000\n    |   ^^^\n  expected: {NUMBER}\n\n"
                f'm.csv:2:7: "1 000" in row "a", column "b" is not a number\n'
                f"  2 | a;1,5;1 000\n    |       ^^^^^\n  expected: {NUMBER}\n\n"
                f'm.csv:3:5: "1,234.5" in row "b", column "b" is not a number\n'
                f"  3 | b;0;1,234.5\n    |     ^^^^^^^\n  expected: {NUMBER}"
            ),
        ),
        (
            ",a,b,All\na,5,1,6\nb,0,7,7\nAll,5,8,13\n",
            (
                'm.csv:1:6: "All" looks like sums, not like a class\n'
                "  1 | ,a,b,All\n    |      ^^^\n  expected: classes only: drop the margins\n\n"
                'm.csv:4:1: "All" looks like sums, not like a class\n'
                "  4 | All,5,8,13\n    | ^^^\n  expected: classes only: drop the margins"
            ),
        ),
        (
            ",a,b\na,5\nb,0,7,1\n",
            (
                'm.csv:2:1: row "a" has 2 cells\n  2 | a,5\n    | ^\n  expected: 3, as in the header\n\n'
                'm.csv:3:1: row "b" has 4 cells\n  3 | b,0,7,1\n    | ^\n  expected: 3, as in the header'
            ),
        ),
        (
            ",a,a\na,5,1\n,0,7\n",
            (
                'm.csv:1:4: the label "a" stands twice\n  1 | ,a,a\n    |    ^\n'
                "  expected: each label once\n\n"
                f"m.csv:3:1: a label is missing here\n  3 | ,0,7\n    | ^\n  expected: {LABELS}"
            ),
        ),
        (
            ',a,b\na,"5,1\n',
            (
                "m.csv:2:3: this quote is not closed before the cell ends\n"
                '  2 | a,"5,1\n    |   ^^\n  expected: a closing quote'
            ),
        ),
        ("", f"m.csv:1:1: it is empty\n  expected: {LABELS}"),
        ("a\n1\n", f"m.csv:1:1: the header has one cell only\n  1 | a\n    | ^\n  expected: {LABELS}"),
        (",a\n", f"m.csv:1:1: there is no row below the header\n  1 | ,a\n    | ^\n  expected: {LABELS}"),
        (
            "[[1, 2], [3, 4]",
            (
                "m.csv:1:16: it is not JSON: Expecting ',' delimiter\n"
                "  1 | [[1, 2], [3, 4]\n    |                ^\n  expected: a JSON document"
            ),
        ),
        (
            '{"a": {"a": 1, "a": 2}, "b": {"a": NaN}}',
            (
                'm.csv: the key "a" stands twice in one object\n  expected: each key once\n\n'
                "m.csv: NaN is not a number to compute with\n  expected: a finite number"
            ),
        ),
        (
            f"[[1e999, {'1' * 401}]]",
            (
                'm.csv: "1e999" is too large to compute with\n  expected: a smaller number\n\n'
                f'm.csv: "{"1" * 39}…" is too large to compute with\n  expected: a smaller number'
            ),
        ),
        (
            '{"labels": ["a", "a"], "rows": [[1, "x"], 2]}',
            (
                'm.csv: labels[1]: the label "a" stands twice\n  expected: each label once\n\n'
                f'm.csv: rows[0][1]: "x" is not a number\n  expected: {NUMBER}\n\n'
                "m.csv: rows[1]: a number is not a row\n  expected: a list of numbers"
            ),
        ),
    ],
)
def test_everything_wrong_with_a_file_is_said_at_once(read: Read, text: str, expected: str) -> None:
    assert refused(read, text) == expected


@pytest.mark.parametrize("text", ["[" * 2_000_000, '{"a":' * 2_000_000, '["\\"[", ' + "[" * 40])
@pytest.mark.threat("deep nesting")
def test_deep_nesting_is_refused_before_it_is_parsed(read: Read, text: str) -> None:
    assert ": the nesting is too deep\n" in refused(read, text)


def test_more_than_twenty_problems_are_counted(read: Read) -> None:
    text = ",a\n" + "".join(f"r{row},x\n" for row in range(50))
    assert refused(read, text).count("is not a number") == 20
    assert refused(read, text).endswith("… and 30 more")


@pytest.mark.parametrize(
    "text",
    [
        "," + ",".join(map(str, range(2001))) + "\na" + ",1" * 2001,
        ",a\n" + "".join(f"{row},1\n" for row in range(2001)),
        str([[1]] * 2001),
        str([[1] * 2001]),
        "{" + ",".join(f'"{row}": {{}}' for row in range(2001)) + "}",
        '{"a": {' + ",".join(f'"{row}": 1' for row in range(2001)) + "}}",
    ],
)
@pytest.mark.threat("size")
def test_more_than_2000_labels_are_refused(read: Read, text: str) -> None:
    assert "there are more than 2,000 labels" in refused(read, text)


@pytest.mark.threat("size")
def test_empty_lines_are_taken_at_the_end_but_not_without_limit_between_rows(read: Read) -> None:
    assert read(",a,b\nb,0,\n" + ",,\n" * 20_000).rows == ((0, 0),)
    assert ": there are too many lines\n" in refused(read, ",a\n" + ",\n" * 20_000 + "a,1")


@pytest.mark.threat("size")
def test_a_row_wider_than_a_spreadsheet_is_refused(read: Read) -> None:
    assert ": the row is too long\n" in refused(read, "," * 20_000)


@pytest.mark.parametrize(
    ("value", "faults"),
    [
        (None, [((), "an empty value is no confusion matrix")]),
        ("a.csv", [((), '"a.csv" is no confusion matrix')]),
        ([1, [True, None, "5", {}, []]], [
            ((0,), "a number is not a row"),
            ((1, 0), "true is not a number"),
            ((1, 1), "an empty value is not a number"),
            ((1, 2), '"5" is not a number'),
            ((1, 3), "a block of keys is not a number"),
            ((1, 4), "a list is not a number"),
        ]),
        ({"a": {"a": "1e1%"}, "b": 3}, [
            (("a", "a"), '"1e1%" is not a number'),
            (("b",), "a number is not a row"),
        ]),
        ({" a": {}, "a ": {}}, [(("a ",), 'the label "a" stands twice')]),
        ({"": {}}, [(("",), '"" is not a label')]),
        ({"a\x1b": {}}, [(("a\x1b",), "the label holds the control character U+001B")]),
        ({"labels": [None], "rows": [[1]]}, [(("labels", 0), "an empty value is not a label")]),
        ({"labels": ["a"]}, [((), "rows is missing")]),
        ({"rows": [[1]], "labels": "a", "x": 1}, [
            (("x",), '"x" is not a key of a confusion matrix'),
            (("labels",), 'labels is "a"'),
        ]),
    ],
)  # fmt: skip
def test_a_tree_that_is_no_matrix_is_refused_with_every_path(
    value: object, faults: list[tuple[tuple[str | int, ...], str]]
) -> None:
    with pytest.raises(MatrixError) as caught:
        matrix_from_tree(value)
    assert [(fault.path, fault.found) for fault in caught.value.faults] == faults
    assert all(isinstance(fault, TreeFault) and fault.expected for fault in caught.value.faults)


def test_labels_are_the_text_that_was_written() -> None:
    tree = {"labels": [1.5, None], "rows": [[1, 2], [3, 4]]}
    assert matrix_from_tree(tree, texts={("labels", 0): "1.50", ("labels", 1): "null"}).actual == (
        "1.50",
        "null",
    )


def plain(*rows: tuple[float, ...]) -> Matrix:
    return Matrix(actual=None, predicted=None, rows=rows)


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (((1, 0), (0, 1)), "counts"),
        (((1.0, 0.0), (0.0, 1.0)), "rates"),
        (((12.0, 3.0), (1, 9)), "counts"),
        (((0.5, 0.5), (0, 1)), "rates"),
        (((0.3333333, 0.6666666), (0.1, 0.9)), "rates"),
        (((0, 0), (0, 1)), "counts"),
        (((2**53, 0), (0, 0)), "counts"),
    ],
)
def test_counts_are_whole_and_rows_of_rates_sum_to_1(rows: tuple[tuple[float, ...], ...], kind: str) -> None:
    check = check_matrix(plain(*rows))
    assert (check.kind, check.faults) == (kind, ())


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ((), [(None, None, "it is empty", "one row for each class")]),
        (((1, 2), (3,)), [(1, None, "row 2 has 1 number", "2, as many as the first row")]),
        (((0, 0), (0.0, 0)), [(None, None, "every cell is 0", "counts or rates")]),
        (((1, -1), (float("nan"), 2**53 + 1)), [
            (0, 1, "the number in row 1, column 2 is negative", "0 or more"),
            (1, 0, "the number in row 2, column 1 is not finite", "a finite number"),
            (1, 1, "the number in row 2, column 2 is too large to compute with", "at most 2^53"),
        ]),
        (((10**400, 1e300),), [
            (0, 0, "the number in row 1, column 1 is too large to compute with", "at most 2^53"),
            (0, 1, "the number in row 1, column 2 is too large to compute with", "at most 2^53"),
        ]),
        (((0.5, 0.5), (0.5, 0.500002)), [
            (1, None, "row 2 sums to 1.000002", "counts are whole numbers; the rows of rates sum to 1"),
        ]),
        (((2.5, 3), (1, 4)), [
            (0, None, "row 1 sums to 5.5", "counts are whole numbers; the rows of rates sum to 1"),
        ]),
    ],
)  # fmt: skip
def test_a_matrix_that_makes_no_sense_is_refused_cell_by_cell(
    rows: tuple[tuple[float, ...], ...], faults: list[tuple[int | None, int | None, str, str]]
) -> None:
    check = check_matrix(plain(*rows))
    assert check.kind is None
    assert [(fault.row, fault.column, fault.found, fault.expected) for fault in check.faults] == faults


def test_labels_and_rows_must_agree_in_number() -> None:
    (fault,) = check_matrix(matrix_from_tree({"labels": ["a", "b"], "rows": [[1, 2]]})).faults
    assert (fault.found, fault.expected) == ("it has 1 row", "2, one per label")
    (fault,) = check_matrix(matrix_from_tree({"labels": ["a", "b"], "rows": [[1, 2], [3]]})).faults
    assert (fault.found, fault.expected) == ('row "b" has 1 number', "2, one per label")


@pytest.mark.parametrize(
    ("tree", "cell", "row"),
    [
        ([[1, 2], [3, 4]], (1, 0), (1,)),
        ({"labels": ["a", "b"], "rows": [[1, 2], [3, 4]]}, ("rows", 1, 0), ("rows", 1)),
        ({"a": {"a": 1}, "b": {"a": 3}}, ("b", "a"), ("b",)),
    ],
)
def test_a_cell_knows_its_path_in_what_was_written(
    tree: object, cell: tuple[str | int, ...], row: tuple[str | int, ...]
) -> None:
    matrix = matrix_from_tree(tree)
    assert matrix.cell_path(1, 0) == cell
    assert matrix.cell_path(1, None) == row
    assert matrix.cell_path(None, None) == ()
