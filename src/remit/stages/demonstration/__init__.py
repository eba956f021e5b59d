"""The demo relationship, played through the same actions as people use."""
