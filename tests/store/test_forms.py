"""The shipped forms say what the scheme asks; a form that is not sound is refused with file, line and cause."""

import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.errors import ReviewError
from cmalt_review.model.base import Pathway
from cmalt_review.resources import data_dir
from cmalt_review.store.forms import FormLibrary, load_form

SHIPPED = ["associate-2019", "cmalt-2016", "cmalt-2019", "review-2019", "senior-2019"]
SECTIONS = {
    "associate-2019": "contextual 1a 1b 2a 3a 4a future confirmation",
    "cmalt-2016": "contextual 1a 1b 1c 2a 2b 3a 3b 4a 4b 5a 5b future confirmation",
    "cmalt-2019": "contextual 1a 1b 1c 2a 2b 3a 3b 4a 5a future confirmation",
    "review-2019": "summary cpd activity future confirmation",
    "senior-2019": "contextual 1a 1b 1c 2a 2b 3a 3b 4a 5a 5b 6 future confirmation",
}
ROWS = {"associate-2019": 9, "cmalt-2016": 13, "cmalt-2019": 13, "review-2019": 7, "senior-2019": 15}
PRINCIPLES = ["p1", "p2", "p3", "p4"]

SMALL = """\
id = "small-2030"
title = "A small form"
pathway = "cmalt"
year = 2030
version = "1"

[[area]]
id = "1"
title = "The only area"

[[section]]
id = "1a"
area = "1"
title = "The only section"
short = "Only section"
words = [100, 200]
source = "Our own rules, 1"

[section.prompts]
description = "What was done?"
evidence = { ask = "What shows it?", source = "Our own rules, 2" }

[[section]]
id = "future"
title = "Future plans"
short = "Future plans"
assessed = false

[[principle]]
id = "p1"
title = "Care"
short = "Care"

[[grade]]
id = "A"
word = "Adequate"
key = "a"
on = ["assessed", "principle"]
meaning = "Good enough."

[[grade]]
id = "C"
word = "Complete"
key = "c"
on = ["unassessed"]
meaning = "It is there."

[[outcome]]
id = "pass"
title = "Pass"
meaning = "Accepted."
rounds = ["first", "after-minor", "after-major"]
passing = true
"""


@pytest.fixture(scope="module")
def library() -> FormLibrary:
    return FormLibrary()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write_form(text: str | bytes, name: str = "small-2030.toml") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write_form


def refusal(path: Path) -> str:
    with pytest.raises(ReviewError) as error:
        load_form(path)
    assert error.value.exit_code == 2
    assert len(str(error.value).splitlines()) <= 3
    return error.value.message


# The shipped forms


def test_the_five_forms_are_there(library: FormLibrary) -> None:
    assert library.ids() == SHIPPED


@pytest.mark.parametrize("id_", SHIPPED)
def test_sections_and_rows_of_a_shipped_form(library: FormLibrary, id_: str) -> None:
    form = library.get(id_)
    assert [section.id for section in form.sections] == SECTIONS[id_].split()
    assert len(form.rows) == ROWS[id_]
    assert form.principle_ids == PRINCIPLES


@pytest.mark.parametrize("id_", SHIPPED)
def test_each_assessed_section_has_its_prompts_and_their_sources(library: FormLibrary, id_: str) -> None:
    for section in library.get(id_).assessed:
        principles = PRINCIPLES if section.id == "6" else []
        assert section.elements == ["description", "reflection", "evidence", *principles], section.id
        assert all(prompt.ask and prompt.source for prompt in section.prompts), section.id


@pytest.mark.parametrize("id_", SHIPPED)
def test_no_prompt_serves_twice_in_a_form(library: FormLibrary, id_: str) -> None:
    form = library.get(id_)
    asks = [prompt.ask for section in form.sections for prompt in section.prompts]
    asks += [principle.ask for principle in form.principles] + [criterion.ask for criterion in form.criteria]
    assert len(set(asks)) == len(asks)


