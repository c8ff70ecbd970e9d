"""From a drafter's file to a neutral text: what Word, WPS, a web page or a plain text says.

Knows no Django: `python -m drafting` reads one file in a child process with limits of its own.
"""
