"""Documents (文书): checks a Word template, fills it, sets it as PDF/A and hashes both.

Knows nothing of cases, numbers or registers: it is given a template, values and pictures, and gives bytes back.
"""
