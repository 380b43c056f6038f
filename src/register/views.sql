-- The views of a register: rows and functions of the extension, nothing else.
--
-- What a view computes stands in its list of columns, not in a join, so that a
-- query that does not ask for it does not pay for it.
--
-- Queries that are arguments are read when the view is, by the reader's
-- search_path: so every name, type and operator in them is qualified.

CREATE VIEW @schema@.sight @view_options@ AS
	SELECT NOT row_security_active('@text@.award'::regclass) OR has_table_privilege('@text@.everything'::regclass, 'SELECT') AS complete;
COMMENT ON VIEW @schema@.sight IS 'Whether who asks sees every award. If not, views do not say what is left for an undertaking or a project: tilskudd.headroom() does.';
COMMENT ON COLUMN @schema@.sight.complete IS 'true: no policy hides awards';

CREATE VIEW @schema@.v_award @view_options@ AS
	SELECT id AS award, granting_authority, orgnr, enterprise, kommunenr::text AS kommunenr,
		tilskudd.kommune_name(kommunenr, granted_on) AS municipality, tilskudd.county(kommunenr, granted_on) AS county,
		zone::text AS zone, tilskudd.centrality(kommunenr, granted_on)::integer AS centrality,
		nace, scheme, legal_basis, purpose, project, measure::text AS measure, enterprise_size::text AS enterprise_size, instrument,
		status, counted, reserved_on, granted_on, extract(year FROM granted_on)::integer AS year, status_on, lapses_on,
		nominal_nok, gge_nok, gge_eur, nok_per_eur, rate_date, eligible_cost_nok, frame, de_minimis, de_minimis_pool,
		(CASE WHEN eligible_cost_nok > 0 THEN 100 * gge_nok / eligible_cost_nok END)::numeric(18,4) AS intensity_percent,
		max_percent::numeric(7,4) AS max_intensity_percent,
		CASE WHEN de_minimis THEN 'EUR' ELSE 'NOK' END AS unit,
		least((verdict)."limit", own_max)::numeric(18,2) AS maximum,
		(verdict).used::numeric(18,2) AS used_besides,
		(least((verdict)."limit", own_max) - (verdict).used - (verdict).requested)::numeric(18,2) AS headroom,
		CASE WHEN NOT counted THEN 'grey'
			WHEN NOT (verdict).allowed OR gge_nok > own_max THEN 'red'
			WHEN (verdict).allowed IS NULL THEN 'grey'
			WHEN 10 * (least((verdict)."limit", own_max) - (verdict).used - (verdict).requested) < least((verdict)."limit", own_max) THEN 'yellow'
			ELSE 'green' END AS traffic_light,
		array_to_string((verdict).undecided, '; ') AS undecided, (verdict).rule AS rule, (verdict).citation AS citation,
		tilskudd.must_publish(gge_eur, granted_on) AS must_publish, register_number, reasons
	FROM (
		SELECT a.id, a.granting_authority, e.orgnr::text AS orgnr, e.name AS enterprise, a.kommunenr, coalesce(a.nace, e.nace) AS nace, a.scheme,
			s.legal_basis, coalesce(a.purpose, s.purpose) AS purpose, a.project, a.measure, a.enterprise_size, a.instrument, a.status,
			a.status IN ('reserved', 'granted', 'reduced') AS counted, a.reserved_on, a.granted_on, a.status_on, a.lapses_on,
			a.nominal_nok, a.gge_nok, a.gge_eur, a.nok_per_eur, a.rate_date, a.eligible_cost_nok, a.frame, a.de_minimis, a.de_minimis_pool,
			a.max_percent, a.register_number, a.reasons, tilskudd.zone(a.kommunenr, a.granted_on) AS zone,
			CASE WHEN NOT a.de_minimis THEN
				least(a.eligible_cost_nok * least(a.own_max_percent, s.own_max_percent) / 100, s.own_max_nok) END AS own_max,
			CASE WHEN a.de_minimis THEN (
				SELECT tilskudd.de_minimis_verdict(CASE WHEN sight.complete THEN coalesce(sum(other.gge_eur), 0) END,
					a.gge_eur, a.granted_on, a.de_minimis_pool, a.road_freight)
				FROM @schema@.award AS other
				WHERE other.orgnr = ANY (CASE WHEN (SELECT true FROM @schema@.ownership AS o WHERE o.owner = a.orgnr OR o.owned = a.orgnr LIMIT 1)
						THEN tilskudd.undertaking('@text@.undertaking_link', a.orgnr, a.granted_on) ELSE ARRAY[a.orgnr] END)
					AND other.de_minimis_pool = a.de_minimis_pool AND other.status IN ('reserved', 'granted', 'reduced') AND other.id <> a.id
					AND other.granted_on <@ tilskudd.de_minimis_window(a.granted_on, a.de_minimis_pool, a.fiscal_year_start_month))
			ELSE tilskudd.intensity_verdict(a.gge_nok, a.eligible_cost_nok, a.measure, a.enterprise_size, a.granted_on,
				tilskudd.zone(a.kommunenr, a.granted_on), a.regime, a.collaboration, a.dissemination, a.disadvantaged, a.restructuring,
				a.certified_provider, a.licensing, a.joint_call, a.maritime, a.multi_state, a.full_cost, a.sparsely_populated,
				a.large_project, a.flat_rate, a.cluster_extended, a.innovative, false, a.years_since_creation, a.cluster_year, NULL,
				a.sme_cost_share, a.distance_km, a.underlying,
				CASE WHEN a.instrument IN ('loan', 'guarantee') THEN a.instrument ELSE 'grant' END, per_eur => a.nok_per_eur)
			END AS verdict
		FROM @schema@.award AS a JOIN @schema@.enterprise AS e ON e.orgnr = a.orgnr LEFT JOIN @schema@.scheme AS s ON s.name = a.scheme
			CROSS JOIN @schema@.sight) AS award;
