-- The views of a register, continued: frames, payments, years, faults.

CREATE VIEW @schema@.v_frame @view_options@ AS
	SELECT frame, granting_authority, year, post, allocated_nok::numeric(18,2) AS allocated_nok, carried_nok::numeric(18,2) AS carried_nok,
		changed_nok::numeric(18,2) AS changed_nok, frame_nok::numeric(18,2) AS frame_nok, awards, committed_nok::numeric(18,2) AS committed_nok,
		reserved_nok::numeric(18,2) AS reserved_nok, withdrawn_nok::numeric(18,2) AS withdrawn_nok,
		(frame_nok - committed_nok)::numeric(18,2) AS available_nok,
		(CASE WHEN frame_nok > 0 THEN 100 * committed_nok / frame_nok END)::numeric(18,4) AS used_percent,
		(CASE WHEN allocated_nok >= 0 THEN tilskudd.frame_carried_share(carried_out, allocated_nok) END)::numeric(18,4) AS carried_percent,
		CASE WHEN committed_nok > frame_nok THEN 'red' WHEN 10 * (frame_nok - committed_nok) < frame_nok THEN 'yellow' ELSE 'green' END AS traffic_light
	FROM (
		SELECT frame, granting_authority, year, post, coalesce(sum(nok) FILTER (WHERE kind = 'allocation'), 0) AS allocated_nok,
			coalesce(sum(nok) FILTER (WHERE kind = 'carried over'), 0) AS carried_nok, coalesce(sum(nok) FILTER (WHERE kind = 'change'), 0) AS changed_nok,
			coalesce(-sum(nok) FILTER (WHERE kind = 'carried over' AND nok < 0), 0) AS carried_out, sum(nok) AS frame_nok
		FROM @schema@.frame GROUP BY frame, granting_authority, year, post) AS part
		CROSS JOIN LATERAL (
			SELECT count(*) FILTER (WHERE status IN ('reserved', 'granted', 'reduced'))::integer AS awards,
				coalesce(sum(nominal_nok) FILTER (WHERE status IN ('reserved', 'granted', 'reduced')), 0) AS committed_nok,
				coalesce(sum(nominal_nok) FILTER (WHERE status = 'reserved'), 0) AS reserved_nok,
				coalesce(sum(nominal_nok) FILTER (WHERE status IN ('withdrawn', 'lapsed')), 0) AS withdrawn_nok
			FROM @schema@.award WHERE award.frame = part.frame) AS used;
COMMENT ON VIEW @schema@.v_frame IS 'Frames: what an authority has to commit of a post and year, and what it has committed (H1-1, H1-2).';
COMMENT ON COLUMN @schema@.v_frame.frame IS 'the frame: authority/post/year';
COMMENT ON COLUMN @schema@.v_frame.granting_authority IS 'whose frame it is';
COMMENT ON COLUMN @schema@.v_frame.year IS 'the year';
COMMENT ON COLUMN @schema@.v_frame.post IS 'the post of the budget';
COMMENT ON COLUMN @schema@.v_frame.allocated_nok IS 'allocated in NOK';
COMMENT ON COLUMN @schema@.v_frame.carried_nok IS 'carried over from (negative: to) other years, in NOK';
COMMENT ON COLUMN @schema@.v_frame.changed_nok IS 'other changes, in NOK';
COMMENT ON COLUMN @schema@.v_frame.frame_nok IS 'what may be committed, in NOK: the sum of these';
COMMENT ON COLUMN @schema@.v_frame.awards IS 'awards that count';
COMMENT ON COLUMN @schema@.v_frame.committed_nok IS 'committed by them, in NOK';
COMMENT ON COLUMN @schema@.v_frame.reserved_nok IS 'the part of that which is only reserved';
COMMENT ON COLUMN @schema@.v_frame.withdrawn_nok IS 'what awards withdrawn or lapsed had taken, in NOK';
COMMENT ON COLUMN @schema@.v_frame.available_nok IS 'what is left, in NOK; negative: too much is committed';
COMMENT ON COLUMN @schema@.v_frame.used_percent IS 'committed in percent of the frame';
COMMENT ON COLUMN @schema@.v_frame.carried_percent IS 'what is carried over to other years in percent of what is allocated (H1-2)';
COMMENT ON COLUMN @schema@.v_frame.traffic_light IS 'green; yellow: less than a tenth is left; red: too much is committed';

