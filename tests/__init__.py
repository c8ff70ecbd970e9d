"""The tests, a package so that `tests/media` is not taken for `media`; folders mirror the apps."""
