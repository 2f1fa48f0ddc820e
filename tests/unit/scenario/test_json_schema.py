"""The JSON Schema of scenarios: draft-07, told in full, and of one mind with the loader."""

from __future__ import annotations

import copy
import re
from functools import partial, reduce
from operator import getitem
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

import ship_or_not
from ship_or_not.errors import InputError
from ship_or_not.scenario.blocks import CHANCE, ITEMS, PRIOR, VOLUME
from ship_or_not.scenario.costs import ERROR_COST
from ship_or_not.scenario.json_numbers import duration, exact, mapping_entries, uncertain
from ship_or_not.scenario.numbers import (
    AMOUNT,
    COST,
    COST_PER_PERIOD,
    RATE,
    YEARLY_RATE,
    NumberError,
    parse_duration,
    parse_exact,
    parse_number,
)
from ship_or_not.scenario.schema import LATER
from ship_or_not.scenario.source import parse_source, read_source
from support.cases import INVALID, NO_TREE, NOT_STRUCTURE, VALID, as_floats
from support.mutations import mutated_trees
from support.scenarios import text_of, trees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").rglob("*.yaml"))
SCHEMA = ship_or_not.scenario_schema()
VALIDATOR = Draft7Validator(SCHEMA)

# The keywords of draft-07, by what they hold: schemas by name, a list of schemas, one schema, or neither.
BY_NAME = {"properties", "patternProperties", "definitions", "dependencies"}
LISTS = {"allOf", "anyOf", "oneOf"}
SINGLE = {
    *("items", "additionalItems", "contains", "additionalProperties", "propertyNames"),
    *("not", "if", "then", "else"),
}
PLAIN = {
    *("$schema", "$id", "$ref", "$comment", "title", "description", "default", "examples", "readOnly"),
    *("type", "enum", "const", "format", "contentMediaType", "contentEncoding", "uniqueItems"),
    *("multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength"),
    *("pattern", "maxItems", "minItems", "maxProperties", "minProperties", "required"),
}


