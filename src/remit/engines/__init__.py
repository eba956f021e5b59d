"""Where summaries are computed: on this machine, or by streaming; every engine gives the same summaries."""
