-- loss_fund: the national loss fund of the risk loans, and their interest

CREATE VIEW law_loss_fund AS
	SELECT item, points, comparison, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('loss_fund') AS t(
		item text, points numeric, comparison text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_loss_fund IS
'By how many percentage points the loss fund may fall short of the assessed risk: more than or at least so many points have the consequence item: warn (the ministry is told) or top_up (the fund is filled until the shortfall is no more than that).';
GRANT SELECT ON law_loss_fund TO PUBLIC;

CREATE FUNCTION loss_fund_status(fund_percent numeric, risk_percent numeric, on_date date, portfolio_nok numeric DEFAULT NULL,
	OUT status text, OUT shortfall_points numeric, OUT top_up_points numeric, OUT top_up_nok numeric, OUT rule text, OUT citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_loss_fund_status';
CREATE FUNCTION loss_fund_status(fund_percent numeric, risk_percent numeric,
	OUT status text, OUT shortfall_points numeric, OUT top_up_points numeric, OUT top_up_nok numeric, OUT rule text, OUT citation text)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_loss_fund_status';
COMMENT ON FUNCTION loss_fund_status(numeric, numeric, date, numeric) IS
'The yearly comparison of the loss fund with the risk of the portfolio (unspecified and general), both in percent of the portfolio. status: top_up where the fund falls more than 10 points short (the ministry is warned as well), warn from 5 points on, ok. shortfall_points: risk less fund, negative where the fund is larger. top_up_points: what brings the shortfall down to 10 points, 0 unless status is top_up; top_up_nok: that much of portfolio_nok, in NOK and rounded up to the oere, NULL where the portfolio is not known. rule and citation: the limit that was reached, otherwise that of the warning. NULL outside 2008-01-01 to 2014-06-30, and for a NULL percentage or day. Errors: 22023 for a percentage or portfolio that is negative, NaN or infinite, a risk above 100 percent. Source: law_loss_fund (G8-6, G8-7); that 5 points are at least 5, and that the points are of the portfolio, are readings.';
COMMENT ON FUNCTION loss_fund_status(numeric, numeric) IS
'The same by the limits of the guidelines of 2008, whatever the day, and of a portfolio that is not known: top_up_nok is NULL where something is due. NULL for a NULL percentage. Errors as with a day. Source: law_loss_fund (G8-6, G8-7).';

CREATE FUNCTION loss_fund_share(portfolio numeric, top_up numeric, county text) RETURNS numeric
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_loss_fund_share';
COMMENT ON FUNCTION loss_fund_share(numeric, numeric, text) IS
'Window function: loss_fund_share(portfolio, top_up, county) OVER (PARTITION BY year) is the part of a top-up of the loss fund that each county bears, by its share of the portfolio of risk loans. portfolio: of the row''s county, in any one unit; top_up: of the whole partition, in NOK; county: number or name. The result, in NOK, is the exact part or one of the two oere beside it, by largest remainder, and the sum is the top-up. Equal remainders go by county, byte by byte, so the order of the rows and of the window do not matter. A portfolio of 0 has a share of 0. NULL for the whole partition if the top-up or a portfolio is NULL, not known. Errors: 22023 for an amount that is negative, NaN or infinite, a top-up that is not a whole number of oere or not the same in all rows of a partition, a county that stands twice, a top-up where no county has a portfolio; 22003 for a top-up of more than 92 233 720 368 547 758.07; 22004 for a NULL county. Source: G8-8.';

CREATE FUNCTION risk_loan_rate_ok(risk_rate numeric, low_risk_rate numeric) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_risk_loan_rate_ok';
COMMENT ON FUNCTION risk_loan_rate_ok(numeric, numeric) IS
'Whether the interest of a new risk loan, or of a risk loan whose rate is set anew, is higher than that of a new low-risk loan with the same fixing period. Equal rates are not. Both in the same unit. NULL for NULL. Errors: 22023 for a rate that is NaN or infinite. Source: G8-3.';
