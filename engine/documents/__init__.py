"""Documents (文书): checks a Word template, fills it and sets it as PDF/A.

Knows nothing of cases, numbers or registers: given a template, values and pictures, it gives
bytes back.
"""
