"""Scenarios: a case played through the same commands the web uses, with a clock set by hand."""
