"""Documents: files that are kept, and papers from one content model, laid out by Nghị định 30/2020/NĐ-CP.

content, files  what may be kept and how; who may read a file is decided by the room that refers to it
numbering    numbers of outgoing papers
signing      digital signatures: made, and checked
results      papers that were issued, which anybody with their code and token may look up
document     a letterhead, a title, a body, a signature block and annexes; says nothing of figures
block        a heading, a paragraph or a table of a body or an annex
word, pdf    the two renderers; both read the same blocks and the same measures (layout)
letterhead   who issues: read from the pack of a city
"""
