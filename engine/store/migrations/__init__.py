"""Numbered, named steps from one shape of the tables to the next; each goes both ways."""
