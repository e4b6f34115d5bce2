"""Who exists and when: units over time with their successors, the calendar's days, this installation.

unit        an authority or office with level, kind, code, parent and the days it existed
succession  what became of a unit: merged whole, split, renamed, dissolved
day         a day off or a made-up working Saturday, with the decision that made it so
installation  which pack is loaded and since when the system is the place of work
"""
