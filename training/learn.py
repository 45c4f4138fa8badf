"""Learn the weights of the feedback checker from the labelled comments and write ``feedback_snippets/weights.json``.

    python -m pip install -r requirements-training.txt
    python -m training.learn            # learn from every set, write the weights
    python -m training.learn --across   # leave out one set at a time, say what is found in it: the figures to believe

A category's weights are a logistic regression on the marks of a comment (``cmalt_review.feedback.weighing``), each mark
first scaled by how much more often it stands in comments of the category (Wang and Manning, 2012).
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from cmalt_review.feedback import weighing
from cmalt_review.feedback.checker import check_text, load_rules
from cmalt_review.feedback.finding import WEIGHED
from cmalt_review.feedback.sentences import split
from cmalt_review.feedback.weighing import Weights, marks, tokens, word_kinds
from training.comments import BLAME, LEARNT, PRAISE, ROOT, Comment, Tally, fingerprint, phrases, read_sets

WEIGHTS = ROOT / "feedback_snippets" / "weights.json"
PROMISES = {"plain_good": 3.0, "phrases": 3.0}
"""Sets in which nothing may be found: each of their comments counts for so many."""
COMMON = 250
"""How many words are known by themselves in every turn of phrase."""
LEAST_COMMENTS = 3
"""A mark in fewer comments has no weight."""
LEAST_WEIGHT = 0.08
STRENGTH = 0.5
"""How freely the regression may follow its examples."""


@dataclass(frozen=True)
class Learnt:
    """The weights of one category, by the place of the mark."""

    bias: float
    weights: np.ndarray


class Marked:
    """Comments as counts of marks."""

    def __init__(self, comments: Sequence[Comment]) -> None:
        self.counts_for = np.array([PROMISES.get(comment.name, 1.0) for comment in comments])
        passages = [split(comment.text) for comment in comments]
        words = Counter(word for passage in passages for one in passage.sentences for word in set(tokens(one.folded)))
        self.common = sorted(words, key=lambda word: (-words[word], word))[:COMMON]
        self.kinds = word_kinds(self.common, PRAISE, BLAME)
        counts = [Counter(mark for one in p.sentences for mark in marks(one.folded, self.kinds)) for p in passages]
        vectors = DictVectorizer()
        matrix = vectors.fit_transform(counts).tocsr()
        keep = np.asarray((matrix > 0).sum(0)).ravel() >= LEAST_COMMENTS
        self.matrix = _narrow(matrix[:, keep])
        self.names = vectors.get_feature_names_out()[keep]

    def learn(self, rows: np.ndarray, right: np.ndarray) -> Learnt:
        """The weights that tell the comments of a category from the others, among the given rows."""
        matrix, right = self.matrix[rows], right[rows]
        inside = np.asarray((matrix[right] > 0).sum(0)).ravel() + 0.5
        outside = np.asarray((matrix[~right] > 0).sum(0)).ravel() + 0.5
        ratio = np.log((inside / inside.sum()) / (outside / outside.sum()))
        model = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear")
        model.fit(_narrow(matrix @ diags(ratio)), right, sample_weight=self.counts_for[rows])
        return Learnt(float(model.intercept_[0]), model.coef_[0] * ratio)


def _narrow(matrix: csr_matrix) -> csr_matrix:
    """With the narrow indices that the solver asks for."""
    matrix = csr_matrix(matrix)
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return matrix


def learn(marked: Marked, comments: Sequence[Comment], rows: np.ndarray) -> Weights:
    """The weights for every category, in hundredths, learnt from some rows; small ones are left out."""
    learnt = [marked.learn(rows, np.array([name in comment.labels for comment in comments])) for name in WEIGHED]
    weighs = {
        str(name): " ".join(
            f"{column} {round(float(one.weights[place]) * 100)}"
            for column, one in enumerate(learnt) if abs(one.weights[place]) >= LEAST_WEIGHT
        )
        for place, name in enumerate(marked.names)
    }  # fmt: skip
    bias = tuple(round(one.bias, 2) for one in learnt)
    return Weights(WEIGHED, bias, marked.kinds, {name: numbers for name, numbers in weighs.items() if numbers})


def write(weights: Weights, common: Sequence[str], comments: Sequence[Comment]) -> None:
    """Write the weights, one mark on a line."""
    raw = {
        "learnt_from": fingerprint(comments),
        "categories": weights.categories,
        "bias": weights.bias,
        "common": " ".join(sorted(common)),
        "praise": " ".join(PRAISE),
        "blame": " ".join(BLAME),
        "marks": weights.marks,
    }
    text = json.dumps(raw, ensure_ascii=False, separators=(",", ":")).replace('","', '",\n"')
    WEIGHTS.write_text(text + "\n", encoding="utf-8")
    print(f"{len(weights.marks)} marks, {WEIGHTS.stat().st_size // 1000} kB")


def across(marked: Marked, comments: Sequence[Comment]) -> None:
    """Print what the checker finds in each set with weights learnt from the others: precision / recall by category.

    Which words are common, and which marks frequent enough, is taken from all sets.
    """
    rules = load_rules()
    names = np.array([comment.name for comment in comments])
    total = Tally()
    print("| set | comments |", " | ".join(WEIGHED), "| good with a finding |")
    print("|---" * (len(WEIGHED) + 3) + "|")
    for name in sorted(set(names)):
        weights = learn(marked, comments, np.flatnonzero(names != name))
        tally = Tally()
        with patch.object(weighing, "shipped_weights", return_value=weights):
            weighing.forget()
            for comment in comments:
                if comment.name == name:
                    tally.add(comment.labels, {finding.category for finding in check_text(comment.text, rules)})
        print(f"| {name} | {tally}", flush=True)
        total.merge(tally)
    print(f"| all | {total}")


def main() -> None:
    """Learn, or say what was reached."""
    parser = argparse.ArgumentParser(description="Learn the weights of the feedback checker.")
    parser.add_argument("--across", action="store_true", help="leave out one set at a time; print figures, write none")
    comments = read_sets(LEARNT) + phrases()
    marked = Marked(comments)
    if parser.parse_args().across:
        across(marked, comments)
    else:
        write(learn(marked, comments, np.arange(len(comments))), marked.common, comments)


if __name__ == "__main__":
    main()
