"""Reads processes/ and forms/, lays localities over one another, checks, freezes into releases."""
