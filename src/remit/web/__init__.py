"""The pages: a small frame, one file and one template a page, and the parts they share."""
