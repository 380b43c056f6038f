-- intensity: what may at most be granted, for which purpose, to whom, where, when

@label_type enterprise_size "char"
COMMENT ON TYPE enterprise_size IS
'Size of an enterprise: micro < small < medium < large. Case counts. Source: law_enterprise_size (V4-2, V4-3). Errors: 22P02 for any other text.';

@ordered_type enterprise_size char

@label_type aid_measure smallint
COMMENT ON TYPE aid_measure IS
'What aid is for, such as regional_investment or rd_experimental; all are in law_measure, in the order of the type. Case counts. Errors: 22P02 for any other text, with the nearest measures as a hint.';

@ordered_type aid_measure int2

CREATE VIEW law_enterprise_size AS
	SELECT size, meaning, rule, citation, evidence, caveat
	FROM law_table('enterprise_size') AS t(
		code smallint, size enterprise_size, meaning text, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_enterprise_size IS 'What each size of an enterprise means.';

CREATE VIEW law_measure AS
	SELECT measure, meaning, rule, citation, evidence, caveat
	FROM law_table('measure') AS t(
		code smallint, measure aid_measure, meaning text, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_measure IS 'What aid may be for, and which texts speak of it.';

CREATE VIEW law_regime AS
	SELECT regime, version, kind, priority, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('regime') AS t(
		regime text, version text, kind text, priority integer, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_regime IS 'The texts that set intensities, in their versions: guidelines, block_exemption, regional_map. Where several speak of a measure on a day, and none is asked for, the lowest priority is taken.';

GRANT SELECT ON law_enterprise_size, law_measure, law_regime TO PUBLIC;

CREATE VIEW law_intensity AS
	SELECT regime, measure, zones, condition, reading, option, from_value, below_value, small, medium, large, unit, same_as, cap_percent,
		valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('intensity') AS t(
		regime text, measure aid_measure, zones text, condition text, reading text, option text, from_value integer, below_value integer,
		small text, medium text, large text, unit text, same_as text, cap_percent numeric,
		valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_intensity IS
'Maximum aid intensities in percent of the eligible cost (GGE: of gross grant equivalent; NGE: of net), by size: a number, none (no ceiling in percent), same (as same_as has it), or NULL (not known). A row needs one of its zones, one of its conditions and one of its readings, and its option from from_value to below below_value; NULL: any. Of the rows of a measure and regime that fit, in this order, the last holds; bonuses of law_bonus add to it up to cap_percent.';

CREATE VIEW law_bonus AS
	SELECT regime, measure, bonus, zones, condition, alternative, small, medium, large, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('bonus') AS t(
		regime text, measure aid_measure, bonus text, zones text, condition text, alternative integer,
		small numeric, medium numeric, large numeric, valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_bonus IS
'What adds to an intensity, in percentage points by size, in one of its zones and under one of its conditions (NULL: any). Of those with the same alternative only the highest counts.';

CREATE VIEW law_amount AS
	SELECT regime, measure, per, zones, condition, instrument, amount_eur, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('amount') AS t(
		regime text, measure aid_measure, per text, zones text, condition text, instrument text, amount_eur numeric,
		valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_amount IS
'Limits on the amount of aid in EUR that belong to a measure, per undertaking, year, three years or project. Of the rows of a measure, regime and per that fit, in this order, the last holds.';

GRANT SELECT ON law_intensity, law_bonus, law_amount TO PUBLIC;

CREATE FUNCTION max_intensity(measure aid_measure, size enterprise_size, on_date date, zone zone DEFAULT NULL, regime text DEFAULT NULL,
	collaboration boolean DEFAULT false, dissemination boolean DEFAULT false, disadvantaged boolean DEFAULT false, restructuring boolean DEFAULT false, certified_provider boolean DEFAULT false,
	licensing boolean DEFAULT false, joint_call boolean DEFAULT false, maritime boolean DEFAULT false, multi_state boolean DEFAULT false, full_cost boolean DEFAULT false,
	sparsely_populated boolean DEFAULT false, large_project boolean DEFAULT false, flat_rate boolean DEFAULT false, cluster_extended boolean DEFAULT false, innovative boolean DEFAULT false,
	as_printed boolean DEFAULT false, years_since_creation integer DEFAULT NULL, cluster_year integer DEFAULT NULL,
	cluster_steps text DEFAULT NULL, sme_cost_share numeric DEFAULT NULL, distance_km numeric DEFAULT NULL,
	underlying aid_measure DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_max_intensity';
COMMENT ON FUNCTION max_intensity(aid_measure, enterprise_size, date, zone, text, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, integer, integer, text, numeric, numeric, aid_measure) IS
'The maximum aid intensity in percent of the eligible cost (gross grant equivalent); 0 where the law allows none. underlying: the research that led to a property right. A zone that is none of the day''s map contradicts it: NULL. The regime, unless given, is the first in force that speaks of the measure on the day (law_regime). What is not given claims nothing: bonuses that need it are left out. NULL where it is not known: no text on the day, one that was not read, a ceiling in net grant equivalents, no ceiling in percent at all, or a rate that depends on the size, zone or figure that is NULL; and for a NULL measure or day. years_since_creation and cluster_year count from 1; sme_cost_share in percent; as_printed takes the guidelines as printed where they err; cluster_steps is fixed, midpoint (default if there is a year), start or quarters. Source: law_intensity, law_bonus (V5-3 to V11-6). Errors: 22P02 for an unknown measure, size or zone (with the nearest measures), 22023 for an unknown regime, cluster_steps or instrument, an underlying measure that is no research, a year before the first, a term outside 1 to 10 years, a share outside 0 to 100 or a negative amount.';

CREATE FUNCTION max_aid(eligible_cost numeric, measure aid_measure, size enterprise_size, on_date date, zone zone DEFAULT NULL, regime text DEFAULT NULL,
	collaboration boolean DEFAULT false, dissemination boolean DEFAULT false, disadvantaged boolean DEFAULT false, restructuring boolean DEFAULT false, certified_provider boolean DEFAULT false,
	licensing boolean DEFAULT false, joint_call boolean DEFAULT false, maritime boolean DEFAULT false, multi_state boolean DEFAULT false, full_cost boolean DEFAULT false,
	sparsely_populated boolean DEFAULT false, large_project boolean DEFAULT false, flat_rate boolean DEFAULT false, cluster_extended boolean DEFAULT false, innovative boolean DEFAULT false,
	as_printed boolean DEFAULT false, years_since_creation integer DEFAULT NULL, cluster_year integer DEFAULT NULL,
	cluster_steps text DEFAULT NULL, sme_cost_share numeric DEFAULT NULL, distance_km numeric DEFAULT NULL,
	underlying aid_measure DEFAULT NULL,
	instrument text DEFAULT 'grant', granted_before numeric DEFAULT 0,
	granted_this_year numeric DEFAULT 0, per_eur numeric DEFAULT NULL, term_years integer DEFAULT 10) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_max_aid';
COMMENT ON FUNCTION max_aid(numeric, aid_measure, enterprise_size, date, zone, text, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, integer, integer, text, numeric, numeric, aid_measure, text, numeric, numeric, numeric, integer) IS
'The most aid that an eligible cost may get, exactly, in the currency of the cost: max_intensity() of it, and no more than the amounts of law_amount less what was granted before (in all or within three years: granted_before; in the year: granted_this_year). per_eur: what a euro costs in that currency; NULL: the cost is in EUR. instrument: grant, loan or guarantee, of which start-up aid from 2014 on limits the amount lent or guaranteed, more for a shorter term_years than 10. Large regional investment projects count by their adjusted cost. Where there is no share of the cost (start-ups, young innovative enterprises), it may be more than the cost. For de minimis aid the ceiling of road freight is not looked at: use de_minimis_verdict(). NULL where it is not known, as for max_intensity(). Source: law_intensity, law_bonus, law_amount. Errors: 22P02 for an unknown measure, size or zone (with the nearest measures), 22023 for an unknown regime, cluster_steps or instrument, an underlying measure that is no research, a year before the first, a term outside 1 to 10 years, a share outside 0 to 100 or a negative amount.';

CREATE FUNCTION intensity_verdict(aid numeric, eligible_cost numeric, measure aid_measure, size enterprise_size, on_date date, zone zone DEFAULT NULL, regime text DEFAULT NULL,
	collaboration boolean DEFAULT false, dissemination boolean DEFAULT false, disadvantaged boolean DEFAULT false, restructuring boolean DEFAULT false, certified_provider boolean DEFAULT false,
	licensing boolean DEFAULT false, joint_call boolean DEFAULT false, maritime boolean DEFAULT false, multi_state boolean DEFAULT false, full_cost boolean DEFAULT false,
	sparsely_populated boolean DEFAULT false, large_project boolean DEFAULT false, flat_rate boolean DEFAULT false, cluster_extended boolean DEFAULT false, innovative boolean DEFAULT false,
	as_printed boolean DEFAULT false, years_since_creation integer DEFAULT NULL, cluster_year integer DEFAULT NULL,
	cluster_steps text DEFAULT NULL, sme_cost_share numeric DEFAULT NULL, distance_km numeric DEFAULT NULL,
	underlying aid_measure DEFAULT NULL,
	instrument text DEFAULT 'grant', granted_before numeric DEFAULT 0,
	granted_this_year numeric DEFAULT 0, per_eur numeric DEFAULT NULL, term_years integer DEFAULT 10) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_intensity_verdict';
COMMENT ON FUNCTION intensity_verdict(numeric, numeric, aid_measure, enterprise_size, date, zone, text, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, integer, integer, text, numeric, numeric, aid_measure, text, numeric, numeric, numeric, integer) IS
'Whether aid is within max_aid(), with the limit that leaves the least room, in the currency of the cost; aid equal to the limit passes. What is over a known limit is refused whatever else is not known; otherwise what is not known leaves it undecided; a NULL size or zone only if the verdict depends on it. Source: law_intensity, law_bonus, law_amount. Errors: 22P02 for an unknown measure, size or zone (with the nearest measures), 22023 for an unknown regime, cluster_steps or instrument, an underlying measure that is no research, a year before the first, a term outside 1 to 10 years, a share outside 0 to 100 or a negative amount.';

CREATE FUNCTION intensity_ok(aid numeric, eligible_cost numeric, measure aid_measure, size enterprise_size, on_date date, zone zone DEFAULT NULL, regime text DEFAULT NULL,
	collaboration boolean DEFAULT false, dissemination boolean DEFAULT false, disadvantaged boolean DEFAULT false, restructuring boolean DEFAULT false, certified_provider boolean DEFAULT false,
	licensing boolean DEFAULT false, joint_call boolean DEFAULT false, maritime boolean DEFAULT false, multi_state boolean DEFAULT false, full_cost boolean DEFAULT false,
	sparsely_populated boolean DEFAULT false, large_project boolean DEFAULT false, flat_rate boolean DEFAULT false, cluster_extended boolean DEFAULT false, innovative boolean DEFAULT false,
	as_printed boolean DEFAULT false, years_since_creation integer DEFAULT NULL, cluster_year integer DEFAULT NULL,
	cluster_steps text DEFAULT NULL, sme_cost_share numeric DEFAULT NULL, distance_km numeric DEFAULT NULL,
	underlying aid_measure DEFAULT NULL,
	instrument text DEFAULT 'grant', granted_before numeric DEFAULT 0,
	granted_this_year numeric DEFAULT 0, per_eur numeric DEFAULT NULL, term_years integer DEFAULT 10) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_intensity_ok';
COMMENT ON FUNCTION intensity_ok(numeric, numeric, aid_measure, enterprise_size, date, zone, text, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, integer, integer, text, numeric, numeric, aid_measure, text, numeric, numeric, numeric, integer) IS
'intensity_verdict() as a boolean for CHECK constraints. NULL for NULL aid. Errors: P0002 where the verdict is undecided, since a NULL would let the row in; 22023 and 22P02 as there.';

CREATE FUNCTION explain_intensity(measure aid_measure, size enterprise_size, on_date date, zone zone DEFAULT NULL, regime text DEFAULT NULL,
	collaboration boolean DEFAULT false, dissemination boolean DEFAULT false, disadvantaged boolean DEFAULT false, restructuring boolean DEFAULT false, certified_provider boolean DEFAULT false,
	licensing boolean DEFAULT false, joint_call boolean DEFAULT false, maritime boolean DEFAULT false, multi_state boolean DEFAULT false, full_cost boolean DEFAULT false,
	sparsely_populated boolean DEFAULT false, large_project boolean DEFAULT false, flat_rate boolean DEFAULT false, cluster_extended boolean DEFAULT false, innovative boolean DEFAULT false,
	as_printed boolean DEFAULT false, years_since_creation integer DEFAULT NULL, cluster_year integer DEFAULT NULL,
	cluster_steps text DEFAULT NULL, sme_cost_share numeric DEFAULT NULL, distance_km numeric DEFAULT NULL,
	underlying aid_measure DEFAULT NULL,
	eligible_cost numeric DEFAULT NULL, instrument text DEFAULT 'grant', granted_before numeric DEFAULT 0,
	granted_this_year numeric DEFAULT 0, per_eur numeric DEFAULT NULL, term_years integer DEFAULT 10)
	RETURNS TABLE (step text, value numeric, rule text, citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 6 AS 'MODULE_PATHNAME', 'tilskudd_explain_intensity';
COMMENT ON FUNCTION explain_intensity(aid_measure, enterprise_size, date, zone, text, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, integer, integer, text, numeric, numeric, aid_measure, numeric, text, numeric, numeric, numeric, integer) IS
'How max_intensity() and max_aid() come about, step by step in the order applied: the regime, the rate and what replaces it, each bonus (percentage points), the cap, the sum; then each limit on the amount in the currency of the cost, and the most that may be granted. A value that is NULL is not known, or there is none. No rows for a NULL measure or day. Errors: 22P02 for an unknown measure, size or zone (with the nearest measures), 22023 for an unknown regime, cluster_steps or instrument, an underlying measure that is no research, a year before the first, a term outside 1 to 10 years, a share outside 0 to 100 or a negative amount.';
