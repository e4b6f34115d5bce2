"""Dossiers found and shown: the list, its filters, its workbook, the page of one."""
