-- guards: limits on the user's own tables

CREATE FUNCTION guard(target regclass, rule text, key name, amount name DEFAULT NULL, granted_on name DEFAULT NULL, counted text DEFAULT NULL,
	mode text DEFAULT 'block', options jsonb DEFAULT '{}') RETURNS name
	LANGUAGE C VOLATILE PARALLEL UNSAFE COST 1000 AS 'MODULE_PATHNAME', 'tilskudd_guard';
COMMENT ON FUNCTION guard(regclass, text, name, name, name, text, text, jsonb) IS
'Declares a limit on a table: from now on no transaction can commit rows that exceed it. rule: de_minimis (aid to an undertaking within windows of days), intensity (aid to a project, as a share of its eligible costs), cumulation (aid for cost items of a project that overlap), frame (commitments within a frame), payment (payments within a grant) or retention (records that are kept). key: the column whose aid is limited together (the undertaking, the project, the frame, the grant), or that names the record. amount: gross grant equivalent, in EUR; under the other rules, in the currency of the costs, the frame or the grant (numeric or integer); NULL under rule retention. granted_on: the day of the award or the payment (date). counted: an expression over the row, true if it counts; NULL is every row. mode: block refuses what is unlawful, strict also what can not be decided, warn only warns, off only audits. options: name; of rule de_minimis: pool, road_freight, fiscal_year_start_month (a constant, or {"column": ...}), ownership (a query with columns owner, owned and perhaps valid_from, valid_to); of rule intensity: eligible_cost, intensity (percent) and perhaps max_amount and de_minimis (each {"column": ...}); of rule cumulation: intensity, items (text[] or text) and perhaps max_amount and de_minimis (each {"column": ...}), costs (a query with columns key, item, eligible_cost); of rule frame: frames (a query with columns key, amount); of rule payment: final ({"column": ...}), grants (a query with columns key, amount, accounts_attested and perhaps exempted, audited_by_riksrevisjonen, budget_cost, documented_cost) and perhaps holdback_percent; of rule retention: perhaps last_aid_on ({"column": ...}), and no timing or index; override_role, timing (immediate, deferrable, deferred), index (false makes none). Declares it anew if there is one of that name. Returns the name of the constraint. target, rule, key, granted_on, mode must not be NULL, nor amount but for rule retention. Errors: 42501 for who does not own the table, 42703, 42804 for columns, 22004, 22023 for other arguments. Source: H1-1 (frame), H3-7 to H3-12 (payment), V11-5, 2023/2831 Art 6(3) (retention).';
CREATE FUNCTION unguard(target regclass, name text) RETURNS boolean
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 1000 AS 'MODULE_PATHNAME', 'tilskudd_unguard';
COMMENT ON FUNCTION unguard(regclass, text) IS
'Takes a guard off a table, by its name: that of its rule, unless the option name says otherwise. Its index stays. False, and a notice, if there is none; NULL if an argument is. Errors: 42501 for who does not own the table.';

CREATE FUNCTION guard_begin() RETURNS trigger
	LANGUAGE C VOLATILE PARALLEL UNSAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_guard_begin';
COMMENT ON FUNCTION guard_begin() IS 'trigger function of guards: before a statement';
CREATE FUNCTION guard_row() RETURNS trigger
	LANGUAGE C VOLATILE PARALLEL UNSAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_guard_row';
COMMENT ON FUNCTION guard_row() IS 'trigger function of guards: after a row; its argument is the declaration';
CREATE FUNCTION guard_columns() RETURNS trigger
	LANGUAGE C VOLATILE PARALLEL UNSAFE COST 1 AS 'MODULE_PATHNAME', 'tilskudd_guard_columns';
COMMENT ON FUNCTION guard_columns() IS 'trigger function of guards: never called; its trigger has the columns';
CREATE FUNCTION guard_end() RETURNS trigger
	LANGUAGE C VOLATILE PARALLEL UNSAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_guard_end';
COMMENT ON FUNCTION guard_end() IS 'trigger function of guards: after a statement';

CREATE FUNCTION guard_table(OUT target regclass, OUT name text, OUT rule text, OUT key name, OUT amount name, OUT granted_on name,
	OUT counted text, OUT mode text, OUT options jsonb, OUT enabled boolean, OUT constraint_name name, OUT override_role name)
	RETURNS SETOF record
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1000 ROWS 10 AS 'MODULE_PATHNAME', 'tilskudd_guard_table';
COMMENT ON FUNCTION guard_table() IS
'Every guard in the database, as the view guards shows it.';
CREATE VIEW guards AS SELECT * FROM guard_table();
GRANT SELECT ON guards TO PUBLIC;
COMMENT ON VIEW guards IS 'The guards of this database, read from the catalog of triggers. One whose triggers are not complete has NULL for what is not known, and is not enabled.';
COMMENT ON COLUMN guards.target IS 'the table';
COMMENT ON COLUMN guards.name IS 'the guard''s name: its rule, unless an option says otherwise';
COMMENT ON COLUMN guards.rule IS 'the rule';
COMMENT ON COLUMN guards.key IS 'the column whose aid is limited together';
COMMENT ON COLUMN guards.amount IS 'the column with the aid or the payment; NULL under rule retention';
COMMENT ON COLUMN guards.granted_on IS 'the column with the day of the award or the payment';
COMMENT ON COLUMN guards.counted IS 'which rows count; NULL: all';
COMMENT ON COLUMN guards.mode IS 'block, strict, warn or off';
COMMENT ON COLUMN guards.options IS 'the options, with the columns'' names as they are now';
COMMENT ON COLUMN guards.enabled IS 'whether its row trigger is there and enabled';
COMMENT ON COLUMN guards.constraint_name IS 'the constraint that refusals name';
COMMENT ON COLUMN guards.override_role IS 'whose members may override it; NULL: nobody';

