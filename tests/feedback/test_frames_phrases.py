"""A sentence saved as a phrase: nobody's name and nobody's words are kept, and the file of phrases is never damaged."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.errors import ReviewError
from cmalt_review.feedback.frames import Frame, Slot, load_frames, read_frames
from cmalt_review.feedback.insertion import expand, fill
from cmalt_review.feedback.phrases import as_phrase, save_frame, to_toml


class TestAsPhrase:
    def test_names_become_one_linked_stop(self) -> None:
        frame = as_phrase("Ask Ada Quill first; then ada quill can help.", names=["Ada Quill"], quotes=[])
        assert frame.wordings == {"suggestion": "Ask ${1:who} first; then ${1:who} can help."}

    def test_a_part_of_a_name_becomes_a_stop_but_not_the_same_letters_in_a_word(self) -> None:
        frame = as_phrase("Quill's part in the quilling.", names=["Ada Quill"], quotes=[])
        assert frame.wordings == {"suggestion": "${1:who}'s part in the quilling."}

    def test_the_candidates_words_become_stops(self) -> None:
        text = "The claim “it changed everything” and the term slow  teaching need a source."
        frame = as_phrase(text, names=[], quotes=["slow teaching"], kind="required")
        wording = frame.wordings["required"]
        assert "changed everything" not in wording
        assert "slow" not in wording
        assert wording.startswith("The claim “${1:words of this section}” and the term ${2:")

    def test_open_stops_stay_stops(self) -> None:
        frame = as_phrase("Please add [what was learnt].", names=[], quotes=[])
        assert frame.wordings == {"suggestion": "Please add ${1:what was learnt}."}

    def test_where_it_belongs_is_kept(self) -> None:
        frame = as_phrase(
            "Good.", names=[], quotes=[], kind="strength", section="3a", element="evidence", title="Praise"
        )
        assert (frame.slot, frame.title, frame.layer) == (Slot(("3a",), "evidence"), "Praise", "mine")
        assert as_phrase("Good.", names=[], quotes=[], kind="overall").slot.sections == ("overall",)

    def test_the_id_and_title_hold_no_name(self) -> None:
        frame = as_phrase("Quill wrote this.", names=["Ada Quill"], quotes=[])
        assert "quill" not in f"{frame.id} {frame.title}".lower()
        assert frame.id == as_phrase("Quill wrote this.", names=["Ada Quill"], quotes=[]).id

    @given(st.text(min_size=1, max_size=60), st.lists(st.text(min_size=1, max_size=8), max_size=3))
    def test_any_text_becomes_a_phrase_that_its_file_reads_back(
        self, tmp_path_factory: pytest.TempPathFactory, text: str, quotes: list[str]
    ) -> None:
        frame = as_phrase("Point: " + text, names=["Ada Quill"], quotes=quotes)
        file = tmp_path_factory.mktemp("phrases") / "mine.toml"
        save_frame(frame, file)
        (read,) = read_frames(file, "mine")
        assert read == frame
        expand(read, "suggestion", section_title="1a")


class TestSaving:
    def test_a_frame_is_added_and_all_else_is_left_as_written(self, tmp_path: Path) -> None:
        file = tmp_path / "mine" / "phrases.toml"
        first = as_phrase("A first phrase.", names=[], quotes=[])
        save_frame(first, file)
        file.write_text("# my own remark\n" + file.read_text("utf-8"), "utf-8")
        before = file.read_text("utf-8")
        second = as_phrase("A second phrase.", names=[], quotes=[])
        save_frame(second, file)
        assert file.read_text("utf-8").startswith(before.rstrip("\n"))
        assert list(load_frames([("mine", file.parent)])) == [first, second]
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert [path.name for path in file.parent.iterdir()] == ["phrases.toml"]

    def test_the_same_phrase_is_not_added_twice(self, tmp_path: Path) -> None:
        file = tmp_path / "phrases.toml"
        frame = as_phrase("A phrase.", names=[], quotes=[])
        save_frame(frame, file)
        before = file.read_bytes()
        with pytest.raises(ReviewError, match="there already"):
            save_frame(frame, file)
        assert file.read_bytes() == before

    def test_a_broken_file_is_not_touched(self, tmp_path: Path) -> None:
        file = tmp_path / "phrases.toml"
        file.write_text('[[frame]]\nid = "half', "utf-8")
        with pytest.raises(ReviewError, match="cannot be used"):
            save_frame(as_phrase("A phrase.", names=[], quotes=[]), file)
        assert file.read_text("utf-8") == '[[frame]]\nid = "half'

    def test_everything_of_a_frame_is_kept(self, tmp_path: Path) -> None:
        frame = Frame(
            "full", "Full", Slot(("1a", "1b"), "reflection", "impact", "senior"),
            {"required": "Please add ${1:x}.", "suggestion": "It could have ${1:x}."}, ("one", "two"), 3,
            ({"1": "a date", "section": "1a"}, {"1": "a place"}), "mine",
        )  # fmt: skip
        file = tmp_path / "phrases.toml"
        file.write_text(to_toml(frame), "utf-8")
        assert read_frames(file, "mine") == [frame]
        assert fill(frame, "required", {1: "a date"}, section_title="1a") == "Please add a date."
