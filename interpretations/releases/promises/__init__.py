"""Promises that a verb keeps and the audit lists, each written once."""
