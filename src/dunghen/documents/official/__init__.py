"""Documents in and out of an office: their registers, their numbers, their way from draft to issue, the
files of a matter (hồ sơ điện tử) they stand in, and what other papers cite of them.

models    the registers, files of a matter, and what was done with them
rules     pure: the way of a document, its symbol, what a citation says against the registers
actions   the only writers
reading   lists, search, citations looked up
"""
