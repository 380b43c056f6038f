-- Views on a table of the user's own: create_views().  @source@ stands for a
-- query with the columns that own.c lists.

CREATE VIEW @schema@.v_award @view_options@ AS
	SELECT id, orgnr::text AS orgnr, kommunenr::text AS kommunenr,
		tilskudd.kommune_name(kommunenr, granted_on) AS municipality, tilskudd.county(kommunenr, granted_on) AS county,
		zone::text AS zone, tilskudd.centrality(kommunenr, granted_on)::integer AS centrality,
		measure::text AS measure, enterprise_size::text AS enterprise_size, granted_on, extract(year FROM granted_on)::integer AS year, counted,
		nominal_nok::numeric(18,2) AS nominal_nok, gge_nok::numeric(18,2) AS gge_nok, gge_eur::numeric(18,2) AS gge_eur,
		eligible_cost_nok::numeric(18,2) AS eligible_cost_nok, de_minimis_pool,
		(CASE WHEN eligible_cost_nok > 0 THEN 100 * gge_nok / eligible_cost_nok END)::numeric(18,4) AS intensity_percent,
		tilskudd.max_intensity(measure, enterprise_size, granted_on, zone)::numeric(7,4) AS max_intensity_percent,
		CASE WHEN de_minimis_pool IS NOT NULL THEN 'EUR' ELSE 'NOK' END AS unit,
		(verdict)."limit"::numeric(18,2) AS maximum, (verdict).used::numeric(18,2) AS used_besides,
		((verdict)."limit" - (verdict).used - (verdict).requested)::numeric(18,2) AS headroom,
		CASE WHEN NOT counted OR counted IS NULL OR (verdict).allowed IS NULL THEN 'grey' WHEN NOT (verdict).allowed THEN 'red'
			WHEN 10 * ((verdict)."limit" - (verdict).used - (verdict).requested) < (verdict)."limit" THEN 'yellow' ELSE 'green' END AS traffic_light,
		array_to_string((verdict).undecided, '; ') AS undecided, (verdict).rule AS rule, (verdict).citation AS citation,
		tilskudd.must_publish(gge_eur, granted_on) AS must_publish
	FROM (
		SELECT *, CASE WHEN de_minimis_pool IS NOT NULL
			THEN tilskudd.de_minimis_verdict(CASE WHEN orgnr IS NOT NULL THEN used - CASE WHEN counted THEN gge_eur ELSE 0 END END, gge_eur, granted_on, de_minimis_pool)
			ELSE tilskudd.intensity_verdict(gge_nok, eligible_cost_nok, measure, enterprise_size, granted_on, zone) END AS verdict
		FROM (
			SELECT *, tilskudd.zone(kommunenr, granted_on) AS zone,
				tilskudd.de_minimis_used(CASE WHEN counted AND de_minimis_pool IS NOT NULL THEN gge_eur END, granted_on, coalesce(de_minimis_pool, 'general'))
					OVER (PARTITION BY orgnr, de_minimis_pool ORDER BY granted_on) AS used
			FROM @source@ AS source) AS windowed) AS award;
COMMENT ON VIEW @schema@.v_award IS 'Awards of a table, with the place, the maximum that the law allows without special claims, and a light: green is lawful, yellow is lawful with less than a tenth of the maximum left, red is not lawful, grey is undecided or does not count. Columns as in v_award of a register.';

CREATE VIEW @schema@.v_de_minimis_balance @view_options@ AS
	SELECT orgnr::text AS orgnr, pool, as_of, lower(tilskudd.de_minimis_window(as_of, pool)) AS window_from,
		CASE WHEN ceiling IS NOT NULL THEN coalesce(used, 0) END::numeric(18,2) AS used_eur, ceiling::numeric(18,2) AS ceiling_eur, headroom::numeric(18,2) AS headroom_eur,
		CASE WHEN used > 0 THEN tilskudd.earliest_date_for(greatest(headroom, 0) + 0.01, amounts, days, as_of, pool) END AS room_returns_on,
		CASE WHEN headroom IS NULL THEN 'grey' WHEN headroom <= 0 THEN 'red' WHEN 10 * headroom < ceiling THEN 'yellow' ELSE 'green' END AS traffic_light
	FROM (
		SELECT *, tilskudd.as_of() AS as_of, tilskudd.de_minimis_ceiling(tilskudd.as_of(), pool) AS ceiling,
			tilskudd.de_minimis_headroom(amounts, days, tilskudd.as_of(), pool) AS headroom
		FROM (
			SELECT orgnr, de_minimis_pool AS pool, array_agg(gge_eur) AS amounts, array_agg(granted_on) AS days,
				sum(gge_eur) FILTER (WHERE granted_on <@ tilskudd.de_minimis_window(tilskudd.as_of(), de_minimis_pool)) AS used
			FROM @source@ AS source
			WHERE counted AND de_minimis_pool IS NOT NULL AND orgnr IS NOT NULL
			GROUP BY orgnr, de_minimis_pool) AS sum) AS balance;
