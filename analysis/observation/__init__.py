"""The observation model: what registers and surveys show of a history.

`register.py` is the RGRE's register of 2015, `surveys.py` says who answers a survey. What people
bring as registers of their own is in `analysis.registers`.
"""
