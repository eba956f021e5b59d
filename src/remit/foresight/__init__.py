"""What the contract would do: to past work (`replay`), with other figures (`whatif`), and by the end of this month (`forecast`).

Values in, values out: summaries, facts and history are passed in, chance comes from a seed, and money is exact in every draw.
"""
