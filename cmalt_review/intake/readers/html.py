"""Web pages: the candidate's text, and apart from it what the site adds (navigation, cookie bars, comments)."""

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING, Any

from cmalt_review.intake.document import Asset, Document, Page
from cmalt_review.intake.readers.encoding import decode
from cmalt_review.intake.readers.markup import finish, html_to_markdown, title_line, unwrap_layout_tables

if TYPE_CHECKING:
    from lxml.html import HtmlElement
else:
    HtmlElement = Any

_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog"})
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:cookie|consent)s?(?:[_-]?(?:bar|banner|notice|law|popup|consent|message|wrapper|policy))+"
    r"|cc-(?:window|banner)|eupopup|comments?(?:[_-](?:area|list|form|respond|section|thread))|commentlist|disqus_thread"
    r"|jp-relatedposts|related[_-]?posts?|sharedaddy|share[_-]?(?:buttons?|this|links|bar)|addtoany\w*|social[_-]?(?:links|share|icons|menu)"
    r"|sidebar|widget[_-]?area|site[_-](?:footer|header|navigation|info|nav)|breadcrumbs?|skip-?(?:link|to-content|nav)"
    r"|(?:post|posts|entry|main|site|page|nav|top|primary|mobile|side)[_-](?:navigation|nav|menu|pagination|menubar)"
    r"|nav(?:bar|-links|igation)|pagination|author-box|(?:entry|post)-(?:meta|footer)|blog-pager|subscribe|newsletter|wp-block-navigation"
    r"|screen-reader-text|printfriendly|g-recaptcha)(?:$|[\s_-])",
    re.I,
)
_IDS = frozenset(
    {"comments", "respond", "sidebar", "secondary", "cookies", "footer", "nav", "navigation", "menu", "wpadminbar"}
)
_NEVER = ("script", "style", "template", "noscript", "link", "meta", "svg", "canvas")
_DATA_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,(.*)", re.S)
_BLOCKS = re.compile(r"\bblocks\s*=\s*(?=[\[{])")
_PICTURE_BYTES = 20_000_000


def _inside(element: HtmlElement, tags: tuple[str, ...]) -> bool:
    return any(parent.tag in tags or parent.get("role") == "main" for parent in element.iterancestors())


def _is_furniture(element: HtmlElement) -> bool:
    tag = element.tag
    if tag == "nav" or (element.get("role") or "") in _ROLES:
        return True
    if tag in ("header", "footer"):
        if _inside(element, ("main", "article", "blockquote")):
            return False
        return tag == "footer" or element.find(".//nav") is not None or len(element.findall(".//a")) > 1
    if tag == "aside":
        return not _inside(element, ("main", "article"))
    if (element.get("id") or "").lower() in _IDS:
        return True
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return marks != " " and tag not in ("body", "html", "main", "article") and _CLASS.search(marks) is not None


def _length(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _detach(element: HtmlElement) -> None:
    """Take the element out of its tree; the text behind it stays."""
    element.drop_tree()


def _main_part(body: HtmlElement) -> HtmlElement | None:
    """The page's one main part, where it has one that holds most of the text."""
    mains = [element for element in body.iter("main") if _length(element)] or [
        element for element in body.iter("div", "section") if element.get("role") == "main"
    ]
    if not mains:
        articles = list(body.iter("article"))
        mains = articles if len(articles) == 1 else []
    if len(mains) != 1 or _length(mains[0]) * 2 < _length(body):
        return None
    return mains[0]


def _split(body: HtmlElement) -> tuple[HtmlElement, list[HtmlElement]]:
    """The part with the candidate's text and the parts set aside, in the page's order."""
    aside = []
    found = [
        element
        for element in body.iter()
        if isinstance(element.tag, str) and element is not body and _is_furniture(element)
    ]
    total, set_aside = _length(body), set()
    for element in found:
        if any(parent in set_aside for parent in element.iterancestors()):
            continue
        # A page built of one big "sidebar" or "header" is no furniture: never set aside most of the text.
        if _length(element) * 2 > total > 0 and element.tag != "nav" and element.get("role") != "navigation":
            continue
        set_aside.add(element)
        aside.append(element)
    for element in aside:
        _detach(element)
    main = _main_part(body)
    if main is None or main is body:
        return body, aside
    _detach(main)
    if _length(body):
        aside.insert(0, body)
    return main, aside


def _pictures(body: HtmlElement, stem: str) -> list[Asset]:
    """Pictures inside the page itself become assets; the page then names them."""
    assets: list[Asset] = []
    for element in body.iter("img"):
        lazy = element.get("data-src") or element.get("data-lazy-src")
        found = _DATA_PICTURE.match(element.get("src") or "")
        if found is None:
            continue
        element.set("src", lazy or "")
        if lazy is None and len(found[2]) < _PICTURE_BYTES:
            try:
                data = base64.b64decode(found[2], validate=False)
            except binascii.Error:
                continue
            name = f"{stem}-picture-{len(assets) + 1}.{found[1].replace('jpeg', 'jpg')}"
            assets.append(Asset(name, data))
            element.set("src", name.rpartition("/")[2].replace(" ", "%20"))
    return assets


def _parse(text: str) -> HtmlElement | None:
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        return lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError):
        return None


def _script_blocks(tree: HtmlElement) -> list[HtmlElement]:
    """Blocks of a Mahara page, which its HTML export keeps as JSON in a script, from top to bottom."""
    from lxml import html as lxml_html

    found: list[tuple[float, float, str]] = []
    for script in tree.iter("script"):
        text = script.text or ""
        start = _BLOCKS.search(text) if "content" in text else None
        if start is None:
            continue
        try:
            value, _ = json.JSONDecoder().raw_decode(text, start.end())
        except ValueError:
            continue
        for block in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            if isinstance(block, dict) and isinstance(content := block.get("content"), str) and content.strip():
                found.append((_number(block.get("positiony")), _number(block.get("positionx")), content))
    return [lxml_html.fragment_fromstring(content, create_parent="div") for _, _, content in sorted(found)]


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) or (isinstance(value, str) and value.isdecimal()) else 0.0


def html_page(name: str, text: str) -> tuple[Page, tuple[Asset, ...], tuple[str, ...]]:
    """One page of a site, the pictures inside it, and warnings."""
    from lxml import html as lxml_html
    from lxml.etree import strip_elements

    # lxml refuses a text that declares an encoding, and XML cannot hold NUL.
    tree = _parse(re.sub(r"\A\s*<\?xml[^>]*>", "", text.replace("\x00", "")))
    if tree is None:
        return Page(name, "", ""), (), ()
    title = title_line(tree.findtext(".//title") or "")
    blocks = _script_blocks(tree)
    strip_elements(tree, *_NEVER, with_tail=False)
    body = tree if tree.tag == "body" else tree.find("body")
    if body is None:
        body = tree
    for block in blocks:
        body.append(block)
    assets = _pictures(body, name.rpartition(".")[0] or name)
    main, aside = _split(body)
    unwrap_layout_tables(main)
    markdown, lost = html_to_markdown(lxml_html.tostring(main, encoding="unicode", with_tail=False))
    furniture = "".join(lxml_html.tostring(part, encoding="unicode", with_tail=False) for part in aside)
    set_aside = finish(html_to_markdown(furniture)[0]) if furniture else ""
    return Page(name, title, finish(markdown), furniture=set_aside), tuple(assets), lost


def read_html(name: str, data: bytes) -> Document:
    """A web page as one page."""
    page, assets, warnings = html_page(name, decode(data))
    return Document((page,), assets, warnings, format="html")
