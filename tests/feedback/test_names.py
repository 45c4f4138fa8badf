"""Any name that anybody types becomes patterns that compile, and a name finds itself."""

from hypothesis import given
from hypothesis import strategies as st

from cmalt_review.feedback.names import known_names
from cmalt_review.model.assignment import Assessor

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(anything, anything, anything, anything)
def test_whatever_a_name_holds_its_patterns_compile(name: str, email: str, institution: str, nominated: str) -> None:
    person = Assessor(name=name, email=email, institution=institution)
    for known in known_names((person,), nominated, "Zofia Brandt", (), "the text"):
        known.pattern.search(f"{name} {email} {institution}")


def test_markup_for_a_name_is_a_name_like_any_other() -> None:
    person = Assessor(name="[/] [@click=app.quit] Quillon")
    found = [known for known in known_names((person,), "", "", (), "") if known.pattern.search("Ask Quillon.")]
    assert found
