"""Registers kept as numbered entries, meetings with their conclusions, reporting duties.

law      the registers and duties as dated data (law/registers.toml, law/reporting-duties.toml)
rules    pure: what an entry needs; the windows and deadlines of a duty
actions  the only writers
reading  what is due, who sent and who did not
"""
