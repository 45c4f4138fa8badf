"""Facts about a feedback that need no judgement of language: they are either so or not.

Sources: anonymity, explicit force, and actions for every section to be revised are what the guidelines ask of
feedback (Senior guidelines 2019, "How to write feedback" and the table of outcomes).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cmalt_review.feedback.finding import Category, Finding, Severity
from cmalt_review.feedback.names import Known, known_names
from cmalt_review.feedback.sentences import Sentence, split, word_set
from cmalt_review.model.assignment import Assessor
from cmalt_review.model.base import OutcomeId
from cmalt_review.model.form import Form
from cmalt_review.model.sheet import LEVEL_WORDS, Dismissal, Judgement, Point


@dataclass(frozen=True)
class FeedbackContext:
    """What is known around a feedback: the scheme, the judgement, and who must not be recognised in it."""

    form: Form
    points: Sequence[Point] = ()
    overall: Sequence[str] = ()
    """The assessors' overall texts."""
    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    """By row: the agreed grades, or one assessor's while there are no agreed ones."""
    outcome: OutcomeId | None = None
    people: Sequence[Assessor] = ()
    """Both assessors and the candidates of other assignments, as far as they are known."""
    nominated: str = ""
    """The nominated assessor's name as found in the portfolio."""
    candidate: str = ""
    candidate_institutions: Sequence[str] = ()
    portfolio_text: str = ""
    """The candidate's text: an institution that occurs in it only warns."""
    frame_defaults: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By frame: the defaults of its tab stops. One that still stands in a point's text is an open placeholder."""
    dismissed: Sequence[Dismissal] = ()

    @property
    def known(self) -> tuple[Known, ...]:
        """Patterns for everybody who must not be recognised."""
        return known_names(
            tuple(self.people), self.nominated, self.candidate, tuple(self.candidate_institutions), self.portfolio_text
        )


_BRACKET = re.compile(r"\[(?!sic\]|\^)([^\[\]\n]{0,80})\](?!\()")
_LABEL = re.compile(r"\W*[A-Za-z]{1,2}\W*|[-+*/]")
_ELISION = re.compile(r"\s*(?:\.\.\.|…)\s*")
_MARKER = re.compile(
    r"\$\{[^}]*\}|\$\d\b|\bX{2,}\b|\b(?:TBC|TBD|TODO|FIXME)\b|<[a-z][a-z ]{2,40}>|_{3,}|\?{3,}"
    r"|\blorem ipsum\b|\{\{.*?\}\}"
)
_OPTION = re.compile(
    r"\b(?:you|we|they|it|this|that|one|candidate|section|portfolio|reflection|evidence|description|text|part) "
    r"(?:also |perhaps |maybe )?(?:could|might)(?! (?:not|have|only|hardly)\b|n't)"
    r"|\b(?:could|might) (?:also |perhaps )?be (?:\w+ed|shown|given|made|clearer|better|worth|helpful)\b"
    r"|\bconsider (?:\w+ing|whether)\b|\b(?:may|might) (?:like|want|wish) to\b|\bif you (?:like|wish|want)\b"
    r"|\b(?:optional|optionally|for consideration)\b"
)
_PURPOSE = re.compile(
    r"\b(?:so that|such that|in order that|which|who|what|how|where|that) (?:\w+ ){0,3}?(?:could|might)\b"
)
_OBLIGATION = re.compile(
    r"\b(?:you|section|portfolio|candidate|it|this|evidence) must\b"
    r"|\b(?:mandatory|compulsory|cannot pass|before (?:it|the portfolio) can pass)\b"
)
_ACTION = re.compile(
    r"\bplease\b|\b(?:needs?|has|have) to be\b|\byou (?:must|need to|should|have to)\b|\bbefore resubmi\w+"
    r"|\bon resubmission\b|\bwhen resubmitting\b"
    r"|^(?:add|include|replace|rewrite|revise|remove|provide|explain|describe|state|show|reflect|expand|give|name)\b"
)
_SECTION = re.compile(
    r"\b(?P<lead>(?:sub-?|core |specialist )?(?:sections?|areas?)) (?P<long>\d{1,2}[a-h]?)\b(?![.:]\d)"
    r"|(?<![\w.:/-])(?P<short>[1-9][a-h])\b"
    r"(?! ?(?:print|model|graphic|animation|scan|view|image|object|vision|space|world)s?)",
    re.IGNORECASE,
)
_NUMBERED_ELSEWHERE = re.compile(
    r"\b(?:fig(?:ure)?s?|tables?|append(?:ix|ices)|annex(?:es)?|evidence|exhibits?|questions?|slides?|years?|steps?"
    r"|items?|pages?|pp?\.?|rows?|class(?:es)?|chapters?|equations?|rooms?|versions?|phase|stage|criteri(?:on|a)"
    r"|articles?|paragraphs?|notes?|no\.?)\s*$",
    re.IGNORECASE,
)
_NOT_SECTIONS = word_set("2d 3d 4d 3g 4g 5g")


