"""Deeds: one file each, all through one door. Decide by rules, record events, answer little."""
