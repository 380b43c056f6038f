-- kompetansepiloter: the programme of 2020 for regional skills

CREATE VIEW law_kompetansepiloter AS
	SELECT item, value, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('kompetansepiloter') AS t(
		item text, value text, valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_kompetansepiloter IS
'Values of the programme Kompetansepiloter, from the day of its guidelines to the end of the period of its one call: excluded_county (number of the county whose authority may not apply), centrality (classes that it is for), majority_percent (more than this percentage is a majority), ineligible_cost (what the grant does not pay), cofinancing_percent (least share of local and regional co-financing in the budget of a project).';
GRANT SELECT ON law_kompetansepiloter TO PUBLIC;

CREATE FUNCTION may_apply_kompetansepiloter(county text, on_date date, county_authority boolean DEFAULT true) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_may_apply_kompetansepiloter';
COMMENT ON FUNCTION may_apply_kompetansepiloter(text, date, boolean) IS
'Whether an applicant may apply to Kompetansepiloter: a county authority (fylkeskommune) of the day, but not Oslo. county: name or two-digit number, as kommunenr() takes it; a county of another time is refused. county_authority: false for any other applicant, who is refused; NULL is not known. Undecided: outside 2020-04-01 to 2022-12-31, where the guidelines do not speak, for a NULL county or county_authority; what is certainly refused is refused even then. NULL day gives NULL. Errors: P0002 for a text that is no county of any time. Source: K1-1.';

CREATE FUNCTION district_majority(municipalities kommunenr[], on_date date, centrality integer[] DEFAULT NULL) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_district_majority';
COMMENT ON FUNCTION district_majority(kommunenr[], date, integer[]) IS
'Whether more than half of the municipalities of an area are of SSB''s centrality 5 and 6. centrality: the class of each municipality, in their order, NULL where it is not known; without it, that of centrality() on the day, which the law tables have from 2024-01-01 on only. True and false are certain whatever the unknown classes are, otherwise NULL. A NULL municipality counts as one of unknown class; an empty array is false; NULL municipalities or day give NULL. A CHECK lets NULL in: write district_majority(...) IS TRUE there. Errors: P0002 for a number that is no municipality on the day, 22023 for a municipality given twice, a class outside 1 to 6, another number of classes than of municipalities. Source: K1-2 a; that municipalities are counted, not weighed by population, is a reading.';

CREATE FUNCTION district_majority_verdict(municipalities kommunenr[], on_date date, centrality integer[] DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_district_majority_verdict';
COMMENT ON FUNCTION district_majority_verdict(kommunenr[], date, integer[]) IS
'The same as a verdict, counted in municipalities from the other side: limit is how many may lie outside centrality 5 and 6 (-1 for an empty array), used how many do, requested how many have an unknown class; undecided lists these. Errors as district_majority. Source: K1-2 a.';

CREATE FUNCTION undertaking_majority(district integer, other integer, unknown integer DEFAULT 0) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_undertaking_majority';
COMMENT ON FUNCTION undertaking_majority(integer, integer, integer) IS
'Whether more than half of the undertakings of a cluster, value chain or branch lie in SSB''s centrality 5 and 6: district is their number there, other elsewhere, unknown the number of those whose centrality is not known. True and false are certain whatever the unknown ones are, otherwise NULL; false for no undertakings. NULL for NULL. Errors: 22023 for a negative number. Source: K1-2 b.';

CREATE FUNCTION may_target_kompetansepiloter(area boolean, branch boolean, special_challenges boolean DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_may_target_kompetansepiloter';
COMMENT ON FUNCTION may_target_kompetansepiloter(boolean, boolean, boolean) IS
'Whether a project has one of the three targets of Kompetansepiloter: area, as district_majority() has it; branch, as undertaking_majority() has it; special_challenges: an area with a small labour market, low education, long distances or mismatch, for which the guidelines have no measure: what the granter has found. One true is enough, three false are refused; NULL is not known, and leaves undecided what turns on it. Source: K1-2.';

CREATE FUNCTION cost_eligible_kompetansepiloter(state_financed boolean, analysis boolean, equipment boolean) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_cost_eligible_kompetansepiloter';
COMMENT ON FUNCTION cost_eligible_kompetansepiloter(boolean, boolean, boolean) IS
'Whether a cost line may be paid by the grant: not an activity that the state finances already (state_financed, such as courses and study places), not analysis or mapping of the challenges (analysis), not durable equipment (equipment, such as technology). False if one of them is true, whatever the others are; true if all are false; otherwise NULL, which a CHECK lets in. Source: K3-2.';

CREATE FUNCTION ineligible_cost(state_financed boolean, analysis boolean, equipment boolean)
	RETURNS TABLE (ground text, applies boolean, rule text, citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 1 AS 'MODULE_PATHNAME', 'tilskudd_ineligible_cost';
COMMENT ON FUNCTION ineligible_cost(boolean, boolean, boolean) IS
'Why cost_eligible_kompetansepiloter() is not true: each ground that applies, with applies true, and each that is not known, with applies NULL. No rows for an eligible cost. Source: K3-2.';

CREATE FUNCTION max_grant(budget numeric) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_max_grant';
COMMENT ON FUNCTION max_grant(numeric) IS
'The most that Kompetansepiloter may pay of a project with this budget: what co-financing of 30 percent leaves. In the unit of the budget, exact, not rounded. NULL for NULL. Errors: 22023 for a budget that is negative, NaN or infinite. Source: K4-1.';

CREATE FUNCTION cofinancing_ok(cofinancing numeric, budget numeric) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 15 AS 'MODULE_PATHNAME', 'tilskudd_cofinancing_ok';
COMMENT ON FUNCTION cofinancing_ok(numeric, numeric) IS
'Whether local and regional co-financing is at least 30 percent of the budget of a project of Kompetansepiloter, both in one currency; just 30 percent is enough. The county''s own staff, resources and meetings count, and so does what others contribute. Asked for each project, not of a county''s projects together. Never undecided, since the programme has one set of guidelines. NULL for NULL. Errors: 22023 for an amount that is negative, NaN or infinite. Source: K4-1.';

CREATE FUNCTION cofinancing_verdict(cofinancing numeric, budget numeric) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_cofinancing_verdict';
COMMENT ON FUNCTION cofinancing_verdict(numeric, numeric) IS
'The same as a verdict in NOK: limit is max_grant(budget), requested what the co-financing leaves of the budget (negative where it is larger). A NULL amount is undecided. Errors as cofinancing_ok. Source: K4-1.';

CREATE FUNCTION equal_allocation(requested numeric, frame numeric) RETURNS numeric
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_equal_allocation';
CREATE FUNCTION equal_allocation(requested numeric, frame numeric, leftover text) RETURNS numeric
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_equal_allocation';
COMMENT ON FUNCTION equal_allocation(numeric, numeric) IS
'Window function: equal_allocation(requested, frame) OVER (PARTITION BY call) is the commitment of each county that meets the conditions, one row for each: equal parts of the frame, the least of which may be what a county asked for; what is left goes in equal parts to those that want more. requested: in NOK, NULL for the full share; 0 is no application and gets 0. frame: of the whole partition, in NOK; a NULL frame gives NULL. The result, in NOK, is never above the request. Equal requests get equal sums, whatever the order of the rows and of the window: fewer oere than there are counties with the largest sum may stay undistributed; more only where all requests are met. Errors: 22023 for an amount that is negative, NaN or infinite, not a whole number of oere, a frame that is not the same in all rows of a partition; 22003 for more than 92 233 720 368 547 758.07. Source: K9-2, K9-3; that the rest goes to those that asked for the full share is a reading.';
COMMENT ON FUNCTION equal_allocation(numeric, numeric, text) IS
'The same by a reading of K9-3: leftover full_share, as without it, or all: what is left of the equal shares goes in equal parts to all counties with a commitment, above what they asked for too, and fewer oere than there are of these stay undistributed. The reading must be one and the same within a partition; NULL gives NULL. Errors: besides, 22023 for an unknown reading and for one that changes. Source: K9-2, K9-3.';
