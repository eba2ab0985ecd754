"""The network model: every replication measured alone, then pooled."""

from __future__ import annotations

from analysis.models.material import Material, Replication
from analysis.models.network.communities import Communities, community_frame
from analysis.models.network.frames import pooled_frame
from analysis.models.network.measuring import FRAMES, Frames, measured
from analysis.models.network.net import Net, net_of
from analysis.models.pooling import fitted
from analysis.models.results import Analysis, Table

TITLE = "The network"
QUESTION = "What does the web of ties look like: degrees, clustering, communities, mixing?"


def fit(material: Material) -> Analysis:
    """Measure the network of a run, an ensemble or a register.

    Returns
    -------
    Analysis
        Tables degrees, linked (by size), assortativity, clustering, triads, components,
        communities, repeats and mixing; frames degrees, sizes, land_by_country,
        country_by_country, repeats and, of a single network, communities.

    Raises
    ------
    ModelError
        If no replication holds a tie.
    """
    frames: list[Frames] = []
    last: list[tuple[Net, Communities]] = []
    again = []

    def of(replication: Replication) -> tuple[Table, ...]:
        ties = replication.ties()
        net = net_of(ties, material.places)
        years = ties["year"].drop_nulls()
        period = (int(years.to_numpy().min()), replication.until) if len(years) else None
        tables, found, partition = measured(net, material.places, period, material.source)
        frames.append(found)
        last[:] = [(net, partition)]
        again.append(net.again)
        return tables

    tables = fitted(material, of)
    pooled = {
        name: pooled_frame([found[name] for found in frames], keys, counts)
        for name, (keys, counts) in FRAMES.items()
    }
    if len(frames) == 1:
        pooled["communities"] = community_frame(*last[0])
    return Analysis("network", TITLE, QUESTION, tables, pooled, _notes(material, again))


def _notes(material: Material, again: list[int]) -> tuple[str, ...]:
    notes = ["Only places that have a tie are part of the network; districts are places too."]
    if material.view == "all":
        notes.append("All ties that ever existed are laid over one another, also those that ended.")
    if any(again):
        mean = sum(again) / len(again)
        notes.append(
            f"Ties of a pair that had one before are counted once; {mean:,.0f} are left out for it."
        )
    return tuple(notes)
