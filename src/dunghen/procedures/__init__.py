"""The catalogue of administrative procedures (TTHC): what may be asked, of whom, until when, for how much.

A procedure has versions (draft, published, abolished) valid in time by the day of their decision; a
version has levels, field, limit, papers, fee, online level and steps with allotted time. A dossier keeps
the version it was received under.
"""
