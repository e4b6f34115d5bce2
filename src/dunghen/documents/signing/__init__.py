"""Digital signatures on PDF (PAdES): who signs with which key, how, and what a signature is worth.

certificates  which certificate is whose, and where its key is (a PKCS#12 file or a PKCS#11 token)
appearance    what is seen of a signature on the page, and where
pades         one signature put onto a PDF
signing       a person signs, then the agency
verifying     any signed PDF, signature by signature, against the trusted authorities (trust)
authority     an invented authority for the sample and for tests
"""
