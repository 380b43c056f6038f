-- complain if script is sourced in psql, rather than via ALTER EXTENSION
\echo Use "ALTER EXTENSION tilskudd UPDATE TO '0.2'" to load this file. \quit

-- law

COMMENT ON FUNCTION law_table(text) IS
'Rows of a law table as compiled into the library, in the order of its source; empty cells are NULL. Needs a column definition list: columns by their names, as many as are wanted, or, with names that the table does not have, all by position. Errors: 42P01 for a name that is no law table, 42703 where it lacks some of the names, 42804 for another number of columns. The law_* views are made of it.';

-- stale_objects: what may have stored an answer of law that has changed

CREATE VIEW law_reader AS
	SELECT function, law_tables
	FROM (VALUES
		('ad_hoc_share_ok', 'eligibility'),
		('ad_hoc_share_verdict', 'eligibility'),
		('adjusted_aid_amount', 'bonus intensity regime threshold zone_map'),
		('aid_register_instrument', 'aid_register_code'),
		('aid_register_purpose', 'aid_register_code'),
		('aid_register_word', 'aid_register_code'),
		('assignment_letter_due', 'frame'),
		('assignment_letter_ok', 'frame'),
		('attestation_required', 'payment'),
		('base_rate', 'base_rate'),
		('binding_until', 'recovery'),
		('centrality', 'centrality municipality municipality_change'),
		('checklist', 'required_item'),
		('cofinancing_ok', 'kompetansepiloter'),
		('cofinancing_verdict', 'kompetansepiloter'),
		('complaint_body', 'complaint regime'),
		('complaint_ok', 'complaint regime'),
		('county', 'county municipality municipality_change'),
		('cumulation_verdict', 'cumulation'),
		('de_minimis_ceiling', 'de_minimis'),
		('de_minimis_eligible_ok', 'regime'),
		('de_minimis_eligible_verdict', 'regime'),
		('de_minimis_excluded', 'eligibility'),
		('de_minimis_guarantee_gge', 'de_minimis'),
		('de_minimis_guarantee_verdict', 'de_minimis'),
		('de_minimis_headroom', 'de_minimis'),
		('de_minimis_headroom_curve', 'de_minimis'),
		('de_minimis_loan_gge', 'de_minimis'),
		('de_minimis_loan_verdict', 'de_minimis'),
		('de_minimis_notice', 'de_minimis de_minimis_duty'),
		('de_minimis_ok', 'de_minimis de_minimis_cumulation'),
		('de_minimis_peak', 'de_minimis'),
		('de_minimis_used', 'de_minimis'),
		('de_minimis_verdict', 'de_minimis de_minimis_cumulation'),
		('de_minimis_window', 'de_minimis'),
		('discount_rate', 'base_rate discount_margin'),
		('district_majority', 'centrality kompetansepiloter municipality municipality_change'),
		('district_majority_verdict', 'centrality kompetansepiloter municipality municipality_change'),
		('earliest_date_for', 'de_minimis'),
		('enterprise_size', 'size_threshold'),
		('eur_year', 'eur_year'),
		('explain_cumulation', 'cumulation'),
		('explain_intensity', 'amount bonus de_minimis intensity regime threshold zone_map'),
		('explain_recovery_interest', 'base_rate recovery_rate'),
		('find_kommune', 'county municipality municipality_change municipality_name'),
		('guarantee_premium', 'guarantee_premium'),
		('has_all_items', 'required_item'),
		('headroom', 'cumulation de_minimis de_minimis_cumulation de_minimis_duty payment'),
		('headroom_curve', 'de_minimis de_minimis_cumulation'),
		('in_zone', 'municipality municipality_change zone'),
		('incentive_effect_ok', 'eligibility'),
		('incentive_effect_required', 'eligibility'),
		('incentive_effect_verdict', 'eligibility'),
		('ineligible_cost', 'kompetansepiloter'),
		('instalments', 'payment'),
		('intensity_ok', 'amount bonus de_minimis intensity regime threshold zone_map'),
		('intensity_verdict', 'amount bonus de_minimis intensity regime threshold zone_map'),
		('investment_grant_tax', 'tax'),
		('kommune_at', 'municipality municipality_change'),
		('kommune_name', 'municipality municipality_change municipality_name'),
		('kommunenr', 'county municipality municipality_change municipality_name'),
		('law_table', '*'),
		('loss_fund_status', 'loss_fund'),
		('max_aid', 'amount bonus de_minimis intensity regime threshold zone_map'),
		('max_grant', 'kompetansepiloter'),
		('max_intensity', 'bonus intensity regime zone_map'),
		('may_apply_kompetansepiloter', 'county kompetansepiloter municipality_name'),
		('may_complain', 'complaint regime'),
		('may_fund', 'regime'),
		('may_grant', 'de_minimis regime'),
		('may_target_kompetansepiloter', 'kompetansepiloter'),
		('ministry_answer_due', 'deadline'),
		('missing_items', 'required_item'),
		('must_notify', 'bonus intensity regime threshold zone_map'),
		('must_publish', 'threshold'),
		('notification_threshold', 'bonus intensity regime threshold zone_map'),
		('nyvekst_owners_ok', 'eligibility regime'),
		('nyvekst_owners_verdict', 'eligibility regime'),
		('payable', 'payment'),
		('payment_ok', 'payment'),
		('payment_verdict', 'payment'),
		('payroll_rate', 'municipality municipality_change payroll_rate payroll_zone'),
		('payroll_zone', 'municipality municipality_change payroll_zone'),
		('realised_within_tax_period', 'tax'),
		('recovery_grounds', 'recovery'),
		('recovery_interest', 'base_rate recovery_rate'),
		('recovery_rate', 'base_rate recovery_rate'),
		('reference_rate', 'base_rate reference_margin'),
		('register_deadline', 'de_minimis de_minimis_duty'),
		('reporting_deadlines', 'deadline'),
		('retention_until', 'de_minimis de_minimis_duty'),
		('simplified_procedure', 'eligibility'),
		('sme_explain', 'eur_year investor_limit size_threshold'),
		('sme_status', 'eur_year investor_limit size_threshold'),
		('transport_zone', 'municipality municipality_change transport_zone'),
		('undertaking_majority', 'kompetansepiloter'),
		('violations', 'cumulation de_minimis de_minimis_cumulation payment'),
		('within_binding_period', 'recovery'),
		('zone', 'municipality municipality_change zone'),
		('zone_parts', 'municipality municipality_change zone'),
		('zone_source', 'municipality municipality_change zone')) AS t(function, law_tables);
