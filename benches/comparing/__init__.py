"""The parts of `benches/compare.py`: contents, writers, runs, tables, a test of it all.

In comes nothing, out goes nothing: this file only makes the folder importable. Never holds code.
"""