CREATE TABLE guard_override (
	recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	by_role name NOT NULL,
	session_role name NOT NULL DEFAULT session_user,
	target text NOT NULL,
	guard name NOT NULL,
	key text NOT NULL,
	granted_on date NOT NULL,
	used numeric,
	requested numeric,
	ceiling numeric,
	reason text NOT NULL,
	citation text NOT NULL);
GRANT SELECT ON guard_override TO @extowner@ WITH GRANT OPTION;
-- Its rows are in a dump, which he must be able to restore.
GRANT INSERT ON guard_override TO @extowner@;
SELECT pg_catalog.pg_extension_config_dump('guard_override', '');
COMMENT ON TABLE guard_override IS
'Awards that were let in although they exceed a limit, as guards record them. Nobody but a superuser can change it. Who created the extension can read it, let others read it by GRANT SELECT, and add rows, which restoring a dump takes.';
COMMENT ON COLUMN guard_override.recorded_at IS 'when, by the clock';
COMMENT ON COLUMN guard_override.by_role IS 'the role that wrote the award';
COMMENT ON COLUMN guard_override.session_role IS 'the role that had logged in';
COMMENT ON COLUMN guard_override.target IS 'the table, by the name that it had';
COMMENT ON COLUMN guard_override.guard IS 'the guard''s constraint';
COMMENT ON COLUMN guard_override.key IS 'the undertaking, the project, the frame, the record';
COMMENT ON COLUMN guard_override.granted_on IS 'day of the award';
COMMENT ON COLUMN guard_override.used IS 'aid besides: within the window, in EUR; to the project or from the frame, in the currency of the table; NULL: the guard limits no amounts';
COMMENT ON COLUMN guard_override.requested IS 'aid of them that the statement wrote; NULL: the guard limits no amounts';
COMMENT ON COLUMN guard_override.ceiling IS 'the ceiling; NULL: not known, or the guard limits no amounts';
COMMENT ON COLUMN guard_override.reason IS 'tilskudd.override_reason';
COMMENT ON COLUMN guard_override.citation IS 'the law that sets the ceiling';

CREATE FUNCTION violations(target regclass, OUT key text, OUT guard text, OUT rule text, OUT on_date date, OUT used numeric,
	OUT "limit" numeric, OUT excess numeric, OUT citation text) RETURNS SETOF record
	LANGUAGE C STABLE STRICT PARALLEL UNSAFE COST 100000 ROWS 100 AS 'MODULE_PATHNAME', 'tilskudd_violations';
COMMENT ON FUNCTION violations(regclass) IS
'Where a table breaks its guards, whatever their mode: one row for each undertaking, limit and day of an award on which the aid within the window is more than the ceiling, amounts in EUR; under the other rules, one for each award that has too much by itself, and one for each project, frame or grant whose awards or payments are too much together, on the day of the last, amounts as in the table; limit and excess are NULL where a last payment was made although the accounts are not in order. Rule retention has none. Where the ceiling is in doubt there is no row, and a warning tells for how many projects, frames or grants. A partition can be audited by itself where the table is divided by the guard''s key and nothing else, and keys are not linked. Reads with the caller''s rights, so a policy that hides rows hides their aid. Rows that can not be decided upon do not count; a warning tells how many. Errors: 42704 if the table has no guard, 42809 for other partitions, 55000 for one that is being detached.';
CREATE FUNCTION headroom(target regclass, rule text, key text, on_date date, options jsonb DEFAULT '{}') RETURNS verdict
	LANGUAGE C STABLE STRICT PARALLEL UNSAFE COST 1000 AS 'MODULE_PATHNAME', 'tilskudd_headroom';
COMMENT ON FUNCTION headroom(regclass, text, text, date, jsonb) IS
'What the guard of that name or rule would let in for a key on a day: the limit that binds and what is used of it, in EUR, windows of later awards included. allowed is false if a limit is exceeded already. Totals are of all rows that count, whatever policies hide. options: pool, road_freight, fiscal_year_start_month where the guard takes them from columns. Under the other rules, every day is the same, amounts are as in the table, and options may tell of the award to come: intensity, max_amount, de_minimis, and eligible_cost or items (a name or an array of names); without an intensity, it raises no ceiling; under rule payment, final: whether the payment to come is the last one. Under rule retention: whether the records of the key may be deleted on the day, without amounts. NULL if an argument is. Errors: 42501 for who may neither read nor write the table, 42704, 42725 for the guard, 42809 for a partition, 22023 for options.';
CREATE FUNCTION headroom_curve(target regclass, rule text, key text, from_date date, to_date date DEFAULT NULL,
	options jsonb DEFAULT '{}', OUT on_date date, OUT used numeric, OUT ceiling numeric, OUT headroom numeric) RETURNS SETOF record
	LANGUAGE C STABLE PARALLEL UNSAFE COST 1000 ROWS 20 AS 'MODULE_PATHNAME', 'tilskudd_headroom_curve';
COMMENT ON FUNCTION headroom_curve(regclass, text, text, date, date, jsonb) IS
'headroom() on every day from from_date to to_date (NULL: the last day of the tables), as one row for from_date and one for each day on which something changes, in EUR. Amounts are NULL from a day on which the tables have no regime. Under rules without windows of days, the one row for from_date; amounts are NULL if the ceiling is in doubt. No rows if another argument is NULL. Errors: as headroom(), and 22023 for rule retention.';