GRANT SELECT ON law_reader TO PUBLIC;
COMMENT ON VIEW law_reader IS
'The functions whose answers come from the law tables, with the tables. Functions that call these are not listed. Names, values and labels of the types are no answers.';
COMMENT ON COLUMN law_reader.function IS 'name of the function, in all its forms';
COMMENT ON COLUMN law_reader.law_tables IS 'names of the law tables, as in law_table(), separated by spaces; *: every one';

-- A row for each law table that a version changed, with what changed: before
-- the first one is written, the row without a version stands for the types.
CREATE VIEW law_change AS
	SELECT version, law_table, change
	FROM (VALUES
		(NULL::text, NULL::text, NULL::text)) AS t(version, law_table, change)
	WHERE version IS NOT NULL;
GRANT SELECT ON law_change TO PUBLIC;
COMMENT ON VIEW law_change IS
'What changed in the law tables since version 0.1, by the version that brought it.';
COMMENT ON COLUMN law_change.version IS 'version of the extension';
COMMENT ON COLUMN law_change.law_table IS 'the law table, as in law_table()';
COMMENT ON COLUMN law_change.change IS 'which rows, in words';

CREATE FUNCTION stale_objects(since text DEFAULT NULL,
	OUT kind text, OUT relation regclass, OUT object text, OUT functions regprocedure[], OUT statement text)
	RETURNS SETOF record
	LANGUAGE sql STABLE PARALLEL SAFE COST 100000 ROWS 20
	-- so that statements mean the same in every session
	SET search_path = pg_catalog, pg_temp
	SET datestyle = 'ISO'
	SET intervalstyle = 'postgres'
