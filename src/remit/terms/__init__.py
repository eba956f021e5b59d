"""The contract as a dated, frozen value: settings and their kinds, the document, the reader, amendments."""
