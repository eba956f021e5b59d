"""One file per metric: how a service level is measured."""
