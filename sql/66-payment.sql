-- payment: what may be paid of a grant, attestation of accounts, instalments

CREATE VIEW law_payment AS
	SELECT item, value, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('payment') AS t(
		item text, value integer, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_payment IS
'Figures on the payment of grants: holdback_percent (of the grant, until the last payment), exempt_below_nok (grants that may be exempted from attestation), instalments_a_year (Kompetansepiloter 2020), budget_reservation (no value: the years whose commitments depend on the budget). The guidelines of 2008 hold for grants made on their days, whenever these are paid.';
GRANT SELECT ON law_payment TO PUBLIC;

CREATE FUNCTION payable(granted numeric, budget_cost numeric, documented_cost numeric, paid_before numeric,
	is_final boolean, accounts_attested boolean, exempted boolean DEFAULT false,
	audited_by_riksrevisjonen boolean DEFAULT false, planned_cost numeric DEFAULT NULL,
	holdback_percent numeric DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_payable';
COMMENT ON FUNCTION payable(numeric, numeric, numeric, numeric, boolean, boolean, boolean, boolean, numeric, numeric) IS
'What may be paid of a grant now, in NOK, 0 where nothing may. Before the last payment, all payments together stay within the part of the grant that the documented cost is of the budgeted cost (H3-6; planned_cost: what the profile of an operating grant has until the end of the term, instead of the documented cost), and within the grant less holdback_percent (H3-8; NULL: the 25 percent of law_payment, a main rule). The last payment (is_final: the project has ended) brings them to the grant, reduced in the proportion of documented to budgeted cost where that is less (H3-9), if the accounts are attested (H3-7, H3-10), exempted as a grant below NOK 100 000 may be (H3-11), or audited by Riksrevisjonen (H3-12); otherwise 0. Rounded down to whole oere. NULL among the arguments is not known, and gives NULL where the answer turns on it. Errors: 22023 for an amount that is negative, NaN or infinite, a budgeted cost of 0, a holdback that is not above 0 and at most 100. Source: law_payment.';

CREATE FUNCTION payment_verdict(amount numeric, granted numeric, budget_cost numeric, documented_cost numeric, paid_before numeric,
	is_final boolean, accounts_attested boolean, exempted boolean DEFAULT false,
	audited_by_riksrevisjonen boolean DEFAULT false, planned_cost numeric DEFAULT NULL,
	holdback_percent numeric DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_payment_verdict';
COMMENT ON FUNCTION payment_verdict(numeric, numeric, numeric, numeric, numeric, boolean, boolean, boolean, boolean, numeric, numeric) IS
'Whether an amount may be paid now, in NOK: arguments as payable(). The limit is what may be paid in all when this payment is made, used what was paid before; a negative headroom is what was paid too much (H3-13). A last payment without accounts in order is refused whole; the limit shown is then that of a payment before the last. Where it is not known what a payment is, the limit shown is the lowest of those possible, and the verdict is undecided unless all of them agree; NULL amounts are undecided unless refused in any case. Errors: 22023 as there. Source: H3-6 to H3-12.';

CREATE FUNCTION payment_ok(amount numeric, granted numeric, budget_cost numeric, documented_cost numeric, paid_before numeric,
	is_final boolean, accounts_attested boolean, exempted boolean DEFAULT false,
	audited_by_riksrevisjonen boolean DEFAULT false, planned_cost numeric DEFAULT NULL,
	holdback_percent numeric DEFAULT NULL) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_payment_ok';
COMMENT ON FUNCTION payment_ok(numeric, numeric, numeric, numeric, numeric, boolean, boolean, boolean, boolean, numeric, numeric) IS
'The verdict of payment_verdict() as true or false, for CHECK. NULL for a NULL amount: there is nothing to test. Errors: P0002 where the verdict is undecided; 22023 as there. Source: H3-6 to H3-12.';

CREATE FUNCTION attestation_required(granted_nok numeric, audit_duty boolean, audited_by_riksrevisjonen boolean) RETURNS text
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_attestation_required';
COMMENT ON FUNCTION attestation_required(numeric, boolean, boolean) IS
'Who attests the accounts of a project before the last payment: none where Riksrevisjonen audits the recipient (H3-12); exemptible, the granter may do without, for a grant below NOK 100 000 (H3-11; 100 000 itself is not); otherwise auditor, state authorised or registered, or, for a recipient without a duty of audit, accountant, which an auditor may replace (H3-10). If an exemptible grant is not exempted, the last two hold for it by the duty of audit. NULL is not known, and gives NULL where the answer turns on it. Errors: 22023 for an amount that is negative, NaN or infinite. Source: law_payment.';

CREATE FUNCTION instalments(year_need numeric) RETURNS TABLE (instalment integer, amount numeric)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 ROWS 2 AS 'MODULE_PATHNAME', 'tilskudd_instalments';
COMMENT ON FUNCTION instalments(numeric) IS
'The two equal instalments of what a project needs in a year (Kompetansepiloter 2020), in NOK. They add up to it exactly: the first is rounded down to whole oere, the odd oere comes with the second. No rows for NULL. Errors: 22023 for an amount that is negative, NaN or infinite. Source: K11-1; that the second has the odd oere is a choice.';

CREATE FUNCTION instalments(year_needs numeric[], first_year integer)
	RETURNS TABLE (year integer, instalment integer, amount numeric, subject_to_budget boolean)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 ROWS 6 AS 'MODULE_PATHNAME', 'tilskudd_instalments_of_years';
COMMENT ON FUNCTION instalments(numeric[], integer) IS
'The same for several years in a row, one need for each; subject_to_budget: the commitment for the year depends on the appropriation of the Storting (K10-1). The amount of a need that is NULL is NULL; no rows for an empty array or NULL. Errors: 22023 for a need that is negative, NaN or infinite, or a year outside 1 to 9999; 2202E for more than one dimension. Source: K10-1, K11-1.';
