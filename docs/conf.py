"""How the documentation is built: `make docs`, with every warning an error."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent / "src")]

from remit import __version__  # noqa: E402

project = "Remit"
author = "The Remit maintainers"
copyright = "2026, the Remit maintainers"
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode", "docstrings", "pages", "rules"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "_ext", "reference/generated/pages.md"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": True}
nitpicky = False

html_theme = "furo"
html_title = "Remit"
html_static_path = ["_static"]
html_show_sphinx = False
html_copy_source = False
templates_path: list[str] = []