CREATE VIEW @schema@.v_payment_due @view_options@ AS
	SELECT id AS award, granting_authority, orgnr, enterprise, project, as_of, nominal_nok AS granted_nok, paid::numeric(18,2) AS paid_nok,
		(nominal_nok - paid)::numeric(18,2) AS remaining_nok, ended AND in_order AS final, payable::numeric(18,2) AS payable_nok,
		CASE WHEN ended AND holdback AND NOT in_order THEN tilskudd.attestation_required(nominal_nok, audit_duty, audited) END AS accounts,
		lapses_on,
		CASE WHEN lapses_on <= as_of THEN 'lapsed' WHEN payable IS NULL THEN 'undecided' WHEN payable > 0 THEN 'payable' ELSE 'waiting' END AS state
	FROM (
		SELECT a.id, a.granting_authority, e.orgnr::text AS orgnr, e.name AS enterprise, a.project, tilskudd.as_of() AS as_of, a.nominal_nok, a.lapses_on,
			paid.paid, a.holdback, e.audit_duty, p.audited_by_riksrevisjonen AS audited, state.ended, state.in_order,
			CASE WHEN a.holdback THEN tilskudd.payable(a.nominal_nok, p.budget_cost_nok, p.documented_cost_nok, paid.paid,
				state.ended AND state.in_order, p.accounts_attested, p.exempted, p.audited_by_riksrevisjonen)
			ELSE a.nominal_nok - paid.paid END AS payable
		FROM @schema@.award AS a JOIN @schema@.enterprise AS e ON e.orgnr = a.orgnr LEFT JOIN @schema@.project AS p ON p.id = a.project
			CROSS JOIN LATERAL (SELECT coalesce(sum(nok), 0) AS paid FROM @schema@.payment WHERE award = a.id AND paid_on <= tilskudd.as_of()) AS paid
			CROSS JOIN LATERAL (SELECT coalesce(p.ended_on <= tilskudd.as_of(), false) AS ended,
				coalesce(p.accounts_attested OR p.exempted OR p.audited_by_riksrevisjonen, false) AS in_order) AS state
		WHERE a.status IN ('granted', 'reduced') AND a.granted_on <= tilskudd.as_of() AND paid.paid < a.nominal_nok) AS due;
COMMENT ON VIEW @schema@.v_payment_due IS 'Awards that are granted and not yet paid in full, with what may be paid on the day tilskudd.as_of() (H3-6 to H3-12).';
COMMENT ON COLUMN @schema@.v_payment_due.award IS 'number of the award';
COMMENT ON COLUMN @schema@.v_payment_due.granting_authority IS 'who granted it';
COMMENT ON COLUMN @schema@.v_payment_due.orgnr IS 'organisation number of the enterprise, nine digits';
COMMENT ON COLUMN @schema@.v_payment_due.enterprise IS 'its name';
COMMENT ON COLUMN @schema@.v_payment_due.project IS 'number of the project';
COMMENT ON COLUMN @schema@.v_payment_due.as_of IS 'the day that the row is for';
COMMENT ON COLUMN @schema@.v_payment_due.granted_nok IS 'nominal amount in NOK';
COMMENT ON COLUMN @schema@.v_payment_due.paid_nok IS 'paid up to that day, in NOK';
COMMENT ON COLUMN @schema@.v_payment_due.remaining_nok IS 'what is left of the award, in NOK';
COMMENT ON COLUMN @schema@.v_payment_due.final IS 'whether the next payment may be the last: the project has ended, and the accounts are in order';
COMMENT ON COLUMN @schema@.v_payment_due.payable_nok IS 'what may be paid now, in NOK; NULL: not known, such as without a budget or accounts';
COMMENT ON COLUMN @schema@.v_payment_due.accounts IS 'whose attestation the last payment waits for now that the project has ended, as tilskudd.attestation_required() has it; NULL: nobody''s, or not known';
COMMENT ON COLUMN @schema@.v_payment_due.lapses_on IS 'the day from which on the award lapses';
COMMENT ON COLUMN @schema@.v_payment_due.state IS 'payable: something may be paid; waiting: nothing may yet; undecided; lapsed: lapses_on has passed';

