"""Frame files: what they say, the layers, and that a broken one is refused with file, line and cause."""

import subprocess
import sys
from pathlib import Path

import pytest

from cmalt_review.errors import ReviewError
from cmalt_review.feedback.frames import MAX_BYTES, load_frames, read_frames

GOOD = """\
# a comment
[[frame]]
id = "own-part"
title = "Own part"
slot = { section = ["1a", "1b"], element = "description", aspect = "role", pathway = "senior" }
keys = ["we", "team"]
required = "Please state ${1:which part} was your own."
suggestion = "The section could say ${1:which part} was your own."
revision = 2
[[frame.sample]]
1 = "which step"

[[frame]]
id = "works"
title = "It works"
strength = "The account of ${1:topic} in ${section} is clear."
"""


def written(folder: Path, text: str, name: str = "mine.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_a_file_gives_its_frames(tmp_path: Path) -> None:
    own, works = read_frames(written(tmp_path, GOOD), "team")
    assert (own.id, own.title, own.revision, own.layer) == ("own-part", "Own part", 2, "team")
    assert (own.slot.sections, own.slot.element, own.slot.aspect) == (("1a", "1b"), "description", "role")
    assert own.slot.pathway == "senior"
    assert own.kinds == ("required", "suggestion")
    assert own.samples == ({"1": "which step"},)
    assert (works.kinds, works.slot.sections, works.slot.element) == (("strength",), (), "whole")


def test_a_later_layer_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    written(tmp_path / "shipped", GOOD)
    written(tmp_path / "mine", '[[frame]]\nid = "works"\ntitle = "Mine"\nstrength = "Clear: ${1:why}."\n')
    library = load_frames([("shipped", tmp_path / "shipped"), ("team", tmp_path / "none"), ("mine", tmp_path / "mine")])
    assert len(library) == 2
    works = library.get("works")
    assert works is not None
    assert (works.title, works.layer) == ("Mine", "mine")
    assert library.get("nothing") is None


def test_a_broken_file_is_refused_and_takes_no_other_with_it(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "good.toml")
    bad = written(tmp_path, '[[frame]]\nid = "x"\ntitle = "X"\nstrength = "$oops"\n', "bad.toml")
    library = load_frames([("mine", tmp_path)])
    assert [frame.id for frame in library] == ["own-part", "works"]
    (error,) = library.refused
    assert f"{bad}:4: " in error.message
    assert "unknown variable $oops" in error.message
    assert error.exit_code == 2


def test_an_id_twice_in_one_folder_is_refused(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "a.toml")
    twin = written(tmp_path, '[[frame]]\nid = "new"\ntitle = "N"\nstrength = "a"\n\n' + GOOD, "b.toml")
    (error,) = load_frames([("mine", tmp_path)]).refused
    assert f"{twin}:8: the id 'own-part' is taken by a.toml" in error.message


SECOND = GOOD.count("\n") + 1
"""The first line of what is appended to the good file."""


@pytest.mark.parametrize(
    ("appended", "line", "cause"),
    [
        ('[[frame]]\nid = "a"\ntitle = "A"\nrequired = "Please ${1:add"\n', 3, "required: malformed stop"),
        ('[[frame]]\nid = "a"\ntitle = "A"\nsuggestion = "${1:a ${2:b}}"\n', 3, "a stop cannot hold another"),
        ('[[frame]]\nid = "a"\ntitle = "A"\nstrength = "${name}"\n', 3, "strength: unknown variable ${name}"),
        ('[[frame]]\nid = "a"\ntitle = "A"\nstrength = "[x]"\n', 3, "square brackets"),
        ('[[frame]]\nid = "a"\ntitle = "A"\nstrength = "  "\n', 3, "strength is empty"),
        ('[[frame]]\nid = "a"\ntitle = "A"\nstrength = 3\n', 3, "strength must be a text in quotes"),
        ('[[frame]]\nid = "a"\nstrength = "x"\n', 0, "title is missing"),
        ('[[frame]]\ntitle = "A"\nid = "Not An Id"\nstrength = "x"\n', 2, "small letters"),
        ('[[frame]]\nid = "works"\ntitle = "A"\nstrength = "x"\n', 1, "'works' occurs twice"),
        ('[[frame]]\nid = "a"\ntitle = "A"\n', 1, "needs a wording"),
        ('[[frame]]\nid = "a"\ntitle = "A"\nstrength = "x"\nrequired = "y"\n', 1, "stand alone"),
        ('[[frame]]\nid = "a"\ntitle = "A"\noverall = "x"\n', 3, 'needs section = "overall"'),
        ('[[frame]]\nid = "a"\ntitle = "A"\ncolour = "x"\nstrength = "x"\n', 3, "unknown field 'colour'"),
        ('[[frame]]\nid = "a"\ntitle = "A"\nslot = { elemnt = "p1" }\nstrength = "x"\n', 3, "unknown field 'elemnt'"),
        ('[[frame]]\nid = "a"\ntitle = "A"\nslot = { element = "p9" }\nstrength = "x"\n', 3, "unknown element 'p9'"),
        ('[[frame]]\nid = "a"\ntitle = "A"\nstrength = "x"\n[frame.slot]\nsection = 3\n', 4, "section is a section id"),
        ('[[frame]]\nid = "a"\ntitle = "A"\nkeys = "x"\nstrength = "x"\n', 3, "keys is a list"),
        ('[[frame]]\nid = "a"\ntitle = "A"\nrevision = 0\nstrength = "x"\n', 3, "whole number"),
        ('[[frame]]\nid = "a"\ntitle = "A"\nstrength = "x $1"\n[[frame.sample]]\n2 = "y"\n', 4, "fills '2'"),
        ('[[frame]]\nid = "a"\ntitle = "A\n', 2, "not valid TOML"),
        ('[[rule]]\nid = "a"\n', 0, "unknown field 'rule'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, appended: str, line: int, cause: str) -> None:
    file = written(tmp_path, GOOD + appended)
    with pytest.raises(ReviewError) as raised:
        read_frames(file)
    assert raised.value.message.startswith(f"{file}:{SECOND + line}: ")
    assert cause in raised.value.message


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes(b'[[frame]]\nid = "a"\ntitle = "caf\xe9"\n')
    with pytest.raises(ReviewError, match="phrase file") as raised:
        read_frames(file)
    assert f"{file}:3: not UTF-8" in raised.value.message
    with pytest.raises(ReviewError) as raised:
        read_frames(tmp_path / "missing.toml")
    assert "missing.toml: No such file" in raised.value.message


@pytest.mark.parametrize(
    "text",
    ["#" * (MAX_BYTES + 1), ".".join("a" * 5000) + " = 1\n", "x = { " + ".".join("b" * 5000) + " = 1 }\n"],
    ids=["size", "dotted key", "dotted key inside"],
)
def test_what_would_take_long_to_parse_is_refused_before(tmp_path: Path, text: str) -> None:
    with pytest.raises(ReviewError):
        read_frames(written(tmp_path, text))


def test_values_nested_too_deeply_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReviewError):
        read_frames(written(tmp_path, "x = " + "[" * 50_000 + "]" * 50_000))


def test_control_characters_are_cleaned_away(tmp_path: Path) -> None:
    file = written(tmp_path, '[[frame]]\nid = "a"\ntitle = "A\\u001b[2J"\nstrength = "x\\u202ey"\n')
    (frame,) = read_frames(file)
    assert (frame.title, frame.wordings["strength"]) == ("A[2J", "xy")


def test_phrases_load_without_slow_libraries() -> None:
    code = (
        "import sys; from cmalt_review.feedback import offers, insertion, phrases;"
        "from cmalt_review.resources import data_dir;"
        "from cmalt_review.feedback.frames import load_frames;"
        "assert len(load_frames([('shipped', data_dir('feedback_snippets') / 'frames')])) > 60;"
        "assert not {'pydantic', 'textual', 'rapidfuzz', 'tomli_w'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_guides_example_is_a_phrase_file(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "phrases.md").read_text("utf-8")
    example = guide.partition("```toml\n")[2].partition("```")[0]
    (frame,) = read_frames(written(tmp_path, example))
    assert frame.kinds == ("required", "suggestion")
