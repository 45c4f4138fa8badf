"""Exchange files: what goes in comes out, what was touched on the way is refused, nothing hangs or leaks."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmalt_review.errors import ReviewError
from cmalt_review.model.sheet import Judgement, Point, Recommendation, Sheet, Subject
from cmalt_review.store.codec import parse_toml
from cmalt_review.store.exchange import read_sheet, sealed, sheet_hash, write_sheet

any_text = st.text(st.characters(exclude_categories=[]), max_size=60)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    subject = Subject(candidate=draw(any_text), pathway="senior", type="first", form="senior-2019")
    points = [
        Point(n=n, section="1a", kind="strength", text=text)
        for n, text in enumerate(draw(st.lists(any_text, max_size=4)), 1)
    ]
    grades = draw(st.dictionaries(st.sampled_from(["1a", "1b", "6", "p1"]), st.sampled_from("SARMN")))
    sheet = Sheet(
        subject=subject, role="lead", author=draw(any_text), state="submitted", points=points, overall=draw(any_text),
        judgements={row: Judgement.model_validate({"grade": grade}) for row, grade in grades.items()},
        recommendation=Recommendation(outcome="pass", reason=draw(any_text)),
    )  # fmt: skip
    return sealed(sheet)


@settings(max_examples=60)
@given(sheets())
def test_what_goes_in_comes_out(sheet: Sheet) -> None:
    assert read_sheet(write_sheet(sheet), "a.toml") == sheet


@given(sheets(), any_text)
def test_the_hash_tells_every_change(sheet: Sheet, text: str) -> None:
    changed = sheet.model_copy(update={"overall": sheet.overall + "x" + text})
    assert sheet_hash(changed) != sheet.sha256


def test_a_sheet_of_another_release_keeps_its_hash() -> None:
    """Fields at their default are not hashed: a field that a release adds is not in the sheets of those before."""
    subject = Subject(candidate="Zofia Brandt", pathway="senior", type="first", form="senior-2019")
    sheet = Sheet(subject=subject, role="second", state="submitted", overall="Clear throughout.")
    assert sheet_hash(sheet) == "0666631aeae14c360ea4489af5aeb9595904cd02eca88bb868afca86203482d3"


def submitted() -> bytes:
    subject = Subject(candidate="Zofia Brandt", pathway="senior", type="first", form="senior-2019")
    return write_sheet(sealed(Sheet(subject=subject, role="second", state="submitted", overall="Clear throughout.")))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (submitted().replace(b"Clear", b"Vague"), "changed on its way"),
        (submitted().replace(b"grade sheet", b"other thing"), "not a grade sheet"),
        (submitted().replace(b"format_version = 1", b"format_version = 9"), "another version"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a = ", "cannot be read as TOML"),
        (b"", "not a grade sheet"),
        (b".".join([b"a"] * 50_000) + b" = 1", "not a file of ours"),
        (b"a = " + b"[" * 5_000, "not a file of ours"),
        (b"[" + b"a." * 5_000 + b"a]", "not a file of ours"),
        (b"#" * 3_000_000, "too large"),
    ],
)
def test_a_bad_file_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(ReviewError, match=says) as caught:
        read_sheet(data, "a.toml")
    assert str(caught.value).count("\n") <= 2


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ReviewError):
        parse_toml(data, "a.toml")
