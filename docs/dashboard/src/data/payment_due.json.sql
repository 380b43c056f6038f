-- The twenty awards of which most may be paid now, and what there is in all.
SELECT json_build_object(
	'awards', count(*),
	'remaining_nok', coalesce(sum(remaining_nok), 0),
	'payable_nok', coalesce(sum(payable_nok) FILTER (WHERE state = 'payable'), 0),
	'rows', coalesce((
		SELECT json_agg(row)
		FROM (
			SELECT award, enterprise, granting_authority, granted_nok, paid_nok, remaining_nok, payable_nok, accounts, lapses_on, state
			FROM :"schema".v_payment_due
			ORDER BY payable_nok DESC NULLS LAST, award
			LIMIT 20) AS row), '[]'))
FROM :"schema".v_payment_due;
