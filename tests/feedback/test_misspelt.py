"""Misspelt words as findings; works without the spelling extra."""

from cmalt_review.feedback.misspelt import findings
from cmalt_review.feedback.spelling import Misspelling


def test_a_misspelt_word_names_its_sentence_and_how_it_could_read() -> None:
    text = "Well argued. The reflexion is thin. The reflexion again."
    found = list(findings(text, [Misspelling("reflexion", 40, ("reflection", "deflexion"))], "1a"))
    assert [(f.category, f.level, f.sentence, f.fix) for f in found] == [
        ("spelling", "hint", "The reflexion again.", "The reflection again.")
    ]
    assert "reflection or deflexion" in found[0].message
    assert next(findings(text, [Misspelling("argued", 5, ())], "1a")).fix is None
