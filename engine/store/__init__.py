"""Rows: SQLAlchemy on SQLite or PostgreSQL. Knows events and cases, no rule of the field."""
