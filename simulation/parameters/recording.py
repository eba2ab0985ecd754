"""What the register of spring 2015 keeps."""

from __future__ import annotations

from pydantic import Field, model_validator

from simulation.parameters.section import Section, Share, Years


class Recording(Section):
    """What the register of spring 2015 keeps of the ties that lived then."""

    surveyed: dict[str, Share] = Field(
        {"contact": 0.9, "friendship": 0.95, "partnership": 0.98},
        description="share registered, by form, of what was agreed up to 1996 and surveyed in full",
    )
    reported: dict[str, Share] = Field(
        {"contact": 0.4, "friendship": 0.5, "partnership": 0.6},
        description="share registered in the end, by form, of what was agreed later and is "
        "reported by the places themselves; see lag",
    )
    lag: Years = Field(
        0.0,
        description="half-time (years) of self-report: in it half of what will be reported is; "
        "0 reports at once",
    )
    year_unknown: dict[str, Share] = Field(
        {"contact": 0.46, "friendship": 0.18, "partnership": 0.06},
        description="share whose year the register does not know and shows as 2000",
    )

    year_off: dict[str, Share] = Field(
        {"one": 0.0, "few": 0.0, "many": 0.0},
        description="share of the known years that are wrong: by one year, by a few (2 to 10), "
        "by many (11 to 25)",
    )

    @model_validator(mode="after")
    def _all_forms(self) -> Recording:
        for name in ("surveyed", "reported", "year_unknown"):
            if set(getattr(self, name)) != {"contact", "friendship", "partnership"}:
                raise ValueError(f"recording.{name} needs contact, friendship and partnership")
        return self

    @model_validator(mode="after")
    def _some_years_right(self) -> Recording:
        if set(self.year_off) != {"one", "few", "many"}:
            raise ValueError("recording.year_off needs one, few and many")
        if sum(self.year_off.values()) > 1.0 + 1e-9:
            raise ValueError("recording.year_off: the shares of wrong years are more than all")
        return self
