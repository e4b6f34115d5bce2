"""A compiled report on paper: the document (narrative, plan and forms) and the workbook of its forms.

narrative    the text of a pack with its figures as codes in braces: {B3.3.1.1}
annexes      Phụ lục I from the records of the plan, Phụ lục II from the cells
report       all of it as one document for the renderers of the room documents
workbook     a sheet per form, beside each figure the printed one
"""
