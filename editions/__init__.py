"""Public answers as files: one folder for each edition, one pointer to the current one.

nginx serves the folder that `current` points to; without nginx the outermost layer of the
application does (`layer`). What is not there is answered by the application and written on its
first read. How both stay one state: docs/editions.md. Knows Django's settings, no table.
"""
