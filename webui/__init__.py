"""Turns HTTP into commands and queries, and back."""
