-- The whole register in one row.
SELECT json_build_object(
	'as_of', tilskudd.as_of(),
	'awards', count(*) FILTER (WHERE counted),
	'nominal_nok', coalesce(sum(nominal_nok) FILTER (WHERE counted), 0),
	'gge_eur', coalesce(sum(gge_eur) FILTER (WHERE counted), 0),
	'enterprises', count(DISTINCT orgnr) FILTER (WHERE counted),
	'first_year', min(year),
	'last_year', max(year))
FROM :"schema".v_award;
