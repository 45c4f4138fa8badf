"""What the queue does to an assignment, and takes back."""

from datetime import date

from cmalt_review.desk.desk import Desk


def test_undo_takes_back_what_was_done_and_nothing_that_happened_since(desk: Desk, added: str) -> None:
    desk.flag(added)
    desk.snooze(added, date(2026, 12, 24))
    desk.event(added, "sent", "ALT, web form")
    assert desk.undo() == "snooze: Zofia Brandt"
    assert desk.assignment(added).flagged
    assert desk.undo() == "flag: Zofia Brandt"
    assert desk.undo() is None
    after = desk.assignment(added)
    assert (after.flagged, after.snoozed_until) == (False, None)
    assert [event.what for event in after.events] == ["sent"]


def test_undo_does_not_bring_back_what_was_erased(desk: Desk, added: str) -> None:
    desk.flag(added)
    desk.erase(added)
    desk.undo()
    desk.close()
    assert desk.workspace.ids() == []
    assert not desk.workspace.folder(added).exists()
