"""Cleaning of text at the model's boundary.

A candidate's text may hold escape sequences, bidirectional overrides or lone surrogates. Every text field of the model
passes through ``clean``, so that nothing behind the boundary has to think of them.
"""

import re
import unicodedata

# C0 except tab and newline, DEL, C1; bidi controls and invisible formatting; lone surrogates; non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff]"
    "|[\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")
_SPACES = re.compile(r"\s+")
_CLEAN_ASCII = re.compile(r"[\t\n\x20-\x7e]*\Z")


def clean(text: str) -> str:
    """The text in NFC with line ends as ``\\n`` and without control, bidi and surrogate characters."""
    if _CLEAN_ASCII.match(text):
        return text
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)))


def clean_line(text: str) -> str:
    """The cleaned text on one line, white space folded: for names, headings and titles."""
    return _SPACES.sub(" ", clean(text)).strip()


_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_BARE_URL = re.compile(r"<?https?://\S+")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words(markdown: str) -> list[str]:
    """The words of a Markdown text in lower case: a link counts as its text, an address not at all."""
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", markdown))  # twice: a picture inside a link
    return [word.lower() for word in _WORD.findall(_TAG.sub(" ", _BARE_URL.sub(" ", text)))]


def count_words(markdown: str) -> int:
    """How many words a Markdown text has (see ``words``)."""
    return len(words(markdown))
