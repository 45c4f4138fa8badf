"""The answer of ``sections SOURCE --json``: the portfolio as cut, what was not matched, and the signals."""

from datetime import date
from typing import Any

from cmalt_review.model.form import Form
from cmalt_review.model.portfolio import Portfolio
from cmalt_review.model.text import count_words
from cmalt_review.rules.signals import signals


def answer(portfolio: Portfolio, form: Form, today: date) -> dict[str, Any]:
    """The mapping of a portfolio as plain values: what the command line prints as JSON."""
    order = {section.id: n for n, section in enumerate(form.sections)}
    sections = sorted(portfolio.sections(), key=lambda s: (order.get(s.id.split("-")[0], len(order)), s.id))
    return {
        "form": form.id,
        "sections": [
            {
                "id": section.id, "heading": section.heading, "words": section.words, "text": section.text,
                "confidence": section.confidence, "why": section.why, "shared": section.shared,
            }
            for section in sections
        ],
        "unmatched": [
            {
                "n": piece.n, "heading": piece.heading, "words": count_words(piece.text), "text": piece.text,
                "kind": piece.kind, "area": piece.area, "why": piece.why,
            }
            for piece in portfolio.unmatched()
        ],
        "signals": [
            {"section": signal.section, "kind": signal.kind, "where": signal.where, "message": signal.message}
            for signal in signals(portfolio, form, today)
        ],
    }  # fmt: skip
