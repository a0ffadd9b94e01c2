"""An entry is written into its file; the lines beside it stay, and it reads back as it was said."""

import pytest

from engine.definitions.entry_writing import as_written, shown, with_entry
from engine.definitions.finding import DefinitionRefused
from engine.definitions.strict_yaml import read_yaml
from tests.definitions.shipped_yaml import EVERY_YAML

FILE = b'# head\n\na: 1   # one\nb:           # two\n  c: [x, y]\n\n# of d\nd: "510116"\n'


def written(keys, value, data=FILE):
    return with_entry(data, keys, value, file="place.yaml").decode()


def test_the_other_lines_stay_as_they_are():
    assert written(["b", "c"], ["z"]) == (
        '# head\n\na: 1   # one\nb:           # two\n  c: [z]\n\n# of d\nd: "510116"\n'
    )


def test_a_new_entry_comes_last_and_one_taken_away_leaves_nothing():
    assert written(["e"], {"f": True}).endswith('d: "510116"\ne:\n  f: true\n')
    assert written(["b"], None) == '# head\n\na: 1   # one\n\n# of d\nd: "510116"\n'
    assert written(["b", "c"], None) == '# head\n\na: 1   # one\n\n# of d\nd: "510116"\n'
    assert written(["x"], 1, b"{}\n") == "x: 1\n"


@pytest.mark.parametrize(
    "value",
    [
        "true",
        "no",
        "2026-01-01x",
        "510116",
        "09:00",
        "a: b",
        "甲、乙",
        "",
        " x ",
        "#",
        "-",
        "《法》第一条",
        '"',
        3,
        None,
    ],
)
def test_what_is_said_reads_back(value):
    data = with_entry(FILE, ["b", "c"], {"k": value}, file="f").decode()
    node = read_yaml(data.encode(), file="f")
    found = shown((node.mapping or {})["b"])
    assert found == {"c": {"k": value}}


def test_days_and_fractions_are_no_texts():
    assert as_written({"a": "2026-02-30", "b": "2026-02-28"})["a"] == "2026-02-30"
    assert written(["a"], "2026-02-28").startswith("# head\n\na: 2026-02-28")
    assert "0.5" in written(["a"], 0.5)


def test_a_file_that_cannot_be_read_is_not_written():
    with pytest.raises(DefinitionRefused):
        written(["a"], 1, b"a: [1")


@pytest.mark.parametrize("path", EVERY_YAML, ids=str)
def test_every_entry_of_the_shipped_files_reads_back_when_it_is_written_anew(path):
    data = path.read_bytes()
    before = shown(read_yaml(data, file=path.name))
    for key, value in before.items():
        if value is None:  # a whole entry that is null is taken away
            continue
        data = with_entry(data, [key], value, file=path.name)
    assert shown(read_yaml(data, file=path.name)) == before
