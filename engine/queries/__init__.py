"""Questions, one file per screen: much comes back, nothing changes."""
