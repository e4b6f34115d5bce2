"""Whether the record is what was recorded: chains, versions, payments and seals, in one reading.

rows      reads a stretch of dossiers with everything that hangs on them, as of one moment
chains    one dossier's events: links, gaps, duplicates, and the sealed head
expected  the versions and payments that the events of a dossier make
run       all dossiers, a stretch at a time, resumable; and the making of a seal
"""

from dunghen.dossiers.verify.chains import Finding
from dunghen.dossiers.verify.run import Verdict, seal_now, verify

__all__ = ["Finding", "Verdict", "seal_now", "verify"]
