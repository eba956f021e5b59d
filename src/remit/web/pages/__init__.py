"""The pages, by step of the relationship; `site` holds those of all engagements."""
