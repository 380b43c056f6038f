-- The views of a register: rows and functions of the extension, nothing else.
--
-- What a view computes stands in its list of columns, not in a join, so that a
-- query that does not ask for it does not pay for it.

CREATE FUNCTION @schema@.undertaking(orgnr tilskudd.orgnr, on_date date) RETURNS TABLE (member tilskudd.orgnr)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 2
	BEGIN ATOMIC
		WITH RECURSIVE undertaking (member) AS (
			SELECT orgnr
			UNION
			SELECT near.member
			FROM undertaking AS known CROSS JOIN LATERAL (
				SELECT link.owned, link.valid_from, link.valid_to FROM @schema@.undertaking_link AS link WHERE link.owner = known.member
				UNION ALL
				SELECT link.owner, link.valid_from, link.valid_to FROM @schema@.undertaking_link AS link WHERE link.owned = known.member)
				AS near (member, valid_from, valid_to)
			WHERE on_date >= coalesce(near.valid_from, '-infinity') AND on_date <= coalesce(near.valid_to, 'infinity'))
		SELECT undertaking.member FROM undertaking;
	END;
COMMENT ON FUNCTION @schema@.undertaking(tilskudd.orgnr, date) IS 'The enterprises that are one undertaking with an enterprise on a day, itself among them, by undertaking_link. One row with NULL for a NULL enterprise.';

CREATE VIEW @schema@.sight @view_options@ AS
	SELECT NOT row_security_active(@award@::regclass) AS complete;
COMMENT ON VIEW @schema@.sight IS 'Whether who asks sees every award. If not, views do not say what is left for an undertaking: tilskudd.headroom() does.';
COMMENT ON COLUMN @schema@.sight.complete IS 'true: no policy hides awards';

CREATE VIEW @schema@.v_award @view_options@ AS
	SELECT id AS award, granting_authority, orgnr::text AS orgnr, enterprise, kommunenr::text AS kommunenr,
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
		SELECT a.id, a.granting_authority, a.orgnr, e.name AS enterprise, a.kommunenr, coalesce(a.nace, e.nace) AS nace, a.scheme,
			s.legal_basis, coalesce(a.purpose, s.purpose) AS purpose, a.project, a.measure, a.enterprise_size, a.instrument, a.status,
			a.status IN ('reserved', 'granted', 'reduced') AS counted, a.reserved_on, a.granted_on, a.status_on, a.lapses_on,
			a.nominal_nok, a.gge_nok, a.gge_eur, a.nok_per_eur, a.rate_date, a.eligible_cost_nok, a.frame, a.de_minimis, a.de_minimis_pool,
			a.max_percent, a.register_number, a.reasons, tilskudd.zone(a.kommunenr, a.granted_on) AS zone,
			CASE WHEN NOT a.de_minimis THEN
				least(a.eligible_cost_nok * least(a.own_max_percent, s.own_max_percent) / 100, s.own_max_nok) END AS own_max,
			CASE WHEN a.de_minimis THEN (
				SELECT tilskudd.de_minimis_verdict(CASE WHEN (SELECT complete FROM @schema@.sight) THEN coalesce(sum(other.gge_eur), 0) END,
					a.gge_eur, a.granted_on, a.de_minimis_pool, a.road_freight)
				FROM @schema@.undertaking(a.orgnr, a.granted_on) AS u JOIN @schema@.award AS other ON other.orgnr = u.member
				WHERE other.de_minimis_pool = a.de_minimis_pool AND other.status IN ('reserved', 'granted', 'reduced') AND other.id <> a.id
					AND other.granted_on <@ tilskudd.de_minimis_window(a.granted_on, a.de_minimis_pool, a.fiscal_year_start_month))
			ELSE tilskudd.intensity_verdict(a.gge_nok, a.eligible_cost_nok, a.measure, a.enterprise_size, a.granted_on,
				tilskudd.zone(a.kommunenr, a.granted_on), a.regime, a.collaboration, a.dissemination, a.disadvantaged, a.restructuring,
				a.certified_provider, a.licensing, a.joint_call, a.maritime, a.multi_state, a.full_cost, a.sparsely_populated,
				a.large_project, a.flat_rate, a.cluster_extended, a.innovative, false, a.years_since_creation, a.cluster_year, NULL,
				a.sme_cost_share, a.distance_km, a.underlying,
				CASE WHEN a.instrument IN ('loan', 'guarantee') THEN a.instrument ELSE 'grant' END, per_eur => a.nok_per_eur)
			END AS verdict
		FROM @schema@.award AS a JOIN @schema@.enterprise AS e ON e.orgnr = a.orgnr LEFT JOIN @schema@.scheme AS s ON s.name = a.scheme) AS award;
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