CREATE VIEW @schema@.v_retention @view_options@ AS
	SELECT a.id AS award, a.granting_authority, e.orgnr::text AS orgnr, e.name AS enterprise, a.granted_on, tilskudd.as_of() AS as_of,
		tilskudd.retention_until(a.granted_on) AS keep_until, tilskudd.retention_until(a.granted_on) < tilskudd.as_of() AS may_be_deleted,
		CASE WHEN a.de_minimis_pool = 'general' THEN tilskudd.register_deadline(a.granted_on) END AS register_by, a.register_number
	FROM @schema@.award AS a JOIN @schema@.enterprise AS e ON e.orgnr = a.orgnr
	WHERE a.de_minimis_pool IS NOT NULL AND a.status <> 'reserved';
COMMENT ON VIEW @schema@.v_retention IS 'How long the records of de minimis aid are kept (V11-5, Regulation (EU) 2023/2831 Art 6(3)), and when they had to be in the central register.';
COMMENT ON COLUMN @schema@.v_retention.award IS 'number of the award';
COMMENT ON COLUMN @schema@.v_retention.granting_authority IS 'who granted it';
COMMENT ON COLUMN @schema@.v_retention.orgnr IS 'organisation number of the enterprise, nine digits';
COMMENT ON COLUMN @schema@.v_retention.enterprise IS 'its name';
COMMENT ON COLUMN @schema@.v_retention.granted_on IS 'the day of the award';
COMMENT ON COLUMN @schema@.v_retention.as_of IS 'the day that the row is for';
COMMENT ON COLUMN @schema@.v_retention.keep_until IS 'the last day on which its records must be kept; NULL: not established';
COMMENT ON COLUMN @schema@.v_retention.may_be_deleted IS 'whether they need not be kept any more on the day as_of; NULL: not established';
COMMENT ON COLUMN @schema@.v_retention.register_by IS 'the last day to enter it in the central register; NULL: no duty that is known';
COMMENT ON COLUMN @schema@.v_retention.register_number IS 'its number in the national register of aid; NULL: not entered';

CREATE VIEW @schema@.v_municipality_year @view_options@ AS
	SELECT kommunenr::text AS kommunenr, tilskudd.kommune_name(kommunenr, make_date(year, 12, 31)) AS municipality,
		tilskudd.county(kommunenr, make_date(year, 12, 31)) AS county, zone::text AS zone, year, awards::integer AS awards,
		nominal_nok::numeric(18,2) AS nominal_nok, gge_nok::numeric(18,2) AS gge_nok, gge_eur::numeric(18,2) AS gge_eur
	FROM (
		SELECT kommunenr, tilskudd.zone(kommunenr, granted_on) AS zone, extract(year FROM granted_on)::integer AS year, count(*) AS awards,
			sum(nominal_nok) AS nominal_nok, sum(gge_nok) AS gge_nok, sum(gge_eur) AS gge_eur
		FROM @schema@.award WHERE status IN ('reserved', 'granted', 'reduced')
		GROUP BY 1, 2, 3) AS sum;
COMMENT ON VIEW @schema@.v_municipality_year IS 'Aid that counts, by municipality as entered, zone and year. Inhabitants are left to you.';
COMMENT ON COLUMN @schema@.v_municipality_year.kommunenr IS 'municipality, four digits, as entered; NULL: none, or not known';
COMMENT ON COLUMN @schema@.v_municipality_year.municipality IS 'its name at the end of the year; NULL: not known';
COMMENT ON COLUMN @schema@.v_municipality_year.county IS 'its county then';
COMMENT ON COLUMN @schema@.v_municipality_year.zone IS 'zone on the aid map of the day of the award; a year in which maps changed has a row for each';
COMMENT ON COLUMN @schema@.v_municipality_year.year IS 'the year of the award';
COMMENT ON COLUMN @schema@.v_municipality_year.awards IS 'awards that count';
COMMENT ON COLUMN @schema@.v_municipality_year.nominal_nok IS 'nominal amount in NOK';
COMMENT ON COLUMN @schema@.v_municipality_year.gge_nok IS 'gross grant equivalent in NOK; NULL: none is known';
COMMENT ON COLUMN @schema@.v_municipality_year.gge_eur IS 'gross grant equivalent in EUR; NULL: none is known';

