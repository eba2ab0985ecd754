"""The interactive page: a small web server on this machine, and simulations in processes beside it.

`serving.serve` starts it. What a reader wishes for comes as JSON (`wishes`), is carried out by a
process that keeps its world (`workers`, `worker`), and goes back as what the page draws
(`picture`). The server keeps nothing of a reader: two cannot disturb each other.

Why not Solara, which the extra `explore` names: its page loads its programs from a public server
and shows nothing without, measured; Starlette and Uvicorn, which come with it, need a fifth of its
time to load and serve a page that asks no one else.
"""
