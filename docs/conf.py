"""How the documentation site is built. Offline: the theme brings its own files, nothing is fetched."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE / "_ext")]

import xinyong  # noqa: E402

project = "Xinyong"
author = "The Xinyong developers"
version = release = xinyong.__version__
html_title = f"Xinyong 信用 {version}"

extensions = ["myst_parser", "sphinx.ext.autodoc", "pages", "shown", "reference"]
exclude_patterns = ["_build", "_ext"]
nitpicky = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": True}

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sphinx = html_show_copyright = False
# Dashes of options must stay dashes.
smartquotes = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#9b2c1f",
        "color-brand-content": "#9b2c1f",
        "color-sidebar-link-text--top-level": "var(--color-foreground-primary)",
    },
    "dark_css_variables": {
        "color-brand-primary": "#f0937f",
        "color-brand-content": "#f0937f",
        "color-sidebar-link-text--top-level": "var(--color-foreground-primary)",
    },
}
pygments_style = "friendly"
pygments_dark_style = "native"
highlight_language = "text"
