"""The interface as an officer uses it: Debian's Chromium over a real night."""
