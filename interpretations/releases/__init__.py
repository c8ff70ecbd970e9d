"""The verbs of a release: pin, submit, decide, execute, schedule; and what proves them.

One verb, one file; called by the button, the command and the scheduler alike.
"""
