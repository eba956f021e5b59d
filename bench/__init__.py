"""The speed of Remit: every figure stands beside a named baseline that ships here, reads the same columns and writes the same outputs."""