def _finding(
    rule: str, level: Severity, section: str, message: str, sentence: str = "", point: int | None = None
) -> Finding:
    category: Category = "fact"
    if rule.startswith("identity."):
        category = "identity"
    elif rule.startswith("person."):
        category = "person"
    return Finding(rule, category, level, section, sentence, message, None, point)


def people_findings(text: str, context: FeedbackContext, section: str) -> Iterator[Finding]:
    """Names, e-mail addresses, institutions and initials that would tell who wrote the feedback, also in quotations."""
    for sentence in split(text).sentences:
        told: list[tuple[int, int]] = []
        for known in context.known:
            match = known.pattern.search(sentence.text)
            if match is None or any(start <= match.start() and match.end() <= end for start, end in told):
                continue  # a part of a name that was found whole
            told.append(match.span())
            message = known.message.format(match.group().strip())
            yield _finding(known.rule, known.level, section, message, sentence.text)


def text_facts(text: str, kind: str | None, section: str, context: FeedbackContext | None = None) -> Iterator[Finding]:
    """Open placeholders, a required text that leaves a choice, sections that the form lacks."""
    for sentence in split(text).sentences:
        placeholder = open_placeholder(sentence.text)
        if placeholder:
            message = f"“{placeholder}” is still to be filled in."
            yield _finding("fact.placeholder", "block", section, message, sentence.text)
        yield from _force_facts(sentence, kind, section)
        if context is not None:
            yield from _section_facts(sentence, section, context.form)
    if context is not None:
        yield from _default_facts(text, section, context)


def open_placeholder(text: str) -> str | None:
    """The first placeholder that is still open in the text: ``[…]``, ``${…}``, XX, TBC and the like."""
    marker = _MARKER.search(text)
    if marker:
        return marker.group()
    for match in _BRACKET.finditer(text):
        inner = match.group(1)
        # References such as [12], Word's comment marks and elisions inside a quotation are no placeholders.
        quoted = text[: match.start()].count('"') % 2 == 1 or text.rfind("“", 0, match.start()) > text.rfind(
            "”", 0, match.start()
        )
        if (
            any(char in "0123456789<>=|" for char in inner)
            or _LABEL.fullmatch(inner)
            or (quoted and _ELISION.fullmatch(inner))
        ):
            continue
        return match.group()
    return None


def _force_facts(sentence: Sentence, kind: str | None, section: str) -> Iterator[Finding]:
    obliges = _OBLIGATION.search(sentence.folded)
    optional = _OPTION.search(sentence.folded)
    if kind == "required" and optional and not _PURPOSE.search(sentence.folded):
        message = f"“{optional.group().strip()}” leaves a choice, but this point is required: say what must be done."
        yield _finding("fact.required-says-could", "block", section, message, sentence.text)
    if kind == "suggestion" and obliges:
        message = (
            f"“{obliges.group().strip()}” obliges, but this point is a suggestion: make it required, or say “could”."
        )
        yield _finding("fact.suggestion-says-must", "block", section, message, sentence.text)


