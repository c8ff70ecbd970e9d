"""The verbs of a release: submit, decide, execute, set the time, release in an emergency.

One verb, one file; called by the button, the command and the scheduler alike. They stand on what is
pinned and written down (`pins`, `records`); `audit` proves what they left.
"""