CREATE VIEW @schema@.v_violation @view_options@ AS
	SELECT subject, key, guard, rule, on_date, used::numeric(18,2) AS used, "limit"::numeric(18,2) AS maximum, excess::numeric(18,2) AS excess,
		CASE rule WHEN 'de_minimis' THEN 'EUR' ELSE 'NOK' END AS unit, citation
	FROM (
		SELECT 'award' AS subject, v.* FROM tilskudd.violations('@text@.award') AS v
		UNION ALL SELECT 'payment', v.* FROM tilskudd.violations('@text@.payment') AS v) AS violation;
COMMENT ON VIEW @schema@.v_violation IS 'Where awards and payments break the guards, of all that who asks may see; what was lawful when it was granted may be here, too. Reads all of them.';
COMMENT ON COLUMN @schema@.v_violation.subject IS 'award or payment';
COMMENT ON COLUMN @schema@.v_violation.key IS 'the undertaking, project, frame or award';
COMMENT ON COLUMN @schema@.v_violation.guard IS 'the guard';
COMMENT ON COLUMN @schema@.v_violation.rule IS 'its rule';
COMMENT ON COLUMN @schema@.v_violation.on_date IS 'the day on which it is too much';
COMMENT ON COLUMN @schema@.v_violation.used IS 'what is granted or paid, in unit';
COMMENT ON COLUMN @schema@.v_violation.maximum IS 'the limit, in unit; NULL: none, since the accounts are not in order';
COMMENT ON COLUMN @schema@.v_violation.excess IS 'what is too much, in unit';
COMMENT ON COLUMN @schema@.v_violation.unit IS 'EUR or NOK';
COMMENT ON COLUMN @schema@.v_violation.citation IS 'the text of the law';

