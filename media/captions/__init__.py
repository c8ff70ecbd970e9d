"""Captions: read from what editors bring, checked, and written as WebVTT (decision 0034)."""
