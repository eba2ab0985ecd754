"""Where work is done: serial, in fresh processes or on a cluster, and how it is handed out."""

from scenarios.runs.engines.executor import Engine, start
from scenarios.runs.engines.handing import carry_out

__all__ = ["Engine", "carry_out", "start"]
