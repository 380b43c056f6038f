-- eligibility: conditions of aid beside its amount

CREATE VIEW law_eligibility AS
	SELECT item, value, comparison, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('eligibility') AS t(
		item text, value text, comparison text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_eligibility IS
'Limits of conditions of aid, each with how it compares (at most, at least, less than, more than): ad_hoc_percent (ad hoc aid, of the aid to a project), owner_share and majority_share (fractions of the capital), closed_months (months since a company was closed), simplified_eur and incentive_effect_eur (aid to research in categories 1 and 2, EUR); and de_minimis_ground: what excludes de minimis aid, without a comparison.';
GRANT SELECT ON law_eligibility TO PUBLIC;

CREATE FUNCTION ad_hoc_share_ok(ad_hoc_aid numeric, total_aid numeric) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 15 AS 'MODULE_PATHNAME', 'tilskudd_ad_hoc_share_ok';
COMMENT ON FUNCTION ad_hoc_share_ok(numeric, numeric) IS
'Whether ad hoc aid under the block exemption for regional investment aid (Regulation 1628/2006) is at most 50 percent of the aid to the project; just 50 percent is. total_aid: all aid to the project, the ad hoc aid included, in the same currency; no ad hoc aid passes. That the rest comes from a transparent scheme of regional investment aid is the caller''s to see. By the guidelines of 2008, whatever the day. NULL for NULL. Errors: 22023 for an amount that is negative, NaN or infinite, ad hoc aid above the total. Source: V5-10; law_eligibility.';

CREATE FUNCTION ad_hoc_share_verdict(ad_hoc_aid numeric, total_aid numeric) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_ad_hoc_share_verdict';
COMMENT ON FUNCTION ad_hoc_share_verdict(numeric, numeric) IS
'The same as a verdict in the unit of the amounts: limit is 50 percent of total_aid, requested ad_hoc_aid. A NULL amount is undecided, but no ad hoc aid is allowed of any total. Errors as ad_hoc_share_ok. Source: V5-10; law_eligibility.';

CREATE FUNCTION nyvekst_owners_ok(owner_capital numeric, capital numeric, other_owner_capital numeric, other_capital numeric,
	closed_on date, on_date date, idle boolean DEFAULT false) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_nyvekst_owners_ok';
CREATE FUNCTION nyvekst_owners_verdict(owner_capital numeric, capital numeric, other_owner_capital numeric, other_capital numeric,
	closed_on date, on_date date, idle boolean DEFAULT false) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_nyvekst_owners_verdict';
COMMENT ON FUNCTION nyvekst_owners_verdict(numeric, numeric, numeric, numeric, date, date, boolean) IS
'Whether an enterprise may have aid from NyVekst as far as its owners go: not if one or more owners together hold at least a third of its capital and more than half of that of another company which was closed down in the last twelve months before on_date or has not been operating in them. owner_capital of capital, other_owner_capital of other_capital: what the same owners hold, and all of it, in any unit, compared as exact fractions. closed_on: the day the other company was closed down, infinity for one that was not, NULL not known; the day itself counts, the same day twelve months later no longer does (28 February after 29 February). idle: it exists and has not been operating. Undecided: outside 2008-01-01 to 2014-06-30, and where what is NULL might matter. NULL day gives NULL. Errors: 22023 for an amount that is negative, NaN or infinite, capital of 0, more than all of it. Source: V6-7; law_eligibility.';
COMMENT ON FUNCTION nyvekst_owners_ok(numeric, numeric, numeric, numeric, date, date, boolean) IS
'The same as a boolean, for CHECK constraints. NULL for a NULL day. Errors: besides, P0002 for what nyvekst_owners_verdict() leaves undecided. Source: V6-7; law_eligibility.';

CREATE FUNCTION simplified_procedure(size enterprise_size, aid_eur numeric) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_simplified_procedure';
COMMENT ON FUNCTION simplified_procedure(enterprise_size, numeric) IS
'Whether aid to a research or development project or a feasibility study is in category 1, the simplified one: to a small or medium-sized enterprise, and less than EUR 7.5 million in all to the enterprise; just that is not. By the guidelines of 2008, whatever the day. A NULL size or amount is not known: NULL, unless the other one settles it. Errors: 22023 for an amount that is negative, NaN or infinite. Source: V10-1; law_eligibility.';

CREATE FUNCTION incentive_effect_required(size enterprise_size, aid_eur numeric) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_incentive_effect_required';
COMMENT ON FUNCTION incentive_effect_required(enterprise_size, numeric) IS
'Whether the incentive effect of aid to a research or development project or a feasibility study must be shown: of a large enterprise always, of a small or medium-sized one above EUR 7.5 million. Just that amount is in neither category of the guidelines: NULL. A NULL size or amount is not known: NULL, unless the other one settles it. By the guidelines of 2008, whatever the day. Errors: 22023 for an amount that is negative, NaN or infinite. Source: V10-1, V10-6; law_eligibility.';

CREATE FUNCTION incentive_effect_ok(size enterprise_size, aid_eur numeric, shown boolean) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_incentive_effect_ok';
CREATE FUNCTION incentive_effect_verdict(size enterprise_size, aid_eur numeric, shown boolean) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_incentive_effect_verdict';
COMMENT ON FUNCTION incentive_effect_verdict(enterprise_size, numeric, boolean) IS
'Whether the incentive effect of aid to a project or feasibility study is shown where incentive_effect_required(size, aid_eur) has it, in EUR: allowed if it is not required, or shown; refused if it is required and not shown. Undecided where neither settles it: a size or an amount that is not known, just EUR 7.5 million to a small or medium-sized enterprise, shown NULL, not known. Errors: 22023 for an amount that is negative, NaN or infinite. Source: V10-1, V10-6; law_eligibility.';
COMMENT ON FUNCTION incentive_effect_ok(enterprise_size, numeric, boolean) IS
'The same as a boolean, for CHECK constraints. Errors: besides, P0002 for what incentive_effect_verdict() leaves undecided. Source: V10-1, V10-6; law_eligibility.';

CREATE FUNCTION de_minimis_excluded(on_date date, coal boolean DEFAULT NULL, road_freight_vehicle boolean DEFAULT NULL,
	in_difficulty boolean DEFAULT NULL, export boolean DEFAULT NULL, domestic_goods boolean DEFAULT NULL)
	RETURNS TABLE (ground text, applies boolean, rule text, citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 2 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_excluded';
COMMENT ON FUNCTION de_minimis_excluded(date, boolean, boolean, boolean, boolean, boolean) IS
'What excludes de minimis aid: coal (aid to the coal sector), road_freight_vehicle (to buy one), in_difficulty (an undertaking in difficulty), export (activities directed at exports), domestic_goods (favouring them over imported ones). A row for each ground that applies, with applies true, and for each that is not known, with applies NULL; no rows where none does. On a day outside 2008-01-01 to 2014-06-30, and a NULL one, none is known. Source: V11-2; law_eligibility.';

CREATE FUNCTION de_minimis_eligible_ok(on_date date, coal boolean DEFAULT NULL, road_freight_vehicle boolean DEFAULT NULL,
	in_difficulty boolean DEFAULT NULL, export boolean DEFAULT NULL, domestic_goods boolean DEFAULT NULL) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_eligible_ok';
CREATE FUNCTION de_minimis_eligible_verdict(on_date date, coal boolean DEFAULT NULL, road_freight_vehicle boolean DEFAULT NULL,
	in_difficulty boolean DEFAULT NULL, export boolean DEFAULT NULL, domestic_goods boolean DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_eligible_verdict';
COMMENT ON FUNCTION de_minimis_eligible_verdict(date, boolean, boolean, boolean, boolean, boolean) IS
'Whether de minimis aid may be granted as far as de_minimis_excluded() goes: refused if one of the grounds applies, whatever the others are; allowed if all are false; otherwise undecided, and so on a day outside 2008-01-01 to 2014-06-30. The ceiling is another question: de_minimis_verdict(). NULL day gives NULL. Source: V11-2.';
COMMENT ON FUNCTION de_minimis_eligible_ok(date, boolean, boolean, boolean, boolean, boolean) IS
'The same as a boolean, for CHECK constraints. NULL day gives NULL. Errors: P0002 for what de_minimis_eligible_verdict() leaves undecided. Source: V11-2.';