COMMENT ON VIEW @schema@.v_de_minimis_balance IS 'What de minimis aid an enterprise of a table may still get on the day tilskudd.as_of(), one row for each enterprise and pool that it has aid of. Enterprises count by themselves: who is linked is for tilskudd.undertaking() or a guard. Columns as in v_de_minimis_balance of a register.';

CREATE VIEW @schema@.v_municipality_year @view_options@ AS
	SELECT kommunenr::text AS kommunenr, tilskudd.kommune_name(kommunenr, make_date(year, 12, 31)) AS municipality,
		tilskudd.county(kommunenr, make_date(year, 12, 31)) AS county, zone::text AS zone, year, awards::integer AS awards,
		nominal_nok::numeric(18,2) AS nominal_nok, gge_nok::numeric(18,2) AS gge_nok, gge_eur::numeric(18,2) AS gge_eur
	FROM (
		SELECT kommunenr, tilskudd.zone(kommunenr, granted_on) AS zone, extract(year FROM granted_on)::integer AS year, count(*) AS awards,
			sum(nominal_nok) AS nominal_nok, sum(gge_nok) AS gge_nok, sum(gge_eur) AS gge_eur
		FROM @source@ AS source
		WHERE counted
		GROUP BY 1, 2, 3) AS sum;
COMMENT ON VIEW @schema@.v_municipality_year IS 'Aid of a table that counts, by municipality as entered, zone and year. Columns as in v_municipality_year of a register.';

CREATE VIEW @schema@.v_violation @view_options@ AS
	SELECT v.key, v.guard, v.rule, v.on_date, v.used::numeric(18,2) AS used, v."limit"::numeric(18,2) AS maximum, v.excess::numeric(18,2) AS excess,
		CASE WHEN v.rule = 'de_minimis' THEN 'EUR' END AS unit, v.citation
	FROM (SELECT DISTINCT target FROM tilskudd.guards WHERE target = @target@::regclass) AS g CROSS JOIN LATERAL tilskudd.violations(g.target) AS v;
COMMENT ON VIEW @schema@.v_violation IS 'Where a table breaks its guards, of all that who asks may see; no rows if it has none. unit: EUR, or that of the table (NULL).';

CREATE VIEW @schema@.v_quality @view_options@ AS
	SELECT fault, id, orgnr, detail
	FROM (
		SELECT id, orgnr_given AS orgnr, 'orgnr invalid' AS fault, orgnr_given AS detail FROM @source@ AS source WHERE orgnr IS NULL AND orgnr_given IS NOT NULL
		UNION ALL SELECT id, orgnr_given, 'orgnr missing', NULL FROM @source@ AS source WHERE orgnr_given IS NULL
		UNION ALL SELECT id, orgnr_given, 'municipality unknown', kommunenr_given FROM @source@ AS source
		WHERE kommunenr_given IS NOT NULL AND NOT EXISTS (SELECT FROM tilskudd.kommune_at(source.kommunenr, source.granted_on))
		UNION ALL SELECT NULL, orgnr::text, 'SME and large', extract(year FROM granted_on)::text FROM @source@ AS source
		WHERE orgnr IS NOT NULL GROUP BY orgnr, extract(year FROM granted_on) HAVING bool_or(enterprise_size < 'large') AND bool_or(enterprise_size = 'large')
		UNION ALL SELECT id, orgnr_given, 'aid above nominal', gge_nok || ' of ' || nominal_nok || ' NOK' FROM @source@ AS source WHERE gge_nok > nominal_nok
		UNION ALL SELECT id, orgnr_given, 'gross grant equivalent missing', NULL FROM @source@ AS source WHERE gge_nok IS NULL AND gge_eur IS NULL) AS fault;
COMMENT ON VIEW @schema@.v_quality IS 'What is missing or odd in a table: nothing here is unlawful by itself.';
