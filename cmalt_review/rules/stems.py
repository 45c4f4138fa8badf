"""Crude English stems, enough to make *policy* of *policies* when wordings are compared."""

from functools import lru_cache

_SUFFIXES = ("ations", "ation", "ating", "ments", "ment", "ings", "ing", "ies", "ers", "ed", "es", "s", "y", "e")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a lower-case word; at least three letters stay."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word
