-- recovery: when a grant is demanded back, how long it binds, interest

CREATE VIEW law_recovery AS
	SELECT ground, scheme, duty, binding_years, consequence, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('recovery') AS t(
		ground text, scheme text, duty text, binding_years integer, consequence text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_recovery IS
'Grounds on which a grant is demanded back. scheme: the kinds of grants that have the ground, separated by spaces; duty: may or must be demanded; binding_years: from the payment of the grant, for assets.';

CREATE VIEW law_recovery_rate AS
	SELECT rate_percent, margin_basis_points, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('recovery_rate') AS t(
		rate_percent numeric, margin_basis_points integer, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_recovery_rate IS
'Interest on aid that is recovered, in percent a year as published (rate_percent), or as a margin in basis points over the base rate of law_base_rate, which has gaps.';
GRANT SELECT ON law_recovery, law_recovery_rate TO PUBLIC;

CREATE FUNCTION recovery_grounds(scheme text, reports_missing boolean DEFAULT NULL, wrong_information boolean DEFAULT NULL,
	used_against_intention boolean DEFAULT NULL, less_capital_needed boolean DEFAULT NULL, overpaid boolean DEFAULT NULL,
	unlawful_aid boolean DEFAULT NULL, asset_sold boolean DEFAULT NULL, asset_other_use boolean DEFAULT NULL,
	asset_moved_to_lower_priority boolean DEFAULT NULL, asset_moved_out boolean DEFAULT NULL,
	not_started boolean DEFAULT NULL, not_as_assumed boolean DEFAULT NULL, within_binding_period boolean DEFAULT NULL)
	RETURNS TABLE (ground text, applies boolean, mandatory boolean, consequence text, rule text, citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 6 AS 'MODULE_PATHNAME', 'tilskudd_recovery_grounds';
COMMENT ON FUNCTION recovery_grounds(text, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean) IS
'Grounds on which a grant is demanded back that apply (applies true) or may apply, since something is not known (NULL); those that do not are left out. scheme: guidelines, investment (aid to physical investment), nyvekst or kompetansepiloter. mandatory: the grant must be demanded back, else it may be. unlawful_aid: the EFTA Surveillance Authority finds it in breach of the rules on aid; the grounds of assets apply to what happened within the binding period, as within_binding_period() says. NULL is not known. No rows for a NULL scheme. Errors: 22023 for an unknown scheme, or a ground given as true that is none of the scheme. Source: law_recovery (H3-13, H3-14, V5-7, V5-9, V6-9, K11-3).';

CREATE FUNCTION binding_until(paid_on date, years integer DEFAULT NULL) RETURNS date
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_binding_until';
COMMENT ON FUNCTION binding_until(date, integer) IS
'The last day on which an investment grant binds the asset: the day before the fifth anniversary of its payment (V5-7), or of another, lower number of years that the granter set (V5-8; NULL: five). Of several payments the last decides: max(paid_on); whether it is the first is not settled. An anniversary of 29 February is 28 February where there is no 29th. NULL for a NULL day; infinite days stay as they are. Errors: 22023 for years outside 1 to 5; 22008 at the end of the calendar. Source: V5-7, V5-8.';

CREATE FUNCTION within_binding_period(event_on date, paid_on date, years integer DEFAULT NULL) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_within_binding_period';
COMMENT ON FUNCTION within_binding_period(date, date, integer) IS
'Whether a sale, move or change of use falls within the time for which an investment grant binds the asset, up to binding_until(); what happens before the payment does. On the fifth anniversary the asset is bound no longer. NULL where a day is. Errors: as binding_until(). Source: V5-7, V5-8. Another time, from the acquisition, counts for tax: realised_within_tax_period().';

CREATE FUNCTION recovery_rate(on_date date, base_rate numeric DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_recovery_rate';
COMMENT ON FUNCTION recovery_rate(date, numeric) IS
'Rate of interest on aid that is recovered, in percent a year: as published for 2007 and 2008; from 2009-01-01 the base rate + 100 basis points. The base rate is the one given, else that of law_base_rate. NULL for a NULL day. Errors: P0002 where neither has it, or before 2007; 22023 for a base rate outside -10 to 1000, or one before 2009. Source: law_recovery_rate (H3-14).';

CREATE FUNCTION recovery_interest(amount numeric, received_on date, repaid_on date, rates_from date[] DEFAULT NULL,
	rates numeric[] DEFAULT NULL, day_count text DEFAULT 'actual/365', decimals integer DEFAULT 2) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_recovery_interest';
COMMENT ON FUNCTION recovery_interest(numeric, date, date, date[], numeric[], text, integer) IS
'Interest on aid received on one day and repaid on another, in the unit of the amount: compounded every year at the recovery_rate() of the day of receipt and of each anniversary (28 February where there is no 29th), simple by days for the year that has begun: days / 365, / 360 (actual/360) or / days of that year (actual/actual). Exact, and rounded once, half up, to so many decimals. rates: other rates in percent a year, each from its day in rates_from until the next of these or of the law tables begins; nothing is interpolated. Several payments: the sum over them. 0 if repaid on the day of receipt. NULL where amount, day, day_count or decimals is. Errors: P0002 for a day without a rate, 22023 for a negative amount, repayment before receipt, 100 years or infinite days, an unknown day_count, decimals outside 0 to 20, a rate outside -10 to 1000, two rates from one day; 2202E and 22004 for arrays that do not match or hold NULL. Source: H3-14; Regulation (EC) No 794/2004 Art 11 (since 271/2008); Decision 789/08/COL. The day count is not in these.';

CREATE FUNCTION explain_recovery_interest(amount numeric, received_on date, repaid_on date, rates_from date[] DEFAULT NULL,
	rates numeric[] DEFAULT NULL, day_count text DEFAULT 'actual/365', decimals integer DEFAULT 2)
	RETURNS TABLE (from_day date, to_day date, days integer, rate numeric, interest numeric, balance numeric, source text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 ROWS 5 AS 'MODULE_PATHNAME', 'tilskudd_explain_recovery_interest';
COMMENT ON FUNCTION explain_recovery_interest(numeric, date, date, date[], numeric[], text, integer) IS
'The years of recovery_interest(), a row for each: from_day to the day before to_day, the rate in percent a year, the interest that the year adds (these add up to recovery_interest()), the balance with interest in its end, and where the rate comes from. No rows where nothing has run or an argument is NULL. Arguments and errors as there.';