COMMENT ON VIEW @schema@.v_award IS 'Awards, one row each, with where and for whom they are, the maximum that the law allows, and a light: green is lawful, yellow is lawful with less than a tenth of the maximum left, red is not lawful, grey is undecided or does not count.';
COMMENT ON COLUMN @schema@.v_award.award IS 'number of the award';
COMMENT ON COLUMN @schema@.v_award.granting_authority IS 'who granted it';
COMMENT ON COLUMN @schema@.v_award.orgnr IS 'organisation number of the enterprise, nine digits';
COMMENT ON COLUMN @schema@.v_award.enterprise IS 'its name';
COMMENT ON COLUMN @schema@.v_award.kommunenr IS 'municipality that the aid is for, four digits, as entered';
COMMENT ON COLUMN @schema@.v_award.municipality IS 'its name on the day of the award; NULL: not known';
COMMENT ON COLUMN @schema@.v_award.county IS 'its county on that day';
COMMENT ON COLUMN @schema@.v_award.zone IS 'its zone on the aid map of that day; NULL: not known, or parts in different zones';
COMMENT ON COLUMN @schema@.v_award.centrality IS 'its class of centrality, 1 (most central) to 6; NULL: not known';
COMMENT ON COLUMN @schema@.v_award.nace IS 'industry, by its code in SN2007: that of the award, or else of the enterprise';
COMMENT ON COLUMN @schema@.v_award.scheme IS 'the scheme; NULL: ad hoc aid';
COMMENT ON COLUMN @schema@.v_award.legal_basis IS 'national legal basis of the scheme';
COMMENT ON COLUMN @schema@.v_award.purpose IS 'purpose of the award, or else of the scheme';
COMMENT ON COLUMN @schema@.v_award.project IS 'number of the project';
COMMENT ON COLUMN @schema@.v_award.measure IS 'what the aid is for, as law_measure has it';
COMMENT ON COLUMN @schema@.v_award.enterprise_size IS 'size of the enterprise as declared: micro, small, medium, large';
COMMENT ON COLUMN @schema@.v_award.instrument IS 'form of the aid';
COMMENT ON COLUMN @schema@.v_award.status IS 'reserved, granted, reduced, withdrawn, lapsed';
COMMENT ON COLUMN @schema@.v_award.counted IS 'whether it counts: reserved, granted or reduced';
COMMENT ON COLUMN @schema@.v_award.reserved_on IS 'the day on which it was reserved';
COMMENT ON COLUMN @schema@.v_award.granted_on IS 'the day of the award';
COMMENT ON COLUMN @schema@.v_award.year IS 'its year';
COMMENT ON COLUMN @schema@.v_award.status_on IS 'the day on which it was reduced, withdrawn or lapsed';
COMMENT ON COLUMN @schema@.v_award.lapses_on IS 'the day from which on it lapses unless it is used';
COMMENT ON COLUMN @schema@.v_award.nominal_nok IS 'nominal amount in NOK';
COMMENT ON COLUMN @schema@.v_award.gge_nok IS 'gross grant equivalent in NOK';
COMMENT ON COLUMN @schema@.v_award.gge_eur IS 'gross grant equivalent in EUR, as it was on the day of the award';
COMMENT ON COLUMN @schema@.v_award.nok_per_eur IS 'the rate of that, NOK for one EUR';
COMMENT ON COLUMN @schema@.v_award.rate_date IS 'the day of the rate';
COMMENT ON COLUMN @schema@.v_award.eligible_cost_nok IS 'eligible cost in NOK';
COMMENT ON COLUMN @schema@.v_award.frame IS 'the frame that it takes: authority/post/year';
COMMENT ON COLUMN @schema@.v_award.de_minimis IS 'whether it is de minimis aid';
COMMENT ON COLUMN @schema@.v_award.de_minimis_pool IS 'the ceiling of de minimis aid that it counts against';
COMMENT ON COLUMN @schema@.v_award.intensity_percent IS 'its gross grant equivalent in percent of the eligible cost';
COMMENT ON COLUMN @schema@.v_award.max_intensity_percent IS 'the highest intensity allowed, in percent; NULL: not known, or not a matter of percent';
COMMENT ON COLUMN @schema@.v_award.unit IS 'currency of maximum, used_besides and headroom: EUR for de minimis aid, else NOK';
COMMENT ON COLUMN @schema@.v_award.maximum IS 'the lowest known limit of the law or the scheme; of de minimis aid, the ceiling of the undertaking; NULL: not known';
COMMENT ON COLUMN @schema@.v_award.used_besides IS 'other aid that counts against that limit: other de minimis aid of the undertaking within the window that ends on the day; NULL: who asks does not see all awards';
COMMENT ON COLUMN @schema@.v_award.headroom IS 'what is left of maximum after used_besides and this award, negative if it is too much; NULL: not known';
COMMENT ON COLUMN @schema@.v_award.traffic_light IS 'green: lawful; yellow: lawful, with less than a tenth of maximum left; red: not lawful; grey: undecided, or does not count. Of this award by itself; v_project_cumulation has the projects';
COMMENT ON COLUMN @schema@.v_award.undecided IS 'what keeps it undecided; empty: nothing';
COMMENT ON COLUMN @schema@.v_award.rule IS 'the rule of the limit, by its id in law_rule; NULL: none of the guidelines';
COMMENT ON COLUMN @schema@.v_award.citation IS 'the text of the law that sets the limit, with [evidence]';
COMMENT ON COLUMN @schema@.v_award.must_publish IS 'whether it must be entered in the national register of aid, by its amount; NULL: not known';
COMMENT ON COLUMN @schema@.v_award.register_number IS 'its number there';
COMMENT ON COLUMN @schema@.v_award.reasons IS 'reasons';