CREATE VIEW @schema@.v_quality @view_options@ AS
	SELECT 'orgnr invalid' AS fault, 'ownership' AS subject, id::text AS key, owned::text AS orgnr, other_owner AS detail
	FROM @schema@.ownership WHERE other_owner ~ '^[0-9 ]{9,11}$' AND NOT tilskudd.orgnr_is_valid(other_owner)
	UNION ALL SELECT 'owner by name', 'ownership', id::text, owned::text, other_owner
	FROM @schema@.ownership WHERE other_owner ~ '^[0-9 ]{9,11}$' AND tilskudd.orgnr_is_valid(other_owner)
	UNION ALL SELECT 'municipality missing', 'award', id::text, orgnr::text, NULL FROM @schema@.award WHERE kommunenr IS NULL
	UNION ALL SELECT 'municipality unknown', 'award', id::text, orgnr::text, kommunenr::text
	FROM @schema@.award AS a WHERE kommunenr IS NOT NULL AND NOT EXISTS (SELECT FROM tilskudd.kommune_at(a.kommunenr, a.granted_on))
	UNION ALL SELECT 'municipality unknown', 'enterprise', orgnr::text, orgnr::text, kommunenr::text
	FROM @schema@.enterprise AS e WHERE kommunenr IS NOT NULL AND NOT EXISTS (SELECT FROM tilskudd.kommune_at(e.kommunenr, current_date))
	UNION ALL SELECT 'SME and large', 'enterprise', orgnr::text, orgnr::text, extract(year FROM granted_on)::text
	FROM @schema@.award GROUP BY orgnr, extract(year FROM granted_on) HAVING bool_or(enterprise_size < 'large') AND bool_or(enterprise_size = 'large')
	UNION ALL SELECT 'size missing', 'award', id::text, orgnr::text, NULL FROM @schema@.award WHERE enterprise_size IS NULL AND NOT de_minimis
	UNION ALL SELECT 'aid above nominal', 'award', id::text, orgnr::text, gge_nok || ' of ' || nominal_nok || ' NOK' FROM @schema@.award WHERE gge_nok > nominal_nok
	UNION ALL SELECT 'gross grant equivalent missing', 'award', id::text, orgnr::text, instrument FROM @schema@.award WHERE gge_nok IS NULL OR gge_eur IS NULL
	UNION ALL SELECT 'eligible cost missing', 'award', id::text, orgnr::text, measure::text FROM @schema@.award WHERE eligible_cost_nok IS NULL AND max_percent IS NOT NULL AND NOT de_minimis
	UNION ALL SELECT 'rate differs', 'award', a.id::text, a.orgnr::text, a.nok_per_eur || ', not ' || x.nok_per_eur
	FROM @schema@.award AS a JOIN @schema@.exchange_rate AS x USING (rate_date) WHERE a.nok_per_eur <> x.nok_per_eur
	UNION ALL SELECT 'pool differs', 'award', a.id::text, a.orgnr::text, coalesce(a.de_minimis_pool, 'none') || ', not ' || coalesce(s.pool, 'none')
	FROM @schema@.award AS a JOIN @schema@.scheme AS s ON s.name = a.scheme WHERE a.de_minimis_pool IS DISTINCT FROM s.pool
	UNION ALL SELECT 'outside the days of the scheme', 'award', a.id::text, a.orgnr::text, a.granted_on::text
	FROM @schema@.award AS a JOIN @schema@.scheme AS s ON s.name = a.scheme WHERE a.granted_on < s.valid_from OR a.granted_on > s.valid_to
	UNION ALL SELECT 'frame unknown', 'award', id::text, orgnr::text, frame
	FROM @schema@.award AS a WHERE frame IS NOT NULL AND NOT EXISTS (SELECT FROM @schema@.frame AS f WHERE f.frame = a.frame)
	UNION ALL SELECT 'item unknown', 'award', a.id::text, a.orgnr::text, i.item
	FROM @schema@.award AS a CROSS JOIN LATERAL unnest(a.items) AS i (item)
	WHERE NOT EXISTS (SELECT FROM @schema@.cost_item AS c WHERE c.project = a.project AND c.item = i.item)
	UNION ALL SELECT 'lapsed, not marked', 'award', id::text, orgnr::text, lapses_on::text
	FROM @schema@.award AS a WHERE status IN ('reserved', 'granted', 'reduced') AND lapses_on <= tilskudd.as_of()
		AND NOT EXISTS (SELECT FROM @schema@.payment AS p WHERE p.award = a.id)
	UNION ALL SELECT 'figures missing', 'enterprise', e.orgnr::text, e.orgnr::text, NULL
	FROM @schema@.enterprise AS e WHERE NOT EXISTS (SELECT FROM @schema@.figures AS f WHERE f.orgnr = e.orgnr)
		AND EXISTS (SELECT FROM @schema@.award AS a WHERE a.orgnr = e.orgnr AND NOT a.de_minimis)
	UNION ALL SELECT 'application incomplete', 'application', id::text, orgnr::text,
		concat_ws(', ', CASE WHEN goals IS NULL THEN 'goals' END, CASE WHEN milestones IS NULL THEN 'milestones' END,
			CASE WHEN cost_estimate_nok IS NULL THEN 'cost estimate' END, CASE WHEN financed_otherwise_nok IS NULL THEN 'financing' END)
	FROM @schema@.application WHERE num_nulls(goals, milestones, cost_estimate_nok, financed_otherwise_nok) > 0
	UNION ALL SELECT 'late application', 'application', a.id::text, a.orgnr::text, a.received_on || ' after ' || c.deadline
	FROM @schema@.application AS a JOIN @schema@.call AS c ON c.id = a.call WHERE a.received_on > c.deadline
	UNION ALL SELECT 'ground unknown', 'recovery', r.id::text, NULL, r.ground
	FROM @schema@.recovery AS r WHERE r.ground NOT IN (SELECT ground FROM tilskudd.law_recovery);
COMMENT ON VIEW @schema@.v_quality IS 'What is missing or odd in the register: nothing here is unlawful by itself.';
COMMENT ON COLUMN @schema@.v_quality.fault IS 'what it is: see the list in the documentation';
COMMENT ON COLUMN @schema@.v_quality.subject IS 'the table';
COMMENT ON COLUMN @schema@.v_quality.key IS 'the row, by its number or name';
COMMENT ON COLUMN @schema@.v_quality.orgnr IS 'organisation number of the enterprise, nine digits';
COMMENT ON COLUMN @schema@.v_quality.detail IS 'what was found';

