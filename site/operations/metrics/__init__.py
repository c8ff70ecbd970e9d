"""Figures for Prometheus: how the site is, and how long it takes to answer."""
