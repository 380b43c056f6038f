-- Awards per light.
SELECT coalesce(json_agg(row), '[]')
FROM (
	SELECT traffic_light, count(*) AS awards, sum(nominal_nok) AS nominal_nok
	FROM :"schema".v_award
	GROUP BY traffic_light
	ORDER BY array_position('{green,yellow,red,grey}', traffic_light)) AS row;