@pytest.mark.parametrize("id_", SHIPPED)
def test_texts_fit_where_they_are_shown(library: FormLibrary, id_: str) -> None:
    form = library.get(id_)
    assert all(len(form.row_short(row)) <= 28 for row in [*form.section_by_id, *form.principle_ids])
    for variants in [section.variants for section in form.sections] + [area.variants for area in form.areas]:
        assert variants == list(dict.fromkeys(map(str.lower, variants)))


@pytest.mark.parametrize("id_", SHIPPED)
def test_grades_their_keys_and_what_rules_out_a_pass(library: FormLibrary, id_: str) -> None:
    form = library.get(id_)
    assert {grade.id: grade.key for grade in form.grades} == dict(zip("SARMNC", "sarmxc", strict=True))
    assert {grade.id for grade in form.grades if grade.stops_pass} == {"R", "M"}
    assert [grade.id for grade in form.grades_for(form.assessed[0].id)] == list("SARMN")
    assert [grade.id for grade in form.grades_for("p1")] == list("SARMN")
    assert [grade.id for grade in form.grades_for("future")] == ["M", "C"]


@pytest.mark.parametrize("id_", ["associate-2019", "cmalt-2016", "cmalt-2019", "senior-2019"])
def test_outcomes_by_round(library: FormLibrary, id_: str) -> None:
    form = library.get(id_)
    assert [outcome.id for outcome in form.outcomes_in("first")] == ["distinction", "pass", "minor", "major"]
    assert [outcome.id for outcome in form.outcomes_in("after-minor")] == ["distinction", "pass", "fail"]
    assert [outcome.id for outcome in form.outcomes_in("after-major")] == ["distinction", "pass", "fail"]
    assert [outcome.id for outcome in form.outcomes if outcome.statement] == ["minor", "major", "fail"]
    assert [outcome.id for outcome in form.outcomes if outcome.passing] == ["distinction", "pass"]
    fail = form.outcome("fail")
    assert fail is not None
    assert list(fail.caution) == ["after-minor"]
    assert "Ask ALT" in fail.caution["after-minor"]


def test_what_only_senior_asks(library: FormLibrary) -> None:
    senior = library.get("senior-2019")
    assert [criterion.id for criterion in senior.criteria] == ["interplay", "criticality", "influence"]
    expects = {section.id: section.expects for section in senior.sections}
    assert "changed practice" in expects["2b"]
    assert "Two or more" in expects["4a"]
    assert all("ethic" in expects[id_] for id_ in ("3a", "3b", "6"))
    assert all("core values" in expects[id_] and "distinct" in expects[id_] for id_ in ("5a", "5b"))
    assert senior.section_by_id["6"].several
    for id_ in ("associate-2019", "cmalt-2019", "cmalt-2016"):
        form = library.get(id_)
        assert form.criteria == []
        assert "say less" in form.note


def test_laws_and_policies(library: FormLibrary) -> None:
    cmalt, senior = library.get("cmalt-2019").section_by_id, library.get("senior-2019").section_by_id
    assert "At least one law" in cmalt["3a"].expects
    assert "At least one law" in senior["3a"].expects
    assert "second law" in cmalt["3b"].expects
    assert "law" not in senior["3b"].expects


def test_older_structure_grades_one_of_its_alternatives_once(library: FormLibrary) -> None:
    form = library.get("cmalt-2016")
    assert [s.id for s in form.sections if not s.required] == ["4b", "5b"]
    assert not {"4b", "5b"} & set(form.rows)
    assert "one of the two" in form.section_by_id["4a"].expects


def test_the_review_form_says_that_it_is_provisional(library: FormLibrary) -> None:
    form = library.get("review-2019")
    assert form.provisional
    assert "PROVISIONAL" in form.note
    assert form.types == ["review"]
    assert [id_ for id_ in SHIPPED if library.get(id_).provisional] == ["review-2019"]


def test_rows_of_alts_transcript_are_labelled(library: FormLibrary) -> None:
    labels = {section.id: section.transcript for section in library.get("senior-2019").sections}
    assert all(labels[id_].startswith(f"Core area {id_[0]} {id_[1]}: ") for id_ in labels if id_[0] in "1234")
    assert (labels["5a"], labels["5b"]) == ("Specialist option 1", "Specialist option 2")


