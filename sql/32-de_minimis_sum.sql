-- de_minimis_sum: aid within the windows of many awards

CREATE FUNCTION de_minimis_used(amount numeric, granted_on date) RETURNS numeric
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_used';
CREATE FUNCTION de_minimis_used(amount numeric, granted_on date, pool text) RETURNS numeric
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_used';
CREATE FUNCTION de_minimis_used(amount numeric, granted_on date, pool text, fiscal_year_start_month integer) RETURNS numeric
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_used';
COMMENT ON FUNCTION de_minimis_used(numeric, date) IS
'Window function: de_minimis_used(amount, granted_on) OVER (PARTITION BY undertaking ORDER BY granted_on) is the sum of the amounts in EUR that count on each award''s day, those of the day itself included, by the window of the general regime in force on that day. A NULL amount counts as nothing; a NULL day does not count and gets NULL; NULL where the tables have no regime on the day. Errors: 22023 for an amount that is negative, NaN or infinite, 42P20 for days out of order. Source: law_de_minimis.';
COMMENT ON FUNCTION de_minimis_used(numeric, date, text) IS
'The same for a pool: general, sgei, agriculture, fisheries. The pool must be one and the same within a partition; NULL gives NULL. Errors: besides, 22023 for an unknown pool and for one that changes.';
COMMENT ON FUNCTION de_minimis_used(numeric, date, text, integer) IS
'The same for an undertaking whose fiscal year starts on the first of another month (1 to 12). The month must be one and the same within a partition; NULL gives NULL. Errors: besides, 22023 for another month and for one that changes.';

CREATE TYPE de_minimis_peak AS (ratio numeric, on_date date, used numeric, ceiling numeric);
COMMENT ON TYPE de_minimis_peak IS
'The highest use of a ceiling: ratio (used / ceiling, rounded), the first day on which it was reached, the aid within the window of that day and the ceiling on it, in EUR. The ceiling was exceeded where used > ceiling.';
COMMENT ON COLUMN de_minimis_peak.ratio IS 'used / ceiling, rounded to at least 16 significant digits';
COMMENT ON COLUMN de_minimis_peak.on_date IS 'the first day on which it was reached: the day of an award';
COMMENT ON COLUMN de_minimis_peak.used IS 'aid within the window of that day in EUR, exact';
COMMENT ON COLUMN de_minimis_peak.ceiling IS 'ceiling on that day in EUR';

CREATE FUNCTION de_minimis_peak_add(internal, numeric, date) RETURNS internal
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_peak_add';
CREATE FUNCTION de_minimis_peak_add(internal, numeric, date, text) RETURNS internal
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_peak_add';
CREATE FUNCTION de_minimis_peak_add(internal, numeric, date, text, boolean) RETURNS internal
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_peak_add';
CREATE FUNCTION de_minimis_peak_add(internal, numeric, date, text, boolean, integer) RETURNS internal
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_peak_add';
COMMENT ON FUNCTION de_minimis_peak_add(internal, numeric, date) IS 'transition function of de_minimis_peak(numeric, date)';
COMMENT ON FUNCTION de_minimis_peak_add(internal, numeric, date, text) IS 'transition function of de_minimis_peak(numeric, date, text)';
COMMENT ON FUNCTION de_minimis_peak_add(internal, numeric, date, text, boolean) IS 'transition function of de_minimis_peak(numeric, date, text, boolean)';
COMMENT ON FUNCTION de_minimis_peak_add(internal, numeric, date, text, boolean, integer) IS 'transition function of de_minimis_peak(numeric, date, text, boolean, integer)';
CREATE FUNCTION de_minimis_peak_combine(internal, internal) RETURNS internal
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_peak_combine';
COMMENT ON FUNCTION de_minimis_peak_combine(internal, internal) IS 'combine function of de_minimis_peak: the awards of both';
CREATE FUNCTION de_minimis_peak_serialize(internal) RETURNS bytea
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_peak_serialize';
COMMENT ON FUNCTION de_minimis_peak_serialize(internal) IS 'serialization function of de_minimis_peak';
CREATE FUNCTION de_minimis_peak_deserialize(bytea, internal) RETURNS internal
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_peak_deserialize';
COMMENT ON FUNCTION de_minimis_peak_deserialize(bytea, internal) IS 'deserialization function of de_minimis_peak';
CREATE FUNCTION de_minimis_peak_result(internal) RETURNS de_minimis_peak
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_peak_result';
COMMENT ON FUNCTION de_minimis_peak_result(internal) IS 'final function of de_minimis_peak: sorts the awards and finds the highest use';

-- SSPACE: the awards of most groups fit into the first piece of memory.

CREATE AGGREGATE de_minimis_peak(amount numeric, granted_on date) (
	SFUNC = de_minimis_peak_add, STYPE = internal, SSPACE = 64, FINALFUNC = de_minimis_peak_result,
	COMBINEFUNC = de_minimis_peak_combine, SERIALFUNC = de_minimis_peak_serialize,
	DESERIALFUNC = de_minimis_peak_deserialize, PARALLEL = SAFE);
