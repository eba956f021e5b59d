"""One file per kind of relief: items, time, outages, forecast excess."""
