"""Đúng Hẹn: one record at the desk feeds every figure above it."""
