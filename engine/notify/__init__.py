"""How a notice leaves the building: mail, SMS, a webhook. It tells, and has no legal effect.

What leaves says that there is something and where to read it; who complained is never in it.
"""
