"""The claims made about social credit: stated, sourced, run, and judged by one rule."""
