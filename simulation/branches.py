"""Histories that differ in their policy alone: the years before it are simulated once."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator, Mapping

from simulation.model import TwinningModel
from simulation.parameters import Parameters, Policy
from simulation.run import History, begin


def branches(
    parameters: Parameters,
    policies: Mapping[str, Policy],
    seed: int = 1,
    world: str = "germany",
) -> Iterator[tuple[str, History]]:
    """Simulate one history for each policy, in the order given.

    Each equals to the byte what `simulate` gives with that policy in `parameters`: all luck is
    keyed, so histories with one seed are one until a policy begins.

    Parameters
    ----------
    parameters : Parameters
        A scenario; its own policy is set aside.
    policies : mapping of str to Policy
    seed : int
        0 .. 2**32 - 1.
    world : {"germany", "europe", "toy"}

    Yields
    ------
    name, History
        Its set-up seconds are those of the years in common.

    Raises
    ------
    ValueError
        As `simulate`.
    """
    began = time.perf_counter()
    bare = _with(parameters, Policy())
    trunk = begin(bare, seed, world)
    first = min((policy.since for policy in policies.values()), default=bare.until + 1)
    while trunk.year <= min(first - 1, bare.until):
        trunk.step()
    ready = time.perf_counter()
    for place, (name, policy) in enumerate(policies.items()):
        started = time.perf_counter()
        last = place == len(policies) - 1
        model = trunk if last else copied(trunk)
        own = _with(parameters, policy)
        model.parameters = own
        while model.year <= own.until:
            model.step()
        seconds = {"setup": ready - began, "years": time.perf_counter() - started}
        yield name, History(own, model.world, seed, model, seconds)


def _with(parameters: Parameters, policy: Policy) -> Parameters:
    """The same parameters under another policy, validated as a whole."""
    return type(parameters).model_validate({**dict(parameters), "policy": policy})


def copied(model: TwinningModel) -> TwinningModel:
    """A model that goes on by itself from where another stands.

    What never changes is shared: the world, the parameters, the laws of choice, and the rows of
    the ledger.
    """
    shared = (model.world, model.parameters, model.samplers, model.reach)
    return copy.deepcopy(model, {id(thing): thing for thing in shared})
