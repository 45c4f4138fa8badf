"""Rules in TOML: the shipped ones keep what they promise, and a bad file is refused with file, line and cause."""

from pathlib import Path

import pytest

from cmalt_review.errors import ReviewError
from cmalt_review.feedback.checker import check_rules_file, check_text, load_rules
from cmalt_review.feedback.matching import fires_on
from cmalt_review.feedback.rules_file import Rule
from cmalt_review.resources import data_dir

SHIPPED = sorted((data_dir("feedback_snippets") / "rules").glob("*.toml"))

GOOD = """
[[rule]]
id = "team.leverage"
category = "vague"
level = "hint"
scope = "sentence"
match = "substitution"
message = "Plain words are read faster."
swap = { "leverages?" = "uses", "utili[sz]es?" = "uses" }
[[rule.test]]
find = ["The section leverages video."]
silent = ["The section uses video."]
"""


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "team.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReviewError) as caught:
        check_rules_file(path)
    assert str(path) in caught.value.message
    return caught.value.message


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_pass_their_own_tests(path: Path) -> None:
    file = check_rules_file(path)
    assert all(rule.tests for rule in file.rules)


@pytest.mark.parametrize("rule", load_rules().rules, ids=lambda rule: rule.id)
def test_every_shipped_rule_says_what_to_do(rule: Rule) -> None:
    assert rule.message.endswith(".")
    assert rule.id.split(".")[0] == rule.category


def test_a_file_of_ones_own_adds_rules(tmp_path: Path) -> None:
    (tmp_path / "team.toml").write_text(GOOD, encoding="utf-8")
    found = check_text("The section leverages video to show each step.", load_rules([tmp_path]))
    assert [(finding.rule, finding.fix) for finding in found] == [
        ("team.leverage", "The section uses video to show each step.")
    ]


def test_a_later_file_replaces_a_rule_and_switches_rules_off(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.toml").write_text('off = ["person.weighed"]\n' + GOOD.replace("hint", "warn"), encoding="utf-8")
    rules = load_rules([tmp_path])
    assert check_text("You are a gifted teacher.", load_rules()) != []
    assert check_text("You are a gifted teacher.", rules) == []
    assert [finding.level for finding in check_text("It leverages the video to good effect.", rules)] == ["warn"]


def test_a_rule_is_switched_off_by_its_id() -> None:
    rules = load_rules()
    text = "You are a gifted teacher."
    assert [finding.rule for finding in check_text(text, rules)] == ["person.weighed"]
    assert check_text(text, rules.without(["person.weighed"])) == []


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (("message", "mesage"), "unknown field 'mesage'"),
        (('"sentence"', '"chapter"'), "scope is 'chapter'"),
        (('"vague"', '"rude"'), "category is 'rude'"),
        (('"substitution"', '"magic"'), "match is 'magic'"),
        (('"leverages?"', '"{jargon}"'), "unknown lexicon {jargon}"),
        (('"leverages?"', '"(?:leverages)?"'), "matches empty text"),
        (('"leverages?"', '"(leverages"'), "no regular expression"),
        (('silent = ["The section uses video."]', ""), "one that is silent"),
        (('find = ["The section leverages video."]', ""), "one test that finds"),
        (("The section leverages video.", "The section shows video."), "should find: The section shows video."),
        (("The section uses video.", "It utilises video."), "should be silent on: It utilises video."),
        (('swap = { "leverages?" = "uses", "utili[sz]es?" = "uses" }', ""), "needs swap"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_cause(tmp_path: Path, change: tuple[str, str], cause: str) -> None:
    assert change[0] in GOOD
    message = refused(tmp_path, GOOD.replace(*change))
    assert cause in message
    assert ":2: " in message


def test_the_guides_example_is_a_good_file(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "feedback.md").read_text(encoding="utf-8")
    path = tmp_path / "team.toml"
    path.write_text(guide.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert [rule.id for rule in check_rules_file(path).rules] == ["team.stakeholders"]


def test_text_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    assert "line 1" in refused(tmp_path, "rule = ]")


def test_a_key_of_very_many_parts_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    assert "too many parts" in refused(tmp_path, ".".join("a" * 60_000) + " = 1")


def rule(text: str, tmp_path: Path) -> Rule:
    path = tmp_path / "one.toml"
    path.write_text('[[rule]]\nid = "t.t"\ncategory = "vague"\nmessage = "m"\n' + text, encoding="utf-8")
    return check_rules_file(path).rules[0]


def test_a_pair_looks_for_its_other_half_in_the_scope(tmp_path: Path) -> None:
    tests = '[[rule.test]]\nfind = "It must. It could."\nsilent = "It must."'
    found = rule(f'match = "pair"\nscope = "point"\nany = "must"\nwithin = "could"\n{tests}', tmp_path)
    assert fires_on(found, "You could do this. That must be done.")
    assert not fires_on(found, "You could do this.")


def test_absence_is_broken_by_a_neighbour_but_not_from_far_away(tmp_path: Path) -> None:
    tests = '[[rule.test]]\nfind = "It is thin."\nsilent = "It is thin. Add one."'
    found = rule(f'match = "absence"\nscope = "point"\nwithin = "thin"\nany = "add"\n{tests}', tmp_path)
    far = "The text is thin. " + "Another sentence stands here. " * 6 + "Add one."
    assert not fires_on(found, "Add one. The text is thin.")
    assert fires_on(found, far)


def test_a_count_allows_as_many_as_it_says(tmp_path: Path) -> None:
    tests = '[[rule.test]]\nfind = "Maybe, maybe, maybe."\nsilent = "Maybe, maybe."'
    found = rule(f'match = "count"\nmost = 2\nany = "maybe"\n{tests}', tmp_path)
    assert fires_on(found, "Maybe so, maybe not, maybe both.")
    assert not fires_on(found, "Maybe so. Maybe not. Maybe both.")


def test_words_are_matched_whole_and_in_any_case(tmp_path: Path) -> None:
    found = rule('any = "art"\n[[rule.test]]\nfind = "Art."\nsilent = "Part."', tmp_path)
    assert fires_on(found, "ART for all.")
    assert not fires_on(found, "An artful start.")