def test_words_are_a_guide_where_the_guidelines_give_one(library: FormLibrary) -> None:
    for id_ in ("associate-2019", "cmalt-2019", "senior-2019"):
        form = library.get(id_)
        assert {section.words for section in form.assessed} == {(500, 1000)}
        assert form.section_by_id["future"].words == (200, 500)


def runs_of_eight(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "'"))
    return {tuple(words[n : n + 8]) for n in range(len(words) - 7)}


def test_wordings_are_our_own(library: FormLibrary) -> None:
    folder = os.environ.get("CMALT_REVIEW_SEEDS")
    if not folder:
        pytest.skip("NOT CHECKED: set CMALT_REVIEW_SEEDS to a folder with the guidelines as .txt files")
    files = sorted(Path(folder).glob("*.txt"))
    assert files, f"no .txt file in {folder}"
    theirs = set[tuple[str, ...]]().union(*(runs_of_eight(path.read_text(encoding="utf-8")) for path in files))
    for form in map(library.get, SHIPPED):
        ours = [prompt.ask for section in form.sections for prompt in section.prompts]
        ours += [principle.ask for principle in form.principles] + [criterion.ask for criterion in form.criteria]
        ours += [section.expects for section in form.sections] + [form.note]
        ours += [grade.meaning for grade in form.grades] + [outcome.meaning for outcome in form.outcomes]
        for text in ours:
            assert not runs_of_eight(text) & theirs, f"{form.id}: {text}"


# Reading a form


def test_a_form_of_ones_own_is_read(write: Callable[..., Path]) -> None:
    form = load_form(write(SMALL))
    assert form.rows == ["1a", "p1"]
    description, evidence = form.sections[0].prompts
    assert (description.element, description.ask) == ("description", "What was done?")
    assert description.source == "Our own rules, 1"
    assert evidence.source == "Our own rules, 2"
    assert form.sections[0].words == (100, 200)


def test_line_ends_in_a_text_are_for_the_reader_of_the_file(write: Callable[..., Path]) -> None:
    text = SMALL.replace('"What was done?"', '"""\nWhat was\n  done?\n\nBy whom?"""')
    assert load_form(write(text)).sections[0].prompts[0].ask == "What was done?\n\nBy whom?"
    assert load_form(write(text.replace("\n", "\r\n"))) == load_form(write(text))


def test_control_characters_do_not_get_in(write: Callable[..., Path]) -> None:
    assert load_form(write(SMALL.replace("A small", r"A \u001b]52;c;small"))).title == "A ]52;c;small form"
    assert "\x1b" not in refusal(write('"a\\u001b[31m" = 1\n' + SMALL))


