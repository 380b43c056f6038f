-- law: how far the tables reach

CREATE VIEW law_horizon AS
	SELECT 'zone' AS subject, min(valid_from) AS known_from, max(valid_to) AS known_to FROM law_zone
	UNION ALL SELECT 'transport_zone', min(valid_from), max(valid_to) FROM law_transport_zone
	UNION ALL SELECT 'payroll_zone', min(valid_from), max(valid_to) FROM law_payroll_zone
	UNION ALL SELECT 'payroll_rate', min(valid_from), max(valid_to) FROM law_payroll_rate
	UNION ALL SELECT 'centrality', min(valid_from), max(valid_to) FROM law_centrality
	UNION ALL SELECT 'de_minimis ' || pool, min(valid_from), max(valid_to) FROM law_de_minimis GROUP BY pool
	UNION ALL SELECT 'base_rate (with gaps)', min(valid_from), max(valid_to) FROM law_base_rate
	UNION ALL SELECT 'reference_margin', min(valid_from), NULL FROM law_reference_margin
	UNION ALL SELECT 'guarantee_premium', min(valid_from), NULL FROM law_guarantee_premium
	UNION ALL SELECT 'eur_year', min(valid_from), max(valid_to) FROM law_eur_year
	UNION ALL SELECT 'municipality', min(valid_from), NULL FROM law_municipality
	UNION ALL SELECT 'municipality_name', date '2007-01-01', NULL
	UNION ALL SELECT 'county', min(valid_from), NULL FROM law_county;
COMMENT ON VIEW law_horizon IS 'First and last day of which the law tables speak, per subject; known_to is NULL where the last rows hold until further notice.';
GRANT SELECT ON law_horizon TO PUBLIC;