CREATE VIEW @schema@.v_de_minimis_balance @view_options@ AS
	SELECT orgnr, enterprise, pool, as_of, lower(tilskudd.de_minimis_window(as_of, pool, month)) AS window_from,
		used::numeric(18,2) AS used_eur, ceiling::numeric(18,2) AS ceiling_eur, headroom::numeric(18,2) AS headroom_eur,
		CASE WHEN used > 0 THEN tilskudd.earliest_date_for(greatest(headroom, 0) + 0.01, amounts, days, as_of, pool, false, month) END AS room_returns_on,
		CASE WHEN headroom IS NULL THEN 'grey' WHEN headroom <= 0 THEN 'red' WHEN 10 * headroom < ceiling THEN 'yellow' ELSE 'green' END AS traffic_light
	FROM (
		SELECT e.orgnr::text AS orgnr, e.name AS enterprise, coalesce(h.pool, 'general') AS pool, tilskudd.as_of() AS as_of,
			e.fiscal_year_start_month AS month, h.amounts, h.days,
			tilskudd.de_minimis_ceiling(tilskudd.as_of(), coalesce(h.pool, 'general')) AS ceiling,
			CASE WHEN sight.complete AND tilskudd.de_minimis_ceiling(tilskudd.as_of(), coalesce(h.pool, 'general')) IS NOT NULL THEN coalesce(h.used, 0) END AS used,
			CASE WHEN sight.complete THEN tilskudd.de_minimis_headroom(h.amounts, h.days, tilskudd.as_of(), coalesce(h.pool, 'general'), false,
				e.fiscal_year_start_month) END AS headroom
		FROM @schema@.enterprise AS e CROSS JOIN @schema@.sight
			LEFT JOIN LATERAL (
				SELECT a.de_minimis_pool AS pool, array_agg(a.gge_eur) AS amounts, array_agg(a.granted_on) AS days,
					sum(a.gge_eur) FILTER (WHERE a.granted_on <@ tilskudd.de_minimis_window(tilskudd.as_of(), a.de_minimis_pool, e.fiscal_year_start_month)) AS used
				FROM @schema@.award AS a
				WHERE a.orgnr = ANY (CASE WHEN (SELECT true FROM @schema@.ownership AS o WHERE o.owner = e.orgnr OR o.owned = e.orgnr LIMIT 1)
						THEN tilskudd.undertaking('@text@.undertaking_link', e.orgnr, tilskudd.as_of()) ELSE ARRAY[e.orgnr] END)
					AND a.de_minimis_pool IS NOT NULL AND a.status IN ('reserved', 'granted', 'reduced')
				GROUP BY a.de_minimis_pool) AS h ON true) AS balance;
