"""One file per format or outside system: bytes to values and back. Here work and facts come in, and statements go out."""
