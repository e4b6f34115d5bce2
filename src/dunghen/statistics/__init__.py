"""Figures: forms as dated law, cells counted from populations, declared or derived; reports and locks.

population   what a figure counts; the rooms below register theirs
form row     code, label, measure and source of a cell (law/forms)
observation  a declared figure with its source, or a counted one kept by a lock; never changed
report       a code, a window [from, to), a signing date; compiled as known at a moment
"""
