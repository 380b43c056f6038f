-- What guards and policies look at, and the guards: limits of the law, as
-- tilskudd.guard() holds them.

CREATE VIEW @schema@.everything AS SELECT true AS everything;
COMMENT ON VIEW @schema@.everything IS 'Whoever may read this view sees the rows of every granting authority: GRANT SELECT on it to readers.';
COMMENT ON COLUMN @schema@.everything.everything IS 'true';

CREATE VIEW @schema@.undertaking_link @view_options@ AS
	SELECT owner, owned, valid_from, valid_to
	FROM @schema@.ownership
	WHERE owner IS NOT NULL AND owner_kind IN ('enterprise', 'other') AND (ground IS NOT NULL OR 2 * votes > votes_total);
COMMENT ON VIEW @schema@.undertaking_link IS 'The holdings that make owner and owned one undertaking (Regulation (EU) 2023/2831 Art 2(2)), as guards and views take them.';
COMMENT ON COLUMN @schema@.undertaking_link.owner IS 'the owner';
COMMENT ON COLUMN @schema@.undertaking_link.owned IS 'the enterprise that is linked to it';
COMMENT ON COLUMN @schema@.undertaking_link.valid_from IS 'first day; NULL: always';
COMMENT ON COLUMN @schema@.undertaking_link.valid_to IS 'last day; NULL: still';

SELECT tilskudd.guard('@text@.award', 'de_minimis', key => 'orgnr', amount => 'gge_eur', granted_on => 'granted_on',
	counted => $$de_minimis_pool IS NOT NULL AND status IN ('reserved', 'granted', 'reduced')$$,
	options => jsonb_build_object('pool', '{"column": "de_minimis_pool"}'::jsonb, 'road_freight', '{"column": "road_freight"}'::jsonb,
		'fiscal_year_start_month', '{"column": "fiscal_year_start_month"}'::jsonb,
		'ownership', 'SELECT owner, owned, valid_from, valid_to FROM @text@.undertaking_link'));
SELECT tilskudd.guard('@text@.award', 'intensity', key => 'cost_base', amount => 'gge_nok', granted_on => 'granted_on',
	counted => $$(project IS NOT NULL OR eligible_cost_nok IS NOT NULL) AND items IS NULL AND status IN ('reserved', 'granted', 'reduced')$$,
	options => '{"eligible_cost": {"column": "eligible_cost_nok"}, "intensity": {"column": "max_percent"}, "de_minimis": {"column": "de_minimis"}}');
SELECT tilskudd.guard('@text@.award', 'cumulation', key => 'project', amount => 'gge_nok', granted_on => 'granted_on',
	counted => $$project IS NOT NULL AND items IS NOT NULL AND status IN ('reserved', 'granted', 'reduced')$$,
	options => jsonb_build_object('intensity', '{"column": "max_percent"}'::jsonb, 'items', '{"column": "items"}'::jsonb,
		'de_minimis', '{"column": "de_minimis"}'::jsonb,
		'costs', 'SELECT project AS key, item, eligible_cost_nok AS eligible_cost FROM @text@.cost_item'));
SELECT tilskudd.guard('@text@.award', 'frame', key => 'frame', amount => 'nominal_nok', granted_on => 'granted_on',
	counted => $$frame IS NOT NULL AND status IN ('reserved', 'granted', 'reduced')$$,
	options => jsonb_build_object('frames', 'SELECT frame AS key, nok AS amount FROM @text@.frame'));
SELECT tilskudd.guard('@text@.award', 'retention', key => 'id', granted_on => 'granted_on',
	counted => $$de_minimis_pool IS NOT NULL AND status <> 'reserved'$$);
SELECT tilskudd.guard('@text@.payment', 'payment', key => 'award', amount => 'nok', granted_on => 'paid_on',
	counted => $$holdback$$,
	options => jsonb_build_object('final', '{"column": "final"}'::jsonb, 'grants', 
		'SELECT a.id AS key, a.nominal_nok AS amount, p.accounts_attested, p.exempted, p.audited_by_riksrevisjonen, '
		'p.budget_cost_nok AS budget_cost, p.documented_cost_nok AS documented_cost '
		'FROM @text@.award AS a LEFT JOIN @text@.project AS p ON p.id = a.project'));
