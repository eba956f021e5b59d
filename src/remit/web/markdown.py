"""Markdown as people write it in comments, as HTML that is safe to show: no raw HTML, no pictures, no scripts, links marked as foreign."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "p",
    "br",
    "em",
    "strong",
    "code",
    "pre",
    "ul",
    "ol",
    "li",
    "blockquote",
    "a",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "s",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_READER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable(["image", "lheading"])


def html(text: str) -> SafeString:
    """The text as HTML.

    >>> html("**Both** files: <script>alert(1)</script>")
    '<p><strong>Both</strong> files: &lt;script&gt;alert(1)&lt;/script&gt;</p>\\n'
    >>> html("[see](javascript:alert(1)) and [this](https://example.com)")
    '<p>[see](javascript:alert(1)) and <a href="https://example.com" rel="nofollow noopener noreferrer">this</a></p>\\n'
    """
    made = _READER.render(text.replace("\x00", ""))
    clean = nh3.clean(
        made, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="nofollow noopener noreferrer"
    )
    return mark_safe(clean)
