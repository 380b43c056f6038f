-- tax: how investment grants are taxed

CREATE VIEW law_tax AS
	SELECT treatment, years, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('tax') AS t(
		treatment text, years integer, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_tax IS
'How investment grants are taxed, as the guidelines of 2008 recount the tax act: not_income, part_of_consideration (within so many years from the acquisition of the asset), reduces_depreciation_balance.';
GRANT SELECT ON law_tax TO PUBLIC;

CREATE FUNCTION realised_within_tax_period(acquired_on date, realised_on date) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_realised_within_tax_period';
COMMENT ON FUNCTION realised_within_tax_period(date, date) IS
'Whether an asset is realised within five years of its acquisition, when a grant that is no income becomes part of the consideration. On the fifth anniversary it is no longer. NULL for NULL. Errors: 22023 for a realisation before the acquisition; 22008 at the end of the calendar. Source: law_tax (G5-2). Another time, from the payment of the grant, binds the asset: within_binding_period().';

CREATE FUNCTION investment_grant_tax(grant_amount numeric, under_regulation boolean, acquired_on date, realised_on date DEFAULT NULL,
	OUT treatment text, OUT consideration_change numeric, OUT balance_change numeric, OUT rule text, OUT citation text, OUT undecided text[])
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_investment_grant_tax';
COMMENT ON FUNCTION investment_grant_tax(numeric, boolean, date, date) IS
'How an investment grant to one asset is taxed. under_regulation: it was granted under FOR-2006-12-15-1455: then not_income (G5-1), or part_of_consideration if the asset is realised within five years of its acquisition (G5-2); any other reduces_depreciation_balance (G5-3). consideration_change and balance_change: by what the grant changes the consideration for the asset and its depreciation balance, in the unit of the amount; NULL for a NULL amount. A NULL realised_on: the asset is not realised. NULL under_regulation, or acquired_on where it matters, is not known: everything NULL but undecided, which says what is not. Errors: 22023 for an amount that is negative, NaN or infinite, or a realisation before the acquisition; 22008 at the end of the calendar. Source: law_tax; the tax act itself decides.';
