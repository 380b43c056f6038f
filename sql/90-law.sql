-- law: how far the tables reach

CREATE VIEW law_horizon AS
	SELECT 'zone' AS subject, min(valid_from) AS known_from, max(valid_to) AS known_to FROM law_zone
	UNION ALL SELECT 'transport_zone', min(valid_from), max(valid_to) FROM law_transport_zone
	UNION ALL SELECT 'payroll_zone', min(valid_from), max(valid_to) FROM law_payroll_zone
	UNION ALL SELECT 'payroll_rate', min(valid_from), max(valid_to) FROM law_payroll_rate
	UNION ALL SELECT 'centrality', min(valid_from), max(valid_to) FROM law_centrality
	UNION ALL SELECT 'de_minimis ' || pool, min(valid_from), max(valid_to) FROM law_de_minimis GROUP BY pool
	UNION ALL SELECT 'intensity ' || regime, min(valid_from), max(valid_to) FROM law_intensity GROUP BY regime
	UNION ALL SELECT kind || ' ' || regime, min(valid_from), CASE WHEN bool_and(valid_to IS NOT NULL) THEN max(valid_to) END FROM law_threshold GROUP BY kind, regime
	UNION ALL SELECT 'size_threshold ' || mode, min(valid_from), CASE WHEN bool_and(valid_to IS NOT NULL) THEN max(valid_to) END FROM law_size_threshold GROUP BY mode
	UNION ALL SELECT 'base_rate (with gaps)', min(valid_from), max(valid_to) FROM law_base_rate
	UNION ALL SELECT 'recovery_rate (with gaps)', (SELECT min(valid_from) FROM law_recovery_rate), max(valid_to) FROM law_base_rate
	UNION ALL SELECT 'reference_margin', min(valid_from), NULL FROM law_reference_margin
	UNION ALL SELECT 'guarantee_premium', min(valid_from), NULL FROM law_guarantee_premium
	UNION ALL SELECT 'eur_year', min(valid_from), max(valid_to) FROM law_eur_year
	UNION ALL SELECT 'loss_fund', min(valid_from), max(valid_to) FROM law_loss_fund
	UNION ALL SELECT 'eligibility', min(valid_from), max(valid_to) FROM law_eligibility
	UNION ALL SELECT 'kompetansepiloter', min(valid_from), max(valid_to) FROM law_kompetansepiloter
	UNION ALL SELECT 'municipality', min(valid_from), NULL FROM law_municipality
	UNION ALL SELECT 'municipality_name', date '2007-01-01', NULL
	UNION ALL SELECT 'county', min(valid_from), NULL FROM law_county;
COMMENT ON VIEW law_horizon IS 'First and last day of which the law tables speak, per subject; known_to is NULL where the last rows hold until further notice.';
GRANT SELECT ON law_horizon TO PUBLIC;

CREATE VIEW law_rule AS
	SELECT rule, place, subject, object, reason, citation, evidence
	FROM law_table('rule') AS t(
		rule text, place text, subject text, object text, reason text, citation text, evidence text);
COMMENT ON VIEW law_rule IS
'Every rule of the guidelines of 2008 (G, H, V, VEDLEGG) and of those for Kompetansepiloter 2020 (K), with where it stands and what it says in short. object: the functions, views and types of the extension that implement it, by name, separated by spaces; NULL where none does: reason then says why, "text only: ...".';
GRANT SELECT ON law_rule TO PUBLIC;

-- Proofs: views that are empty as long as the law tables are sound.  The build
-- refuses most of it; these ask again, of the tables and functions that are there.

CREATE VIEW law_fault_overlap AS
	WITH need AS (
		SELECT 'law_intensity' AS law_table, concat_ws('|', regime, measure::text, zones, condition, reading, option, from_value) AS terms,
			daterange(valid_from, valid_to, '[]') AS days FROM law_intensity
		UNION ALL SELECT 'law_bonus', concat_ws('|', regime, measure::text, bonus, zones, condition), daterange(valid_from, valid_to, '[]') FROM law_bonus
		UNION ALL SELECT 'law_amount', concat_ws('|', regime, measure::text, per, zones, condition, instrument), daterange(valid_from, valid_to, '[]') FROM law_amount
		UNION ALL SELECT 'law_threshold', concat_ws('|', regime, measure::text, kind, item, condition, intensity_percent::text), daterange(valid_from, valid_to, '[]') FROM law_threshold
		UNION ALL SELECT 'law_size_threshold', concat_ws('|', mode, size::text), daterange(valid_from, valid_to, '[]') FROM law_size_threshold
		UNION ALL SELECT 'law_regime', regime, daterange(valid_from, valid_to, '[]') FROM law_regime
		UNION ALL SELECT 'law_de_minimis', pool, daterange(valid_from, valid_to, '[]') FROM law_de_minimis),
	numbered AS (
		SELECT law_table, terms, days, row_number() OVER () AS number FROM need)
	SELECT a.law_table, a.terms, lower(a.days * b.days) AS from_day
	FROM numbered AS a JOIN numbered AS b
		ON a.law_table = b.law_table AND a.terms = b.terms AND a.number < b.number AND a.days && b.days;
COMMENT ON VIEW law_fault_overlap IS 'Rows of a law table that speak of the same at the same time, from the first day on which they do. Empty.';