CREATE AGGREGATE de_minimis_peak(amount numeric, granted_on date, pool text) (
	SFUNC = de_minimis_peak_add, STYPE = internal, SSPACE = 64, FINALFUNC = de_minimis_peak_result,
	COMBINEFUNC = de_minimis_peak_combine, SERIALFUNC = de_minimis_peak_serialize,
	DESERIALFUNC = de_minimis_peak_deserialize, PARALLEL = SAFE);
CREATE AGGREGATE de_minimis_peak(amount numeric, granted_on date, pool text, road_freight boolean) (
	SFUNC = de_minimis_peak_add, STYPE = internal, SSPACE = 64, FINALFUNC = de_minimis_peak_result,
	COMBINEFUNC = de_minimis_peak_combine, SERIALFUNC = de_minimis_peak_serialize,
	DESERIALFUNC = de_minimis_peak_deserialize, PARALLEL = SAFE);
CREATE AGGREGATE de_minimis_peak(amount numeric, granted_on date, pool text, road_freight boolean, fiscal_year_start_month integer) (
	SFUNC = de_minimis_peak_add, STYPE = internal, SSPACE = 64, FINALFUNC = de_minimis_peak_result,
	COMBINEFUNC = de_minimis_peak_combine, SERIALFUNC = de_minimis_peak_serialize,
	DESERIALFUNC = de_minimis_peak_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE de_minimis_peak(numeric, date) IS
'The highest use of the general ceiling ever reached on the day of an award (amounts in EUR), and the first such day: for audits by GROUP BY undertaking. Awards may come in any order. Rows with a NULL are ignored; days without a regime in the tables count in later windows but are not tested. NULL without a day to test. Errors: 22023 for an amount that is negative, NaN or infinite. Source: law_de_minimis.';
COMMENT ON AGGREGATE de_minimis_peak(numeric, date, text) IS
'The same for a pool: general, sgei, agriculture, fisheries. Errors: besides, 22023 for an unknown pool and for one that changes within a group.';
COMMENT ON AGGREGATE de_minimis_peak(numeric, date, text, boolean) IS
'The same, against the lower ceiling of road freight in the regimes that have it. Errors: besides, 22023 if road_freight changes within a group.';
COMMENT ON AGGREGATE de_minimis_peak(numeric, date, text, boolean, integer) IS
'The same for an undertaking whose fiscal year starts on the first of another month (1 to 12). Errors: besides, 22023 for another month and for one that changes within a group.';

CREATE FUNCTION de_minimis_headroom(amounts numeric[], granted_on date[], on_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, fiscal_year_start_month integer DEFAULT 1) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_headroom';
COMMENT ON FUNCTION de_minimis_headroom(numeric[], date[], date, text, boolean, integer) IS
'How much de minimis aid in EUR may lawfully be granted on a day, given all registered awards of the undertaking, amounts and days in arrays of equal length: what the window of that day leaves, or the window of a later award that contains the day, whichever is least. Negative where one of them is exceeded already. NULL arrays are no awards; an award with a NULL does not count. NULL where the tables have no regime on the day, and if another argument is NULL. Cumulation with other pools is not looked at. Errors: 22023 for a bad amount, pool or month, 2202E for arrays of different length. Source: law_de_minimis.';

CREATE FUNCTION de_minimis_headroom_curve(amounts numeric[], granted_on date[], from_date date, to_date date DEFAULT NULL,
	pool text DEFAULT 'general', road_freight boolean DEFAULT false, fiscal_year_start_month integer DEFAULT 1,
	OUT on_date date, OUT used numeric, OUT ceiling numeric, OUT headroom numeric) RETURNS SETOF record
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 20 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_headroom_curve';
COMMENT ON FUNCTION de_minimis_headroom_curve(numeric[], date[], date, date, text, boolean, integer) IS
'de_minimis_headroom() on every day from from_date to to_date (NULL: the last day of the tables), as one row for from_date and one for each day on which something changes: the aid used within the window of the day, the ceiling, and the headroom, in EUR. Amounts are NULL from a day on which the tables have no regime. No rows if from_date or an argument after to_date is NULL. Errors: as de_minimis_headroom().';

CREATE FUNCTION earliest_date_for(requested numeric, amounts numeric[], granted_on date[], from_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, fiscal_year_start_month integer DEFAULT 1) RETURNS date
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 AS 'MODULE_PATHNAME', 'tilskudd_earliest_date_for';
COMMENT ON FUNCTION earliest_date_for(numeric, numeric[], date[], date, text, boolean, integer) IS
'The first day from from_date on on which an award of the amount requested in EUR is within de_minimis_headroom(): all or nothing, equality passes. NULL if there is none as far as the tables reach, and if an argument but the arrays is NULL. Errors: as de_minimis_headroom(), and 22023 for a bad amount requested.';
