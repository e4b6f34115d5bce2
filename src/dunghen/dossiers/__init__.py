"""The one-stop: a dossier is received, worked through its steps, waits, ends, is returned.

dossier   its code and who asked; everything that may change stands in versions
version   the counted columns as the system knew them, from when until when
event     what happened and when, chained by hash; a version is the fold of the events up to it
payment   money received for a dossier
import    a file of another system's dossiers; the only door for history
"""