CREATE VIEW law_fault_gap AS
	WITH span AS (
		SELECT 'law_regime' AS law_table, regime AS terms, range_agg(daterange(valid_from, valid_to, '[]')) AS days FROM law_regime GROUP BY regime
		UNION ALL SELECT 'law_intensity', concat_ws('|', regime, measure::text), range_agg(daterange(valid_from, valid_to, '[]')) FROM law_intensity GROUP BY regime, measure
		UNION ALL SELECT 'law_threshold', concat_ws('|', regime, measure::text, kind), range_agg(daterange(valid_from, valid_to, '[]')) FROM law_threshold GROUP BY regime, measure, kind)
	SELECT law_table, terms, lower(hole) AS from_day
	FROM span, unnest(multirange(range_merge(days)) - days) AS hole;
COMMENT ON VIEW law_fault_gap IS 'Days within a regime on which it says nothing about a measure that it speaks of before and after, by their first. Empty.';

CREATE VIEW law_fault_order AS
	SELECT measure, day AS on_date, zone, regime, years, small, medium, large
	FROM (SELECT DISTINCT measure, regime, valid_from AS day FROM law_intensity
			UNION SELECT measure, regime, valid_from FROM law_bonus) AS law,
		(SELECT NULL::zone AS zone UNION ALL SELECT zone FROM law_zone_label) AS place,
		(VALUES (NULL), (1), (3), (5), (6), (11)) AS year (years),
		(VALUES (false), (true)) AS claim (claimed),
		max_intensity(measure, 'small', day, zone, regime, collaboration => claimed, disadvantaged => claimed, certified_provider => claimed,
			joint_call => claimed, years_since_creation => years, cluster_year => years, sme_cost_share => 30) AS small,
		max_intensity(measure, 'medium', day, zone, regime, collaboration => claimed, disadvantaged => claimed, certified_provider => claimed,
			joint_call => claimed, years_since_creation => years, cluster_year => years, sme_cost_share => 30) AS medium,
		max_intensity(measure, 'large', day, zone, regime, collaboration => claimed, disadvantaged => claimed, certified_provider => claimed,
			joint_call => claimed, years_since_creation => years, cluster_year => years, sme_cost_share => 30) AS large
	WHERE small < medium OR medium < large OR small < large OR greatest(small, medium, large) > 100;
COMMENT ON VIEW law_fault_order IS 'Cases in which max_intensity() gives a larger enterprise more than a smaller, or more than 100 percent. Empty.';

CREATE VIEW law_fault_source AS
	SELECT law_table, terms, rule, citation, evidence
	FROM (
		SELECT 'law_intensity' AS law_table, concat_ws('|', regime, measure::text) AS terms, rule, citation, evidence FROM law_intensity
		UNION ALL SELECT 'law_bonus', concat_ws('|', regime, measure::text, bonus), rule, citation, evidence FROM law_bonus
		UNION ALL SELECT 'law_amount', concat_ws('|', regime, measure::text), rule, citation, evidence FROM law_amount
		UNION ALL SELECT 'law_threshold', concat_ws('|', regime, measure::text), rule, citation, evidence FROM law_threshold
		UNION ALL SELECT 'law_size_threshold', concat_ws('|', mode, size::text), rule, citation, evidence FROM law_size_threshold
		UNION ALL SELECT 'law_regime', regime, rule, citation, evidence FROM law_regime
		UNION ALL SELECT 'law_measure', measure::text, rule, citation, evidence FROM law_measure
		UNION ALL SELECT 'law_enterprise_size', size::text, rule, citation, evidence FROM law_enterprise_size
		UNION ALL SELECT 'law_payment', item, rule, citation, evidence FROM law_payment
		UNION ALL SELECT 'law_recovery', concat_ws('|', ground, scheme), rule, citation, evidence FROM law_recovery
		UNION ALL SELECT 'law_recovery_rate', valid_from::text, rule, citation, evidence FROM law_recovery_rate
		UNION ALL SELECT 'law_tax', treatment, rule, citation, evidence FROM law_tax
		UNION ALL SELECT 'law_cumulation', step, rule, citation, evidence FROM law_cumulation
		UNION ALL SELECT 'law_required_item', concat_ws('|', kind, item), rule, citation, evidence FROM law_required_item
		UNION ALL SELECT 'law_deadline', concat_ws('|', programme, item), rule, citation, evidence FROM law_deadline
		UNION ALL SELECT 'law_complaint', concat_ws('|', decided_by, individual_decision::text), rule, citation, evidence FROM law_complaint
		UNION ALL SELECT 'law_rule', rule, rule, citation, evidence FROM law_rule) AS row
	WHERE coalesce(citation, '') = '' OR coalesce(evidence, '') NOT IN ('text', 'derived', 'secondary', 'unverified')
		OR EXISTS (SELECT FROM unnest(string_to_array(row.rule, ' ')) AS id WHERE id NOT IN (SELECT rule FROM law_rule));
COMMENT ON VIEW law_fault_source IS 'Rows of the law without a citation or evidence, or that cite a rule which law_rule does not have. Empty.';

CREATE VIEW law_fault_rule AS
	SELECT rule, object, reason
	FROM law_rule AS r
	WHERE (object IS NULL) = (reason IS NULL) OR EXISTS (
		SELECT FROM unnest(string_to_array(object, ' ')) AS name
		WHERE name NOT IN (
			SELECT proname FROM pg_proc WHERE pronamespace = 'tilskudd'::regnamespace
			UNION ALL SELECT relname FROM pg_class WHERE relnamespace = 'tilskudd'::regnamespace
			UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'tilskudd'::regnamespace));
COMMENT ON VIEW law_fault_rule IS 'Rules of the guidelines with neither an object that implements them nor a reason why there is none, or with one that does not exist. Empty.';

GRANT SELECT ON law_fault_overlap, law_fault_gap, law_fault_order, law_fault_source, law_fault_rule TO PUBLIC;
