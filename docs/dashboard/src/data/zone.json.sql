-- Awards that count and their NOK per zone; NULL is a zone that is not known.
SELECT coalesce(json_agg(row ORDER BY row.zone), '[]')
FROM (
	SELECT zone, sum(awards) AS awards, count(DISTINCT kommunenr) AS municipalities, sum(nominal_nok) AS nominal_nok, sum(gge_nok) AS gge_nok
	FROM :"schema".v_municipality_year
	GROUP BY zone) AS row;
