"""The marks for handling of TT 01/2018/TT-VPCP."""