COMMENT ON VIEW @schema@.v_de_minimis_balance IS 'What de minimis aid an enterprise may still get on the day tilskudd.as_of(), one row for each enterprise and pool in which its undertaking has aid; pool general for one that has none. Asked for one orgnr, it reads the rows of its undertaking only.';
COMMENT ON COLUMN @schema@.v_de_minimis_balance.orgnr IS 'organisation number of the enterprise, nine digits';
COMMENT ON COLUMN @schema@.v_de_minimis_balance.enterprise IS 'its name';
COMMENT ON COLUMN @schema@.v_de_minimis_balance.pool IS 'the ceiling that counts: general, sgei, agriculture, fisheries';
COMMENT ON COLUMN @schema@.v_de_minimis_balance.as_of IS 'the day that the row is for';
COMMENT ON COLUMN @schema@.v_de_minimis_balance.window_from IS 'the first day whose aid counts for a grant on that day; NULL: the law tables have no regime';
COMMENT ON COLUMN @schema@.v_de_minimis_balance.used_eur IS 'aid of the undertaking that counts on that day, in EUR of gross grant equivalent; NULL: who asks does not see all awards';
COMMENT ON COLUMN @schema@.v_de_minimis_balance.ceiling_eur IS 'the ceiling of that day in EUR, not that of road freight; NULL: the law tables have no regime';
COMMENT ON COLUMN @schema@.v_de_minimis_balance.headroom_eur IS 'what may be granted on that day in EUR, windows of later awards included; negative: too much is granted; NULL: as used_eur';
COMMENT ON COLUMN @schema@.v_de_minimis_balance.room_returns_on IS 'the first day on which there is more room; NULL: nothing is used, never more within the law tables, or not known';
COMMENT ON COLUMN @schema@.v_de_minimis_balance.traffic_light IS 'green; yellow: less than a tenth of the ceiling is left; red: nothing is left; grey: not known';

