"""The contract as prose, made from the same typed clauses that execute, so that words and sums cannot differ.

`contract.prose(terms, catalogue)` gives a `document.Document`: headings, paragraphs and tables. The writers in `exchange` print it as
Markdown, PDF or DOCX. Every value that the parties wrote is said, and every reading left at its default stands in *[brackets]*: what a
rule's own prose leaves out is added behind it.
"""