BROKEN = [
    ("year = 2030", "year = = 2030", 4, "not TOML"),
    ("year = 2030", "year = " + "9" * 5000, 1, "number is too long"),
    ("passing = true\n", 'passing = "tr', 53, "not TOML"),
    ('short = "Only section"', 'shrot = "Only section"', 15, "did you mean 'short'"),
    ("[[area]]", "[[sections]]", 7, "did you mean 'section'"),
    ('version = "1"', 'version = "1"\nsections = 3', 6, "did you mean 'section'"),
    ('ask = "What shows it?"', 'aks = "What shows it?"', 21, "did you mean 'ask'"),
    ('title = "The only section"\n', "", 11, "'title' is missing"),
    ('title = "A small form"\n', "", 1, "'title' is missing"),
    ('ask = "What shows it?", ', "", 21, "'ask' is missing"),
    ("year = 2030", 'year = "2030"', 4, "whole number"),
    ("assessed = false", 'assessed = "no"', 27, "true or false"),
    ("words = [100, 200]", "words = [100]", 16, "two whole numbers"),
    ("words = [100, 200]", "words = [200, 100]", 16, "at least and at most"),
    ('"What was done?"', "12", 20, "'description' must be text"),
    ('pathway = "cmalt"', 'pathway = "doctorate"', 3, "'associate', 'cmalt' or 'senior'"),
    ("[[principle]]", "[principle]", 29, "[[principle]]"),
    ('id = "future"', 'id = "1a"', 24, "twice"),
    ('id = "future"', 'id = "p1"', 30, "already the id"),
    ('id = "future"', 'id = "../future"', 24, "no id"),
    ("description =", "descriptoin =", 20, "prompt for 'descriptoin'"),
    ("description =", "p2 =", 20, "prompt for 'p2'"),
    ("[section.prompts]\ndescription", "prompts", 19, "must be a table"),
    ('area = "1"', 'area = "7"', 13, "area '7'"),
    ('"after-major"]', '"after-medium"]', 52, "'after-major' or 'review'"),
    ('"first", "after-minor"', '"after-minor"', 48, "'first'"),
    ("passing = true", 'passing = true\ncaution.review = "Ask."', 54, "caution"),
    ("assessed = false", "assessed = false\nprompts.evidence = 'What?'", 28, "cannot have prompts"),
    ('key = "c"', 'key = "a"', 44, "grade key 'a' is there twice"),
    ('key = "c"', 'key = "cc"', 44, "one character"),
    ('["assessed", "principle"]', '["assessed"]', 34, "'principle'"),
    ('id = "C"', 'id = "Z"', 42, "must be one of"),
    ("year = 2030", "year = 2030\n" + ".".join("a" * 40) + " = 1", 5, "parts"),
    ("year = 2030", 'year = 2030\n"a".b."c".d.e.f.g.h.i.j = 1', 5, "parts"),
    ("year = 2030", "year = 2030\nx = " + "[" * 50_000, 1, "nested too deeply"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "cause"), BROKEN, ids=lambda value: str(value)[:30])
def test_an_unsound_form_is_refused_with_its_line(
    write: Callable[..., Path], old: str, new: str, line: int, cause: str
) -> None:
    assert old in SMALL
    path = write(SMALL.replace(old, new, 1))
    message = refusal(path)
    assert message.startswith(f"{path}, line {line}: "), message
    assert cause in message


def test_a_form_in_which_nothing_is_assessed_is_refused(write: Callable[..., Path]) -> None:
    start = SMALL.index("[section.prompts]")
    text = SMALL[:start] + "assessed = false\n\n" + SMALL[SMALL.index("[[section]]", start) :]
    assert "no section is assessed" in refusal(write(text))


def test_files_that_are_no_forms_are_refused(write: Callable[..., Path], tmp_path: Path) -> None:
    assert "larger than 256 KB" in refusal(write(SMALL + "#" * 300_000))
    assert "line 1: the file is not UTF-8" in refusal(write(b"\xff\xfe\x00i"))
    assert "line 2: the file is not UTF-8" in refusal(write(b"# one\n# \xe9\n"))
    assert str(tmp_path) in refusal(tmp_path)
    assert "none.toml" in refusal(tmp_path / "none.toml")
    assert "is missing" in refusal(write(""))


@given(st.data())
def test_whatever_key_is_misspelt_its_line_is_named(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(SHIPPED))
    lines = (data_dir("forms") / f"{name}.toml").read_text(encoding="utf-8").split("\n")
    keys = [n for n, line in enumerate(lines) if re.match(r"[a-z_]+ = ", line)]
    n = data.draw(st.sampled_from(keys))
    lines[n] = "zz_" + lines[n]
    path = tmp_path_factory.mktemp("misspelt") / f"{name}.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert f", line {n + 1}: " in refusal(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def without_none(value: object) -> object:
    if isinstance(value, dict):
        return {key: without_none(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_none(item) for item in value if item is not None]
    return value


@given(st.sampled_from(sorted(tomllib.loads(SMALL))), st.booleans(), JSON)
def test_whatever_stands_in_a_field_the_answer_is_a_form_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, key: str, inside: bool, value: object
) -> None:
    document = tomllib.loads(SMALL)
    if inside and isinstance(document[key], list):
        entry = document[key][0]
        entry[sorted(entry)[0]] = without_none(value) or 0
    else:
        document[key] = without_none(value) or 0
    path = tmp_path_factory.mktemp("any") / "small-2030.toml"
    path.write_text(tomli_w.dumps(document), encoding="utf-8")
    try:
        answer = load_form(path).id
    except ReviewError as error:
        answer = error.message
    assert re.fullmatch(r"[a-z0-9-]+|.*small-2030\.toml, line \d+: .+", answer), answer