def _section_facts(sentence: Sentence, section: str, form: Form) -> Iterator[Finding]:
    known = set(form.section_by_id) | {id_.split("-")[0] for id_ in form.section_by_id}
    known |= {re.sub(r"\D", "", id_) for id_ in known}
    for match in _SECTION.finditer(sentence.cased):
        named = match.group("long") or match.group("short")
        if match.group("short") and (
            _NUMBERED_ELSEWHERE.search(sentence.cased[: match.start()]) or named.lower() in _NOT_SECTIONS
        ):
            continue
        if named.lower() not in known:
            message = f"{form.title} has no section {named}."
            yield _finding("fact.unknown-section", "block", section, message, sentence.text)


def _default_facts(text: str, section: str, context: FeedbackContext) -> Iterator[Finding]:
    frames = {point.frame for point in context.points if point.text == text and point.frame}
    for default in (default for frame in frames for default in context.frame_defaults.get(frame, ())):
        if " " in default.strip() and default in text:
            message = f"“{default}” is the phrase's own wording: put in what you found."
            yield _finding("fact.placeholder", "block", section, message, default)


def fact_findings(context: FeedbackContext) -> Iterator[Finding]:
    """What does not fit together between grades, elements, points and outcome."""
    for row in [*context.form.section_by_id, *context.form.principle_ids]:
        yield from _row_facts(row, context.judgements.get(row) or Judgement(), context)
    yield from _outcome_facts(context)


def _row_facts(row: str, judgement: Judgement, context: FeedbackContext) -> Iterator[Finding]:
    points = [point for point in context.points if point.section == row]
    required = [point for point in points if point.kind == "required"]
    title = f"{row} {context.form.row_short(row)}".removeprefix(f"{row} {row}") or row
    if judgement.grade in ("R", "M") and not required:
        message = f"{title} is graded {judgement.grade} but has no required point: say what must change."
        if context.outcome == "fail":
            message = f"{title} is graded {judgement.grade} but has no required point: say why it does not pass."
        yield _finding("fact.revision-without-required", "block", row, message)
    if judgement.grade in ("S", "A"):
        for point in required:
            message = f"{title} is graded {judgement.grade}, yet this point is required: change one of them."
            yield _finding("fact.required-in-passed", "block", row, message, point.text, point.n)
    for element, judged in judgement.elements.items():
        lacking = judged.level in ("weak", "absent", "partly", "not")
        if lacking and not any(point.element in (element, "whole") and point.kind != "strength" for point in points):
            level = LEVEL_WORDS[judged.level or "weak"]
            message = f"{title}: {element} is marked “{level}”, but no point says what would help."
            yield _finding("fact.element-without-point", "warn", row, message)


def _outcome_facts(context: FeedbackContext) -> Iterator[Finding]:
    outcome = context.form.outcome(context.outcome) if context.outcome else None
    if outcome is None:
        return
    required = [point for point in context.points if point.kind == "required"]
    if outcome.passing:
        for point in required:
            message = f"The outcome is {outcome.title}, yet this point is required before it can pass."
            yield _finding("fact.pass-with-required", "block", point.section, message, point.text, point.n)
    elif outcome.id != "fail" and not required:
        message = f"The outcome is {outcome.title}, but no point says what is required to pass."
        yield _finding("fact.referral-without-required", "block", "", message)
    if outcome.id == "fail":
        for point in context.points:
            for sentence in split(point.text).sentences:
                if point.kind != "strength" and _ACTION.search(sentence.folded):
                    message = "A fail is final: say why the portfolio cannot pass, not what to do."
                    yield _finding("fact.fail-with-actions", "block", point.section, message, sentence.text, point.n)
