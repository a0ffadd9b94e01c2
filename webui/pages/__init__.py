"""Server-rendered pages in plain Chinese: no script is needed, nothing comes from another host."""
