"""Plans and their tasks: what was to be done, by whom, with which product, and what was done.

Today it holds the reform plan of a year as records; directives and inspections come with their issue.
"""
