"""Proofreading on the site (rà soát số liệu): documents brought here, their findings, and what is decided.

rules      what may be done about a finding, and when; pure
narrative  our own sentences looked for in a text, their figures beside the cells; pure
actions    take a document, compare it with a period, decide, confirm old figures: the only writers
marked     the text in paragraphs and tables with its findings marked
slip       PHIẾU ĐỀ NGHỊ RÀ SOÁT SỐ LIỆU on paper
exports    the findings as .xlsx, .json and as comments in Word
"""