# The library


def test_names_and_pathways(library: FormLibrary) -> None:
    assert library.get("senior").id == "senior-2019"
    assert library.get("CMALT").id == "cmalt-2019"
    assert library.get("cmalt-2016").id == "cmalt-2016"
    assert library.for_pathway("cmalt", "first").id == "cmalt-2019"
    assert library.for_pathway("associate", "resubmission").id == "associate-2019"
    pathways: tuple[Pathway, ...] = ("associate", "cmalt", "senior")
    for pathway in pathways:
        assert library.for_pathway(pathway, "review").id == "review-2019"


@pytest.mark.parametrize("name", ["fellow", "", "senior-2018", "../senior-2019", "seni", "."])
def test_an_unknown_form_is_refused_with_those_there_are(library: FormLibrary, name: str) -> None:
    with pytest.raises(ReviewError) as error:
        library.get(name)
    assert all(id_ in error.value.message for id_ in SHIPPED)


def test_a_form_in_the_workspace_is_found(write: Callable[..., Path], tmp_path: Path) -> None:
    library = FormLibrary(tmp_path)
    path = write(SMALL)
    assert "small-2030" in library.ids()
    assert library.get("small") == load_form(path)
    assert library.for_pathway("cmalt", "first").id == "small-2030"
    assert library.for_pathway("senior", "first").id == "senior-2019"
    write("default = false\n" + SMALL)
    assert library.for_pathway("cmalt", "first").id == "cmalt-2019"
    path.unlink()
    assert FormLibrary(tmp_path / "none").ids() == library.ids() == SHIPPED


def test_a_form_is_read_again_when_its_file_changes(write: Callable[..., Path], tmp_path: Path) -> None:
    library = FormLibrary(tmp_path)
    write(SMALL)
    before = library.get("small")
    assert library.get("small") is before
    write(SMALL.replace("A small form", "A changed form"))
    assert library.get("small").title == "A changed form"


def test_a_file_carries_its_forms_name(write: Callable[..., Path], tmp_path: Path) -> None:
    write(SMALL, "other.toml")
    with pytest.raises(ReviewError, match="cannot be used") as error:
        FormLibrary(tmp_path).get("other")
    assert "small-2030.toml" in error.value.hint


def test_a_shipped_form_gives_way_only_to_another_version(write: Callable[..., Path], tmp_path: Path) -> None:
    shipped = (data_dir("forms") / "senior-2019.toml").read_text(encoding="utf-8")
    write(shipped, "senior-2019.toml")
    assert FormLibrary(tmp_path).get("senior") == FormLibrary().get("senior")
    changed = shipped.replace("Two or more examples.", "Three examples.")
    path = write(changed, "senior-2019.toml")
    with pytest.raises(ReviewError) as error:
        FormLibrary(tmp_path).get("senior")
    assert str(path) in error.value.message
    assert "version" in error.value.hint
    write(changed.replace('version = "1.0"', 'version = "1.0-team"'), "senior-2019.toml")
    form = FormLibrary(tmp_path).get("senior")
    assert (form.version, form.section_by_id["4a"].expects) == ("1.0-team", "Three examples.")


def test_an_unsound_file_stops_the_choice_by_pathway_but_no_form_that_is_named(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    path = write(SMALL.replace("year = 2030", "year ="))
    library = FormLibrary(tmp_path)
    assert library.get("senior").id == "senior-2019"
    with pytest.raises(ReviewError) as error:
        library.for_pathway("senior", "first")
    assert f"{path}, line 4: " in error.value.message
