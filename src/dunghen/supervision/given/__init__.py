"""Tasks that a document gives: entered and cut, received, done with a product, confirmed by the giver's
office, urged, reported on.

models    the document, what it orders, the tasks of the units, extensions, what was known of them when
rules     pure: the way of a task, extensions, when something ordered counts as done
who       who may do what, by role and unit
sources   actions: a document is entered and cut into tasks
actions   actions: what a lead and a giver's office do with a task
reading   lists, filters, counts
letters   urging letters and reports, drafted into the register of documents
paper     their text
"""