CREATE VIEW @schema@.v_annual_report @view_options@ AS
	SELECT year::integer AS year, granting_authority, scheme, count(applied)::integer AS applications, coalesce(sum(applied), 0)::numeric(18,2) AS applied_nok,
		count(rejected)::integer AS rejected, count(granted)::integer AS awards, count(DISTINCT orgnr)::integer AS enterprises,
		coalesce(sum(granted), 0)::numeric(18,2) AS granted_nok, coalesce(sum(gge), 0)::numeric(18,2) AS gge_nok,
		coalesce(sum(withdrawn), 0)::numeric(18,2) AS withdrawn_nok, coalesce(sum(paid), 0)::numeric(18,2) AS paid_nok,
		coalesce(sum(demanded), 0)::numeric(18,2) AS demanded_nok, coalesce(sum(repaid), 0)::numeric(18,2) AS repaid_nok
	FROM (
		SELECT extract(year FROM a.received_on)::integer AS year, a.granting_authority, c.scheme, NULL::tilskudd.orgnr AS orgnr, a.applied_nok AS applied,
			NULL::boolean AS rejected, NULL::numeric AS granted, NULL::numeric AS gge, NULL::numeric AS withdrawn, NULL::numeric AS paid,
			NULL::numeric AS demanded, NULL::numeric AS repaid
		FROM @schema@.application AS a LEFT JOIN @schema@.call AS c ON c.id = a.call
		UNION ALL SELECT extract(year FROM a.decided_on), a.granting_authority, c.scheme, NULL, NULL, true, NULL, NULL, NULL, NULL, NULL, NULL
		FROM @schema@.application AS a LEFT JOIN @schema@.call AS c ON c.id = a.call WHERE a.decision = 'rejected'
		UNION ALL SELECT extract(year FROM granted_on), granting_authority, scheme, orgnr, NULL, NULL, coalesce(reduced_from_nok, nominal_nok), gge_nok, NULL, NULL, NULL, NULL
		FROM @schema@.award WHERE status <> 'reserved'
		UNION ALL SELECT extract(year FROM status_on), granting_authority, scheme, NULL, NULL, NULL, NULL, NULL,
			CASE status WHEN 'reduced' THEN reduced_from_nok - nominal_nok ELSE nominal_nok END, NULL, NULL, NULL
		FROM @schema@.award WHERE status IN ('reduced', 'withdrawn', 'lapsed')
		UNION ALL SELECT extract(year FROM p.paid_on), a.granting_authority, a.scheme, NULL, NULL, NULL, NULL, NULL, NULL, p.nok, NULL, NULL
		FROM @schema@.payment AS p JOIN @schema@.award AS a ON a.id = p.award
		UNION ALL SELECT extract(year FROM r.demanded_on), a.granting_authority, a.scheme, NULL, NULL, NULL, NULL, NULL, NULL, NULL, r.demanded_nok + r.interest_nok, NULL
		FROM @schema@.recovery AS r JOIN @schema@.award AS a ON a.id = r.award
		UNION ALL SELECT extract(year FROM r.repaid_on), a.granting_authority, a.scheme, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, r.repaid_nok
		FROM @schema@.recovery AS r JOIN @schema@.award AS a ON a.id = r.award WHERE r.repaid_on IS NOT NULL) AS fact
	GROUP BY year, granting_authority, scheme;
COMMENT ON VIEW @schema@.v_annual_report IS 'The figures of the yearly report (H4-1), by year, granting authority and scheme; amounts in NOK.';
COMMENT ON COLUMN @schema@.v_annual_report.year IS 'the year';
COMMENT ON COLUMN @schema@.v_annual_report.granting_authority IS 'who reports';
COMMENT ON COLUMN @schema@.v_annual_report.scheme IS 'the scheme; NULL: without one';
COMMENT ON COLUMN @schema@.v_annual_report.applications IS 'applications received in the year';
COMMENT ON COLUMN @schema@.v_annual_report.applied_nok IS 'what they were for';
COMMENT ON COLUMN @schema@.v_annual_report.rejected IS 'applications rejected in the year';
COMMENT ON COLUMN @schema@.v_annual_report.awards IS 'awards granted in the year, those that were withdrawn later among them';
COMMENT ON COLUMN @schema@.v_annual_report.enterprises IS 'enterprises that they went to';
COMMENT ON COLUMN @schema@.v_annual_report.granted_nok IS 'their nominal amount';
COMMENT ON COLUMN @schema@.v_annual_report.gge_nok IS 'their gross grant equivalent, as far as it is known';
COMMENT ON COLUMN @schema@.v_annual_report.withdrawn_nok IS 'what was withdrawn or lapsed in the year, or taken off by a reduction';
COMMENT ON COLUMN @schema@.v_annual_report.paid_nok IS 'paid in the year';
COMMENT ON COLUMN @schema@.v_annual_report.demanded_nok IS 'demanded back in the year, with interest';
COMMENT ON COLUMN @schema@.v_annual_report.repaid_nok IS 'repaid; of each demand, in the year of the last repayment';

