"""Documents on paper: one content model, laid out by Nghị định 30/2020/NĐ-CP, as Word and as PDF.

document     a letterhead, a title, a body, a signature block and annexes; says nothing of figures
block        a heading, a paragraph or a table of a body or an annex
word, pdf    the two renderers; both read the same blocks and the same measures (layout)
letterhead   who issues: read from the pack of a city
"""
