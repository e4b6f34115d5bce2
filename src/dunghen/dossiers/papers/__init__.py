"""The papers of the one-stop, by the law of their day: forms 01 to 07, the register, the routing slip.

law        which form a paper is on a day, under which title (law/papers)
facts      what a paper says, as plain values; nothing of the database
read       the only place that gathers facts from the database
receipt, notices, slip, register   the content of each form, pure functions of facts
"""
