"""The basement: what every room stands on and that knows no room.

known       rows that carry when the system learned of them and until when it held them true
ledger      events chained by hash, the seal over the chains' heads
worktime    working days and hours: when a time limit ends, with its proof
paths       where the checkout, the law, the packs and the working folder stand
text        Vietnamese text: folding, sort keys, numbers
population  what an indicator counts: a table, a measure, a predicate, an anchor, a unit column
"""
