"""Laws of the loader: quoted trees come back equal, and no text breaks it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ship_or_not.errors import InputError
from ship_or_not.evidence.text import foreign_control
from ship_or_not.scenario.source import parse_source

TEXT = st.text(max_size=20).filter(lambda text: foreign_control(text) is None)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
TREES = st.recursive(
    SCALARS, lambda tree: st.lists(tree, max_size=4) | st.dictionaries(TEXT, tree, max_size=4), max_leaves=20
)
YAML_LIKE = st.lists(
    st.sampled_from(
        [*"[]{},:-?&*!|>'\"%@`#~\n\t 01aé\\\ufeff\u2028", ": ", "- ", "\n  ", "<<", "---\n", "!!"]
    )
).map("".join)

patient = settings(deadline=None)  # a busy machine is no fault


def quoted_yaml(tree: Any) -> str:
    """Dump with numbers plain and every text, keys included, in quotes."""

    class Dumper(yaml.SafeDumper):
        pass

    Dumper.add_representer(
        str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    )
    return str(yaml.dump(tree, Dumper=Dumper, sort_keys=False))


@patient
@given(st.dictionaries(TEXT, TREES, min_size=1, max_size=4))
def test_a_tree_dumped_with_quotes_loads_back_equal(tree: dict[str, Any]) -> None:
    assert repr(parse_source(quoted_yaml(tree), file="s.yaml").tree) == repr(tree)


@patient
@given(st.text() | YAML_LIKE)
def test_any_text_loads_or_is_refused_with_problems(text: str) -> None:
    with suppress(InputError):
        source = parse_source(text, file="s.yaml")
        assert all(source.locate(path).line for path in source.texts)
