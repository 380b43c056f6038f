-- The twelve enterprises with the least room among those that have aid which counts.
SELECT coalesce(json_agg(row), '[]')
FROM (
	SELECT orgnr, enterprise, pool, used_eur, ceiling_eur, headroom_eur, room_returns_on, traffic_light
	FROM :"schema".v_de_minimis_balance
	WHERE used_eur > 0
	ORDER BY headroom_eur, enterprise, orgnr, pool
	LIMIT 12) AS row;
