"""Ways into a tie beside a search of one's own.

`contacts` what joins places before a tie does; `inner_german` a demand held back by a border;
`sponsorships` for the expellees' places of origin; `projects` of development; `groups` with more
than two members; `board` on which places advertise.
"""