BEGIN ATOMIC
	WITH RECURSIVE reader AS (
		SELECT p.oid
		FROM pg_proc AS p JOIN law_reader AS r ON p.proname = r.function
		WHERE p.pronamespace = (SELECT extnamespace FROM pg_extension WHERE extname = 'tilskudd')
			AND (since IS NULL OR EXISTS (
				SELECT FROM law_change AS c
				WHERE regexp_split_to_array(c.version, '[.]')::integer[] > regexp_split_to_array(since, '[.]')::integer[]
					AND (r.law_tables = '*' OR c.law_table = ANY (string_to_array(r.law_tables, ' ')))))),
	-- What calls or reads what.  A rule stands for its view, a default for its
	-- generated column.  What only stores answers is the end of the way.
	use AS (
		SELECT refclassid, refobjid, refobjsubid, classid, objid, 0 AS objsubid,
			classid IN ('pg_proc'::regclass, 'pg_operator'::regclass) AS goes_on, false AS reads
		FROM pg_depend
		WHERE classid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_constraint'::regclass, 'pg_statistic_ext'::regclass)
		UNION ALL
		SELECT refclassid, refobjid, refobjsubid, classid, objid, 0, false, false
		FROM pg_depend JOIN pg_class AS c ON c.oid = objid
		WHERE classid = 'pg_class'::regclass AND objsubid = 0 AND relkind IN ('i', 'I', 'p')
		UNION ALL
		SELECT refclassid, refobjid, refobjsubid, 'pg_class'::regclass, ev_class, 0, true, true
		FROM pg_depend JOIN pg_rewrite AS r ON r.oid = objid JOIN pg_class AS c ON c.oid = ev_class
		WHERE classid = 'pg_rewrite'::regclass AND relkind IN ('v', 'm')
		UNION ALL
		-- up to PostgreSQL 14 the column itself depends on what it calls
		SELECT refclassid, refobjid, refobjsubid, 'pg_class'::regclass, attrelid, attnum, true, false
		FROM pg_depend LEFT JOIN pg_attrdef AS d ON classid = 'pg_attrdef'::regclass AND d.oid = objid
			JOIN pg_attribute ON attrelid = coalesce(adrelid, objid) AND attnum = coalesce(adnum, objsubid)
		WHERE classid IN ('pg_attrdef'::regclass, 'pg_class'::regclass) AND attgenerated = 's'),
	stale (classid, objid, objsubid, goes_on, reader) AS (
		SELECT 'pg_proc'::regclass::oid, oid, 0, true, oid FROM reader
		UNION
		SELECT u.classid, u.objid, u.objsubid, u.goes_on, s.reader
		FROM stale AS s JOIN use AS u ON u.refclassid = s.classid AND u.refobjid = s.objid
		WHERE s.goes_on AND CASE WHEN s.classid = 'pg_class'::regclass
			THEN (u.reads OR u.classid = 'pg_proc'::regclass) AND (s.objsubid = 0 OR u.refobjsubid IN (0, s.objsubid))
			ELSE true END),
	-- materialized views, with what is read on the way to each of them
	below (view, classid, objid) AS (
		SELECT objid, classid, objid FROM stale
		WHERE classid = 'pg_class'::regclass AND objsubid = 0
			AND EXISTS (SELECT FROM pg_class AS c WHERE c.oid = objid AND relkind = 'm')
		UNION
		SELECT b.view, u.refclassid, u.refobjid
		FROM below AS b JOIN use AS u ON u.classid = b.classid AND u.objid = b.objid
		WHERE u.refclassid = 'pg_proc'::regclass OR u.refclassid = 'pg_class'::regclass AND b.classid IN ('pg_class'::regclass, 'pg_proc'::regclass)),
	found AS (
		SELECT classid, objid, objsubid, array_agg(DISTINCT reader::regprocedure) AS functions,
			(pg_identify_object(classid, objid, objsubid)).identity AS identity
		FROM stale
		GROUP BY classid, objid, objsubid),
	listed AS (
		SELECT 1 AS place, 0::bigint AS level, 'generated column' AS kind, attrelid AS relid, f.identity, f.functions,
			(SELECT format('UPDATE %s SET %I = %2$I', (pg_identify_object('pg_class'::regclass, attrelid, 0)).identity, b.attname)
				FROM use AS u JOIN pg_attribute AS b ON b.attrelid = u.refobjid AND b.attnum = u.refobjsubid
				WHERE u.classid = f.classid AND u.objid = f.objid AND u.objsubid = f.objsubid
					AND u.refclassid = f.classid AND u.refobjid = f.objid AND b.attnum > 0 AND b.attnum <> f.objsubid
				ORDER BY b.attnum LIMIT 1) AS statement
		FROM found AS f JOIN pg_attribute AS a ON attrelid = f.objid AND attnum = f.objsubid
		WHERE f.classid = 'pg_class'::regclass AND f.objsubid > 0 AND attinhcount = 0
		UNION ALL
		SELECT 2, 0, 'index', indrelid, f.identity, f.functions, 'REINDEX INDEX ' || f.identity
		FROM found AS f JOIN pg_class AS c ON c.oid = f.objid JOIN pg_index ON indexrelid = f.objid
		WHERE f.classid = 'pg_class'::regclass AND f.objsubid = 0 AND NOT relispartition
		UNION ALL
		SELECT 3, 0, 'partition key', f.objid, f.identity, f.functions,
			(SELECT format('UPDATE %s SET %I = %2$I', f.identity, b.attname)
				-- the columns of the key depend on the table
				FROM pg_depend AS d JOIN pg_attribute AS b ON b.attrelid = d.objid AND b.attnum = d.objsubid
				WHERE d.classid = f.classid AND d.objid = f.objid AND d.refclassid = f.classid AND d.refobjid = f.objid
					AND d.refobjsubid = 0 AND d.deptype = 'i' AND b.attnum > 0
				ORDER BY b.attnum LIMIT 1)
		FROM found AS f JOIN pg_class AS c ON c.oid = f.objid
		WHERE f.classid = 'pg_class'::regclass AND f.objsubid = 0 AND relkind = 'p'
		UNION ALL
		SELECT 4, 0, CASE WHEN contypid <> 0 THEN 'domain constraint' ELSE 'check constraint' END, conrelid, f.identity, f.functions,
			format(CASE WHEN contypid <> 0 THEN 'ALTER DOMAIN %1$s DROP CONSTRAINT %2$I; ALTER DOMAIN %1$s ADD CONSTRAINT %2$I %3$s'
					ELSE 'ALTER TABLE %1$s DROP CONSTRAINT %2$I, ADD CONSTRAINT %2$I %3$s' END
				|| CASE WHEN d.description IS NULL THEN ''
					WHEN contypid <> 0 THEN '; COMMENT ON CONSTRAINT %2$I ON DOMAIN %1$s IS %4$L'
					ELSE '; COMMENT ON CONSTRAINT %2$I ON %1$s IS %4$L' END,
				(SELECT identity FROM pg_identify_object(
					CASE WHEN contypid <> 0 THEN 'pg_type'::regclass ELSE 'pg_class'::regclass END, greatest(conrelid, contypid), 0)),
				conname, pg_get_constraintdef(c.oid), d.description)
		FROM found AS f JOIN pg_constraint AS c ON c.oid = f.objid
			LEFT JOIN pg_description AS d ON d.classoid = f.classid AND d.objoid = f.objid
		WHERE f.classid = 'pg_constraint'::regclass AND contype = 'c' AND convalidated AND coninhcount = 0
		UNION ALL
		SELECT 5, 0, 'statistics', stxrelid, f.identity, f.functions,
			'ANALYZE ' || (pg_identify_object('pg_class'::regclass, stxrelid, 0)).identity
		FROM found AS f JOIN pg_statistic_ext AS s ON s.oid = f.objid
		WHERE f.classid = 'pg_statistic_ext'::regclass
		UNION ALL
		SELECT 6, (SELECT count(DISTINCT b.objid) FROM below AS b JOIN below AS v ON v.view = b.objid WHERE b.view = f.objid),
			'materialized view', f.objid, f.identity, f.functions, 'REFRESH MATERIALIZED VIEW ' || f.identity
		FROM found AS f JOIN pg_class AS c ON c.oid = f.objid
		WHERE f.classid = 'pg_class'::regclass AND f.objsubid = 0 AND relkind = 'm')
	SELECT l.kind, nullif(l.relid, 0)::regclass, l.identity, l.functions, l.statement
	FROM listed AS l LEFT JOIN pg_class AS c ON c.oid = l.relid
	WHERE pg_is_other_temp_schema(c.relnamespace) IS NOT TRUE
	ORDER BY l.place, l.level, l.identity COLLATE "C"
	-- No limit: this is read even where nothing has changed, so that what is no
	-- version is an error.
	LIMIT CASE WHEN regexp_split_to_array(since, '[.]')::integer[] IS NULL THEN NULL::bigint END;
