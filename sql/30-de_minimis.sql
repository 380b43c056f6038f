-- de_minimis: regimes, ceilings, windows

CREATE VIEW law_de_minimis AS
	SELECT regime, pool, ceiling_eur, road_freight_ceiling_eur, window_kind, loan_5y_eur, loan_10y_eur, loan_collateral_percent,
		guarantee_5y_eur, guarantee_10y_eur, guarantee_cover_percent, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('de_minimis') AS t(
		regime text, pool text, ceiling_eur numeric, road_freight_ceiling_eur numeric, window_kind text,
		loan_5y_eur numeric, loan_10y_eur numeric, loan_collateral_percent numeric,
		guarantee_5y_eur numeric, guarantee_10y_eur numeric, guarantee_cover_percent numeric,
		valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_de_minimis IS
'De minimis regimes by pool: ceiling and the lower one of road freight in EUR, the window (three_fiscal_years or three_years, rolling), the limits of lump-sum loans and guarantees in EUR over five and ten years, collateral at least and cover at most in percent of the loan.';
GRANT SELECT ON law_de_minimis TO PUBLIC;

CREATE FUNCTION de_minimis_ceiling(on_date date, pool text DEFAULT 'general', road_freight boolean DEFAULT false) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_ceiling';
COMMENT ON FUNCTION de_minimis_ceiling(date, text, boolean) IS
'Ceiling of de minimis aid to one single undertaking in EUR, on a day, in a pool: general, sgei, agriculture, fisheries; for road freight the lower one of the regimes that have it. NULL where the tables have no regime on that day, and for NULL. Errors: 22023 for an unknown pool. Source: law_de_minimis.';

CREATE FUNCTION de_minimis_window(on_date date, pool text DEFAULT 'general', fiscal_year_start_month integer DEFAULT 1) RETURNS daterange
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_window';
COMMENT ON FUNCTION de_minimis_window(date, text, integer) IS
'The period whose de minimis aid counts for an award on a day, that day included. Rolling regimes: from the same calendar day three years before, that day included (29 February: from the 28th); the others: from the first day of the fiscal year two before. NULL where the tables have no regime on that day, and for NULL. Errors: 22023 for an unknown pool or a month outside 1 to 12. Source: law_de_minimis.';

CREATE FUNCTION de_minimis_window(on_date date, fiscal_years daterange[], pool text DEFAULT 'general') RETURNS daterange
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_window_of_years';
COMMENT ON FUNCTION de_minimis_window(date, daterange[], text) IS
'The same with the undertaking''s actual fiscal years, short or long: from the first day of the year two before the one that contains the day. The years may come in any order; they must follow each other without gap or overlap. Rolling regimes do not look at them. NULL where the tables have no regime on that day, or the years do not reach back far enough, and for NULL. Errors: 22023 for an unknown pool, 22000 for years that overlap, leave gaps, are empty, unbounded or NULL.';

CREATE VIEW law_de_minimis_cumulation AS
	SELECT pools, settles, joint_ceiling_eur, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('de_minimis_cumulation') AS t(
		pools text, settles text, joint_ceiling_eur numeric, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_de_minimis_cumulation IS
'Pools of de minimis aid that count together under a joint ceiling in EUR, or, where that is NULL, expressly each for itself. settles: the pool of which the rule says how it and the others add up; of the others among themselves it says nothing.';
GRANT SELECT ON law_de_minimis_cumulation TO PUBLIC;

CREATE FUNCTION de_minimis_verdict(used numeric, requested numeric, on_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, used_general numeric DEFAULT 0, used_sgei numeric DEFAULT 0,
	used_agriculture numeric DEFAULT 0, used_fisheries numeric DEFAULT 0) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_verdict';
COMMENT ON FUNCTION de_minimis_verdict(numeric, numeric, date, text, boolean, numeric, numeric, numeric, numeric) IS
'Whether an award may be granted as de minimis aid: used is what counts already in the award''s own pool within de_minimis_window(), the others what counts in the other pools; all in EUR of gross grant equivalent. All or nothing; a sum equal to the ceiling passes. Shows the limit that leaves the least headroom. NULL amounts leave it undecided, as does cumulation that the law tables do not settle, and a day without a regime; NULL day, pool or road_freight gives NULL. Errors: 22023 for an unknown pool, a negative or infinite amount, or the own pool''s aid given twice. Source: law_de_minimis, law_de_minimis_cumulation (V11-1, V11-4).';

CREATE FUNCTION de_minimis_ok(used numeric, requested numeric, on_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, used_general numeric DEFAULT 0, used_sgei numeric DEFAULT 0,
	used_agriculture numeric DEFAULT 0, used_fisheries numeric DEFAULT 0) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_ok';
COMMENT ON FUNCTION de_minimis_ok(numeric, numeric, date, text, boolean, numeric, numeric, numeric, numeric) IS
'de_minimis_verdict() as a boolean for CHECK constraints. NULL for NULL. Errors: P0002 where the verdict is undecided, since a NULL would let the row in; 22023 as there.';
