"""The feedback checker: facts first, then words. It advises; what blocks can be overridden with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from cmalt_review.feedback.facts import FeedbackContext, fact_findings, people_findings, text_facts
from cmalt_review.feedback.finding import CATEGORIES, SEVERITIES, Finding
from cmalt_review.feedback.matching import matches, swapped
from cmalt_review.feedback.rules_file import Rule, RulesFile, read_rules_file, verify_rules_file
from cmalt_review.feedback.sentences import split
from cmalt_review.feedback.weighing import telling
from cmalt_review.model.sheet import Point
from cmalt_review.resources import data_dir

MOST_WORD_FINDINGS = 3
"""How many findings on words a section shows; more would bury the ones that matter."""


@dataclass(frozen=True)
class RuleSet:
    """The rules in force: shipped, then the team's, then one's own; a later rule replaces an earlier one of its id."""

    rules: tuple[Rule, ...]
    off: frozenset[str] = frozenset()
    """Ids of rules (of facts too) that are switched off."""

    def without(self, ids: Iterable[str]) -> "RuleSet":
        """These rules with some switched off."""
        return replace(self, off=self.off | frozenset(ids))


@cache
def _shipped() -> tuple[RulesFile, ...]:
    return tuple(map(read_rules_file, sorted((data_dir("feedback_snippets") / "rules").glob("*.toml"))))


def load_rules(extra_dirs: Sequence[Path] = ()) -> RuleSet:
    """The shipped rules and those in ``*.toml`` of further folders, which are tried out before they are used.

    Raises ``ReviewError`` with file, line and cause where a file is refused.
    """
    files = list(_shipped())
    for folder in extra_dirs:
        for path in sorted(folder.glob("*.toml")):
            files.append(check_rules_file(path))
    rules = {rule.id: rule for file in files for rule in file.rules}
    # Rules that speak only where no other does come last.
    ordered = sorted(rules.values(), key=lambda rule: rule.alone)
    return RuleSet(tuple(ordered), frozenset().union(*(file.off for file in files)))


def check_rules_file(path: Path) -> RulesFile:
    """One rule file, with its tests run. Raises ``ReviewError``."""
    file = read_rules_file(path)
    verify_rules_file(file)
    return file


def check_text(
    text: str, rules: RuleSet, *, kind: str | None = None, section: str | None = None, element: str | None = None
) -> list[Finding]:
    """Findings on one text by itself: what its kind contradicts, open placeholders, then words (at most three).

    ``kind`` is a point's kind; a text of unknown kind is looked at with every rule.
    """
    del element  # part of the call that other programs use; no rule on words depends on it
    found = [*text_facts(text, kind, section or ""), *_word_findings(text, rules, kind, section or "")]
    return _limited([finding for finding in found if finding.rule not in rules.off], rules)


def check_point(point: Point, rules: RuleSet, context: FeedbackContext) -> list[Finding]:
    """Findings on one point: its facts and its words, without those dismissed."""
    found = [
        *people_findings(point.text, context, point.section),
        *text_facts(point.text, point.kind, point.section, context),
        *_word_findings(point.text, rules, point.kind, point.section),
    ]
    return _limited([replace(finding, point=point.n) for finding in _kept(found, rules, context)], rules)


def check_feedback(context: FeedbackContext, rules: RuleSet) -> list[Finding]:
    """Everything found in a feedback: facts about the whole, then point by point, then the overall texts.

    At most three findings on words per section; facts are always shown.
    """
    found = list(fact_findings(context))
    for point in context.points:
        found += [
            replace(finding, point=point.n)
            for finding in (
                *people_findings(point.text, context, point.section),
                *text_facts(point.text, point.kind, point.section, context),
                *_word_findings(point.text, rules, point.kind, point.section, wide=False),
            )
        ]
    for section in dict.fromkeys(point.section for point in context.points):
        together = "\n".join(point.text for point in context.points if point.section == section)
        found += _wide_findings(together, rules, "section", section)
    for text in context.overall:
        found += [
            *people_findings(text, context, "overall"),
            *text_facts(text, None, "overall", context),
            *_word_findings(text, rules, None, "overall", wide=False),
        ]
    everything = "\n".join([*(point.text for point in context.points), *context.overall])
    found += _wide_findings(everything, rules, "feedback", "")
    return _limited(_kept(found, rules, context), rules)


def _word_findings(text: str, rules: RuleSet, kind: str | None, section: str, *, wide: bool = True) -> list[Finding]:
    """What the rules find in one text; ``wide`` adds the rules whose scope is a section or the feedback."""
    passage = split(text)
    found: list[Finding] = []
    for rule in rules.rules:
        if rule.id in rules.off or not _applies(rule, kind) or (not wide and rule.scope in ("section", "feedback")):
            continue
        if rule.alone and found:
            continue
        for sentence in matches(rule, passage):
            better = swapped(rule, sentence)
            found.append(Finding(rule.id, rule.category, rule.level, section, sentence.text, rule.message, better))
    return _first_things(found)


def _first_things(found: list[Finding]) -> list[Finding]:
    """One thing at a time: a sentence to be reworded anyway is not also asked for a remedy, a plainer force or detail.

    Only where the words hurt the work, the remedy is asked for too: the gentler sentence would still lack it.
    """
    of = {name: {finding.sentence for finding in found if finding.category == name} for name in CATEGORIES}
    personal = of["identity"] | of["person"]
    dropped = {"no_suggestion": personal | of["force"], "vague": personal, "force": of["identity"]}
    kept = [finding for finding in found if finding.sentence not in dropped.get(finding.category, ())]
    # Of two rules that say the same of a sentence, the graver speaks.
    kept.sort(key=lambda finding: SEVERITIES.index(finding.level))
    return list({(finding.category, finding.sentence): finding for finding in reversed(kept)}.values())[::-1]


def _applies(rule: Rule, kind: str | None) -> bool:
    """Whether the rule looks at a text of this kind."""
    return rule.unknown_kind if kind is None else not rule.kinds or kind in rule.kinds


def _wide_findings(text: str, rules: RuleSet, scope: str, section: str) -> list[Finding]:
    chosen = tuple(rule for rule in rules.rules if rule.scope == scope)
    return _word_findings(text, replace(rules, rules=chosen), None, section) if chosen else []


def _kept(found: Iterable[Finding], rules: RuleSet, context: FeedbackContext) -> list[Finding]:
    """Without what is switched off, what was dismissed for this sentence, and, in a fail, the call for a remedy."""
    dismissed = {(item.rule, _words(item.sentence)) for item in context.dismissed}
    return [
        finding for finding in dict.fromkeys(found)
        if finding.rule not in rules.off and (finding.rule, _words(finding.sentence)) not in dismissed
        and not (context.outcome == "fail" and finding.category == "no_suggestion")
    ]  # fmt: skip


def _words(sentence: str) -> str:
    return " ".join(sentence.split())


def _limited(found: list[Finding], rules: RuleSet) -> list[Finding]:
    """Facts and blocking findings all; of the others at most three per section, one of each category first.

    Those that rest on weights say which words weighed most.
    """
    always = [finding for finding in found if finding.level == "block" or finding.category == "fact"]
    shown: list[Finding] = []
    taken: dict[str, int] = {}
    advice = [finding for finding in found if finding not in always]
    seen: dict[tuple[str, str], int] = {}
    ranked = []
    for place, finding in enumerate(advice):
        turn = seen[finding.section, finding.category] = seen.get((finding.section, finding.category), -1) + 1
        ranked.append((turn, SEVERITIES.index(finding.level), CATEGORIES.index(finding.category), place, finding))
    for *_, finding in sorted(ranked, key=lambda item: item[:4]):
        if taken.get(finding.section, 0) < MOST_WORD_FINDINGS:
            taken[finding.section] = taken.get(finding.section, 0) + 1
            shown.append(finding)
    weighed = {rule.id for rule in rules.rules if rule.match == "weighed"}
    return [_explained(finding) if finding.rule in weighed else finding for finding in always + shown]


def _explained(finding: Finding) -> Finding:
    return replace(finding, because=tuple(telling(finding.sentence, finding.category)))
