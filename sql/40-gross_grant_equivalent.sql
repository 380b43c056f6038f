-- gross grant equivalent: rates, payment plans, loans, guarantees, interest subsidies

CREATE VIEW law_base_rate AS
	SELECT base_rate_percent, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('base_rate') AS t(
		base_rate_percent numeric, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_base_rate IS
'Base rates of the EFTA Surveillance Authority for Norway, in percent a year. With gaps: a day without a row has a rate that is not known here.';

CREATE VIEW law_discount_margin AS
	SELECT margin_basis_points, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('discount_margin') AS t(
		margin_basis_points numeric, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_discount_margin IS 'Margin of the discount rate over the base rate, in basis points.';
GRANT SELECT ON law_discount_margin TO PUBLIC;

CREATE VIEW law_reference_margin AS
	SELECT rating, collateral, margin_basis_points, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('reference_margin') AS t(
		rating text, collateral text, margin_basis_points integer, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_reference_margin IS
'What is added to the base rate for a reference rate, by rating and collateral, in basis points (100 are one percentage point).';

CREATE VIEW law_guarantee_premium AS
	SELECT rating, premium_percent, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('guarantee_premium') AS t(
		rating text, premium_percent numeric, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_guarantee_premium IS
'Safe-harbour premiums of guarantees for small and medium-sized enterprises by rating (none: no credit history), in percent a year of the guaranteed amount.';

GRANT SELECT ON law_base_rate, law_reference_margin, law_guarantee_premium TO PUBLIC;

-- Rates of a day.

CREATE FUNCTION base_rate(on_date date) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_base_rate';
COMMENT ON FUNCTION base_rate(date) IS
'Base rate of the EFTA Surveillance Authority for Norway on a day, in percent a year. NULL for NULL. Errors: P0002 on a day for which the law tables have none; nothing is interpolated. Source: law_base_rate.';

CREATE FUNCTION discount_rate(on_date date, base_rate numeric DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_discount_rate';
COMMENT ON FUNCTION discount_rate(date, numeric) IS
'Discount rate on a day (from 2009-01-01), in percent a year: base rate + 100 basis points (Notice 2008/C 216/06). The base rate is the one given, else that of law_base_rate. NULL for a NULL day. Errors: P0002 where neither has it, or before 2009-01-01; 22023 for a base rate outside -10 to 1000.';

CREATE FUNCTION reference_rate(on_date date, rating text, collateral text, base_rate numeric DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 AS 'MODULE_PATHNAME', 'tilskudd_reference_rate';
COMMENT ON FUNCTION reference_rate(date, text, text, numeric) IS
'Reference rate on a day (from 2009-01-01), in percent a year: base rate + the margin for a rating (strong, good, satisfactory, weak, bad) and collateral (high, normal, low). The base rate is the one given, else that of law_base_rate. NULL for a NULL day, rating or collateral. Errors: P0002 where neither has the base rate, or before 2009-01-01; 22023 for an unknown rating or collateral, or a base rate outside -10 to 1000. Source: law_reference_margin (Communication 2008/C 14/02).';

CREATE FUNCTION guarantee_premium(rating text) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_guarantee_premium';
COMMENT ON FUNCTION guarantee_premium(text) IS
'Safe-harbour premium of a guarantee for a small or medium-sized enterprise, in percent a year of the guaranteed amount, by rating: AAA, AA+ to AA-, A+ to A-, BBB+ to BBB-, BB+ to BB-, B+ to B-, or none for no credit history. The one that holds until further notice. NULL for NULL. Errors: P0002 for any other rating. Source: law_guarantee_premium (Notice 2008/C 155/02; unverified).';

CREATE FUNCTION guarantee_premium(rating text, on_date date) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_guarantee_premium';
COMMENT ON FUNCTION guarantee_premium(text, date) IS
'The same on a day, from 2008-09-25. NULL for NULL. Errors: P0002 for any other rating or an earlier day.';

-- Lump sums of the de minimis regulations.

CREATE FUNCTION de_minimis_loan_gge(amount numeric, years numeric, on_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, secured_share numeric DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_loan_gge';
COMMENT ON FUNCTION de_minimis_loan_gge(numeric, numeric, date, text, boolean, numeric) IS
'Gross grant equivalent of a loan as the lump sum of the de minimis regime on a day, in EUR: ceiling x (amount / limit) x (years / 5 or 10). Amount in EUR, term in years (a fraction is allowed), secured_share the part of the loan that collateral covers, 0 to 1. Unrounded; cut after 20 decimals where it has no end. NULL where an argument other than secured_share is NULL. Errors: 22003 over the limit, over ten years, or too little collateral; P0002 where the regime has no lump sum or the tables have no regime; 22004 without secured_share; 22023 for an unknown pool, a negative amount, a term that is not positive, or a share above 1. Source: law_de_minimis.';

CREATE FUNCTION de_minimis_guarantee_gge(guaranteed numeric, years numeric, on_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, cover_share numeric DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_guarantee_gge';
COMMENT ON FUNCTION de_minimis_guarantee_gge(numeric, numeric, date, text, boolean, numeric) IS
'Gross grant equivalent of a guarantee as the lump sum of the de minimis regime on a day, in EUR: ceiling x (guaranteed / limit) x (years / 5 or 10); under 1998/2006 and 360/2012 without the term. Guaranteed is the guaranteed part of the loan in EUR, cover_share what it is of the loan, 0 to 1; term in years (a fraction is allowed). Unrounded; cut after 20 decimals where it has no end. NULL where an argument other than cover_share is NULL. Errors: 22003 over the limit, over ten years, or too much cover; P0002 where the regime has no lump sum or the tables have no regime; 22004 without cover_share; 22023 for an unknown pool, a negative amount, a term that is not positive, or a share above 1. Source: law_de_minimis (V11-3).';

CREATE FUNCTION de_minimis_loan_verdict(amount numeric, years numeric, on_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, secured_share numeric DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_loan_verdict';
COMMENT ON FUNCTION de_minimis_loan_verdict(numeric, numeric, date, text, boolean, numeric) IS
'Whether a loan has the lump sum that de_minimis_loan_gge() gives, instead of its error: the limit is the largest loan, in EUR, that has it under the conditions given, 0 where they exclude it. An amount, term or share that is NULL leaves it undecided, as does a day without a regime; NULL day, pool or road_freight gives NULL. Errors: 22023 as there. Source: law_de_minimis.';

CREATE FUNCTION de_minimis_guarantee_verdict(guaranteed numeric, years numeric, on_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, cover_share numeric DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_guarantee_verdict';
COMMENT ON FUNCTION de_minimis_guarantee_verdict(numeric, numeric, date, text, boolean, numeric) IS
'Whether a guarantee has the lump sum that de_minimis_guarantee_gge() gives, instead of its error: the limit is the largest guaranteed amount, in EUR, that has it under the conditions given, 0 where they exclude it. An amount, term or share that is NULL leaves it undecided, as does a day without a regime; NULL day, pool or road_freight gives NULL. Errors: 22023 as there. Source: law_de_minimis (V11-3).';

-- Exact methods.

CREATE FUNCTION present_value(amounts numeric[], dates date[], rate numeric) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_present_value';
COMMENT ON FUNCTION present_value(numeric[], date[], numeric) IS
'Value of payments on the first date: sum of amount / (1 + rate)^t, rate in percent a year. t is in years: whole years from calendar day to calendar day, and days / days of that year for the year that has begun. The other dates come in any order, none before the first. Each term is rounded to 20 decimals; 0 for empty arrays. NULL for NULL. Errors: 2202E for arrays of different length or more than one dimension, 22004 for a NULL within, 22023 for a date before the first, 100 years after it or infinite, an amount that is no finite number, or a rate outside -10 to 1000.';

CREATE FUNCTION loan_balances(amount numeric, years integer, grace_years integer DEFAULT 0,
	repayment text DEFAULT 'linear', loan_rate numeric DEFAULT NULL) RETURNS numeric[]
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_loan_balances';
COMMENT ON FUNCTION loan_balances(numeric, integer, integer, text, numeric) IS
'Payment plan with yearly instalments at the end of each year: what is owed in each of the years. Nothing is repaid in the grace years; then linear (equal instalments) or annuity (equal payments of instalment and interest at loan_rate, percent a year). All at the end: grace_years = years - 1. Each balance is rounded to 20 decimals. NULL where an argument other than loan_rate is NULL. Errors: 22023 for a negative amount, years outside 1 to 100, grace_years outside 0 to years - 1, another repayment, or a rate outside -10 to 1000; 22004 for an annuity without loan_rate.';

CREATE FUNCTION loan_gge(balances numeric[], agreed_rate numeric, reference_rate numeric, discount_rate numeric,
	decimals integer DEFAULT 20) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_loan_gge';
COMMENT ON FUNCTION loan_gge(numeric[], numeric, numeric, numeric, integer) IS
'Gross grant equivalent of a loan: sum over the years t of balance x (reference rate - agreed rate) / (1 + discount rate)^t, rates in percent a year, balances as of loan_balances() or any others, one for each year. 0 where the agreed rate is not the lower one. In the unit of the balances; the present value of each year is rounded half up to so many decimals, 20 unless told. The discount rate is reference_rate() under 1998/2006 and before, discount_rate() from 1407/2013 on. NULL for NULL. Errors: 2202E for more than one dimension, 22004 for a NULL within, 22023 for a negative balance, more than 100 years, a rate outside -10 to 1000, or decimals outside 0 to 20.';

CREATE FUNCTION guarantee_gge(balances numeric[], paid_premium numeric, market_premium numeric, discount_rate numeric,
	in_advance boolean DEFAULT false, decimals integer DEFAULT 20) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_guarantee_gge';
COMMENT ON FUNCTION guarantee_gge(numeric[], numeric, numeric, numeric, boolean, integer) IS
'Gross grant equivalent of a guarantee: sum over the years t of guaranteed balance x (market premium - premium paid) / (1 + discount rate)^t, premiums and rate in percent a year; with in_advance each year''s premium is due at its beginning: t - 1. 0 where the premium paid is not the lower one. In the unit of the balances; the present value of each year is rounded half up to so many decimals, 20 unless told. NULL for NULL. Errors: 2202E for more than one dimension, 22004 for a NULL within, 22023 for a negative balance or premium, more than 100 years, a rate outside -10 to 1000, or decimals outside 0 to 20. Source: Notice 2008/C 155/02.';

CREATE FUNCTION interest_subsidy_gge(balances numeric[], subsidy_rate numeric, discount_rate numeric,
	decimals integer DEFAULT 20) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_interest_subsidy_gge';
COMMENT ON FUNCTION interest_subsidy_gge(numeric[], numeric, numeric, integer) IS
'Gross grant equivalent of an interest subsidy: sum over the years t of balance x subsidy / (1 + discount rate)^t, the subsidy in percentage points a year of the balance, paid at the end of each year. In the unit of the balances; the present value of each year is rounded half up to so many decimals, 20 unless told. NULL for NULL. Errors: as loan_gge(), and 22023 for a negative subsidy.';

CREATE FUNCTION explain_loan_gge(balances numeric[], agreed_rate numeric, reference_rate numeric, discount_rate numeric,
	decimals integer DEFAULT 20)
	RETURNS TABLE (year integer, balance numeric, reference numeric, agreed numeric,
		benefit numeric, discount_factor numeric, present_value numeric)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 10 AS 'MODULE_PATHNAME', 'tilskudd_explain_loan_gge';
COMMENT ON FUNCTION explain_loan_gge(numeric[], numeric, numeric, numeric, integer) IS
'The steps of loan_gge(), a row for each year: the present values add up to it. Arguments and errors as there; no rows for NULL.';

CREATE FUNCTION explain_guarantee_gge(balances numeric[], paid_premium numeric, market_premium numeric, discount_rate numeric,
	in_advance boolean DEFAULT false, decimals integer DEFAULT 20)
	RETURNS TABLE (year integer, balance numeric, market numeric, paid numeric,
		benefit numeric, discount_factor numeric, present_value numeric)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 10 AS 'MODULE_PATHNAME', 'tilskudd_explain_guarantee_gge';
COMMENT ON FUNCTION explain_guarantee_gge(numeric[], numeric, numeric, numeric, boolean, integer) IS
'The steps of guarantee_gge(), a row for each year: the present values add up to it. Arguments and errors as there; no rows for NULL.';

CREATE FUNCTION explain_interest_subsidy_gge(balances numeric[], subsidy_rate numeric, discount_rate numeric,
	decimals integer DEFAULT 20)
	RETURNS TABLE (year integer, balance numeric, subsidy numeric,
		benefit numeric, discount_factor numeric, present_value numeric)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 10 AS 'MODULE_PATHNAME', 'tilskudd_explain_interest_subsidy_gge';
COMMENT ON FUNCTION explain_interest_subsidy_gge(numeric[], numeric, numeric, integer) IS
'The steps of interest_subsidy_gge(), a row for each year: the present values add up to it. Arguments and errors as there; no rows for NULL.';
