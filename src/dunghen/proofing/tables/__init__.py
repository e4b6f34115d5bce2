"""Takes the tables of an appendix out of an old report: the forms as law prescribes them, and the plan table.

Pure: what the forms prescribe comes in as data, the report as the text that `proofing.reading` makes of it.
Printed and scanned reports are damaged; a cell is `sure` only where nothing speaks against it.
"""

from dunghen.proofing.tables.model import PLAN, Cell, FormRow, FormSpec
from dunghen.proofing.tables.plan import read_plan
from dunghen.proofing.tables.reader import read_forms

__all__ = ["PLAN", "Cell", "FormRow", "FormSpec", "read_forms", "read_plan"]
