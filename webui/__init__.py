"""Turns HTTP into commands and queries, and back; holds no rule of the field."""