CREATE VIEW @schema@.v_undertaking @view_options@ AS
	SELECT e.orgnr::text AS orgnr, e.name AS enterprise, tilskudd.as_of() AS as_of,
		coalesce(u.undertaking, e.orgnr::text) AS undertaking, coalesce(u.size, 1)::integer AS members,
		(SELECT a.enterprise_size::text FROM @schema@.award AS a WHERE a.orgnr = e.orgnr AND a.granted_on <= tilskudd.as_of()
			ORDER BY a.granted_on DESC, a.id DESC LIMIT 1) AS declared_size,
		s.size::text AS size, s.best::text AS size_at_least, s.worst::text AS size_at_most,
		s.headcount::numeric(18,2) AS headcount, s.turnover_eur::numeric(18,2) AS turnover_eur, s.balance_eur::numeric(18,2) AS balance_eur,
		s.linked, s.partners, array_to_string(s.reasons, ', ') AS reasons, array_to_string(s.missing, ', ') AS missing
	FROM @schema@.enterprise AS e
		LEFT JOIN tilskudd.single_undertaking(format('SELECT DISTINCT owner, owned, ''votes'' AS ground FROM %s WHERE coalesce(valid_from, ''-infinity'') OPERATOR(pg_catalog.<=) %L AND coalesce(valid_to, ''infinity'') OPERATOR(pg_catalog.>=) %2$L',
			'@text@.undertaking_link'::regclass, tilskudd.as_of()), tilskudd.as_of()) AS u ON u.orgnr = e.orgnr::text
		LEFT JOIN tilskudd.sme_status(
			ownership => format('SELECT coalesce(owner::pg_catalog.text, other_owner) AS owner, owned::pg_catalog.text AS owned, capital, capital_total, votes, votes_total, valid_from, valid_to FROM %s WHERE capital IS NOT NULL', '@text@.ownership'::regclass),
			figures => format('SELECT orgnr AS id, period_end, kind, months, headcount, coalesce(turnover_eur, tilskudd.eur_year(turnover_nok, extract(year FROM period_end)::pg_catalog.int4)) AS turnover_eur, coalesce(balance_eur, tilskudd.eur_year(balance_nok, extract(year FROM period_end)::pg_catalog.int4)) AS balance_eur FROM %s', '@text@.figures'::regclass),
			on_date => tilskudd.as_of(),
			entities => format('SELECT coalesce(owner::pg_catalog.text, other_owner) AS id, pg_catalog.min(owner_kind) AS kind FROM %s WHERE owner_kind OPERATOR(pg_catalog.<>) ''enterprise'' GROUP BY 1', '@text@.ownership'::regclass),
			control => format('SELECT coalesce(owner::pg_catalog.text, other_owner) AS owner, owned::pg_catalog.text AS owned, CASE WHEN ground OPERATOR(pg_catalog.=) ''votes'' THEN ''board'' ELSE ground END AS ground, valid_from, valid_to FROM %s WHERE ground IS NOT NULL', '@text@.ownership'::regclass))
			AS s ON s.id = e.orgnr::text;
COMMENT ON VIEW @schema@.v_undertaking IS 'Enterprises with the undertaking that they are part of, and their size by the figures of all that are linked with them, on the day tilskudd.as_of(). Reads the whole graph of owners.';
COMMENT ON COLUMN @schema@.v_undertaking.orgnr IS 'organisation number of the enterprise, nine digits';
COMMENT ON COLUMN @schema@.v_undertaking.enterprise IS 'its name';
COMMENT ON COLUMN @schema@.v_undertaking.as_of IS 'the day that the row is for';
COMMENT ON COLUMN @schema@.v_undertaking.undertaking IS 'the single undertaking, by the organisation number of one of its members';
COMMENT ON COLUMN @schema@.v_undertaking.members IS 'how many enterprises it has';
COMMENT ON COLUMN @schema@.v_undertaking.declared_size IS 'size as declared in its last award up to that day; NULL: none';
COMMENT ON COLUMN @schema@.v_undertaking.size IS 'size by the figures: micro, small, medium, large; NULL: not known';
COMMENT ON COLUMN @schema@.v_undertaking.size_at_least IS 'the smallest size that the figures allow';
COMMENT ON COLUMN @schema@.v_undertaking.size_at_most IS 'the largest';
COMMENT ON COLUMN @schema@.v_undertaking.headcount IS 'annual work units that count for it';
COMMENT ON COLUMN @schema@.v_undertaking.turnover_eur IS 'turnover that counts for it, in EUR';
COMMENT ON COLUMN @schema@.v_undertaking.balance_eur IS 'balance sheet total that counts for it, in EUR';
COMMENT ON COLUMN @schema@.v_undertaking.linked IS 'enterprises linked with it';
COMMENT ON COLUMN @schema@.v_undertaking.partners IS 'partner enterprises';
COMMENT ON COLUMN @schema@.v_undertaking.reasons IS 'what the size rests on, as tilskudd.sme_status() has it';
COMMENT ON COLUMN @schema@.v_undertaking.missing IS 'whose figures are missing';