END;
COMMENT ON FUNCTION stale_objects(text) IS
'What this database has stored of answers that the law tables gave: stored generated columns, expression and partial indexes, partition keys, validated CHECK constraints of tables and domains, extended statistics and materialized views that call functions of law_reader, directly or through operators, views and functions with SQL-standard bodies. since: a version; then only where law_change has a later change of a table that the functions read. NULL: all. In the order in which the statements that bring them up to date are to be run; the statement is NULL where there is none. What stands in the text of a function body is not seen. Errors: 22P02 if since is no version.';

-- guards
COMMENT ON FUNCTION violations(regclass) IS
'Where a table breaks its guards, whatever their mode: one row for each undertaking, limit and day of an award on which the aid within the window is more than the ceiling, amounts in EUR; under the other rules, one for each award that has too much by itself, and one for each project, frame or grant whose awards or payments are too much together, on the day of the last, amounts as in the table; limit and excess are NULL where a last payment was made although the accounts are not in order. Rule retention has none. Where the ceiling is in doubt there is no row, and a warning tells for how many projects, frames or grants. A partition can be audited by itself where the table is divided by the guard''s key and nothing else, and keys are not linked. Reads with the caller''s rights, so a policy that hides rows hides their aid. Rows that can not be decided upon do not count; a warning tells how many. Errors: 42704 if the table has no guard, 42809 for other partitions, 55000 for one that is being detached.';
COMMENT ON FUNCTION headroom(regclass, text, text, date, jsonb) IS
'What the guard of that name or rule would let in for a key on a day: the limit that binds and what is used of it, in EUR, windows of later awards included. allowed is false if a limit is exceeded already. Totals are of all rows that count, whatever policies hide. options: pool, road_freight, fiscal_year_start_month where the guard takes them from columns. Under the other rules, every day is the same, amounts are as in the table, and options may tell of the award to come: intensity, max_amount, de_minimis, and eligible_cost or items (a name or an array of names); without an intensity, it raises no ceiling; under rule payment, final: whether the payment to come is the last one. Under rule retention: whether the records of the key may be deleted on the day, without amounts. NULL if an argument is. Errors: 42501 for who may neither read nor write the table, 42704, 42725 for the guard, 42809 for a partition, 22023 for options.';