def subschemas(schema: Any, at: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Walk a schema; every word in it that is no keyword fails."""
    if isinstance(schema, bool):
        return
    yield at, schema
    for word, value in schema.items():
        here = f"{at}/{word}"
        if word in BY_NAME:
            for name, each in value.items():
                if isinstance(each, list):  # of dependencies: the keys that are needed
                    assert word == "dependencies"
                    assert all(isinstance(key, str) for key in each)
                else:
                    yield from subschemas(each, f"{here}/{name}")
        elif word in LISTS:
            for index, each in enumerate(value):
                yield from subschemas(each, f"{here}/{index}")
        elif word in SINGLE:
            yield from subschemas(value, here)
        else:
            assert word in PLAIN, f"{here}: no keyword of draft-07"


ALL = dict(subschemas(SCHEMA))
KEYS = {
    at: schema
    for at, schema in ALL.items()
    if at.split("/")[-2:-1] in (["properties"], ["definitions"]) and "title" in schema
}
"""The schemas of keys: those that an editor explains."""


def within(schema: dict[str, Any]) -> Draft7Validator:
    """Return a validator of a part of the schema."""
    return Draft7Validator(schema | {"definitions": SCHEMA["definitions"]})


def test_the_schema_is_draft_07_and_has_no_other_keyword() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    used = {word for schema in ALL.values() for word in schema}
    print(f"{len(ALL)} schemas, {len(KEYS)} keys, {len(SCHEMA['definitions'])} definitions")  # noqa: T201
    assert used <= BY_NAME | LISTS | SINGLE | PLAIN


def test_every_reference_stands_alone_leads_to_a_definition_and_every_definition_is_referred_to() -> None:
    references = [schema for schema in ALL.values() if "$ref" in schema]
    assert all(set(schema) == {"$ref"} for schema in references)  # draft-07 ignores what stands beside it
    assert {schema["$ref"] for schema in references} == {
        f"#/definitions/{name}" for name in SCHEMA["definitions"]
    }


def test_every_key_has_a_title_a_description_and_examples_that_it_accepts() -> None:
    assert len(KEYS) >= 60
    for at, schema in {"#": SCHEMA, **KEYS}.items():
        assert schema["title"], at
        assert schema["description"].endswith("."), at
        assert schema["examples"], at
        for example in schema["examples"]:
            assert [error.message for error in within(schema).iter_errors(example)] == [], at


def test_a_description_names_the_unit_the_bounds_the_forms_and_the_default() -> None:
    properties = SCHEMA["properties"]
    assert properties["savings_per_item"]["description"] == (
        "What automating one item saves, money per item, errors left out; or give both cost_per_item in its"
        " place. An amount. If it is not known exactly: 1 to 5, {low, high}, {low, likely, high}, {mean, sd}"
        " or {samples}."
    )
    assert properties["policy"]["properties"]["confidence"]["description"] == (
        "The chance with which it has to be worth more than min_value_per_item. A chance from 0% to less than"
        " 100%; one exact number. By default 0.9."
    )
    assert properties["horizon"]["description"] == (
        "How long is counted, from the decision. A number above 0, and days, weeks, months or years; never"
        " a range."
    )


def test_defaults_are_those_of_the_loader() -> None:
    defaults = {at: schema["default"] for at, schema in ALL.items() if "default" in schema}
    assert defaults == {
        "#/properties/version": 1,
        "#/properties/prior": 1,
        "#/properties/policy/properties/confidence": 0.9,
        "#/properties/policy/properties/min_value_per_item": 0,
    }
    built = ship_or_not.load_scenario(VALID[0].with_name("smallest.yaml"))
    assert (built.inputs.prior, built.policy.confidence, built.policy.min_value_per_item) == (1, 0.9, 0)


def test_each_call_returns_a_schema_of_its_own() -> None:
    mine = ship_or_not.scenario_schema()
    mine["properties"]["model"]["examples"].clear()
    mine["properties"]["classes"]["examples"][0].clear()
    mine["else"].clear()
    assert ship_or_not.scenario_schema() == SCHEMA


def test_keys_that_this_version_refuses_are_not_offered() -> None:
    offered = {at.removeprefix("#/properties/").replace("/properties/", ".") for at in KEYS}
    assert {"model.accuracy", "policy.limits.loss.chance"} <= offered
    assert not LATER & offered


@pytest.mark.parametrize("path", [*VALID, *EXAMPLES], ids=lambda path: path.stem)
def test_a_valid_scenario_is_accepted(path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(as_floats(read_source(str(path)).tree))] == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_scenario_is_rejected_unless_it_is_listed_why_not(path: Path) -> None:
    if path.stem in NO_TREE:
        with pytest.raises(InputError):
            read_source(str(path))
    else:
        accepted = VALIDATOR.is_valid(as_floats(read_source(str(path)).tree))
        assert accepted == (path.stem in NOT_STRUCTURE)


def test_every_case_that_is_not_rejected_is_listed_once_and_is_a_case() -> None:
    listed, cases = {*NO_TREE, *NOT_STRUCTURE}, {path.stem for path in INVALID}
    assert len(listed) == len(NO_TREE) + len(NOT_STRUCTURE)
    assert listed <= cases
    print(  # noqa: T201 - the closing note cites it
        f"{len(VALID) + len(EXAMPLES)} valid scenarios accepted; of {len(cases)} invalid ones"
        f" {len(cases - listed)} rejected, {len(NO_TREE)} no YAML, {len(NOT_STRUCTURE)} wrong otherwise"
    )


@settings(deadline=None)
@given(trees(uncertain=True, discount=True))
def test_a_random_valid_scenario_is_accepted(tree: dict[str, Any]) -> None:
    tree = parse_source(text_of(tree), file="x").tree
    assert [error.message for error in VALIDATOR.iter_errors(tree)] == []


@settings(deadline=None)
@given(trees(uncertain=True, discount=True), st.data())
def test_a_random_scenario_with_a_misspelt_key_is_rejected(tree: dict[str, Any], data: st.DataObject) -> None:
    known = [
        *((key,) for key in tree),
        *(
            (block, key)
            for block in ("model", "baseline", "volume", "customer_impact")
            for key in tree.get(block, {})
        ),
    ]
    *around, key = data.draw(st.sampled_from(known))
    at = tree[around[0]] if around else tree
    at[data.draw(st.sampled_from((key[1:], f"{key}s", key.upper(), key.replace("e", "a") + "_")))] = at.pop(
        key
    )
    assert not VALIDATOR.is_valid(tree)


SOURCES = [read_source(str(path)) for path in VALID]


@settings(max_examples=300, deadline=None)
@given(mutated_trees(SOURCES))
def test_what_the_loader_takes_the_schema_accepts(text: str) -> None:
    try:
        source = parse_source(text, file=str(VALID[0]))
        ship_or_not.load_scenario(text=text)
    except InputError:
        return
    assert [error.message for error in VALIDATOR.iter_errors(as_floats(source.tree))] == []


WRONG = (None, True, [None], [[[1]]], {"": None}, {"x": {"y": {"z": 1}}})
"""What no key takes; ``true`` may still be a label."""


def takes_labels(at: Sequence[str | int]) -> bool:
    return at[-1] in {"always", "label"} or "classes" in at[:-1] or "labels" in at[:-1]


def test_every_key_rejects_values_of_a_wrong_type() -> None:
    tried = 0
    for at, schema in KEYS.items():
        for wrong in WRONG:
            if not (wrong is True and takes_labels(at.split("/"))):
                assert not within(schema).is_valid(wrong), (at, wrong)
                tried += 1
    print(f"{tried} values of a wrong type, in {len(KEYS)} keys")  # noqa: T201 - the closing note cites it


def test_a_value_of_a_wrong_type_is_rejected_wherever_it_stands_in_a_scenario() -> None:
    tried = 0
    for source in SOURCES:
        for path in filter(None, source.marks):
            for wrong in WRONG:
                tree = copy.deepcopy(source.tree)
                at: Any = reduce(getitem, path[:-1], tree)  # type: ignore[arg-type]
                at[path[-1]] = wrong
                if not (wrong is True and takes_labels(path)):
                    assert not VALIDATOR.is_valid(tree), (source.file, path, wrong)
                    tried += 1
    print(f"{tried} values of a wrong type, in {len(SOURCES)} scenarios")  # noqa: T201 - as above


UNCERTAIN = (AMOUNT, COST, COST_PER_PERIOD, RATE, YEARLY_RATE, ERROR_COST, VOLUME)
EXACT = (AMOUNT, COST, RATE, CHANCE, ITEMS, PRIOR)
COMPUTED = re.compile(
    r"runs downwards|is not a range|is (above|below) |is not an? .*\?$|too (large|wide)|longer than"
    r"|not above 0$"
)
"""What the loader says of a text whose form is right, and whose size is not."""


def texts() -> st.SearchStrategy[str]:
    """Draw texts that are numbers, or nearly so."""
    blank = st.sampled_from(("", " ", "  "))
    number = st.builds(
        "{}{}{}".format,
        st.sampled_from(("", "", "", "+", "-", "$")),
        st.sampled_from(
            ("0", "1", "2.50", ".5", "0.98", "98", "100", "100.0", "7.", "007", "00", "0.", "1,5", "x", "")
        ),
        st.sampled_from(("", "", "", "e-3", "E2", "e+400", "e")),
    )
    end = st.sampled_from(
        ("", "", "", "%", " %", " per month", " per  week", "% per year", " per fortnight", " per")
    )
    one = st.builds("{}{}".format, number, end)
    two = st.builds(
        "{}{}{}{}{}".format, one, st.sampled_from((" ", "  ")), st.sampled_from(("to", "to", "-")), blank, one
    )
    return st.builds("{}{}{}".format, blank, one | two, blank)


READERS: tuple[tuple[Draft7Validator, Callable[[str], object]], ...] = (
    *(
        (
            Draft7Validator(uncertain(quantity, mapping_entries(quantity))),
            partial(parse_number, quantity=quantity),
        )
        for quantity in UNCERTAIN
    ),
    *((Draft7Validator(exact(quantity)), partial(parse_exact, quantity=quantity)) for quantity in EXACT),
)


@settings(max_examples=500, deadline=None)
@given(texts())
def test_a_text_has_the_form_of_a_number_where_the_loader_takes_it_or_minds_but_its_size(text: str) -> None:
    for validator, parse in READERS:
        assert_agreed(text, validator, parse)


@settings(max_examples=300, deadline=None)
@given(texts(), st.sampled_from(("", " ", " day", "  weeks", " months ", " years", " hours", "days")))
def test_a_text_has_the_form_of_a_duration_where_the_loader_takes_it_or_minds_but_its_size(
    number: str, unit: str
) -> None:
    assert_agreed(f"{number}{unit}", Draft7Validator(duration("3 days")), parse_duration)


def assert_agreed(text: str, validator: Draft7Validator, parse: Callable[[str], object]) -> None:
    """Hold a schema against the function that reads what it describes."""
    found = ""
    try:
        parse(text)
    except NumberError as error:
        found = error.found
    accepted = validator.is_valid(text)
    minds_its_size = COMPUTED.search(found) or re.search("[0-9.][eE]", text)
    assert accepted == (not found) or (accepted and minds_its_size), (text, found)