CREATE VIEW @schema@.v_award_as_of @view_options@ AS
	SELECT a.id AS award, a.granting_authority, e.orgnr::text AS orgnr, e.name AS enterprise, day.as_of,
		state.status, a.reserved_on, a.granted_on, a.scheme, a.measure::text AS measure,
		(CASE WHEN a.status_on > day.as_of THEN coalesce(a.reduced_from_nok, a.nominal_nok) ELSE a.nominal_nok END)::numeric(15,2) AS nominal_nok,
		(SELECT coalesce(sum(nok), 0) FROM @schema@.payment WHERE award = a.id AND paid_on <= day.as_of)::numeric(18,2) AS paid_nok,
		(SELECT CASE WHEN count(*) = 1 THEN min(k::text) END FROM tilskudd.kommune_at(a.kommunenr, day.as_of) AS k) AS kommunenr,
		tilskudd.kommune_name(a.kommunenr, day.as_of) AS municipality, tilskudd.county(a.kommunenr, day.as_of) AS county,
		tilskudd.zone(a.kommunenr, day.as_of)::text AS zone, tilskudd.centrality(a.kommunenr, day.as_of)::integer AS centrality, a.de_minimis,
		CASE WHEN a.de_minimis THEN state.status IN ('reserved', 'granted', 'reduced')
			AND a.granted_on <@ tilskudd.de_minimis_window(day.as_of, a.de_minimis_pool, a.fiscal_year_start_month) END AS in_window
	FROM (SELECT tilskudd.as_of() AS as_of) AS day
		JOIN @schema@.award AS a ON coalesce(a.reserved_on, a.granted_on) <= day.as_of
		JOIN @schema@.enterprise AS e ON e.orgnr = a.orgnr
		CROSS JOIN LATERAL (SELECT CASE WHEN a.status_on <= day.as_of THEN a.status
			WHEN a.granted_on > day.as_of OR a.status = 'reserved' THEN 'reserved' ELSE 'granted' END AS status) AS state;
COMMENT ON VIEW @schema@.v_award_as_of IS 'Awards as they stood on the day tilskudd.as_of(): those reserved or granted by then, with their status of that day and the municipality of that day that the place lies in.';
COMMENT ON COLUMN @schema@.v_award_as_of.award IS 'number of the award';
COMMENT ON COLUMN @schema@.v_award_as_of.granting_authority IS 'who granted it';
COMMENT ON COLUMN @schema@.v_award_as_of.orgnr IS 'organisation number of the enterprise, nine digits';
COMMENT ON COLUMN @schema@.v_award_as_of.enterprise IS 'its name';
COMMENT ON COLUMN @schema@.v_award_as_of.as_of IS 'the day that the row is for';
COMMENT ON COLUMN @schema@.v_award_as_of.status IS 'status on that day';
COMMENT ON COLUMN @schema@.v_award_as_of.reserved_on IS 'the day on which it was reserved';
COMMENT ON COLUMN @schema@.v_award_as_of.granted_on IS 'the day of the award';
COMMENT ON COLUMN @schema@.v_award_as_of.scheme IS 'the scheme';
COMMENT ON COLUMN @schema@.v_award_as_of.measure IS 'what the aid is for';
COMMENT ON COLUMN @schema@.v_award_as_of.nominal_nok IS 'nominal amount on that day, in NOK; what was reduced later, before that';
COMMENT ON COLUMN @schema@.v_award_as_of.paid_nok IS 'paid up to that day, in NOK';
COMMENT ON COLUMN @schema@.v_award_as_of.kommunenr IS 'the municipality of that day in which the place lies, four digits; NULL: several, or not known';
COMMENT ON COLUMN @schema@.v_award_as_of.municipality IS 'its name on that day';
COMMENT ON COLUMN @schema@.v_award_as_of.county IS 'its county on that day';
COMMENT ON COLUMN @schema@.v_award_as_of.zone IS 'its zone on the aid map of that day';
COMMENT ON COLUMN @schema@.v_award_as_of.centrality IS 'its class of centrality on that day';
COMMENT ON COLUMN @schema@.v_award_as_of.de_minimis IS 'whether it is de minimis aid';
COMMENT ON COLUMN @schema@.v_award_as_of.in_window IS 'whether it counts as de minimis aid for a grant on that day; NULL: not known, or no de minimis aid';