CREATE VIEW @schema@.v_project_cumulation @view_options@ AS
	SELECT id AS project, title, granting_authority, awards, aid_nok::numeric(18,2) AS aid_nok, cost::numeric(18,2) AS eligible_cost_nok,
		(CASE WHEN cost > 0 THEN 100 * aid_nok / cost END)::numeric(18,4) AS intensity_percent,
		max_percent::numeric(7,4) AS max_intensity_percent,
		(result)."limit"::numeric(18,2) AS maximum_nok, (result).used::numeric(18,2) AS used_nok, (result).excess::numeric(18,2) AS excess_nok,
		CASE WHEN (result).allowed IS NULL OR awards = 0 THEN 'grey' WHEN NOT (result).allowed THEN 'red'
			WHEN 10 * ((result)."limit" - (result).used) < (result)."limit" THEN 'yellow' ELSE 'green' END AS traffic_light,
		array_to_string((result).undecided, '; ') AS undecided, (result).rule AS rule, (result).citation AS citation
	FROM (
		SELECT p.id, p.title, p.granting_authority, sum.awards, sum.aid_nok, sum.max_percent, cost.cost,
			CASE WHEN sum.awards > 0 AND sight.complete THEN tilskudd.cumulation_verdict(
				format('SELECT id AS aid, gge_nok AS amount, coalesce(items, (SELECT pg_catalog.array_agg(item) FROM %s WHERE project OPERATOR(pg_catalog.=) %s), ''{project}'') AS items, max_percent AS intensity, de_minimis '
					'FROM %s WHERE project OPERATOR(pg_catalog.=) %2$s AND status OPERATOR(pg_catalog.=) ANY (''{reserved,granted,reduced}'')', '@text@.cost_item'::regclass, p.id, '@text@.award'::regclass),
				CASE WHEN cost.items THEN format('SELECT item, eligible_cost_nok AS eligible_cost FROM %s WHERE project OPERATOR(pg_catalog.=) %s', '@text@.cost_item'::regclass, p.id)
					ELSE format('SELECT ''project'' AS item, %L::pg_catalog.numeric AS eligible_cost', cost.cost) END) END AS result
		FROM @schema@.project AS p CROSS JOIN @schema@.sight
			CROSS JOIN LATERAL (
				SELECT count(*)::integer AS awards, sum(gge_nok) AS aid_nok, max(max_percent) FILTER (WHERE NOT de_minimis) AS max_percent,
					CASE WHEN min(eligible_cost_nok) = max(eligible_cost_nok) THEN min(eligible_cost_nok) END AS stated
				FROM @schema@.award WHERE project = p.id AND status IN ('reserved', 'granted', 'reduced')) AS sum
			CROSS JOIN LATERAL (
				SELECT count(*) > 0 AS items, coalesce(sum(eligible_cost_nok), sum.stated) AS cost
				FROM @schema@.cost_item WHERE project = p.id) AS cost) AS project;
COMMENT ON VIEW @schema@.v_project_cumulation IS 'Projects, with all aid that counts and whether it is lawful together (V3-1 to V3-3, Regulation (EU) No 651/2014 Art 8): an award without items is for all of them.';
COMMENT ON COLUMN @schema@.v_project_cumulation.project IS 'number of the project';
COMMENT ON COLUMN @schema@.v_project_cumulation.title IS 'its title';
COMMENT ON COLUMN @schema@.v_project_cumulation.granting_authority IS 'who follows it up';
COMMENT ON COLUMN @schema@.v_project_cumulation.awards IS 'awards that count';
COMMENT ON COLUMN @schema@.v_project_cumulation.aid_nok IS 'their gross grant equivalent in NOK';
COMMENT ON COLUMN @schema@.v_project_cumulation.eligible_cost_nok IS 'eligible cost in NOK: that of the items, or that which the awards state; NULL: not known, or they state different ones';
COMMENT ON COLUMN @schema@.v_project_cumulation.intensity_percent IS 'aid in percent of that cost';
COMMENT ON COLUMN @schema@.v_project_cumulation.max_intensity_percent IS 'the highest intensity of an award that is no de minimis aid';
COMMENT ON COLUMN @schema@.v_project_cumulation.maximum_nok IS 'the limit of the items that have the least room, in NOK; NULL: not known';
COMMENT ON COLUMN @schema@.v_project_cumulation.used_nok IS 'the aid that must be borne by them, in NOK';
COMMENT ON COLUMN @schema@.v_project_cumulation.excess_nok IS 'what is too much, in NOK';
COMMENT ON COLUMN @schema@.v_project_cumulation.traffic_light IS 'green: lawful; yellow: less than a tenth of the maximum is left; red: too much; grey: undecided, or no aid';
COMMENT ON COLUMN @schema@.v_project_cumulation.undecided IS 'what keeps it undecided; empty: nothing';
COMMENT ON COLUMN @schema@.v_project_cumulation.rule IS 'the rule of the limit, by its id in law_rule';
COMMENT ON COLUMN @schema@.v_project_cumulation.citation IS 'the text of the law';
