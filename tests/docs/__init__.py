"""Tests of what README.md and docs/ tell: links, commands, and the site that is built of them."""