-- A constant goes to another server by postgres_fdw only if its type belongs to
-- an extension that is there, too.  From 17 on the server sees to that itself.
-- This runs as a superuser, whoever creates the extension, and the schema may be
-- somebody else's: so every name and operator is qualified.
DO $$
DECLARE
	array_type pg_catalog.regtype;
BEGIN
	FOR array_type IN
		SELECT t.typarray
		FROM pg_catalog.pg_depend AS d
			JOIN pg_catalog.pg_extension AS e ON e.oid OPERATOR(pg_catalog.=) d.refobjid
			JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) d.objid
		WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass
			AND d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype OPERATOR(pg_catalog.=) 'e'
			AND e.extname OPERATOR(pg_catalog.=) 'tilskudd' AND t.typarray OPERATOR(pg_catalog.<>) 0
			AND NOT EXISTS (
				SELECT FROM pg_catalog.pg_depend AS own
				WHERE own.classid OPERATOR(pg_catalog.=) d.classid AND own.objid OPERATOR(pg_catalog.=) t.typarray
					AND own.refclassid OPERATOR(pg_catalog.=) d.refclassid AND own.deptype OPERATOR(pg_catalog.=) 'e')
	LOOP
		EXECUTE pg_catalog.format('ALTER EXTENSION tilskudd ADD TYPE %s', array_type);
	END LOOP;
END $$;

-- Whoever may create functions and operators in the schema could have those above
-- call theirs, by types that fit better.
DO $$
DECLARE
	foreign_object text;
BEGIN
	SELECT pg_catalog.min(o.name) INTO foreign_object
	FROM (
		SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass AS catalog, p.oid, p.oid::pg_catalog.regprocedure::pg_catalog.text AS name
		FROM pg_catalog.pg_proc AS p WHERE p.pronamespace OPERATOR(pg_catalog.=) '@extschema@'::pg_catalog.regnamespace
		UNION ALL SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, op.oid, op.oid::pg_catalog.regoperator::pg_catalog.text
		FROM pg_catalog.pg_operator AS op WHERE op.oprnamespace OPERATOR(pg_catalog.=) '@extschema@'::pg_catalog.regnamespace) AS o
	WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
		WHERE d.classid OPERATOR(pg_catalog.=) o.catalog AND d.objid OPERATOR(pg_catalog.=) o.oid AND d.deptype OPERATOR(pg_catalog.=) 'e');
	IF foreign_object IS NOT NULL THEN
		RAISE EXCEPTION USING
			ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = 'schema "tilskudd" holds functions or operators that are not of the extension',
			DETAIL = pg_catalog.format('One of them is %s.', foreign_object),
			HINT = 'Drop them or move them to another schema, and update the extension again.';
	END IF;
END $$;
