-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION tilskudd" to load this file. \quit

-- law: the tables that rules read, as rows

-- The law is public, and rules stand in everybody's constraints.
GRANT USAGE ON SCHEMA @extschema@ TO PUBLIC;

CREATE FUNCTION law_table(name text) RETURNS SETOF record
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 1000
	AS 'MODULE_PATHNAME', 'tilskudd_law_table';
COMMENT ON FUNCTION law_table(text) IS
'Rows of a law table as compiled into the library, in the order of its source; empty cells are NULL. Needs a column definition list, by position. Errors: 42P01 for a name that is no law table, 42804 for another number of columns. The law_* views are made of it.';
-- verdict: what a rule that decides answers

CREATE TYPE verdict AS (
	allowed boolean,
	"limit" numeric,
	used numeric,
	requested numeric,
	headroom numeric,
	unit text,
	rule text,
	citation text,
	undecided text[]);
COMMENT ON TYPE verdict IS
'What a rule decides: allowed (NULL: undecided), the limit, what is used of it, what is requested, the headroom left before the request (signed: negative over the limit), their unit, the rule''s id, the citation with evidence and caveat, and the points that are undecided (NULL: none).';
COMMENT ON COLUMN verdict.allowed IS 'true: lawful; false: not; NULL: undecided';
COMMENT ON COLUMN verdict."limit" IS 'the limit, in unit';
COMMENT ON COLUMN verdict.used IS 'what counts against the limit already, in unit';
COMMENT ON COLUMN verdict.requested IS 'what is asked for, in unit';
COMMENT ON COLUMN verdict.headroom IS 'limit less used, in unit; negative where the limit is exceeded already';
COMMENT ON COLUMN verdict.unit IS 'unit of the amounts, such as EUR';
COMMENT ON COLUMN verdict.rule IS 'id of the rule in the guidelines of 2008, where it has one';
COMMENT ON COLUMN verdict.citation IS 'where the limit comes from: citation [evidence]; caveat';
COMMENT ON COLUMN verdict.undecided IS 'what is not settled by law or facts, or NULL';
-- orgnr: Norwegian organisation numbers

CREATE TYPE orgnr;

CREATE FUNCTION orgnr_in(cstring) RETURNS orgnr
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_orgnr_in';
CREATE FUNCTION orgnr_out(orgnr) RETURNS cstring
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_orgnr_out';
CREATE FUNCTION orgnr_recv(internal) RETURNS orgnr
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_orgnr_recv';
CREATE FUNCTION orgnr_send(orgnr) RETURNS bytea
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_orgnr_send';
COMMENT ON FUNCTION orgnr_in(cstring) IS 'text input of orgnr';
COMMENT ON FUNCTION orgnr_out(orgnr) IS 'text output of orgnr: nine digits';
COMMENT ON FUNCTION orgnr_recv(internal) IS 'binary input of orgnr: int4, checked as text is';
COMMENT ON FUNCTION orgnr_send(orgnr) IS 'binary output of orgnr: int4';

CREATE TYPE orgnr (
	INPUT = orgnr_in, OUTPUT = orgnr_out, RECEIVE = orgnr_recv, SEND = orgnr_send,
	LIKE = integer);
COMMENT ON TYPE orgnr IS
'Norwegian organisation number, nine digits with a modulus 11 check digit. Reads 923609016, 923 609 016, NO923609016MVA, NO 923 609 016 MVA, 923609016MVA; prints nine digits. Errors: 22P02 for a wrong length, a wrong check digit, a number that can not exist. Source: Bronnoysund Register Centre.';

-- Operators and operator classes of orgnr: the server's own for int4.
CREATE FUNCTION orgnr_eq(orgnr, orgnr) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int4eq';
CREATE FUNCTION orgnr_ne(orgnr, orgnr) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int4ne';
CREATE FUNCTION orgnr_lt(orgnr, orgnr) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int4lt';
CREATE FUNCTION orgnr_le(orgnr, orgnr) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int4le';
CREATE FUNCTION orgnr_gt(orgnr, orgnr) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int4gt';
CREATE FUNCTION orgnr_ge(orgnr, orgnr) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int4ge';
CREATE FUNCTION orgnr_cmp(orgnr, orgnr) RETURNS integer
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'btint4cmp';
CREATE FUNCTION orgnr_hash(orgnr) RETURNS integer
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'hashint4';
CREATE FUNCTION orgnr_hash_extended(orgnr, bigint) RETURNS bigint
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'hashint4extended';

COMMENT ON FUNCTION orgnr_eq(orgnr, orgnr) IS 'implementation of = for orgnr';
COMMENT ON FUNCTION orgnr_ne(orgnr, orgnr) IS 'implementation of <> for orgnr';
COMMENT ON FUNCTION orgnr_lt(orgnr, orgnr) IS 'implementation of < for orgnr';
COMMENT ON FUNCTION orgnr_le(orgnr, orgnr) IS 'implementation of <= for orgnr';
COMMENT ON FUNCTION orgnr_gt(orgnr, orgnr) IS 'implementation of > for orgnr';
COMMENT ON FUNCTION orgnr_ge(orgnr, orgnr) IS 'implementation of >= for orgnr';
COMMENT ON FUNCTION orgnr_cmp(orgnr, orgnr) IS 'less-equal-greater comparison of orgnr for btree indexes';
COMMENT ON FUNCTION orgnr_hash(orgnr) IS 'hash of orgnr';
COMMENT ON FUNCTION orgnr_hash_extended(orgnr, bigint) IS 'seeded 64-bit hash of orgnr';

-- The operators stand in pg_catalog, so that WHERE and JOIN find them whatever
-- the search_path is, and nobody's can stand before them.
CREATE OPERATOR pg_catalog.= (LEFTARG = orgnr, RIGHTARG = orgnr, FUNCTION = orgnr_eq,
	COMMUTATOR = OPERATOR(pg_catalog.=), NEGATOR = OPERATOR(pg_catalog.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR pg_catalog.<> (LEFTARG = orgnr, RIGHTARG = orgnr, FUNCTION = orgnr_ne,
	COMMUTATOR = OPERATOR(pg_catalog.<>), NEGATOR = OPERATOR(pg_catalog.=), RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR pg_catalog.< (LEFTARG = orgnr, RIGHTARG = orgnr, FUNCTION = orgnr_lt,
	COMMUTATOR = OPERATOR(pg_catalog.>), NEGATOR = OPERATOR(pg_catalog.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR pg_catalog.<= (LEFTARG = orgnr, RIGHTARG = orgnr, FUNCTION = orgnr_le,
	COMMUTATOR = OPERATOR(pg_catalog.>=), NEGATOR = OPERATOR(pg_catalog.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
CREATE OPERATOR pg_catalog.> (LEFTARG = orgnr, RIGHTARG = orgnr, FUNCTION = orgnr_gt,
	COMMUTATOR = OPERATOR(pg_catalog.<), NEGATOR = OPERATOR(pg_catalog.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
CREATE OPERATOR pg_catalog.>= (LEFTARG = orgnr, RIGHTARG = orgnr, FUNCTION = orgnr_ge,
	COMMUTATOR = OPERATOR(pg_catalog.<=), NEGATOR = OPERATOR(pg_catalog.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);

COMMENT ON OPERATOR pg_catalog.= (orgnr, orgnr) IS 'equal';
COMMENT ON OPERATOR pg_catalog.<> (orgnr, orgnr) IS 'not equal';
COMMENT ON OPERATOR pg_catalog.< (orgnr, orgnr) IS 'less than';
COMMENT ON OPERATOR pg_catalog.<= (orgnr, orgnr) IS 'less than or equal';
COMMENT ON OPERATOR pg_catalog.> (orgnr, orgnr) IS 'greater than';
COMMENT ON OPERATOR pg_catalog.>= (orgnr, orgnr) IS 'greater than or equal';

CREATE OPERATOR CLASS orgnr_ops DEFAULT FOR TYPE orgnr USING btree AS
	OPERATOR 1 pg_catalog.<, OPERATOR 2 pg_catalog.<=, OPERATOR 3 pg_catalog.=, OPERATOR 4 pg_catalog.>=, OPERATOR 5 pg_catalog.>,
	FUNCTION 1 orgnr_cmp(orgnr, orgnr),
	FUNCTION 4 btequalimage(oid);
CREATE OPERATOR CLASS orgnr_ops DEFAULT FOR TYPE orgnr USING hash AS
	OPERATOR 1 pg_catalog.=,
	FUNCTION 1 orgnr_hash(orgnr),
	FUNCTION 2 orgnr_hash_extended(orgnr, bigint);
COMMENT ON OPERATOR CLASS orgnr_ops USING btree IS 'order of orgnr';
COMMENT ON OPERATOR CLASS orgnr_ops USING hash IS 'hashing of orgnr';
COMMENT ON OPERATOR FAMILY orgnr_ops USING btree IS 'order of orgnr';
COMMENT ON OPERATOR FAMILY orgnr_ops USING hash IS 'hashing of orgnr';

-- Staging tables hold text: loading from them needs no explicit cast.
CREATE CAST (text AS orgnr) WITH INOUT AS ASSIGNMENT;
CREATE CAST (varchar AS orgnr) WITH INOUT AS ASSIGNMENT;
CREATE CAST (orgnr AS text) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (text AS orgnr) IS 'reads a text as orgnr; errors as the type''s input';
COMMENT ON CAST (varchar AS orgnr) IS 'reads a text as orgnr; errors as the type''s input';
COMMENT ON CAST (orgnr AS text) IS 'orgnr as it prints';
CREATE FUNCTION orgnr_sortsupport(internal) RETURNS void
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'btint4sortsupport';
COMMENT ON FUNCTION orgnr_sortsupport(internal) IS 'sort support of orgnr';
ALTER OPERATOR FAMILY orgnr_ops USING btree ADD FUNCTION 2 (orgnr, orgnr) orgnr_sortsupport(internal);

CREATE FUNCTION orgnr(integer) RETURNS orgnr
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_orgnr_from_int4';
CREATE FUNCTION orgnr(bigint) RETURNS orgnr
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_orgnr_from_int8';
COMMENT ON FUNCTION orgnr(integer) IS 'An integer as organisation number. NULL for NULL. Errors: 22003 for one that is none.';
COMMENT ON FUNCTION orgnr(bigint) IS 'An integer as organisation number. NULL for NULL. Errors: 22003 for one that is none.';
CREATE CAST (integer AS orgnr) WITH FUNCTION orgnr(integer);
CREATE CAST (bigint AS orgnr) WITH FUNCTION orgnr(bigint);
CREATE CAST (orgnr AS integer) WITHOUT FUNCTION;
COMMENT ON CAST (integer AS orgnr) IS 'checks the check digit';
COMMENT ON CAST (bigint AS orgnr) IS 'checks the check digit';
COMMENT ON CAST (orgnr AS integer) IS 'the number as an integer';

CREATE FUNCTION orgnr_is_valid(given text) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'MODULE_PATHNAME', 'tilskudd_orgnr_is_valid';
COMMENT ON FUNCTION orgnr_is_valid(text) IS
'Whether a text would be accepted as orgnr (form and check digit; says nothing of whether the number is registered). NULL for NULL. Raises no error. Source: Bronnoysund Register Centre.';
-- geography: municipality numbers, aid zones, and what else follows from place

CREATE TYPE kommunenr;

CREATE FUNCTION kommunenr_in(cstring) RETURNS kommunenr
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_kommunenr_in';
CREATE FUNCTION kommunenr_out(kommunenr) RETURNS cstring
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_kommunenr_out';
CREATE FUNCTION kommunenr_recv(internal) RETURNS kommunenr
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_kommunenr_recv';
CREATE FUNCTION kommunenr_send(kommunenr) RETURNS bytea
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_kommunenr_send';
COMMENT ON FUNCTION kommunenr_in(cstring) IS 'text input of kommunenr';
COMMENT ON FUNCTION kommunenr_out(kommunenr) IS 'text output of kommunenr: four digits';
COMMENT ON FUNCTION kommunenr_recv(internal) IS 'binary input of kommunenr: int2, checked as text is';
COMMENT ON FUNCTION kommunenr_send(kommunenr) IS 'binary output of kommunenr: int2';

CREATE TYPE kommunenr (
	INPUT = kommunenr_in, OUTPUT = kommunenr_out, RECEIVE = kommunenr_recv, SEND = kommunenr_send,
	LIKE = smallint);
COMMENT ON TYPE kommunenr IS
'Norwegian municipality number, four digits. Knows the form only: whether and when a number is in force is asked of law_municipality or kommune_at(). Errors: 22P02 for anything but four digits; a lost leading zero is not put back.';

-- Operators and operator classes of kommunenr: the server's own for int2.
CREATE FUNCTION kommunenr_eq(kommunenr, kommunenr) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int2eq';
CREATE FUNCTION kommunenr_ne(kommunenr, kommunenr) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int2ne';
CREATE FUNCTION kommunenr_lt(kommunenr, kommunenr) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int2lt';
CREATE FUNCTION kommunenr_le(kommunenr, kommunenr) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int2le';
CREATE FUNCTION kommunenr_gt(kommunenr, kommunenr) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int2gt';
CREATE FUNCTION kommunenr_ge(kommunenr, kommunenr) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int2ge';
CREATE FUNCTION kommunenr_cmp(kommunenr, kommunenr) RETURNS integer
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'btint2cmp';
CREATE FUNCTION kommunenr_hash(kommunenr) RETURNS integer
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'hashint2';
CREATE FUNCTION kommunenr_hash_extended(kommunenr, bigint) RETURNS bigint
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'hashint2extended';

COMMENT ON FUNCTION kommunenr_eq(kommunenr, kommunenr) IS 'implementation of = for kommunenr';
COMMENT ON FUNCTION kommunenr_ne(kommunenr, kommunenr) IS 'implementation of <> for kommunenr';
COMMENT ON FUNCTION kommunenr_lt(kommunenr, kommunenr) IS 'implementation of < for kommunenr';
COMMENT ON FUNCTION kommunenr_le(kommunenr, kommunenr) IS 'implementation of <= for kommunenr';
COMMENT ON FUNCTION kommunenr_gt(kommunenr, kommunenr) IS 'implementation of > for kommunenr';
COMMENT ON FUNCTION kommunenr_ge(kommunenr, kommunenr) IS 'implementation of >= for kommunenr';
COMMENT ON FUNCTION kommunenr_cmp(kommunenr, kommunenr) IS 'less-equal-greater comparison of kommunenr for btree indexes';
COMMENT ON FUNCTION kommunenr_hash(kommunenr) IS 'hash of kommunenr';
COMMENT ON FUNCTION kommunenr_hash_extended(kommunenr, bigint) IS 'seeded 64-bit hash of kommunenr';

-- The operators stand in pg_catalog, so that WHERE and JOIN find them whatever
-- the search_path is, and nobody's can stand before them.
CREATE OPERATOR pg_catalog.= (LEFTARG = kommunenr, RIGHTARG = kommunenr, FUNCTION = kommunenr_eq,
	COMMUTATOR = OPERATOR(pg_catalog.=), NEGATOR = OPERATOR(pg_catalog.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR pg_catalog.<> (LEFTARG = kommunenr, RIGHTARG = kommunenr, FUNCTION = kommunenr_ne,
	COMMUTATOR = OPERATOR(pg_catalog.<>), NEGATOR = OPERATOR(pg_catalog.=), RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR pg_catalog.< (LEFTARG = kommunenr, RIGHTARG = kommunenr, FUNCTION = kommunenr_lt,
	COMMUTATOR = OPERATOR(pg_catalog.>), NEGATOR = OPERATOR(pg_catalog.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR pg_catalog.<= (LEFTARG = kommunenr, RIGHTARG = kommunenr, FUNCTION = kommunenr_le,
	COMMUTATOR = OPERATOR(pg_catalog.>=), NEGATOR = OPERATOR(pg_catalog.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
CREATE OPERATOR pg_catalog.> (LEFTARG = kommunenr, RIGHTARG = kommunenr, FUNCTION = kommunenr_gt,
	COMMUTATOR = OPERATOR(pg_catalog.<), NEGATOR = OPERATOR(pg_catalog.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
CREATE OPERATOR pg_catalog.>= (LEFTARG = kommunenr, RIGHTARG = kommunenr, FUNCTION = kommunenr_ge,
	COMMUTATOR = OPERATOR(pg_catalog.<=), NEGATOR = OPERATOR(pg_catalog.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);

COMMENT ON OPERATOR pg_catalog.= (kommunenr, kommunenr) IS 'equal';
COMMENT ON OPERATOR pg_catalog.<> (kommunenr, kommunenr) IS 'not equal';
COMMENT ON OPERATOR pg_catalog.< (kommunenr, kommunenr) IS 'less than';
COMMENT ON OPERATOR pg_catalog.<= (kommunenr, kommunenr) IS 'less than or equal';
COMMENT ON OPERATOR pg_catalog.> (kommunenr, kommunenr) IS 'greater than';
COMMENT ON OPERATOR pg_catalog.>= (kommunenr, kommunenr) IS 'greater than or equal';

CREATE OPERATOR CLASS kommunenr_ops DEFAULT FOR TYPE kommunenr USING btree AS
	OPERATOR 1 pg_catalog.<, OPERATOR 2 pg_catalog.<=, OPERATOR 3 pg_catalog.=, OPERATOR 4 pg_catalog.>=, OPERATOR 5 pg_catalog.>,
	FUNCTION 1 kommunenr_cmp(kommunenr, kommunenr),
	FUNCTION 4 btequalimage(oid);
CREATE OPERATOR CLASS kommunenr_ops DEFAULT FOR TYPE kommunenr USING hash AS
	OPERATOR 1 pg_catalog.=,
	FUNCTION 1 kommunenr_hash(kommunenr),
	FUNCTION 2 kommunenr_hash_extended(kommunenr, bigint);
COMMENT ON OPERATOR CLASS kommunenr_ops USING btree IS 'order of kommunenr';
COMMENT ON OPERATOR CLASS kommunenr_ops USING hash IS 'hashing of kommunenr';
COMMENT ON OPERATOR FAMILY kommunenr_ops USING btree IS 'order of kommunenr';
COMMENT ON OPERATOR FAMILY kommunenr_ops USING hash IS 'hashing of kommunenr';

-- Staging tables hold text: loading from them needs no explicit cast.
CREATE CAST (text AS kommunenr) WITH INOUT AS ASSIGNMENT;
CREATE CAST (varchar AS kommunenr) WITH INOUT AS ASSIGNMENT;
CREATE CAST (kommunenr AS text) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (text AS kommunenr) IS 'reads a text as kommunenr; errors as the type''s input';
COMMENT ON CAST (varchar AS kommunenr) IS 'reads a text as kommunenr; errors as the type''s input';
COMMENT ON CAST (kommunenr AS text) IS 'kommunenr as it prints';
CREATE FUNCTION kommunenr_sortsupport(internal) RETURNS void
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'btint2sortsupport';
COMMENT ON FUNCTION kommunenr_sortsupport(internal) IS 'sort support of kommunenr';
ALTER OPERATOR FAMILY kommunenr_ops USING btree ADD FUNCTION 2 (kommunenr, kommunenr) kommunenr_sortsupport(internal);

CREATE FUNCTION kommunenr(integer) RETURNS kommunenr
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_kommunenr_from_int4';
COMMENT ON FUNCTION kommunenr(integer) IS 'An integer as municipality number: 301 is 0301. NULL for NULL. Errors: 22003 outside 0 to 9999.';
CREATE FUNCTION kommunenr_to_integer(kommunenr) RETURNS integer
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'i2toi4';
COMMENT ON FUNCTION kommunenr_to_integer(kommunenr) IS 'The number as an integer. NULL for NULL.';
CREATE CAST (integer AS kommunenr) WITH FUNCTION kommunenr(integer);
CREATE CAST (kommunenr AS integer) WITH FUNCTION kommunenr_to_integer(kommunenr);
COMMENT ON CAST (integer AS kommunenr) IS 'an integer has no leading zeros: 301 is 0301';
COMMENT ON CAST (kommunenr AS integer) IS 'the number as an integer';

-- The type zone, whose values are labels of the law, stored as the server's own
-- type "char".
CREATE TYPE zone;

CREATE FUNCTION zone_in(cstring) RETURNS zone
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_zone_in';
CREATE FUNCTION zone_out(zone) RETURNS cstring
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_zone_out';
CREATE FUNCTION zone_recv(internal) RETURNS zone
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_zone_recv';
CREATE FUNCTION zone_send(zone) RETURNS bytea
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_zone_send';
COMMENT ON FUNCTION zone_in(cstring) IS 'text input of zone';
COMMENT ON FUNCTION zone_out(zone) IS 'text output of zone: the label';
COMMENT ON FUNCTION zone_recv(internal) IS 'binary input of zone: the label, checked as text is';
COMMENT ON FUNCTION zone_send(zone) IS 'binary output of zone: the label';

CREATE TYPE zone (
	INPUT = zone_in, OUTPUT = zone_out, RECEIVE = zone_recv, SEND = zone_send,
	LIKE = "char");
COMMENT ON TYPE zone IS
'Label of a regional aid map: A, B, C, D (2003-2006), I, II, III, IV (2007-2013), III (2014-2021), c (2022-2027), outside. Ordered outside, A to D, I to IV, c; case counts. The meaning of each label is in law_zone_label. Errors: 22P02 for any other text.';

-- Operators and operator classes of zone: the server's own for char.
CREATE FUNCTION zone_eq(zone, zone) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'chareq';
CREATE FUNCTION zone_ne(zone, zone) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'charne';
CREATE FUNCTION zone_lt(zone, zone) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'charlt';
CREATE FUNCTION zone_le(zone, zone) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'charle';
CREATE FUNCTION zone_gt(zone, zone) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'chargt';
CREATE FUNCTION zone_ge(zone, zone) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'charge';
CREATE FUNCTION zone_cmp(zone, zone) RETURNS integer
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'btcharcmp';
CREATE FUNCTION zone_hash(zone) RETURNS integer
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'hashchar';
CREATE FUNCTION zone_hash_extended(zone, bigint) RETURNS bigint
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'hashcharextended';

COMMENT ON FUNCTION zone_eq(zone, zone) IS 'implementation of = for zone';
COMMENT ON FUNCTION zone_ne(zone, zone) IS 'implementation of <> for zone';
COMMENT ON FUNCTION zone_lt(zone, zone) IS 'implementation of < for zone';
COMMENT ON FUNCTION zone_le(zone, zone) IS 'implementation of <= for zone';
COMMENT ON FUNCTION zone_gt(zone, zone) IS 'implementation of > for zone';
COMMENT ON FUNCTION zone_ge(zone, zone) IS 'implementation of >= for zone';
COMMENT ON FUNCTION zone_cmp(zone, zone) IS 'less-equal-greater comparison of zone for btree indexes';
COMMENT ON FUNCTION zone_hash(zone) IS 'hash of zone';
COMMENT ON FUNCTION zone_hash_extended(zone, bigint) IS 'seeded 64-bit hash of zone';

-- The operators stand in pg_catalog, so that WHERE and JOIN find them whatever
-- the search_path is, and nobody's can stand before them.
CREATE OPERATOR pg_catalog.= (LEFTARG = zone, RIGHTARG = zone, FUNCTION = zone_eq,
	COMMUTATOR = OPERATOR(pg_catalog.=), NEGATOR = OPERATOR(pg_catalog.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR pg_catalog.<> (LEFTARG = zone, RIGHTARG = zone, FUNCTION = zone_ne,
	COMMUTATOR = OPERATOR(pg_catalog.<>), NEGATOR = OPERATOR(pg_catalog.=), RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR pg_catalog.< (LEFTARG = zone, RIGHTARG = zone, FUNCTION = zone_lt,
	COMMUTATOR = OPERATOR(pg_catalog.>), NEGATOR = OPERATOR(pg_catalog.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR pg_catalog.<= (LEFTARG = zone, RIGHTARG = zone, FUNCTION = zone_le,
	COMMUTATOR = OPERATOR(pg_catalog.>=), NEGATOR = OPERATOR(pg_catalog.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
CREATE OPERATOR pg_catalog.> (LEFTARG = zone, RIGHTARG = zone, FUNCTION = zone_gt,
	COMMUTATOR = OPERATOR(pg_catalog.<), NEGATOR = OPERATOR(pg_catalog.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
CREATE OPERATOR pg_catalog.>= (LEFTARG = zone, RIGHTARG = zone, FUNCTION = zone_ge,
	COMMUTATOR = OPERATOR(pg_catalog.<=), NEGATOR = OPERATOR(pg_catalog.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);

COMMENT ON OPERATOR pg_catalog.= (zone, zone) IS 'equal';
COMMENT ON OPERATOR pg_catalog.<> (zone, zone) IS 'not equal';
COMMENT ON OPERATOR pg_catalog.< (zone, zone) IS 'less than';
COMMENT ON OPERATOR pg_catalog.<= (zone, zone) IS 'less than or equal';
COMMENT ON OPERATOR pg_catalog.> (zone, zone) IS 'greater than';
COMMENT ON OPERATOR pg_catalog.>= (zone, zone) IS 'greater than or equal';

CREATE OPERATOR CLASS zone_ops DEFAULT FOR TYPE zone USING btree AS
	OPERATOR 1 pg_catalog.<, OPERATOR 2 pg_catalog.<=, OPERATOR 3 pg_catalog.=, OPERATOR 4 pg_catalog.>=, OPERATOR 5 pg_catalog.>,
	FUNCTION 1 zone_cmp(zone, zone),
	FUNCTION 4 btequalimage(oid);
CREATE OPERATOR CLASS zone_ops DEFAULT FOR TYPE zone USING hash AS
	OPERATOR 1 pg_catalog.=,
	FUNCTION 1 zone_hash(zone),
	FUNCTION 2 zone_hash_extended(zone, bigint);
COMMENT ON OPERATOR CLASS zone_ops USING btree IS 'order of zone';
COMMENT ON OPERATOR CLASS zone_ops USING hash IS 'hashing of zone';
COMMENT ON OPERATOR FAMILY zone_ops USING btree IS 'order of zone';
COMMENT ON OPERATOR FAMILY zone_ops USING hash IS 'hashing of zone';

-- Staging tables hold text: loading from them needs no explicit cast.
CREATE CAST (text AS zone) WITH INOUT AS ASSIGNMENT;
CREATE CAST (varchar AS zone) WITH INOUT AS ASSIGNMENT;
CREATE CAST (zone AS text) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (text AS zone) IS 'reads a text as zone; errors as the type''s input';
COMMENT ON CAST (varchar AS zone) IS 'reads a text as zone; errors as the type''s input';
COMMENT ON CAST (zone AS text) IS 'zone as it prints';

-- What holds for a municipality on a day.  A number that is not in force on
-- the day stands for its territory.

CREATE FUNCTION zone(municipality kommunenr, on_date date) RETURNS zone
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_zone';
COMMENT ON FUNCTION zone(kommunenr, date) IS
'Zone of the regional aid map in force on a day (2003-05-09 to 2027-12-31). A number not in force then is followed through renumberings, mergers and divisions, in both directions. NULL where the parts lie in different zones (see zone_parts), for a number that never was a municipality, outside the maps'' time, and for NULL. Source: law_zone; per answer: zone_source.';

CREATE FUNCTION zone_parts(municipality kommunenr, on_date date, OUT former kommunenr, OUT zone zone) RETURNS SETOF record
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 ROWS 2 AS 'MODULE_PATHNAME', 'tilskudd_zone_parts';
COMMENT ON FUNCTION zone_parts(kommunenr, date) IS
'The parts that a municipality''s territory consists of in the aid map of a day: the municipality as the map names it, and its zone. One row for an undivided municipality; none where the maps say nothing, or for NULL. Source: law_zone.';

CREATE FUNCTION zone_source(municipality kommunenr, on_date date) RETURNS text
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_zone_source';
COMMENT ON FUNCTION zone_source(kommunenr, date) IS
'Where zone() has its answer from, or why it has none: a line per row of law_zone used, with citation, [evidence] and caveat. For people, not for parsing. NULL for NULL.';

CREATE FUNCTION in_zone_support(internal) RETURNS internal
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_in_zone_support';
COMMENT ON FUNCTION in_zone_support(internal) IS 'planner support of in_zone: btree index on the municipality, row estimate';

CREATE FUNCTION in_zone(municipality kommunenr, on_date date, VARIADIC zones zone[]) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 SUPPORT in_zone_support
	AS 'MODULE_PATHNAME', 'tilskudd_in_zone';
COMMENT ON FUNCTION in_zone(kommunenr, date, zone[]) IS
'Whether a municipality lies in one of the zones on a day. True or false where that is certain for every part of it, even if the parts differ; otherwise NULL; NULL for NULL. With constant date and zones a btree index on the municipality is used. Source: law_zone.';

CREATE FUNCTION transport_zone(municipality kommunenr, on_date date) RETURNS smallint
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_transport_zone';
COMMENT ON FUNCTION transport_zone(kommunenr, date) IS
'Zone for regional transport aid, 1 or 2 (2008-01-01 to 2014-06-30). NULL for a municipality that the list does not name, one that lies in both zones, outside that time, and for NULL. Source: law_transport_zone (guidelines of 2008, V14-1).';

CREATE FUNCTION payroll_zone(municipality kommunenr, on_date date) RETURNS text
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_payroll_zone';
COMMENT ON FUNCTION payroll_zone(kommunenr, date) IS
'Zone of the differentiated employer''s social security contribution: I, Ia, II, III, IV, IVa, V (2007-01-01 to 2022-12-31). NULL where the parts differ, outside that time, and for NULL. Source: law_payroll_zone.';

CREATE FUNCTION payroll_rate(municipality kommunenr, on_date date) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_payroll_rate';
COMMENT ON FUNCTION payroll_rate(kommunenr, date) IS
'Rate of the differentiated employer''s social security contribution, in percent (2007-01-01 to 2022-12-31); for zone Ia the full rate, not the lower one up to the free amount. NULL where parts have different rates, outside that time, and for NULL. Source: law_payroll_rate.';

CREATE FUNCTION centrality(municipality kommunenr, on_date date) RETURNS smallint
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_centrality';
COMMENT ON FUNCTION centrality(kommunenr, date) IS
'Centrality class of Statistics Norway, 1 (most central) to 6, vintage 2024 (2024-01-01 to 2026-12-31; earlier vintages are not complete). NULL where parts differ, outside that time, and for NULL. Source: law_centrality.';

CREATE FUNCTION kommune_name(municipality kommunenr, on_date date) RETURNS text
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_kommune_name';
COMMENT ON FUNCTION kommune_name(kommunenr, date) IS
'Official name on a day (from 2007-01-01) of the municipality in which the number''s territory lay. NULL where it lay in several, before 2007, for infinite dates, and for NULL. Source: law_municipality_name (SSB Klass 131).';

CREATE FUNCTION county(municipality kommunenr, on_date date) RETURNS text
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_county';
COMMENT ON FUNCTION county(kommunenr, date) IS
'Norwegian name of the county in which a number''s territory lay on a day (from 2003-05-09). NULL where it lay in several, for infinite dates, and for NULL. Source: law_county (SSB Klass 131).';

CREATE FUNCTION kommune_at(municipality kommunenr, on_date date) RETURNS SETOF kommunenr
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 ROWS 2 AS 'MODULE_PATHNAME', 'tilskudd_kommune_at';
COMMENT ON FUNCTION kommune_at(kommunenr, date) IS
'The municipalities in force on a day (from 2003-05-09) in which the number''s territory lay: the number itself while it is in force, else what it was before or became. No row for a number that never was a municipality, for infinite dates, and for NULL. Border adjustments are not followed. Source: law_municipality_change (SSB Klass 131).';

-- Names.

CREATE FUNCTION kommunenr(name text, on_date date, county text DEFAULT NULL) RETURNS kommunenr
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_kommunenr_by_name';
COMMENT ON FUNCTION kommunenr(text, date, text) IS
'The municipality in force on a day (from 2007-01-01) that has this name: an official name of it, of that day or another, any part of a double name in any order, or another spelling in use; without regard to case, accents or how Norwegian and Sami letters are written; with or without "kommune" or "herad", its four-digit number, and the county (of any time; name, abbreviation with a dot, or two-digit number) in brackets, after " i ", or as third argument. Exact apart from that: near names are only hints. NULL for a NULL name or date; a NULL county does not restrict. Errors: P0002 for an unknown name or county, P0003 for an ambiguous name (candidates in the detail). Source: law_municipality_name, law_county (SSB Klass 131).';

CREATE FUNCTION find_kommune(given text, on_date date, in_county text DEFAULT NULL)
	RETURNS TABLE (kommunenr kommunenr, name text, county text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 1 AS 'MODULE_PATHNAME', 'tilskudd_find_kommune';
COMMENT ON FUNCTION find_kommune(text, date, text) IS
'Every municipality that kommunenr(name, on_date, county) may mean, by number, with its official name and its county''s Norwegian name on the day: none where that function says unknown (also for an unknown county), several where it says ambiguous; never near names. No rows for a NULL name or date. Source: law_municipality_name, law_county (SSB Klass 131).';

-- The law of geography, row by row.

CREATE VIEW law_municipality AS
	SELECT kommunenr, name, valid_from, valid_to, rule, citation, evidence
	FROM law_table('municipality') AS t(
		kommunenr kommunenr, name text, valid_from date, valid_to date,
		rule text, citation text, evidence text);
COMMENT ON VIEW law_municipality IS 'Municipality numbers: when in force (numbers older than 2003-05-09 from that day), with the Norwegian form of their last name.';

CREATE VIEW law_municipality_name AS
	SELECT kommunenr, name, name_no, aliases, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('municipality_name') AS t(
		kommunenr kommunenr, name text, name_no text, aliases text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_municipality_name IS 'Official names of municipalities from 2007-01-01, their Norwegian form, and other spellings in use.';

CREATE VIEW law_municipality_change AS
	SELECT kommunenr, successor, parts, kind, valid_from, rule, citation, evidence, caveat
	FROM law_table('municipality_change') AS t(
		kommunenr kommunenr, successor kommunenr, parts text, kind text, valid_from date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_municipality_change IS 'What became of municipality numbers, and when: renumber, merge, split; for a split along former borders, the parts that went to the successor.';

CREATE VIEW law_county AS
	SELECT county, name, name_no, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('county') AS t(
		county text, name text, name_no text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_county IS 'Counties: the first two digits of their municipalities'' numbers (older than 2003-05-09 from that day).';

CREATE VIEW law_zone_map AS
	SELECT map, zones, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('zone_map') AS t(
		map text, zones text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_zone_map IS 'The regional aid maps, their time and their labels.';

CREATE VIEW law_zone_label AS
	SELECT zone, meaning, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('zone_label') AS t(
		code smallint, zone zone, meaning text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_zone_label IS 'What each zone label means.';

CREATE VIEW law_zone AS
	SELECT kommunenr, part, name, zone, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('zone') AS t(
		kommunenr kommunenr, part kommunenr, name text, zone zone, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_zone IS 'The regional aid maps: a row per municipality as it was on valid_from, or per part of it; it holds for that territory until valid_to, whatever the municipality is called then.';

CREATE VIEW law_transport_zone AS
	SELECT kommunenr, part, name, transport_zone, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('transport_zone') AS t(
		kommunenr kommunenr, part kommunenr, name text, transport_zone smallint, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_transport_zone IS 'Municipalities with regional transport aid, by zone.';

CREATE VIEW law_payroll_zone AS
	SELECT kommunenr, part, coalesce(border = 'yes', false) AS border, name, payroll_zone, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('payroll_zone') AS t(
		kommunenr kommunenr, part kommunenr, border text, name text, payroll_zone text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_payroll_zone IS 'Zones of the employer''s social security contribution: a row per municipality as it was on valid_from, or per part of it; border marks a piece of another municipality that came by a border adjustment.';

CREATE VIEW law_payroll_rate AS
	SELECT payroll_zone, rate_percent, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('payroll_rate') AS t(
		payroll_zone text, rate_percent numeric, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_payroll_rate IS 'Rates of the employer''s social security contribution by zone, in percent.';

CREATE VIEW law_centrality AS
	SELECT kommunenr, part, name, centrality, centrality_index, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('centrality') AS t(
		kommunenr kommunenr, part kommunenr, name text, centrality smallint, centrality_index smallint,
		valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_centrality IS 'Centrality of municipalities: class and index (0 to 1000) of Statistics Norway.';

GRANT SELECT ON law_municipality, law_municipality_name, law_municipality_change, law_county,
	law_zone_map, law_zone_label, law_zone, law_transport_zone, law_payroll_zone, law_payroll_rate,
	law_centrality TO PUBLIC;
-- de_minimis: regimes, ceilings, windows

CREATE VIEW law_de_minimis AS
	SELECT regime, pool, ceiling_eur, road_freight_ceiling_eur, window_kind, loan_5y_eur, loan_10y_eur, loan_collateral_percent,
		guarantee_5y_eur, guarantee_10y_eur, guarantee_cover_percent, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('de_minimis') AS t(
		regime text, pool text, ceiling_eur numeric, road_freight_ceiling_eur numeric, window_kind text,
		loan_5y_eur numeric, loan_10y_eur numeric, loan_collateral_percent numeric,
		guarantee_5y_eur numeric, guarantee_10y_eur numeric, guarantee_cover_percent numeric,
		valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_de_minimis IS
'De minimis regimes by pool: ceiling and the lower one of road freight in EUR, the window (three_fiscal_years or three_years, rolling), the limits of lump-sum loans and guarantees in EUR over five and ten years, collateral at least and cover at most in percent of the loan.';
GRANT SELECT ON law_de_minimis TO PUBLIC;

CREATE FUNCTION de_minimis_ceiling(on_date date, pool text DEFAULT 'general', road_freight boolean DEFAULT false) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_ceiling';
COMMENT ON FUNCTION de_minimis_ceiling(date, text, boolean) IS
'Ceiling of de minimis aid to one single undertaking in EUR, on a day, in a pool: general, sgei, agriculture, fisheries; for road freight the lower one of the regimes that have it. NULL where the tables have no regime on that day, and for NULL. Errors: 22023 for an unknown pool. Source: law_de_minimis.';

CREATE FUNCTION de_minimis_window(on_date date, pool text DEFAULT 'general', fiscal_year_start_month integer DEFAULT 1) RETURNS daterange
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_window';
COMMENT ON FUNCTION de_minimis_window(date, text, integer) IS
'The period whose de minimis aid counts for an award on a day, that day included. Rolling regimes: from the same calendar day three years before, that day included (29 February: from the 28th); the others: from the first day of the fiscal year two before. NULL where the tables have no regime on that day, and for NULL. Errors: 22023 for an unknown pool or a month outside 1 to 12. Source: law_de_minimis.';

CREATE FUNCTION de_minimis_window(on_date date, fiscal_years daterange[], pool text DEFAULT 'general') RETURNS daterange
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_window_of_years';
COMMENT ON FUNCTION de_minimis_window(date, daterange[], text) IS
'The same with the undertaking''s actual fiscal years, short or long: from the first day of the year two before the one that contains the day. The years may come in any order; they must follow each other without gap or overlap. Rolling regimes do not look at them. NULL where the tables have no regime on that day, or the years do not reach back far enough, and for NULL. Errors: 22023 for an unknown pool, 22000 for years that overlap, leave gaps, are empty, unbounded or NULL.';

CREATE VIEW law_de_minimis_cumulation AS
	SELECT pools, settles, joint_ceiling_eur, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('de_minimis_cumulation') AS t(
		pools text, settles text, joint_ceiling_eur numeric, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_de_minimis_cumulation IS
'Pools of de minimis aid that count together under a joint ceiling in EUR, or, where that is NULL, expressly each for itself. settles: the pool of which the rule says how it and the others add up; of the others among themselves it says nothing.';
GRANT SELECT ON law_de_minimis_cumulation TO PUBLIC;

CREATE FUNCTION de_minimis_verdict(used numeric, requested numeric, on_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, used_general numeric DEFAULT 0, used_sgei numeric DEFAULT 0,
	used_agriculture numeric DEFAULT 0, used_fisheries numeric DEFAULT 0) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_verdict';
COMMENT ON FUNCTION de_minimis_verdict(numeric, numeric, date, text, boolean, numeric, numeric, numeric, numeric) IS
'Whether an award may be granted as de minimis aid: used is what counts already in the award''s own pool within de_minimis_window(), the others what counts in the other pools; all in EUR of gross grant equivalent. All or nothing; a sum equal to the ceiling passes. Shows the limit that leaves the least headroom. NULL amounts leave it undecided, as does cumulation that the law tables do not settle, and a day without a regime; NULL day, pool or road_freight gives NULL. Errors: 22023 for an unknown pool, a negative or infinite amount, or the own pool''s aid given twice. Source: law_de_minimis, law_de_minimis_cumulation (V11-1, V11-4).';

CREATE FUNCTION de_minimis_ok(used numeric, requested numeric, on_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, used_general numeric DEFAULT 0, used_sgei numeric DEFAULT 0,
	used_agriculture numeric DEFAULT 0, used_fisheries numeric DEFAULT 0) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_ok';
COMMENT ON FUNCTION de_minimis_ok(numeric, numeric, date, text, boolean, numeric, numeric, numeric, numeric) IS
'de_minimis_verdict() as a boolean for CHECK constraints. NULL for NULL. Errors: P0002 where the verdict is undecided, since a NULL would let the row in; 22023 as there.';
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
-- de_minimis_succession: aid of undertakings that split

CREATE FUNCTION split_pro_rata(amount numeric, equity numeric[]) RETURNS numeric[]
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_split_pro_rata';
COMMENT ON FUNCTION split_pro_rata(numeric, numeric[]) IS
'Earlier de minimis aid of an undertaking that split, in the amount''s unit, shared in proportion to the book value of the equity capital of the new undertakings at the effective date of the split, in the order given. For aid that can not be allocated to the one that benefited from it; each share keeps the original granting date. Exact: shares are cut to whole cents (to the last decimal of an amount that has more), and the cents left over go one each to the largest remainders, the earlier first of equal ones, so that the shares sum to the amount; the law is silent on that rounding. NULL for NULL. Errors: 22023 for no equity in total, negative, NaN or infinite values, 22004 for an equity that is NULL, 2202E for an array of several dimensions. Source: Regulations (EU) No 1407/2013 and 2023/2831 Art 3(9).';
-- de_minimis_duty: what who grants de minimis aid must write, keep and register

CREATE VIEW law_de_minimis_duty AS
	SELECT regime, item, value, reference, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('de_minimis_duty') AS t(
		regime text, item text, value integer, reference text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_de_minimis_duty IS
'Duties of who grants de minimis aid, by regime: what the letter must hold or presupposes (amount, character, regulation with its reference, declaration; disclosure with its years), retention (years), registration (working days).';
GRANT SELECT ON law_de_minimis_duty TO PUBLIC;

CREATE FUNCTION de_minimis_notice(amount_gge numeric, granted_on date, pool text DEFAULT 'general', fiscal_year_start_month integer DEFAULT 1)
	RETURNS TABLE (item text, content text, rule text, citation text)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 4 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_notice';
COMMENT ON FUNCTION de_minimis_notice(numeric, date, text, integer) IS
'What the letter that grants de minimis aid must hold: the amount in EUR of gross grant equivalent as given, the character as de minimis aid, the regulation with its full reference; then what the undertaking must declare before, and (1998/2006) must disclose later. Each with the rule of the guidelines of 2008 where it has one, and the citation with its evidence. No rows for NULL. Errors: P0002 where the duties are not known (69/2001 and all pools but general), 22023 for an unknown pool, a month outside 1 to 12, or an amount that is negative, NaN or infinite. Source: G2-4, V11-5, 1407/2013 Art 6(1), 2023/2831 Art 7(4).';

CREATE FUNCTION retention_until(granted_on date) RETURNS date
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_retention_until';
COMMENT ON FUNCTION retention_until(date) IS
'The last day on which the data of individual de minimis aid must still be kept: the same date ten years after the grant, 28 February for a grant on 29 February. Under a scheme, count from its last grant. NULL before 2007, after the last regime of the law tables, and for NULL. Source: V11-5, 2023/2831 Art 6(3), LOV-2022-03-04-7 section 8. That 1407/2013 counts ten fiscal years, which may end later, is general knowledge, not checked.';

CREATE FUNCTION register_deadline(granted_on date, holidays date[] DEFAULT NULL) RETURNS date
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_register_deadline';
COMMENT ON FUNCTION register_deadline(date, date[]) IS
'The last day to register general de minimis aid in the central register: 20 working days after the grant, the day after it being the first that can count. Working days are Monday to Friday except the holidays given, or the Norwegian public_holidays() for NULL. NULL for grants before 2026-01-01, when the register became obligatory in the Union, after the last regime of the law tables, and for a NULL date. When the duty began in Norway is not established. Errors: 22004 for a NULL among the holidays. Source: 2023/2831 Art 6(1) and (2); how days count: 1182/71 Art 3(1), and, not checked, Art 2(2).';

CREATE FUNCTION public_holidays(year integer) RETURNS TABLE (day date, name text, name_no text)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 ROWS 12 AS 'MODULE_PATHNAME', 'tilskudd_public_holidays';
COMMENT ON FUNCTION public_holidays(integer) IS
'The public holidays of Norway in a year other than ordinary Sundays, by date, with English name and the name in the act; a day that is two of them stands twice. No rows for NULL. Errors: P0002 for a year before 1996, the first whole year of the act, or after 9999. Source: LOV-1995-02-24-12 section 2, LOV-1947-04-26-1 section 1; Easter by the Gregorian computus.';
-- gross grant equivalent: rates, payment plans, loans, guarantees, interest subsidies

CREATE VIEW law_base_rate AS
	SELECT base_rate_percent, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('base_rate') AS t(
		base_rate_percent numeric, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_base_rate IS
'Base rates of the EFTA Surveillance Authority for Norway, in percent a year. With gaps: a day without a row has a rate that is not known here.';

CREATE VIEW law_discount_margin AS
	SELECT margin_basis_points, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('discount_margin') AS t(
		margin_basis_points numeric, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_discount_margin IS 'Margin of the discount rate over the base rate, in basis points.';
GRANT SELECT ON law_discount_margin TO PUBLIC;

CREATE VIEW law_reference_margin AS
	SELECT rating, collateral, margin_basis_points, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('reference_margin') AS t(
		rating text, collateral text, margin_basis_points integer, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_reference_margin IS
'What is added to the base rate for a reference rate, by rating and collateral, in basis points (100 are one percentage point).';

CREATE VIEW law_guarantee_premium AS
	SELECT rating, premium_percent, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('guarantee_premium') AS t(
		rating text, premium_percent numeric, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_guarantee_premium IS
'Safe-harbour premiums of guarantees for small and medium-sized enterprises by rating (none: no credit history), in percent a year of the guaranteed amount.';

GRANT SELECT ON law_base_rate, law_reference_margin, law_guarantee_premium TO PUBLIC;

-- Rates of a day.

CREATE FUNCTION base_rate(on_date date) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_base_rate';
COMMENT ON FUNCTION base_rate(date) IS
'Base rate of the EFTA Surveillance Authority for Norway on a day, in percent a year. NULL for NULL. Errors: P0002 on a day for which the law tables have none; nothing is interpolated. Source: law_base_rate.';

CREATE FUNCTION discount_rate(on_date date, base_rate numeric DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_discount_rate';
COMMENT ON FUNCTION discount_rate(date, numeric) IS
'Discount rate on a day (from 2009-01-01), in percent a year: base rate + 100 basis points (Notice 2008/C 216/06). The base rate is the one given, else that of law_base_rate. NULL for a NULL day. Errors: P0002 where neither has it, or before 2009-01-01; 22023 for a base rate outside -10 to 1000.';

CREATE FUNCTION reference_rate(on_date date, rating text, collateral text, base_rate numeric DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 AS 'MODULE_PATHNAME', 'tilskudd_reference_rate';
COMMENT ON FUNCTION reference_rate(date, text, text, numeric) IS
'Reference rate on a day (from 2009-01-01), in percent a year: base rate + the margin for a rating (strong, good, satisfactory, weak, bad) and collateral (high, normal, low). The base rate is the one given, else that of law_base_rate. NULL for a NULL day, rating or collateral. Errors: P0002 where neither has the base rate, or before 2009-01-01; 22023 for an unknown rating or collateral, or a base rate outside -10 to 1000. Source: law_reference_margin (Communication 2008/C 14/02).';

CREATE FUNCTION guarantee_premium(rating text) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_guarantee_premium';
COMMENT ON FUNCTION guarantee_premium(text) IS
'Safe-harbour premium of a guarantee for a small or medium-sized enterprise, in percent a year of the guaranteed amount, by rating: AAA, AA+ to AA-, A+ to A-, BBB+ to BBB-, BB+ to BB-, B+ to B-, or none for no credit history. The one that holds until further notice. NULL for NULL. Errors: P0002 for any other rating. Source: law_guarantee_premium (Notice 2008/C 155/02; unverified).';

CREATE FUNCTION guarantee_premium(rating text, on_date date) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_guarantee_premium';
COMMENT ON FUNCTION guarantee_premium(text, date) IS
'The same on a day, from 2008-09-25. NULL for NULL. Errors: P0002 for any other rating or an earlier day.';

-- Lump sums of the de minimis regulations.

CREATE FUNCTION de_minimis_loan_gge(amount numeric, years numeric, on_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, secured_share numeric DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_loan_gge';
COMMENT ON FUNCTION de_minimis_loan_gge(numeric, numeric, date, text, boolean, numeric) IS
'Gross grant equivalent of a loan as the lump sum of the de minimis regime on a day, in EUR: ceiling x (amount / limit) x (years / 5 or 10). Amount in EUR, term in years (a fraction is allowed), secured_share the part of the loan that collateral covers, 0 to 1. Unrounded; cut after 20 decimals where it has no end. NULL where an argument other than secured_share is NULL. Errors: 22003 over the limit, over ten years, or too little collateral; P0002 where the regime has no lump sum or the tables have no regime; 22004 without secured_share; 22023 for an unknown pool, a negative amount, a term that is not positive, or a share above 1. Source: law_de_minimis.';

CREATE FUNCTION de_minimis_guarantee_gge(guaranteed numeric, years numeric, on_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, cover_share numeric DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_guarantee_gge';
COMMENT ON FUNCTION de_minimis_guarantee_gge(numeric, numeric, date, text, boolean, numeric) IS
'Gross grant equivalent of a guarantee as the lump sum of the de minimis regime on a day, in EUR: ceiling x (guaranteed / limit) x (years / 5 or 10); under 1998/2006 and 360/2012 without the term. Guaranteed is the guaranteed part of the loan in EUR, cover_share what it is of the loan, 0 to 1; term in years (a fraction is allowed). Unrounded; cut after 20 decimals where it has no end. NULL where an argument other than cover_share is NULL. Errors: 22003 over the limit, over ten years, or too much cover; P0002 where the regime has no lump sum or the tables have no regime; 22004 without cover_share; 22023 for an unknown pool, a negative amount, a term that is not positive, or a share above 1. Source: law_de_minimis (V11-3).';

CREATE FUNCTION de_minimis_loan_verdict(amount numeric, years numeric, on_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, secured_share numeric DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_loan_verdict';
COMMENT ON FUNCTION de_minimis_loan_verdict(numeric, numeric, date, text, boolean, numeric) IS
'Whether a loan has the lump sum that de_minimis_loan_gge() gives, instead of its error: the limit is the largest loan, in EUR, that has it under the conditions given, 0 where they exclude it. An amount, term or share that is NULL leaves it undecided, as does a day without a regime; NULL day, pool or road_freight gives NULL. Errors: 22023 as there. Source: law_de_minimis.';

CREATE FUNCTION de_minimis_guarantee_verdict(guaranteed numeric, years numeric, on_date date, pool text DEFAULT 'general',
	road_freight boolean DEFAULT false, cover_share numeric DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_guarantee_verdict';
COMMENT ON FUNCTION de_minimis_guarantee_verdict(numeric, numeric, date, text, boolean, numeric) IS
'Whether a guarantee has the lump sum that de_minimis_guarantee_gge() gives, instead of its error: the limit is the largest guaranteed amount, in EUR, that has it under the conditions given, 0 where they exclude it. An amount, term or share that is NULL leaves it undecided, as does a day without a regime; NULL day, pool or road_freight gives NULL. Errors: 22023 as there. Source: law_de_minimis (V11-3).';

-- Exact methods.

CREATE FUNCTION present_value(amounts numeric[], dates date[], rate numeric) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_present_value';
COMMENT ON FUNCTION present_value(numeric[], date[], numeric) IS
'Value of payments on the first date: sum of amount / (1 + rate)^t, rate in percent a year. t is in years: whole years from calendar day to calendar day, and days / days of that year for the year that has begun. The other dates come in any order, none before the first. Each term is rounded to 20 decimals; 0 for empty arrays. NULL for NULL. Errors: 2202E for arrays of different length or more than one dimension, 22004 for a NULL within, 22023 for a date before the first, 100 years after it or infinite, an amount that is no finite number, or a rate outside -10 to 1000.';

CREATE FUNCTION loan_balances(amount numeric, years integer, grace_years integer DEFAULT 0,
	repayment text DEFAULT 'linear', loan_rate numeric DEFAULT NULL) RETURNS numeric[]
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_loan_balances';
COMMENT ON FUNCTION loan_balances(numeric, integer, integer, text, numeric) IS
'Payment plan with yearly instalments at the end of each year: what is owed in each of the years. Nothing is repaid in the grace years; then linear (equal instalments) or annuity (equal payments of instalment and interest at loan_rate, percent a year). All at the end: grace_years = years - 1. Each balance is rounded to 20 decimals. NULL where an argument other than loan_rate is NULL. Errors: 22023 for a negative amount, years outside 1 to 100, grace_years outside 0 to years - 1, another repayment, or a rate outside -10 to 1000; 22004 for an annuity without loan_rate.';

CREATE FUNCTION loan_gge(balances numeric[], agreed_rate numeric, reference_rate numeric, discount_rate numeric,
	decimals integer DEFAULT 20) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_loan_gge';
COMMENT ON FUNCTION loan_gge(numeric[], numeric, numeric, numeric, integer) IS
'Gross grant equivalent of a loan: sum over the years t of balance x (reference rate - agreed rate) / (1 + discount rate)^t, rates in percent a year, balances as of loan_balances() or any others, one for each year. 0 where the agreed rate is not the lower one. In the unit of the balances; the present value of each year is rounded half up to so many decimals, 20 unless told. The discount rate is reference_rate() under 1998/2006 and before, discount_rate() from 1407/2013 on. NULL for NULL. Errors: 2202E for more than one dimension, 22004 for a NULL within, 22023 for a negative balance, more than 100 years, a rate outside -10 to 1000, or decimals outside 0 to 20.';

CREATE FUNCTION guarantee_gge(balances numeric[], paid_premium numeric, market_premium numeric, discount_rate numeric,
	in_advance boolean DEFAULT false, decimals integer DEFAULT 20) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_guarantee_gge';
COMMENT ON FUNCTION guarantee_gge(numeric[], numeric, numeric, numeric, boolean, integer) IS
'Gross grant equivalent of a guarantee: sum over the years t of guaranteed balance x (market premium - premium paid) / (1 + discount rate)^t, premiums and rate in percent a year; with in_advance each year''s premium is due at its beginning: t - 1. 0 where the premium paid is not the lower one. In the unit of the balances; the present value of each year is rounded half up to so many decimals, 20 unless told. NULL for NULL. Errors: 2202E for more than one dimension, 22004 for a NULL within, 22023 for a negative balance or premium, more than 100 years, a rate outside -10 to 1000, or decimals outside 0 to 20. Source: Notice 2008/C 155/02.';

CREATE FUNCTION interest_subsidy_gge(balances numeric[], subsidy_rate numeric, discount_rate numeric,
	decimals integer DEFAULT 20) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_interest_subsidy_gge';
COMMENT ON FUNCTION interest_subsidy_gge(numeric[], numeric, numeric, integer) IS
'Gross grant equivalent of an interest subsidy: sum over the years t of balance x subsidy / (1 + discount rate)^t, the subsidy in percentage points a year of the balance, paid at the end of each year. In the unit of the balances; the present value of each year is rounded half up to so many decimals, 20 unless told. NULL for NULL. Errors: as loan_gge(), and 22023 for a negative subsidy.';

CREATE FUNCTION explain_loan_gge(balances numeric[], agreed_rate numeric, reference_rate numeric, discount_rate numeric,
	decimals integer DEFAULT 20)
	RETURNS TABLE (year integer, balance numeric, reference numeric, agreed numeric,
		benefit numeric, discount_factor numeric, present_value numeric)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 10 AS 'MODULE_PATHNAME', 'tilskudd_explain_loan_gge';
COMMENT ON FUNCTION explain_loan_gge(numeric[], numeric, numeric, numeric, integer) IS
'The steps of loan_gge(), a row for each year: the present values add up to it. Arguments and errors as there; no rows for NULL.';

CREATE FUNCTION explain_guarantee_gge(balances numeric[], paid_premium numeric, market_premium numeric, discount_rate numeric,
	in_advance boolean DEFAULT false, decimals integer DEFAULT 20)
	RETURNS TABLE (year integer, balance numeric, market numeric, paid numeric,
		benefit numeric, discount_factor numeric, present_value numeric)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 10 AS 'MODULE_PATHNAME', 'tilskudd_explain_guarantee_gge';
COMMENT ON FUNCTION explain_guarantee_gge(numeric[], numeric, numeric, numeric, boolean, integer) IS
'The steps of guarantee_gge(), a row for each year: the present values add up to it. Arguments and errors as there; no rows for NULL.';

CREATE FUNCTION explain_interest_subsidy_gge(balances numeric[], subsidy_rate numeric, discount_rate numeric,
	decimals integer DEFAULT 20)
	RETURNS TABLE (year integer, balance numeric, subsidy numeric,
		benefit numeric, discount_factor numeric, present_value numeric)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 10 AS 'MODULE_PATHNAME', 'tilskudd_explain_interest_subsidy_gge';
COMMENT ON FUNCTION explain_interest_subsidy_gge(numeric[], numeric, numeric, integer) IS
'The steps of interest_subsidy_gge(), a row for each year: the present values add up to it. Arguments and errors as there; no rows for NULL.';
-- euro: NOK in EUR, by the rate of a day or a year's average

CREATE FUNCTION to_eur(amount_nok numeric, nok_per_eur numeric) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_to_eur';
COMMENT ON FUNCTION to_eur(numeric, numeric) IS
'NOK in EUR at a rate given as NOK for one EUR: amount_nok / nok_per_eur as the server divides, with at least 16 significant digits; not rounded to cents. NULL for NULL. Errors: 22023 for a rate that is zero, negative, NaN or infinite, and for an amount that is NaN or infinite.';

-- Rates of days: the user's own data, so a table.

CREATE TABLE exchange_rate (
	rate_date date PRIMARY KEY CHECK (isfinite(rate_date)),
	nok_per_eur numeric NOT NULL CHECK (nok_per_eur > 0 AND nok_per_eur < 'Infinity'),
	source text NOT NULL);
COMMENT ON TABLE exchange_rate IS
'Official exchange rates, one row per day with a published rate. Filled by the user, for example through ecb_file; dumped with the database.';
COMMENT ON COLUMN exchange_rate.rate_date IS 'the day of which the rate is';
COMMENT ON COLUMN exchange_rate.nok_per_eur IS 'NOK for one EUR';
COMMENT ON COLUMN exchange_rate.source IS 'who published it; European Central Bank for what came through ecb_file';
SELECT pg_catalog.pg_extension_config_dump('exchange_rate', '');
GRANT SELECT ON exchange_rate TO PUBLIC;

CREATE FUNCTION eur(amount_nok numeric, on_date date, max_age_days integer DEFAULT 4) RETURNS numeric
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_eur';
COMMENT ON FUNCTION eur(numeric, date, integer) IS
'NOK in EUR at the rate that exchange_rate has for a day, or at the latest earlier one that is at most max_age_days older. The default spans every gap in what the European Central Bank published from 1999 to April 2026: at most four days in a row without a rate. Divides as to_eur() does. NULL for NULL. Errors: P0002 where there is no such rate, 22023 for negative max_age_days and an amount that is NaN or infinite, 22008 for an infinite date. Source: the official rate of the granting date (EFTA Surveillance Authority, from 2020-01-01; which rate holds on a day without one is not established).';

CREATE FUNCTION nok_per_eur(on_date date, max_age_days integer DEFAULT 4) RETURNS numeric
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_nok_per_eur';
COMMENT ON FUNCTION nok_per_eur(date, integer) IS
'The rate that eur() takes, NOK for one EUR: that of the day in exchange_rate, or the latest earlier one that is at most max_age_days older. NULL where there is none, and for NULL. Errors: 22023 for negative max_age_days, 22008 for an infinite date.';

-- The way in for the European Central Bank's file, which has a column per
-- currency and other columns each time: lines come in as they are, and leave as
-- rows of exchange_rate.

CREATE TABLE ecb_file (line text);
COMMENT ON TABLE ecb_file IS
'COPY the European Central Bank''s eurofxref-hist.csv (or eurofxref-hist-90d.csv) into this table: its NOK rates are added to exchange_rate, and the table is empty again. Days that are there already stay as they are. Needs INSERT on exchange_rate, and INSERT and DELETE on this table. Errors: 22P04 for another file, 23505 for a day that has another rate already or in the file; nothing is loaded then.';
COMMENT ON COLUMN ecb_file.line IS 'a line of the file, the header among them';

-- The extension is trusted: what it makes belongs to a superuser, not to who
-- creates it.  That one may load rates all the same.
GRANT SELECT, INSERT, UPDATE, DELETE ON exchange_rate, ecb_file TO @extowner@;

CREATE FUNCTION ecb_file_load() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	header text;
	headers bigint;
	cells integer;
	nok integer;
	wrong text;
	days date[];
	rates numeric[];
	added bigint;
	differing bigint;
	first_day date;
	old_rate numeric;
	new_rate numeric;
BEGIN
	SELECT count(*), min(l.line) INTO headers, header FROM lines AS l WHERE l.line ~ '^Date *,';
	cells := cardinality(string_to_array(header, ','));
	nok := array_position(string_to_array(replace(header, ' ', ''), ','), 'NOK');
	IF headers <> 1 OR nok IS NULL THEN
		RAISE EXCEPTION USING
			ERRCODE = 'bad_copy_file_format',
			MESSAGE = 'this is not the European Central Bank''s file of euro reference rates',
			DETAIL = CASE WHEN headers <> 1
				THEN format('It has %s lines that begin with "Date,", not one.', headers)
				ELSE 'Its header has no column NOK.' END,
			HINT = 'Load the whole of eurofxref-hist.csv, with its header, in one COPY.';
	END IF;

	SELECT l.line INTO wrong
	FROM lines AS l
	WHERE l.line IS DISTINCT FROM header AND coalesce(l.line !~ '^\s*$'
		AND (cardinality(string_to_array(l.line, ',')) <> cells
			OR btrim(split_part(l.line, ',', 1)) !~ '^\d{4}-\d\d-\d\d$'
			OR btrim(split_part(l.line, ',', nok)) !~ '^(\d+(\.\d+)?|N/A)$'), true)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING
			ERRCODE = 'bad_copy_file_format',
			MESSAGE = 'a line of the European Central Bank''s file can not be read',
			DETAIL = format('The line is "%s".', left(wrong, 100)),
			HINT = format('A line has %s cells as the header has, first a date such as 2024-03-28, and NOK as cell %s: a number or N/A.', cells, nok);
	END IF;

	SELECT array_agg(split_part(l.line, ',', 1)::date), array_agg(btrim(split_part(l.line, ',', nok))::numeric)
	INTO days, rates
	FROM lines AS l
	WHERE l.line <> header AND l.line !~ '^\s*$' AND btrim(split_part(l.line, ',', nok)) <> 'N/A';

	INSERT INTO tilskudd.exchange_rate
		SELECT f.day, f.rate, 'European Central Bank' FROM unnest(days, rates) AS f(day, rate)
		ON CONFLICT (rate_date) DO NOTHING;
	GET DIAGNOSTICS added = ROW_COUNT;

	SELECT count(*), min(f.day), (array_agg(r.nok_per_eur ORDER BY f.day))[1], (array_agg(f.rate ORDER BY f.day))[1]
	INTO differing, first_day, old_rate, new_rate
	FROM unnest(days, rates) AS f(day, rate) JOIN tilskudd.exchange_rate AS r ON r.rate_date = f.day
	WHERE r.nok_per_eur <> f.rate;
	IF differing > 0 THEN
		RAISE EXCEPTION USING
			ERRCODE = 'unique_violation',
			MESSAGE = format('exchange rate of %s is %s, and %s in the file', to_char(first_day, 'YYYY-MM-DD'), old_rate, new_rate),
			DETAIL = format('Days with another rate in the file: %s. Nothing was loaded.', differing),
			HINT = 'Find out which is right. To take the file''s, delete the day from tilskudd.exchange_rate and load again.';
	END IF;

	DELETE FROM tilskudd.ecb_file;
	RAISE NOTICE 'exchange_rate: days added: %, there already: %', added, coalesce(cardinality(days), 0) - added;
	RETURN NULL;
END $$;
COMMENT ON FUNCTION ecb_file_load() IS 'trigger of ecb_file: moves the lines of one statement to exchange_rate';
CREATE TRIGGER load AFTER INSERT ON ecb_file REFERENCING NEW TABLE AS lines
	FOR EACH STATEMENT EXECUTE FUNCTION ecb_file_load();
COMMENT ON TRIGGER load ON ecb_file IS 'moves the lines of one statement to exchange_rate';

-- Yearly averages: law, compiled in.

CREATE FUNCTION eur_year(amount_nok numeric, year integer) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_eur_year';
COMMENT ON FUNCTION eur_year(numeric, integer) IS
'NOK in EUR at a whole year''s average rate of the European Central Bank, for figures of a whole year such as those behind SME status. Divides as to_eur() does. NULL for a year without average in the law tables, and for NULL. Errors: 22023 for an amount that is NaN or infinite. Source: law_eur_year.';

CREATE VIEW law_eur_year AS
	SELECT year, nok_per_eur, days, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('eur_year') AS t(
		year integer, nok_per_eur numeric, days integer, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_eur_year IS 'Yearly averages of the European Central Bank''s reference rate, NOK for one EUR, and the number of published days behind each.';
GRANT SELECT ON law_eur_year TO PUBLIC;
-- intensity: what may at most be granted, for which purpose, to whom, where, when

-- The type enterprise_size, whose values are labels of the law, stored as the server's own
-- type "char".
CREATE TYPE enterprise_size;

CREATE FUNCTION enterprise_size_in(cstring) RETURNS enterprise_size
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_enterprise_size_in';
CREATE FUNCTION enterprise_size_out(enterprise_size) RETURNS cstring
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_enterprise_size_out';
CREATE FUNCTION enterprise_size_recv(internal) RETURNS enterprise_size
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_enterprise_size_recv';
CREATE FUNCTION enterprise_size_send(enterprise_size) RETURNS bytea
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_enterprise_size_send';
COMMENT ON FUNCTION enterprise_size_in(cstring) IS 'text input of enterprise_size';
COMMENT ON FUNCTION enterprise_size_out(enterprise_size) IS 'text output of enterprise_size: the label';
COMMENT ON FUNCTION enterprise_size_recv(internal) IS 'binary input of enterprise_size: the label, checked as text is';
COMMENT ON FUNCTION enterprise_size_send(enterprise_size) IS 'binary output of enterprise_size: the label';

CREATE TYPE enterprise_size (
	INPUT = enterprise_size_in, OUTPUT = enterprise_size_out, RECEIVE = enterprise_size_recv, SEND = enterprise_size_send,
	LIKE = "char");
COMMENT ON TYPE enterprise_size IS
'Size of an enterprise: micro < small < medium < large. Case counts. Source: law_enterprise_size (V4-2, V4-3). Errors: 22P02 for any other text.';

-- Operators and operator classes of enterprise_size: the server's own for char.
CREATE FUNCTION enterprise_size_eq(enterprise_size, enterprise_size) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'chareq';
CREATE FUNCTION enterprise_size_ne(enterprise_size, enterprise_size) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'charne';
CREATE FUNCTION enterprise_size_lt(enterprise_size, enterprise_size) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'charlt';
CREATE FUNCTION enterprise_size_le(enterprise_size, enterprise_size) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'charle';
CREATE FUNCTION enterprise_size_gt(enterprise_size, enterprise_size) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'chargt';
CREATE FUNCTION enterprise_size_ge(enterprise_size, enterprise_size) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'charge';
CREATE FUNCTION enterprise_size_cmp(enterprise_size, enterprise_size) RETURNS integer
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'btcharcmp';
CREATE FUNCTION enterprise_size_hash(enterprise_size) RETURNS integer
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'hashchar';
CREATE FUNCTION enterprise_size_hash_extended(enterprise_size, bigint) RETURNS bigint
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'hashcharextended';

COMMENT ON FUNCTION enterprise_size_eq(enterprise_size, enterprise_size) IS 'implementation of = for enterprise_size';
COMMENT ON FUNCTION enterprise_size_ne(enterprise_size, enterprise_size) IS 'implementation of <> for enterprise_size';
COMMENT ON FUNCTION enterprise_size_lt(enterprise_size, enterprise_size) IS 'implementation of < for enterprise_size';
COMMENT ON FUNCTION enterprise_size_le(enterprise_size, enterprise_size) IS 'implementation of <= for enterprise_size';
COMMENT ON FUNCTION enterprise_size_gt(enterprise_size, enterprise_size) IS 'implementation of > for enterprise_size';
COMMENT ON FUNCTION enterprise_size_ge(enterprise_size, enterprise_size) IS 'implementation of >= for enterprise_size';
COMMENT ON FUNCTION enterprise_size_cmp(enterprise_size, enterprise_size) IS 'less-equal-greater comparison of enterprise_size for btree indexes';
COMMENT ON FUNCTION enterprise_size_hash(enterprise_size) IS 'hash of enterprise_size';
COMMENT ON FUNCTION enterprise_size_hash_extended(enterprise_size, bigint) IS 'seeded 64-bit hash of enterprise_size';

-- The operators stand in pg_catalog, so that WHERE and JOIN find them whatever
-- the search_path is, and nobody's can stand before them.
CREATE OPERATOR pg_catalog.= (LEFTARG = enterprise_size, RIGHTARG = enterprise_size, FUNCTION = enterprise_size_eq,
	COMMUTATOR = OPERATOR(pg_catalog.=), NEGATOR = OPERATOR(pg_catalog.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR pg_catalog.<> (LEFTARG = enterprise_size, RIGHTARG = enterprise_size, FUNCTION = enterprise_size_ne,
	COMMUTATOR = OPERATOR(pg_catalog.<>), NEGATOR = OPERATOR(pg_catalog.=), RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR pg_catalog.< (LEFTARG = enterprise_size, RIGHTARG = enterprise_size, FUNCTION = enterprise_size_lt,
	COMMUTATOR = OPERATOR(pg_catalog.>), NEGATOR = OPERATOR(pg_catalog.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR pg_catalog.<= (LEFTARG = enterprise_size, RIGHTARG = enterprise_size, FUNCTION = enterprise_size_le,
	COMMUTATOR = OPERATOR(pg_catalog.>=), NEGATOR = OPERATOR(pg_catalog.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
CREATE OPERATOR pg_catalog.> (LEFTARG = enterprise_size, RIGHTARG = enterprise_size, FUNCTION = enterprise_size_gt,
	COMMUTATOR = OPERATOR(pg_catalog.<), NEGATOR = OPERATOR(pg_catalog.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
CREATE OPERATOR pg_catalog.>= (LEFTARG = enterprise_size, RIGHTARG = enterprise_size, FUNCTION = enterprise_size_ge,
	COMMUTATOR = OPERATOR(pg_catalog.<=), NEGATOR = OPERATOR(pg_catalog.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);

COMMENT ON OPERATOR pg_catalog.= (enterprise_size, enterprise_size) IS 'equal';
COMMENT ON OPERATOR pg_catalog.<> (enterprise_size, enterprise_size) IS 'not equal';
COMMENT ON OPERATOR pg_catalog.< (enterprise_size, enterprise_size) IS 'less than';
COMMENT ON OPERATOR pg_catalog.<= (enterprise_size, enterprise_size) IS 'less than or equal';
COMMENT ON OPERATOR pg_catalog.> (enterprise_size, enterprise_size) IS 'greater than';
COMMENT ON OPERATOR pg_catalog.>= (enterprise_size, enterprise_size) IS 'greater than or equal';

CREATE OPERATOR CLASS enterprise_size_ops DEFAULT FOR TYPE enterprise_size USING btree AS
	OPERATOR 1 pg_catalog.<, OPERATOR 2 pg_catalog.<=, OPERATOR 3 pg_catalog.=, OPERATOR 4 pg_catalog.>=, OPERATOR 5 pg_catalog.>,
	FUNCTION 1 enterprise_size_cmp(enterprise_size, enterprise_size),
	FUNCTION 4 btequalimage(oid);
CREATE OPERATOR CLASS enterprise_size_ops DEFAULT FOR TYPE enterprise_size USING hash AS
	OPERATOR 1 pg_catalog.=,
	FUNCTION 1 enterprise_size_hash(enterprise_size),
	FUNCTION 2 enterprise_size_hash_extended(enterprise_size, bigint);
COMMENT ON OPERATOR CLASS enterprise_size_ops USING btree IS 'order of enterprise_size';
COMMENT ON OPERATOR CLASS enterprise_size_ops USING hash IS 'hashing of enterprise_size';
COMMENT ON OPERATOR FAMILY enterprise_size_ops USING btree IS 'order of enterprise_size';
COMMENT ON OPERATOR FAMILY enterprise_size_ops USING hash IS 'hashing of enterprise_size';

-- Staging tables hold text: loading from them needs no explicit cast.
CREATE CAST (text AS enterprise_size) WITH INOUT AS ASSIGNMENT;
CREATE CAST (varchar AS enterprise_size) WITH INOUT AS ASSIGNMENT;
CREATE CAST (enterprise_size AS text) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (text AS enterprise_size) IS 'reads a text as enterprise_size; errors as the type''s input';
COMMENT ON CAST (varchar AS enterprise_size) IS 'reads a text as enterprise_size; errors as the type''s input';
COMMENT ON CAST (enterprise_size AS text) IS 'enterprise_size as it prints';

-- The type aid_measure, whose values are labels of the law, stored as the server's own
-- type smallint.
CREATE TYPE aid_measure;

CREATE FUNCTION aid_measure_in(cstring) RETURNS aid_measure
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_aid_measure_in';
CREATE FUNCTION aid_measure_out(aid_measure) RETURNS cstring
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_aid_measure_out';
CREATE FUNCTION aid_measure_recv(internal) RETURNS aid_measure
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_aid_measure_recv';
CREATE FUNCTION aid_measure_send(aid_measure) RETURNS bytea
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_aid_measure_send';
COMMENT ON FUNCTION aid_measure_in(cstring) IS 'text input of aid_measure';
COMMENT ON FUNCTION aid_measure_out(aid_measure) IS 'text output of aid_measure: the label';
COMMENT ON FUNCTION aid_measure_recv(internal) IS 'binary input of aid_measure: the label, checked as text is';
COMMENT ON FUNCTION aid_measure_send(aid_measure) IS 'binary output of aid_measure: the label';

CREATE TYPE aid_measure (
	INPUT = aid_measure_in, OUTPUT = aid_measure_out, RECEIVE = aid_measure_recv, SEND = aid_measure_send,
	LIKE = smallint);
COMMENT ON TYPE aid_measure IS
'What aid is for, such as regional_investment or rd_experimental; all are in law_measure, in the order of the type. Case counts. Errors: 22P02 for any other text, with the nearest measures as a hint.';

-- Operators and operator classes of aid_measure: the server's own for int2.
CREATE FUNCTION aid_measure_eq(aid_measure, aid_measure) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int2eq';
CREATE FUNCTION aid_measure_ne(aid_measure, aid_measure) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int2ne';
CREATE FUNCTION aid_measure_lt(aid_measure, aid_measure) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int2lt';
CREATE FUNCTION aid_measure_le(aid_measure, aid_measure) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int2le';
CREATE FUNCTION aid_measure_gt(aid_measure, aid_measure) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int2gt';
CREATE FUNCTION aid_measure_ge(aid_measure, aid_measure) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'int2ge';
CREATE FUNCTION aid_measure_cmp(aid_measure, aid_measure) RETURNS integer
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'btint2cmp';
CREATE FUNCTION aid_measure_hash(aid_measure) RETURNS integer
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'hashint2';
CREATE FUNCTION aid_measure_hash_extended(aid_measure, bigint) RETURNS bigint
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'hashint2extended';

COMMENT ON FUNCTION aid_measure_eq(aid_measure, aid_measure) IS 'implementation of = for aid_measure';
COMMENT ON FUNCTION aid_measure_ne(aid_measure, aid_measure) IS 'implementation of <> for aid_measure';
COMMENT ON FUNCTION aid_measure_lt(aid_measure, aid_measure) IS 'implementation of < for aid_measure';
COMMENT ON FUNCTION aid_measure_le(aid_measure, aid_measure) IS 'implementation of <= for aid_measure';
COMMENT ON FUNCTION aid_measure_gt(aid_measure, aid_measure) IS 'implementation of > for aid_measure';
COMMENT ON FUNCTION aid_measure_ge(aid_measure, aid_measure) IS 'implementation of >= for aid_measure';
COMMENT ON FUNCTION aid_measure_cmp(aid_measure, aid_measure) IS 'less-equal-greater comparison of aid_measure for btree indexes';
COMMENT ON FUNCTION aid_measure_hash(aid_measure) IS 'hash of aid_measure';
COMMENT ON FUNCTION aid_measure_hash_extended(aid_measure, bigint) IS 'seeded 64-bit hash of aid_measure';

-- The operators stand in pg_catalog, so that WHERE and JOIN find them whatever
-- the search_path is, and nobody's can stand before them.
CREATE OPERATOR pg_catalog.= (LEFTARG = aid_measure, RIGHTARG = aid_measure, FUNCTION = aid_measure_eq,
	COMMUTATOR = OPERATOR(pg_catalog.=), NEGATOR = OPERATOR(pg_catalog.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR pg_catalog.<> (LEFTARG = aid_measure, RIGHTARG = aid_measure, FUNCTION = aid_measure_ne,
	COMMUTATOR = OPERATOR(pg_catalog.<>), NEGATOR = OPERATOR(pg_catalog.=), RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR pg_catalog.< (LEFTARG = aid_measure, RIGHTARG = aid_measure, FUNCTION = aid_measure_lt,
	COMMUTATOR = OPERATOR(pg_catalog.>), NEGATOR = OPERATOR(pg_catalog.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR pg_catalog.<= (LEFTARG = aid_measure, RIGHTARG = aid_measure, FUNCTION = aid_measure_le,
	COMMUTATOR = OPERATOR(pg_catalog.>=), NEGATOR = OPERATOR(pg_catalog.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
CREATE OPERATOR pg_catalog.> (LEFTARG = aid_measure, RIGHTARG = aid_measure, FUNCTION = aid_measure_gt,
	COMMUTATOR = OPERATOR(pg_catalog.<), NEGATOR = OPERATOR(pg_catalog.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
CREATE OPERATOR pg_catalog.>= (LEFTARG = aid_measure, RIGHTARG = aid_measure, FUNCTION = aid_measure_ge,
	COMMUTATOR = OPERATOR(pg_catalog.<=), NEGATOR = OPERATOR(pg_catalog.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);

COMMENT ON OPERATOR pg_catalog.= (aid_measure, aid_measure) IS 'equal';
COMMENT ON OPERATOR pg_catalog.<> (aid_measure, aid_measure) IS 'not equal';
COMMENT ON OPERATOR pg_catalog.< (aid_measure, aid_measure) IS 'less than';
COMMENT ON OPERATOR pg_catalog.<= (aid_measure, aid_measure) IS 'less than or equal';
COMMENT ON OPERATOR pg_catalog.> (aid_measure, aid_measure) IS 'greater than';
COMMENT ON OPERATOR pg_catalog.>= (aid_measure, aid_measure) IS 'greater than or equal';

CREATE OPERATOR CLASS aid_measure_ops DEFAULT FOR TYPE aid_measure USING btree AS
	OPERATOR 1 pg_catalog.<, OPERATOR 2 pg_catalog.<=, OPERATOR 3 pg_catalog.=, OPERATOR 4 pg_catalog.>=, OPERATOR 5 pg_catalog.>,
	FUNCTION 1 aid_measure_cmp(aid_measure, aid_measure),
	FUNCTION 4 btequalimage(oid);
CREATE OPERATOR CLASS aid_measure_ops DEFAULT FOR TYPE aid_measure USING hash AS
	OPERATOR 1 pg_catalog.=,
	FUNCTION 1 aid_measure_hash(aid_measure),
	FUNCTION 2 aid_measure_hash_extended(aid_measure, bigint);
COMMENT ON OPERATOR CLASS aid_measure_ops USING btree IS 'order of aid_measure';
COMMENT ON OPERATOR CLASS aid_measure_ops USING hash IS 'hashing of aid_measure';
COMMENT ON OPERATOR FAMILY aid_measure_ops USING btree IS 'order of aid_measure';
COMMENT ON OPERATOR FAMILY aid_measure_ops USING hash IS 'hashing of aid_measure';

-- Staging tables hold text: loading from them needs no explicit cast.
CREATE CAST (text AS aid_measure) WITH INOUT AS ASSIGNMENT;
CREATE CAST (varchar AS aid_measure) WITH INOUT AS ASSIGNMENT;
CREATE CAST (aid_measure AS text) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (text AS aid_measure) IS 'reads a text as aid_measure; errors as the type''s input';
COMMENT ON CAST (varchar AS aid_measure) IS 'reads a text as aid_measure; errors as the type''s input';
COMMENT ON CAST (aid_measure AS text) IS 'aid_measure as it prints';

CREATE VIEW law_enterprise_size AS
	SELECT size, meaning, rule, citation, evidence, caveat
	FROM law_table('enterprise_size') AS t(
		code smallint, size enterprise_size, meaning text, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_enterprise_size IS 'What each size of an enterprise means.';

CREATE VIEW law_measure AS
	SELECT measure, meaning, rule, citation, evidence, caveat
	FROM law_table('measure') AS t(
		code smallint, measure aid_measure, meaning text, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_measure IS 'What aid may be for, and which texts speak of it.';

CREATE VIEW law_regime AS
	SELECT regime, version, kind, priority, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('regime') AS t(
		regime text, version text, kind text, priority integer, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_regime IS 'The texts that set intensities, in their versions: guidelines, block_exemption, regional_map. Where several speak of a measure on a day, and none is asked for, the lowest priority is taken.';

GRANT SELECT ON law_enterprise_size, law_measure, law_regime TO PUBLIC;

CREATE VIEW law_intensity AS
	SELECT regime, measure, zones, condition, reading, option, from_value, below_value, small, medium, large, unit, same_as, cap_percent,
		valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('intensity') AS t(
		regime text, measure aid_measure, zones text, condition text, reading text, option text, from_value integer, below_value integer,
		small text, medium text, large text, unit text, same_as text, cap_percent numeric,
		valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_intensity IS
'Maximum aid intensities in percent of the eligible cost (GGE: of gross grant equivalent; NGE: of net), by size: a number, none (no ceiling in percent), same (as same_as has it), or NULL (not known). A row needs one of its zones, one of its conditions and one of its readings, and its option from from_value to below below_value; NULL: any. Of the rows of a measure and regime that fit, in this order, the last holds; bonuses of law_bonus add to it up to cap_percent.';

CREATE VIEW law_bonus AS
	SELECT regime, measure, bonus, zones, condition, alternative, small, medium, large, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('bonus') AS t(
		regime text, measure aid_measure, bonus text, zones text, condition text, alternative integer,
		small numeric, medium numeric, large numeric, valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_bonus IS
'What adds to an intensity, in percentage points by size, in one of its zones and under one of its conditions (NULL: any). Of those with the same alternative only the highest counts.';

CREATE VIEW law_amount AS
	SELECT regime, measure, per, zones, condition, instrument, amount_eur, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('amount') AS t(
		regime text, measure aid_measure, per text, zones text, condition text, instrument text, amount_eur numeric,
		valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_amount IS
'Limits on the amount of aid in EUR that belong to a measure, per undertaking, year, three years or project. Of the rows of a measure, regime and per that fit, in this order, the last holds.';

GRANT SELECT ON law_intensity, law_bonus, law_amount TO PUBLIC;

CREATE FUNCTION max_intensity(measure aid_measure, size enterprise_size, on_date date, zone zone DEFAULT NULL, regime text DEFAULT NULL,
	collaboration boolean DEFAULT false, dissemination boolean DEFAULT false, disadvantaged boolean DEFAULT false, restructuring boolean DEFAULT false, certified_provider boolean DEFAULT false,
	licensing boolean DEFAULT false, joint_call boolean DEFAULT false, maritime boolean DEFAULT false, multi_state boolean DEFAULT false, full_cost boolean DEFAULT false,
	sparsely_populated boolean DEFAULT false, large_project boolean DEFAULT false, flat_rate boolean DEFAULT false, cluster_extended boolean DEFAULT false, innovative boolean DEFAULT false,
	as_printed boolean DEFAULT false, years_since_creation integer DEFAULT NULL, cluster_year integer DEFAULT NULL,
	cluster_steps text DEFAULT NULL, sme_cost_share numeric DEFAULT NULL, distance_km numeric DEFAULT NULL,
	underlying aid_measure DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_max_intensity';
COMMENT ON FUNCTION max_intensity(aid_measure, enterprise_size, date, zone, text, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, integer, integer, text, numeric, numeric, aid_measure) IS
'The maximum aid intensity in percent of the eligible cost (gross grant equivalent); 0 where the law allows none. underlying: the research that led to a property right. A zone that is none of the day''s map contradicts it: NULL. The regime, unless given, is the first in force that speaks of the measure on the day (law_regime). What is not given claims nothing: bonuses that need it are left out. NULL where it is not known: no text on the day, one that was not read, a ceiling in net grant equivalents, no ceiling in percent at all, or a rate that depends on the size, zone or figure that is NULL; and for a NULL measure or day. years_since_creation and cluster_year count from 1; sme_cost_share in percent; as_printed takes the guidelines as printed where they err; cluster_steps is fixed, midpoint (default if there is a year), start or quarters. Source: law_intensity, law_bonus (V5-3 to V11-6). Errors: 22P02 for an unknown measure, size or zone (with the nearest measures), 22023 for an unknown regime, cluster_steps or instrument, an underlying measure that is no research, a year before the first, a term outside 1 to 10 years, a share outside 0 to 100 or a negative amount.';

CREATE FUNCTION max_aid(eligible_cost numeric, measure aid_measure, size enterprise_size, on_date date, zone zone DEFAULT NULL, regime text DEFAULT NULL,
	collaboration boolean DEFAULT false, dissemination boolean DEFAULT false, disadvantaged boolean DEFAULT false, restructuring boolean DEFAULT false, certified_provider boolean DEFAULT false,
	licensing boolean DEFAULT false, joint_call boolean DEFAULT false, maritime boolean DEFAULT false, multi_state boolean DEFAULT false, full_cost boolean DEFAULT false,
	sparsely_populated boolean DEFAULT false, large_project boolean DEFAULT false, flat_rate boolean DEFAULT false, cluster_extended boolean DEFAULT false, innovative boolean DEFAULT false,
	as_printed boolean DEFAULT false, years_since_creation integer DEFAULT NULL, cluster_year integer DEFAULT NULL,
	cluster_steps text DEFAULT NULL, sme_cost_share numeric DEFAULT NULL, distance_km numeric DEFAULT NULL,
	underlying aid_measure DEFAULT NULL,
	instrument text DEFAULT 'grant', granted_before numeric DEFAULT 0,
	granted_this_year numeric DEFAULT 0, per_eur numeric DEFAULT NULL, term_years integer DEFAULT 10) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_max_aid';
COMMENT ON FUNCTION max_aid(numeric, aid_measure, enterprise_size, date, zone, text, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, integer, integer, text, numeric, numeric, aid_measure, text, numeric, numeric, numeric, integer) IS
'The most aid that an eligible cost may get, exactly, in the currency of the cost: max_intensity() of it, and no more than the amounts of law_amount less what was granted before (in all or within three years: granted_before; in the year: granted_this_year). per_eur: what a euro costs in that currency; NULL: the cost is in EUR. instrument: grant, loan or guarantee, of which start-up aid from 2014 on limits the amount lent or guaranteed, more for a shorter term_years than 10. Large regional investment projects count by their adjusted cost. Where there is no share of the cost (start-ups, young innovative enterprises), it may be more than the cost. For de minimis aid the ceiling of road freight is not looked at: use de_minimis_verdict(). NULL where it is not known, as for max_intensity(). Source: law_intensity, law_bonus, law_amount. Errors: 22P02 for an unknown measure, size or zone (with the nearest measures), 22023 for an unknown regime, cluster_steps or instrument, an underlying measure that is no research, a year before the first, a term outside 1 to 10 years, a share outside 0 to 100 or a negative amount.';

CREATE FUNCTION intensity_verdict(aid numeric, eligible_cost numeric, measure aid_measure, size enterprise_size, on_date date, zone zone DEFAULT NULL, regime text DEFAULT NULL,
	collaboration boolean DEFAULT false, dissemination boolean DEFAULT false, disadvantaged boolean DEFAULT false, restructuring boolean DEFAULT false, certified_provider boolean DEFAULT false,
	licensing boolean DEFAULT false, joint_call boolean DEFAULT false, maritime boolean DEFAULT false, multi_state boolean DEFAULT false, full_cost boolean DEFAULT false,
	sparsely_populated boolean DEFAULT false, large_project boolean DEFAULT false, flat_rate boolean DEFAULT false, cluster_extended boolean DEFAULT false, innovative boolean DEFAULT false,
	as_printed boolean DEFAULT false, years_since_creation integer DEFAULT NULL, cluster_year integer DEFAULT NULL,
	cluster_steps text DEFAULT NULL, sme_cost_share numeric DEFAULT NULL, distance_km numeric DEFAULT NULL,
	underlying aid_measure DEFAULT NULL,
	instrument text DEFAULT 'grant', granted_before numeric DEFAULT 0,
	granted_this_year numeric DEFAULT 0, per_eur numeric DEFAULT NULL, term_years integer DEFAULT 10) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_intensity_verdict';
COMMENT ON FUNCTION intensity_verdict(numeric, numeric, aid_measure, enterprise_size, date, zone, text, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, integer, integer, text, numeric, numeric, aid_measure, text, numeric, numeric, numeric, integer) IS
'Whether aid is within max_aid(), with the limit that leaves the least room, in the currency of the cost; aid equal to the limit passes. What is over a known limit is refused whatever else is not known; otherwise what is not known leaves it undecided; a NULL size or zone only if the verdict depends on it. Source: law_intensity, law_bonus, law_amount. Errors: 22P02 for an unknown measure, size or zone (with the nearest measures), 22023 for an unknown regime, cluster_steps or instrument, an underlying measure that is no research, a year before the first, a term outside 1 to 10 years, a share outside 0 to 100 or a negative amount.';

CREATE FUNCTION intensity_ok(aid numeric, eligible_cost numeric, measure aid_measure, size enterprise_size, on_date date, zone zone DEFAULT NULL, regime text DEFAULT NULL,
	collaboration boolean DEFAULT false, dissemination boolean DEFAULT false, disadvantaged boolean DEFAULT false, restructuring boolean DEFAULT false, certified_provider boolean DEFAULT false,
	licensing boolean DEFAULT false, joint_call boolean DEFAULT false, maritime boolean DEFAULT false, multi_state boolean DEFAULT false, full_cost boolean DEFAULT false,
	sparsely_populated boolean DEFAULT false, large_project boolean DEFAULT false, flat_rate boolean DEFAULT false, cluster_extended boolean DEFAULT false, innovative boolean DEFAULT false,
	as_printed boolean DEFAULT false, years_since_creation integer DEFAULT NULL, cluster_year integer DEFAULT NULL,
	cluster_steps text DEFAULT NULL, sme_cost_share numeric DEFAULT NULL, distance_km numeric DEFAULT NULL,
	underlying aid_measure DEFAULT NULL,
	instrument text DEFAULT 'grant', granted_before numeric DEFAULT 0,
	granted_this_year numeric DEFAULT 0, per_eur numeric DEFAULT NULL, term_years integer DEFAULT 10) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_intensity_ok';
COMMENT ON FUNCTION intensity_ok(numeric, numeric, aid_measure, enterprise_size, date, zone, text, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, integer, integer, text, numeric, numeric, aid_measure, text, numeric, numeric, numeric, integer) IS
'intensity_verdict() as a boolean for CHECK constraints. NULL for NULL aid. Errors: P0002 where the verdict is undecided, since a NULL would let the row in; 22023 and 22P02 as there.';

CREATE FUNCTION explain_intensity(measure aid_measure, size enterprise_size, on_date date, zone zone DEFAULT NULL, regime text DEFAULT NULL,
	collaboration boolean DEFAULT false, dissemination boolean DEFAULT false, disadvantaged boolean DEFAULT false, restructuring boolean DEFAULT false, certified_provider boolean DEFAULT false,
	licensing boolean DEFAULT false, joint_call boolean DEFAULT false, maritime boolean DEFAULT false, multi_state boolean DEFAULT false, full_cost boolean DEFAULT false,
	sparsely_populated boolean DEFAULT false, large_project boolean DEFAULT false, flat_rate boolean DEFAULT false, cluster_extended boolean DEFAULT false, innovative boolean DEFAULT false,
	as_printed boolean DEFAULT false, years_since_creation integer DEFAULT NULL, cluster_year integer DEFAULT NULL,
	cluster_steps text DEFAULT NULL, sme_cost_share numeric DEFAULT NULL, distance_km numeric DEFAULT NULL,
	underlying aid_measure DEFAULT NULL,
	eligible_cost numeric DEFAULT NULL, instrument text DEFAULT 'grant', granted_before numeric DEFAULT 0,
	granted_this_year numeric DEFAULT 0, per_eur numeric DEFAULT NULL, term_years integer DEFAULT 10)
	RETURNS TABLE (step text, value numeric, rule text, citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 6 AS 'MODULE_PATHNAME', 'tilskudd_explain_intensity';
COMMENT ON FUNCTION explain_intensity(aid_measure, enterprise_size, date, zone, text, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, integer, integer, text, numeric, numeric, aid_measure, numeric, text, numeric, numeric, numeric, integer) IS
'How max_intensity() and max_aid() come about, step by step in the order applied: the regime, the rate and what replaces it, each bonus (percentage points), the cap, the sum; then each limit on the amount in the currency of the cost, and the most that may be granted. A value that is NULL is not known, or there is none. No rows for a NULL measure or day. Errors: 22P02 for an unknown measure, size or zone (with the nearest measures), 22023 for an unknown regime, cluster_steps or instrument, an underlying measure that is no research, a year before the first, a term outside 1 to 10 years, a share outside 0 to 100 or a negative amount.';
-- enterprise_size: how large an enterprise is, by its own figures

CREATE VIEW law_size_threshold AS
	SELECT mode, size, headcount_below, turnover_eur, turnover_strict, balance_eur, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('size_threshold') AS t(
		mode text, size enterprise_size, headcount_below integer, turnover_eur numeric, turnover_strict boolean, balance_eur numeric,
		valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_size_threshold IS
'What an enterprise of a size stays within, by definition: headcount in annual work units below headcount_below, and turnover of at most turnover_eur or a balance-sheet total of at most balance_eur; without these, those of medium. turnover_strict: printed as less than. The smallest size that fits holds, large where none does.';
GRANT SELECT ON law_size_threshold TO PUBLIC;

CREATE FUNCTION enterprise_size(headcount numeric, turnover_eur numeric, balance_eur numeric, on_date date,
	independent boolean DEFAULT true, mode text DEFAULT NULL, as_printed boolean DEFAULT false) RETURNS enterprise_size
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_enterprise_size';
COMMENT ON FUNCTION enterprise_size(numeric, numeric, numeric, date, boolean, text, boolean) IS
'Size of an enterprise by its own figures of one accounting period of twelve months: headcount in annual work units, turnover without VAT and balance-sheet total in EUR. mode: rec_1996, rec_2003, guidelines_2008; NULL: rec_1996 until 2004-12-31, rec_2003 after. A NULL figure is not known: the size is given if it is the same whatever the figure, otherwise NULL. Not independent: large in rec_1996 and guidelines_2008; in rec_2003 the own figures do not suffice, and the answer is NULL unless the headcount alone makes it large. A NULL independent is not known. as_printed: the guidelines'' small turnover is less than 10 million, not at most. NULL for a NULL date, and a date outside the definition; a NULL as_printed is false. Errors: 22023 for a figure that is negative, NaN or infinite, or an unknown mode. Source: law_size_threshold (V4-2, V4-3, V4-4, 2003/361 Annex Art 2).';

CREATE FUNCTION enterprise_size(headcount_lo numeric, headcount_hi numeric, turnover_lo numeric, turnover_hi numeric,
	balance_lo numeric, balance_hi numeric, on_date date,
	independent boolean DEFAULT true, mode text DEFAULT NULL, as_printed boolean DEFAULT false) RETURNS enterprise_size
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_enterprise_size_of_bounds';
COMMENT ON FUNCTION enterprise_size(numeric, numeric, numeric, numeric, numeric, numeric, date, boolean, text, boolean) IS
'The same from figures that are known within bounds, both inclusive, such as the 1 to 4 employees that registers hide: a lower bound NULL is 0, an upper bound NULL is unlimited. The size if it is the same for all figures within the bounds, otherwise NULL. Errors also: 22023 for an upper bound below the lower.';
-- notification: above which amounts aid must be notified or published; large projects, restructuring

CREATE VIEW law_threshold AS
	SELECT regime, measure, kind, item, condition, intensity_percent, amount_eur, cost_eur, per,
		valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('threshold') AS t(
		regime text, measure aid_measure, kind text, item text, condition text, intensity_percent numeric,
		amount_eur numeric, cost_eur numeric, per text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_threshold IS
'Amounts in EUR above which there is a duty, by kind: notification (more than amount_eur of aid, or than cost_eur of total cost), publication (amount_eur or more; regime register, all measures), tranche (of the eligible cost of a large investment project: amount_eur is where it ends, intensity_percent what part counts). item: a sub-case; per: what the aid is counted for, NULL where that was not read; condition: eureka, repayable_advance, times_intensity (amount_eur is that of 100 percent), cost_at_least (only projects of eligible cost cost_eur or more).';
GRANT SELECT ON law_threshold TO PUBLIC;

CREATE FUNCTION notification_threshold(measure aid_measure, on_date date, regime text DEFAULT NULL, zone zone DEFAULT NULL,
	intensity numeric DEFAULT NULL, eureka boolean DEFAULT false, repayable_advance boolean DEFAULT false) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_notification_threshold';
COMMENT ON FUNCTION notification_threshold(aid_measure, date, text, zone, numeric, boolean, boolean) IS
'The aid in EUR of gross grant equivalent above which an award must be notified although a text of law_regime covers it. Without a regime, the one of lowest priority that has a threshold for the measure on that day. Research counts as the category with over half of the eligible cost; take the lower threshold where that can not be established. regional_investment depends on the ceiling of large enterprises in percent: intensity if given, otherwise that of the zone; 0 where that is 0. NULL: not known, also for a NULL measure or date; a NULL eureka or repayable_advance is false. Errors: 22023 for an unknown regime, an intensity that is not from 0 to 100. Source: law_threshold (V10-10, 800/2008 Art 6, 651/2014 Art 4).';

CREATE FUNCTION must_notify(total_aid_eur numeric, measure aid_measure, on_date date, regime text DEFAULT NULL, zone zone DEFAULT NULL,
	intensity numeric DEFAULT NULL, total_cost_eur numeric DEFAULT NULL, eureka boolean DEFAULT false,
	repayable_advance boolean DEFAULT false) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15 AS 'MODULE_PATHNAME', 'tilskudd_must_notify';
COMMENT ON FUNCTION must_notify(numeric, aid_measure, date, text, zone, numeric, numeric, boolean, boolean) IS
'Whether an award exceeds its threshold and must be notified: aid of more than notification_threshold, in EUR of gross grant equivalent, or, where the law has it, total cost in EUR of more than the cost limit; exactly the threshold does not. False says nothing of the other conditions of the text. regional_investment from 2023-07-01: false for eligible cost (total_cost_eur) below 110 million. NULL where the threshold, or a cost that would decide, is not known, and for NULL aid, measure or date; a NULL eureka or repayable_advance is false. Errors: 22023 for an amount that is negative, NaN or infinite, an unknown regime, an intensity that is not from 0 to 100. Source: law_threshold.';

CREATE FUNCTION must_publish(aid_eur numeric, on_date date) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_must_publish';
COMMENT ON FUNCTION must_publish(numeric, date) IS
'Whether an award in EUR must be entered in the Norwegian register of aid: 500 000 or more from 2016-07-01, 100 000 or more from 2023-12-11. NULL before 2016-07-01 and for NULL. Errors: 22023 for an amount that is negative, NaN or infinite. Source: law_threshold, kind publication.';

CREATE FUNCTION adjusted_aid_amount(eligible_cost_eur numeric, on_date date, zone zone DEFAULT NULL, intensity numeric DEFAULT NULL)
	RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 15 AS 'MODULE_PATHNAME', 'tilskudd_adjusted_aid_amount';
COMMENT ON FUNCTION adjusted_aid_amount(numeric, date, zone, numeric) IS
'The most regional investment aid to a large investment project, in EUR: R x (A + 0.50 B + 0 C), A being the eligible cost up to 50 million EUR, B up to 100 million, from 2023-07-01 up to 55 and 110 million, C the rest; R is the ceiling of large enterprises in percent: intensity if given, otherwise that of the zone. Exact, not rounded. NULL before 2014-07-01, after 2026-12-31, where R is not known, and for a NULL cost or date. Errors: 22023 for a cost that is negative, NaN or infinite, an intensity that is not from 0 to 100. Source: law_threshold, kind tranche (651/2014 Art 2(20)).';

CREATE FUNCTION restructuring_status(jobs_lost integer, employed_before integer, years integer DEFAULT 3) RETURNS text
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_restructuring_status';
COMMENT ON FUNCTION restructuring_status(integer, integer, integer) IS
'Whether an area meets the criteria of an extraordinary restructuring effort, under which rates of zone IV may be used in zone III: met if the cornerstone enterprise or industry lost, within three years, at least 15 percent of the total employment of the municipality (employed_before) and at least 150 persons; not_met if no jobs were lost; discretionary for all else, since both limits may be lower in quite special cases at small isolated places. NULL for more than three years, which the criteria do not measure, and for NULL. Errors: 22023 for negative numbers, more jobs lost than there were, years below 1. Source: G7-2, G7-3 (guidelines of 2008, part I chapter 7, footnote 1); that both limits must hold is a reading.';
-- cumulation: several aids to the same costs

CREATE VIEW law_cumulation AS
	SELECT step, mode, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('cumulation') AS t(
		step text, mode text, valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_cumulation IS
'Where each step of explain_cumulation() comes from: mode used is the regulation''s, qualified that of the guidelines of 2008, NULL either.';
GRANT SELECT ON law_cumulation TO PUBLIC;

CREATE FUNCTION cumulated_intensity_add(internal, numeric, numeric) RETURNS internal
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_cumulated_intensity_add';
COMMENT ON FUNCTION cumulated_intensity_add(internal, numeric, numeric) IS 'transition function of cumulated_intensity(numeric, numeric)';
CREATE FUNCTION cumulated_intensity_combine(internal, internal) RETURNS internal
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_cumulated_intensity_combine';
COMMENT ON FUNCTION cumulated_intensity_combine(internal, internal) IS 'combine function of cumulated_intensity: the aids of both';
CREATE FUNCTION cumulated_intensity_serialize(internal) RETURNS bytea
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_cumulated_intensity_serialize';
COMMENT ON FUNCTION cumulated_intensity_serialize(internal) IS 'serialization function of cumulated_intensity';
CREATE FUNCTION cumulated_intensity_deserialize(bytea, internal) RETURNS internal
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_cumulated_intensity_deserialize';
COMMENT ON FUNCTION cumulated_intensity_deserialize(bytea, internal) IS 'deserialization function of cumulated_intensity';
CREATE FUNCTION cumulated_intensity_result(internal) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_cumulated_intensity_result';
COMMENT ON FUNCTION cumulated_intensity_result(internal) IS 'final function of cumulated_intensity: the sum of the aids in percent of the cost';

CREATE AGGREGATE cumulated_intensity(aid numeric, eligible_cost numeric) (
	SFUNC = cumulated_intensity_add, STYPE = internal, SSPACE = 64, FINALFUNC = cumulated_intensity_result,
	COMBINEFUNC = cumulated_intensity_combine, SERIALFUNC = cumulated_intensity_serialize,
	DESERIALFUNC = cumulated_intensity_deserialize, PARALLEL = SAFE);
COMMENT ON AGGREGATE cumulated_intensity(numeric, numeric) IS
'All aids to one cost base, de minimis included, in percent of it: sum(aid) / eligible_cost * 100, both as gross grant equivalents at present value in one currency. Every row repeats the cost of the whole base. A NULL in any row is not known, so the result is NULL; NULL without rows. The quotient is rounded to at least 16 significant digits: cumulation_verdict() compares exactly. Errors: 22023 for costs that differ or are not above zero, and an aid that is negative, NaN or infinite. Source: V3-1, V4-1, 651/2014 Art 8(1).';

CREATE TYPE cumulation_result AS (
	allowed boolean,
	"limit" numeric,
	used numeric,
	excess numeric,
	aids text[],
	items text[],
	rule text,
	citation text,
	undecided text[]);
COMMENT ON TYPE cumulation_result IS
'What cumulation_verdict() decides. Not allowed: the limit that is exceeded by most, used and limit of the aids and items that it is about. Otherwise: all State aid with identifiable costs against all items that it covers; these pass together, but the row does not say what may still be granted.';
COMMENT ON COLUMN cumulation_result.allowed IS 'true: lawful; false: not, whatever is undecided; NULL: undecided';
COMMENT ON COLUMN cumulation_result."limit" IS 'what the items can carry, or another limit, in the currency of the amounts; NULL: not known';
COMMENT ON COLUMN cumulation_result.used IS 'sum of the aids, in the currency of the amounts; where allowed is false, without what is not known, otherwise NULL if an amount is not known';
COMMENT ON COLUMN cumulation_result.excess IS 'used less limit where that is above zero, otherwise 0: at least so much is too much; NULL: undecided';
COMMENT ON COLUMN cumulation_result.aids IS 'the aids, in the order of their bytes; those that are together too much where allowed is false; NULL: none';
COMMENT ON COLUMN cumulation_result.items IS 'the items that the aids cover, in the order of their bytes; NULL: none';
COMMENT ON COLUMN cumulation_result.rule IS 'id of the rule in the guidelines of 2008, where it has one';
COMMENT ON COLUMN cumulation_result.citation IS 'where the limit comes from: citation [evidence]; caveat';
COMMENT ON COLUMN cumulation_result.undecided IS 'what is not known and matters, or NULL';

CREATE FUNCTION cumulation_verdict(aids text, items text, mode text DEFAULT 'used') RETURNS cumulation_result
	LANGUAGE C STABLE STRICT PARALLEL UNSAFE COST 10000 AS 'MODULE_PATHNAME', 'tilskudd_cumulation_verdict';
COMMENT ON FUNCTION cumulation_verdict(text, text, text) IS
'Whether several aids over overlapping cost items are lawful together. The arguments aids and items are queries, run read only with the rights of the caller; columns are found by name. items: item (text, orgnr or integer), eligible_cost, intensity (percent; highest of the rule sets that the project qualifies for: mode qualified only). aids: aid, amount (gross grant equivalent at present value), items (array; NULL or empty: no identifiable eligible costs), intensity (percent; own ceiling), and, if wanted, max_amount (own amount cap; NULL: none), de_minimis, eu_central, disabled_workers (boolean, missing: false), financing_threshold (of aid without items). All amounts are in one currency; arithmetic is exact, equality passes. mode: used (an item carries the highest intensity of the aids on it) or qualified (at least also the item''s own, V3-3). NULL amounts, costs, intensities and thresholds are not known: undecided, unless the answer is the same whatever they are. NULL argument: NULL. Errors: 22023 for an amount that is negative, NaN or infinite, an intensity outside 0 to 100, a name that stands twice or is not there, flags that contradict each other, an unknown mode or no single query; 22004 for a NULL name or flag; 42703, 42702 and 42804 for columns that are missing, twice there or of another type; 22003 for more digits than can be compared exactly. Source: law_cumulation (V3-1 to V3-3, V3-6, 651/2014 Art 8).';

CREATE FUNCTION explain_cumulation(aids text, items text, mode text DEFAULT 'used')
	RETURNS TABLE (step text, subject text, used numeric, "limit" numeric, rule text, citation text)
	LANGUAGE C STABLE STRICT PARALLEL UNSAFE COST 10000 ROWS 20 AS 'MODULE_PATHNAME', 'tilskudd_explain_cumulation';
COMMENT ON FUNCTION explain_cumulation(text, text, text) IS
'Every limit that cumulation_verdict() looks at, in its order: each aid''s own intensity and own amount; each item''s ceiling with the aids that cover nothing else; the aids on connected items (joint limit) and those of them that are too much together; the same for public funding where money that the Union manages centrally is among them; aid without identifiable costs; the total of State aid, which is held against notification thresholds. Amounts in the currency of the queries; used or limit is NULL where it is not known. No rows for a NULL argument. Errors: as cumulation_verdict().';
-- sme: how large an enterprise is with those that it is linked to or partner of

CREATE VIEW law_investor_limit AS
	SELECT investor, figure, below, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('investor_limit') AS t(
		investor text, figure text, below numeric, valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_investor_limit IS
'What a figure of an investor must be below, so that its holdings of up to half of the votes make it no partner: EUR, or number of inhabitants.';
GRANT SELECT ON law_investor_limit TO PUBLIC;

CREATE TYPE sme_result AS (
	id text,
	size enterprise_size,
	determined boolean,
	best enterprise_size,
	worst enterprise_size,
	type text,
	headcount numeric,
	turnover_eur numeric,
	balance_eur numeric,
	linked integer,
	partners integer,
	public_share numeric,
	reasons text[],
	missing text[]);
COMMENT ON TYPE sme_result IS
'What sme_status() finds out about an enterprise, by the formal criteria of Regulation (EU) No 651/2014 Annex I.';
COMMENT ON COLUMN sme_result.id IS 'the enterprise, as the queries name it';
COMMENT ON COLUMN sme_result.size IS 'its size; NULL: not determined';
COMMENT ON COLUMN sme_result.determined IS 'whether the size is the same whatever is not known';
COMMENT ON COLUMN sme_result.best IS 'the smallest size that is possible';
COMMENT ON COLUMN sme_result.worst IS 'the largest size that is possible';
COMMENT ON COLUMN sme_result.type IS 'autonomous, partner, linked, or partner and linked; where markets are not known, as if they were not related';
COMMENT ON COLUMN sme_result.headcount IS 'annual work units of the last period, those of linked and partner enterprises included, rounded to six decimals for display; NULL: not known exactly';
COMMENT ON COLUMN sme_result.turnover_eur IS 'turnover of twelve months in EUR, as headcount';
COMMENT ON COLUMN sme_result.balance_eur IS 'balance-sheet total in EUR, as headcount';
COMMENT ON COLUMN sme_result.linked IS 'number of linked enterprises';
COMMENT ON COLUMN sme_result.partners IS 'number of partner enterprises of the enterprise and of those linked to it, with those that are linked to the partners';
COMMENT ON COLUMN sme_result.public_share IS 'what public bodies hold, directly or through enterprises that they control: the higher of capital and votes, 0 to 1 (rounded)';
COMMENT ON COLUMN sme_result.reasons IS 'what else decided, or is assumed: public_control, not_independent, others_unsettled, two_periods, history_short, votes_assumed, capital_assumed, over_100, market_unknown; NULL: nothing';
COMMENT ON COLUMN sme_result.missing IS 'where the size is not determined: the first 10 enterprises, those of the class before those of its partners, whose figures are not all known exactly; NULL: none';

CREATE FUNCTION sme_status(ownership text, figures text, on_date date, entities text DEFAULT NULL, control text DEFAULT NULL,
	scope text DEFAULT NULL, adjacent text DEFAULT NULL, rates text DEFAULT NULL, mode text DEFAULT 'rec_2003', ownership_change text DEFAULT 'immediate',
	link_through_public boolean DEFAULT false, capital_majority_links boolean DEFAULT false, vc_presumption boolean DEFAULT false,
	"only" text[] DEFAULT NULL) RETURNS SETOF sme_result
	LANGUAGE C STABLE PARALLEL UNSAFE COST 1000000 ROWS 10000 AS 'MODULE_PATHNAME', 'tilskudd_sme_status';
COMMENT ON FUNCTION sme_status(text, text, date, text, text, text, text, text, text, text, boolean, boolean, boolean, text[]) IS
'Size of every enterprise of a graph of owners on a day, in the order of the bytes of their ids: linked enterprises count in full, partners pro rata, public control of a quarter excludes. Arguments are queries, each run once, read only, with the rights of the caller; columns are found by name. ownership: owner, owned, capital, capital_total, and, if wanted, votes, votes_total, valid_from, valid_to (last day), invested_eur; rows of one pair are added up. figures: id, period_end, and, if wanted, headcount, turnover_eur, balance_eur, bounds of each (headcount_lo, headcount_hi, ...), kind (own, consolidated), months, and instead of the money in EUR turnover, balance (with bounds turnover_lo, ...) and their currency. entities: id, kind (enterprise, person, public_body, other), exempt, acting_group, markets, involved, budget_eur, inhabitants. control: owner, owned, ground (board, contract, agreement), valid_from, valid_to. scope: id, member, method (full, proportional, equity), percent. adjacent: market, adjacent. rates: currency, per_eur (so much for one EUR, on the last day of the period), valid_from, valid_to; NOK without a rate is taken at the average of the year in which the period ends (law_eur_year). only: enterprises to answer for. Ids are text, integers or orgnr. Shares are compared as exact fractions, figures are never rounded, and a NULL figure is not known. mode: rec_2003; guidelines_2008: own figures, and independence; rec_1996: own figures of those who have no partners and are not linked, the others as far as it is certain. ownership_change: immediate (the owners of the day, for all periods), two_periods (those of each closing day), loss_only (the larger size of both). No rows for a NULL query or day. Errors: 22023 for a share or figure that is negative or no number, a holding over 100 percent, an enterprise that owns or controls itself, keys that stand twice, an unknown label; 22004 for NULL ids or totals; 42703, 42702 and 42804 for columns that are missing, twice there or of another type; 22003 for more digits than can be compared exactly; P0002 for a day outside the definition and for a currency without a rate. 53400 for more memory than 256 times work_mem. Memory: about 300 bytes for each enterprise and each holding. Source: law_size_threshold, Regulation (EU) No 651/2014 Annex I.';

CREATE FUNCTION sme_explain(ownership text, figures text, enterprise text, on_date date, entities text DEFAULT NULL, control text DEFAULT NULL,
	scope text DEFAULT NULL, adjacent text DEFAULT NULL, rates text DEFAULT NULL, mode text DEFAULT 'rec_2003', ownership_change text DEFAULT 'immediate',
	link_through_public boolean DEFAULT false, capital_majority_links boolean DEFAULT false, vc_presumption boolean DEFAULT false)
	RETURNS TABLE (id text, relation text, via text, weight_part numeric, weight_total numeric, headcount numeric, turnover_eur numeric,
		balance_eur numeric, bounds text, period_end date, source text, size enterprise_size, reason text)
	LANGUAGE C STABLE PARALLEL UNSAFE COST 10000 ROWS 20 AS 'MODULE_PATHNAME', 'tilskudd_sme_explain';
COMMENT ON FUNCTION sme_explain(text, text, text, date, text, text, text, text, text, text, text, boolean, boolean, boolean) IS
'Whose figures count for the size of one enterprise on a day, and whose do not: what sme_status() works out, row by row. Arguments and errors are those of sme_status(), but the queries are asked only for rows about who may matter: as subqueries with a condition on one column, which the planner moves to indexes; $1 in a query stands for the ids asked for (text[]). They run more than once. relation: self, linked, partner, linked to partner (in full as the weight of that partner), left out, total. via: who comes before on the way from the enterprise, an enterprise or a person. weight_part / weight_total: what counts of the figures; for those left out, what is held (the higher of capital and votes). headcount in annual work units, turnover_eur (twelve months) and balance_eur of the enterprise itself, unweighted, those of the total weighted; NULL: not known exactly, see bounds, or in the accounts that source names. period_end: of these accounts. size: of the enterprise, in the last row. reason: by what it is linked or partner, why it is left out, and in the last row the reasons of sme_status() and the sizes that are possible. The guidelines of 2008 count own figures only. An enterprise that no query names is alone, without figures. Markets that are not known count as not related, and owners are those of the day, whatever else the size takes into account. No rows for a NULL query, enterprise or day. Error 22023 also for an id that is no enterprise. Source: law_size_threshold, Regulation (EU) No 651/2014 Annex I Art 3 and 6.';

CREATE FUNCTION sme_explain(ownership text, figures text, enterprise orgnr, on_date date, entities text DEFAULT NULL, control text DEFAULT NULL,
	scope text DEFAULT NULL, adjacent text DEFAULT NULL, rates text DEFAULT NULL, mode text DEFAULT 'rec_2003', ownership_change text DEFAULT 'immediate',
	link_through_public boolean DEFAULT false, capital_majority_links boolean DEFAULT false, vc_presumption boolean DEFAULT false)
	RETURNS TABLE (id text, relation text, via text, weight_part numeric, weight_total numeric, headcount numeric, turnover_eur numeric,
		balance_eur numeric, bounds text, period_end date, source text, size enterprise_size, reason text)
	LANGUAGE C STABLE PARALLEL UNSAFE COST 10000 ROWS 20 AS 'MODULE_PATHNAME', 'tilskudd_sme_explain_orgnr';
COMMENT ON FUNCTION sme_explain(text, text, orgnr, date, text, text, text, text, text, text, text, boolean, boolean, boolean) IS
'The same for an enterprise by its organisation number.';
-- single_undertaking: which enterprises are one undertaking for de minimis aid

CREATE FUNCTION single_undertaking(ownership text, on_date date, entities text DEFAULT NULL, control text DEFAULT NULL,
	joint_majorities boolean DEFAULT false, through_persons boolean DEFAULT false)
	RETURNS TABLE (orgnr text, undertaking text, size bigint)
	LANGUAGE C STABLE PARALLEL UNSAFE COST 100000 ROWS 1000 AS 'MODULE_PATHNAME', 'tilskudd_single_undertaking';
COMMENT ON FUNCTION single_undertaking(text, date, text, text, boolean, boolean) IS
'The single undertaking that each enterprise belongs to on a day: its first member in byte order, and how many members it has. The arguments ownership, entities and control are queries, run read only with the rights of the caller; columns are found by name. ownership: owner, owned (text, orgnr or integer), and votes and votes_total (numeric or integer: more than half of votes_total, less what the enterprise holds of itself, links) or ground (votes, board, contract or agreement links; NULL: by the votes), and, if wanted, valid_from and valid_to (date, first and last day; NULL: open). control: owner, owned, ground, and the days. entities: id, kind (enterprise, person, public_body or other): only enterprises and others link, and only enterprises count and have a row; who is not there is an enterprise. joint_majorities: votes of enterprises that are already linked add up. through_persons: persons link, too. Every enterprise of the queries has a row, linked or not. No rows for a NULL ownership or on_date; NULL options are false, a NULL query is none. Errors: 22004 for a NULL owner, owned, id or kind, or votes that are NULL without a ground; 22023 for votes that are negative, NaN, infinite or more than there are, two rows for the same pair on the day, days in the wrong order, a word that is not known, an id that stands twice, no single query; 42703, 42702 and 42804 for columns that are missing, twice there or of another type; 22003 for more digits than can be compared exactly; 53400 for more memory than 256 times work_mem. Source: 2023/2831 Art 2(2), recital 5; 1407/2013 Art 2(2).';
-- granting: who may grant aid, and what posts 60 and 61 may be used for

CREATE FUNCTION may_grant(granter text, measure aid_measure, on_date date, direct boolean DEFAULT true, basis text DEFAULT NULL,
	aid_eur numeric DEFAULT NULL, road_freight boolean DEFAULT false, other_de_minimis_eur numeric DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_may_grant';
COMMENT ON FUNCTION may_grant(text, aid_measure, date, boolean, text, numeric, boolean, numeric) IS
'Whether a county, municipality, regional_council or innovasjon_norge may grant aid from posts 60 and 61; direct: to one single enterprise. A county grants no direct aid but transport. A municipality or regional council grants it as de minimis aid or under a block exemption of that day, and in both cases within the ceiling of de minimis aid of the day: basis is de_minimis, block_exemption, notified_scheme or NULL, not known; measure de_minimis is its own basis. aid_eur and other_de_minimis_eur (what counts in de_minimis_window()) in EUR of gross grant equivalent; without the latter, aid under a block exemption is measured alone, with it the sum. A sum equal to the ceiling passes. Whether the aid itself is lawful is another question. Undecided: outside 2008-01-01 to 2014-06-30, and where a basis or an amount that matters is not known. NULL granter, measure, day, direct or road_freight gives NULL. Errors: 22023 for an unknown granter or basis, another basis for measure de_minimis, an amount that is negative, NaN or infinite. Source: G2-1, G2-2, G2-3; law_regime, law_de_minimis.';

CREATE FUNCTION may_fund(post integer, zone zone, purpose text, on_date date, sector text DEFAULT 'other',
	post_61_area boolean DEFAULT NULL, outside_agreed boolean DEFAULT NULL, special_case boolean DEFAULT NULL,
	convertible boolean DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_may_fund';
COMMENT ON FUNCTION may_fund(integer, zone, text, date, text, boolean, boolean, boolean, boolean) IS
'Whether the money of post 60 or 61 of chapter 551 may be used in a zone for a purpose: investment_aid, direct_aid, de_minimis, transport, equity, loan_conversion, physical_infrastructure, business_area, water_supply, welfare_service, administration, public_business, pilot_project, facilitation. sector: maritime_transport, shipbuilding, aviation, broadcasting, steel, synthetic_fibre or other. post_61_area: the place lies in an area for which post 61 is meant (G6-2); outside_agreed: use outside the main area of the post is agreed; special_case: a pilot project is one (G7-6); convertible: the conversion was agreed, or the loan would be written off (G8-4). NULL among these, zone and sector is not known, and leaves undecided what depends on it; so does a day outside 2008-01-01 to 2014-06-30. Whether the aid is lawful is another question. NULL post, purpose or day gives NULL. Errors: 22023 for another post, an unknown purpose or sector, a zone of another map. Source: G6-1, G6-2, G7-1, G7-5 to G7-8, G8-4, V12-1.';
-- eligibility: conditions of aid beside its amount

CREATE VIEW law_eligibility AS
	SELECT item, value, comparison, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('eligibility') AS t(
		item text, value text, comparison text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_eligibility IS
'Limits of conditions of aid, each with how it compares (at most, at least, less than, more than): ad_hoc_percent (ad hoc aid, of the aid to a project), owner_share and majority_share (fractions of the capital), closed_months (months since a company was closed), simplified_eur and incentive_effect_eur (aid to research in categories 1 and 2, EUR); and de_minimis_ground: what excludes de minimis aid, without a comparison.';
GRANT SELECT ON law_eligibility TO PUBLIC;

CREATE FUNCTION ad_hoc_share_ok(ad_hoc_aid numeric, total_aid numeric) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 15 AS 'MODULE_PATHNAME', 'tilskudd_ad_hoc_share_ok';
COMMENT ON FUNCTION ad_hoc_share_ok(numeric, numeric) IS
'Whether ad hoc aid under the block exemption for regional investment aid (Regulation 1628/2006) is at most 50 percent of the aid to the project; just 50 percent is. total_aid: all aid to the project, the ad hoc aid included, in the same currency; no ad hoc aid passes. That the rest comes from a transparent scheme of regional investment aid is the caller''s to see. By the guidelines of 2008, whatever the day. NULL for NULL. Errors: 22023 for an amount that is negative, NaN or infinite, ad hoc aid above the total. Source: V5-10; law_eligibility.';

CREATE FUNCTION ad_hoc_share_verdict(ad_hoc_aid numeric, total_aid numeric) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_ad_hoc_share_verdict';
COMMENT ON FUNCTION ad_hoc_share_verdict(numeric, numeric) IS
'The same as a verdict in the unit of the amounts: limit is 50 percent of total_aid, requested ad_hoc_aid. A NULL amount is undecided, but no ad hoc aid is allowed of any total. Errors as ad_hoc_share_ok. Source: V5-10; law_eligibility.';

CREATE FUNCTION nyvekst_owners_ok(owner_capital numeric, capital numeric, other_owner_capital numeric, other_capital numeric,
	closed_on date, on_date date, idle boolean DEFAULT false) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_nyvekst_owners_ok';
CREATE FUNCTION nyvekst_owners_verdict(owner_capital numeric, capital numeric, other_owner_capital numeric, other_capital numeric,
	closed_on date, on_date date, idle boolean DEFAULT false) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_nyvekst_owners_verdict';
COMMENT ON FUNCTION nyvekst_owners_verdict(numeric, numeric, numeric, numeric, date, date, boolean) IS
'Whether an enterprise may have aid from NyVekst as far as its owners go: not if one or more owners together hold at least a third of its capital and more than half of that of another company which was closed down in the last twelve months before on_date or has not been operating in them. owner_capital of capital, other_owner_capital of other_capital: what the same owners hold, and all of it, in any unit, compared as exact fractions. closed_on: the day the other company was closed down, infinity for one that was not, NULL not known; the day itself counts, the same day twelve months later no longer does (28 February after 29 February). idle: it exists and has not been operating. Undecided: outside 2008-01-01 to 2014-06-30, and where what is NULL might matter. NULL day gives NULL. Errors: 22023 for an amount that is negative, NaN or infinite, capital of 0, more than all of it. Source: V6-7; law_eligibility.';
COMMENT ON FUNCTION nyvekst_owners_ok(numeric, numeric, numeric, numeric, date, date, boolean) IS
'The same as a boolean, for CHECK constraints. NULL for a NULL day. Errors: besides, P0002 for what nyvekst_owners_verdict() leaves undecided. Source: V6-7; law_eligibility.';

CREATE FUNCTION simplified_procedure(size enterprise_size, aid_eur numeric) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_simplified_procedure';
COMMENT ON FUNCTION simplified_procedure(enterprise_size, numeric) IS
'Whether aid to a research or development project or a feasibility study is in category 1, the simplified one: to a small or medium-sized enterprise, and less than EUR 7.5 million in all to the enterprise; just that is not. By the guidelines of 2008, whatever the day. A NULL size or amount is not known: NULL, unless the other one settles it. Errors: 22023 for an amount that is negative, NaN or infinite. Source: V10-1; law_eligibility.';

CREATE FUNCTION incentive_effect_required(size enterprise_size, aid_eur numeric) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_incentive_effect_required';
COMMENT ON FUNCTION incentive_effect_required(enterprise_size, numeric) IS
'Whether the incentive effect of aid to a research or development project or a feasibility study must be shown: of a large enterprise always, of a small or medium-sized one above EUR 7.5 million. Just that amount is in neither category of the guidelines: NULL. A NULL size or amount is not known: NULL, unless the other one settles it. By the guidelines of 2008, whatever the day. Errors: 22023 for an amount that is negative, NaN or infinite. Source: V10-1, V10-6; law_eligibility.';

CREATE FUNCTION incentive_effect_ok(size enterprise_size, aid_eur numeric, shown boolean) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_incentive_effect_ok';
CREATE FUNCTION incentive_effect_verdict(size enterprise_size, aid_eur numeric, shown boolean) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_incentive_effect_verdict';
COMMENT ON FUNCTION incentive_effect_verdict(enterprise_size, numeric, boolean) IS
'Whether the incentive effect of aid to a project or feasibility study is shown where incentive_effect_required(size, aid_eur) has it, in EUR: allowed if it is not required, or shown; refused if it is required and not shown. Undecided where neither settles it: a size or an amount that is not known, just EUR 7.5 million to a small or medium-sized enterprise, shown NULL, not known. Errors: 22023 for an amount that is negative, NaN or infinite. Source: V10-1, V10-6; law_eligibility.';
COMMENT ON FUNCTION incentive_effect_ok(enterprise_size, numeric, boolean) IS
'The same as a boolean, for CHECK constraints. Errors: besides, P0002 for what incentive_effect_verdict() leaves undecided. Source: V10-1, V10-6; law_eligibility.';

CREATE FUNCTION de_minimis_excluded(on_date date, coal boolean DEFAULT NULL, road_freight_vehicle boolean DEFAULT NULL,
	in_difficulty boolean DEFAULT NULL, export boolean DEFAULT NULL, domestic_goods boolean DEFAULT NULL)
	RETURNS TABLE (ground text, applies boolean, rule text, citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 2 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_excluded';
COMMENT ON FUNCTION de_minimis_excluded(date, boolean, boolean, boolean, boolean, boolean) IS
'What excludes de minimis aid: coal (aid to the coal sector), road_freight_vehicle (to buy one), in_difficulty (an undertaking in difficulty), export (activities directed at exports), domestic_goods (favouring them over imported ones). A row for each ground that applies, with applies true, and for each that is not known, with applies NULL; no rows where none does. On a day outside 2008-01-01 to 2014-06-30, and a NULL one, none is known. Source: V11-2; law_eligibility.';

CREATE FUNCTION de_minimis_eligible_ok(on_date date, coal boolean DEFAULT NULL, road_freight_vehicle boolean DEFAULT NULL,
	in_difficulty boolean DEFAULT NULL, export boolean DEFAULT NULL, domestic_goods boolean DEFAULT NULL) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_eligible_ok';
CREATE FUNCTION de_minimis_eligible_verdict(on_date date, coal boolean DEFAULT NULL, road_freight_vehicle boolean DEFAULT NULL,
	in_difficulty boolean DEFAULT NULL, export boolean DEFAULT NULL, domestic_goods boolean DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_de_minimis_eligible_verdict';
COMMENT ON FUNCTION de_minimis_eligible_verdict(date, boolean, boolean, boolean, boolean, boolean) IS
'Whether de minimis aid may be granted as far as de_minimis_excluded() goes: refused if one of the grounds applies, whatever the others are; allowed if all are false; otherwise undecided, and so on a day outside 2008-01-01 to 2014-06-30. The ceiling is another question: de_minimis_verdict(). NULL day gives NULL. Source: V11-2.';
COMMENT ON FUNCTION de_minimis_eligible_ok(date, boolean, boolean, boolean, boolean, boolean) IS
'The same as a boolean, for CHECK constraints. NULL day gives NULL. Errors: P0002 for what de_minimis_eligible_verdict() leaves undecided. Source: V11-2.';
-- frame: what is left of a frame, what is carried over, letters of assignment

CREATE VIEW law_frame AS
	SELECT item, month, day, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('frame') AS t(
		item text, month integer, day integer, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_frame IS
'Dates in the life of a frame: assignment_letter, the last day of the year for the letters by which the county assigns money to other managers of grants.';
GRANT SELECT ON law_frame TO PUBLIC;

CREATE FUNCTION frame_available(frame numeric, committed numeric, carried_over numeric DEFAULT 0, withdrawn numeric DEFAULT 0) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_frame_available';
COMMENT ON FUNCTION frame_available(numeric, numeric, numeric, numeric) IS
'What may still be committed of a frame, in NOK: frame + carried_over + withdrawn - committed; negative where too much is committed. carried_over: unused money of other years; withdrawn: the part of committed that was withdrawn or claimed back, which funds new grants. NULL for NULL. Errors: 22023 for an amount that is negative, NaN or infinite. Source: H1-1.';
CREATE FUNCTION frame_verdict(amount numeric, frame numeric, committed numeric, carried_over numeric DEFAULT 0, withdrawn numeric DEFAULT 0)
	RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_frame_verdict';
COMMENT ON FUNCTION frame_verdict(numeric, numeric, numeric, numeric, numeric) IS
'Whether an amount may be committed of a frame, in NOK: the limit is frame + carried_over + withdrawn, used is committed; what equals the limit passes. NULL is not known, and undecided, unless the rest is too much already. Errors: 22023 for an amount that is negative, NaN or infinite. Source: H1-1.';
CREATE FUNCTION frame_ok(amount numeric, frame numeric, committed numeric, carried_over numeric DEFAULT 0, withdrawn numeric DEFAULT 0)
	RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_frame_ok';
COMMENT ON FUNCTION frame_ok(numeric, numeric, numeric, numeric, numeric) IS
'The verdict of frame_verdict() as true or false, for CHECK. NULL for a NULL amount: there is nothing to test. Errors: P0002 where the verdict is undecided; 22023 as there. Source: H1-1.';
CREATE FUNCTION frame_carried_share(carried_over numeric, frame numeric) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_frame_carried_share';
COMMENT ON FUNCTION frame_carried_share(numeric, numeric) IS
'How many percent of a frame are carried over to other years, not rounded beyond what numeric division does; more than 100 where the money of several years is. NULL for a frame of 0, and for NULL. Errors: 22023 for an amount that is negative, NaN or infinite. Source: H1-2.';

CREATE FUNCTION assignment_letter_due(year integer) RETURNS date
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_assignment_letter_due';
COMMENT ON FUNCTION assignment_letter_due(integer) IS
'The last day on which the county sends letters of assignment of the frame of a year to other managers of grants: the end of the first quarter. NULL for years of which law_frame does not speak, and for NULL. Source: H2-1.';
CREATE FUNCTION assignment_letter_ok(sent_on date, year integer) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_assignment_letter_ok';
COMMENT ON FUNCTION assignment_letter_ok(date, integer) IS
'Whether a letter of assignment of the frame of a year was sent in time: not after assignment_letter_due(); also before the year. NULL for NULL. Errors: P0002 for years of which law_frame does not speak. Source: H2-1.';
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
'Where a table breaks its guards, whatever their mode: one row for each undertaking, limit and day of an award on which the aid within the window is more than the ceiling, amounts in EUR; under the other rules, one for each award that has too much by itself, and one for each project, frame or grant whose awards or payments are too much together, on the day of the last, amounts as in the table; limit and excess are NULL where a last payment was made although the accounts are not in order. Rule retention has none. Where the ceiling is in doubt there is no row, and a warning tells for how many projects, frames or grants. Reads with the caller''s rights, so a policy that hides rows hides their aid. Rows that can not be decided upon do not count; a warning tells how many. Errors: 42704 if the table has no guard.';
CREATE FUNCTION headroom(target regclass, rule text, key text, on_date date, options jsonb DEFAULT '{}') RETURNS verdict
	LANGUAGE C STABLE STRICT PARALLEL UNSAFE COST 1000 AS 'MODULE_PATHNAME', 'tilskudd_headroom';
COMMENT ON FUNCTION headroom(regclass, text, text, date, jsonb) IS
'What the guard of that name or rule would let in for a key on a day: the limit that binds and what is used of it, in EUR, windows of later awards included. allowed is false if a limit is exceeded already. Totals are of all rows that count, whatever policies hide. options: pool, road_freight, fiscal_year_start_month where the guard takes them from columns. Under the other rules, every day is the same, amounts are as in the table, and options may tell of the award to come: intensity, max_amount, de_minimis, and eligible_cost or items (a name or an array of names); without an intensity, it raises no ceiling; under rule payment, final: whether the payment to come is the last one. Under rule retention: whether the records of the key may be deleted on the day, without amounts. NULL if an argument is. Errors: 42501 for who may neither read nor write the table, 42704, 42725 for the guard, 22023 for options.';
CREATE FUNCTION headroom_curve(target regclass, rule text, key text, from_date date, to_date date DEFAULT NULL,
	options jsonb DEFAULT '{}', OUT on_date date, OUT used numeric, OUT ceiling numeric, OUT headroom numeric) RETURNS SETOF record
	LANGUAGE C STABLE PARALLEL UNSAFE COST 1000 ROWS 20 AS 'MODULE_PATHNAME', 'tilskudd_headroom_curve';
COMMENT ON FUNCTION headroom_curve(regclass, text, text, date, date, jsonb) IS
'headroom() on every day from from_date to to_date (NULL: the last day of the tables), as one row for from_date and one for each day on which something changes, in EUR. Amounts are NULL from a day on which the tables have no regime. Under rules without windows of days, the one row for from_date; amounts are NULL if the ceiling is in doubt. No rows if another argument is NULL. Errors: as headroom(), and 22023 for rule retention.';
-- checklist: what a call, an application or a grant letter must hold

CREATE VIEW law_required_item AS
	SELECT kind, item, text, text_no, condition, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('required_item') AS t(
		kind text, item text, text text, text_no text, condition text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_required_item IS
'What each kind of paper or step must hold, item by item, with its text in English and Norwegian. condition: the item is required only if that holds; NULL: always. Source: H3-1, H3-2, H3-3, H6-1, VEDLEGG2-1 to VEDLEGG2-14, K4-2, K8-1, K8-2.';
GRANT SELECT ON law_required_item TO PUBLIC;

CREATE FUNCTION missing_items(kind text, given jsonb, on_date date DEFAULT NULL)
	RETURNS TABLE (item text, rule text, citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5 AS 'MODULE_PATHNAME', 'tilskudd_missing_items';
COMMENT ON FUNCTION missing_items(text, jsonb, date) IS
'The items of a checklist of law_required_item that are missing. given is an object of items: one is there if its value is not null, false, a blank text, {} or []; a number is there, 0 too. An item with a condition is not missing if the condition is given as false; where it is not given, the item is missing unless it is there. A NULL given holds nothing. on_date: a day on which the list held, NULL for the last list. No rows for a NULL kind. Errors: 22023 for an unknown kind, a given that is no object, a key that is neither item nor condition, or a condition that is neither true, false nor null; P0002 for a day without the list. Source: H3-1, H3-2, H3-3, H6-1, VEDLEGG2-1 to VEDLEGG2-14, K4-2, K8-1, K8-2.';

CREATE FUNCTION has_all_items(kind text, given jsonb, on_date date DEFAULT NULL) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 AS 'MODULE_PATHNAME', 'tilskudd_has_all_items';
COMMENT ON FUNCTION has_all_items(text, jsonb, date) IS
'Whether missing_items() finds none, for CHECK constraints. NULL for a NULL kind or given, and for nothing else. Errors as there.';

CREATE FUNCTION checklist(kind text, given jsonb, on_date date DEFAULT NULL)
	RETURNS TABLE (item text, text text, text_no text, condition text, required boolean, given boolean, rule text, citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 15 AS 'MODULE_PATHNAME', 'tilskudd_checklist';
COMMENT ON FUNCTION checklist(text, jsonb, date) IS
'Every item of a checklist of law_required_item, in its order. required: NULL where the condition on which the item depends is not given. given: whether the item is there. Arguments, NULL and errors as for missing_items().';
-- payment: what may be paid of a grant, attestation of accounts, instalments

CREATE VIEW law_payment AS
	SELECT item, value, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('payment') AS t(
		item text, value integer, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_payment IS
'Figures on the payment of grants: holdback_percent (of the grant, until the last payment), exempt_below_nok (grants that may be exempted from attestation), instalments_a_year (Kompetansepiloter 2020), budget_reservation (no value: the years whose commitments depend on the budget). The guidelines of 2008 hold for grants made on their days, whenever these are paid.';
GRANT SELECT ON law_payment TO PUBLIC;

CREATE FUNCTION payable(granted numeric, budget_cost numeric, documented_cost numeric, paid_before numeric,
	is_final boolean, accounts_attested boolean, exempted boolean DEFAULT false,
	audited_by_riksrevisjonen boolean DEFAULT false, planned_cost numeric DEFAULT NULL,
	holdback_percent numeric DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_payable';
COMMENT ON FUNCTION payable(numeric, numeric, numeric, numeric, boolean, boolean, boolean, boolean, numeric, numeric) IS
'What may be paid of a grant now, in NOK, 0 where nothing may. Before the last payment, all payments together stay within the part of the grant that the documented cost is of the budgeted cost (H3-6; planned_cost: what the profile of an operating grant has until the end of the term, instead of the documented cost), and within the grant less holdback_percent (H3-8; NULL: the 25 percent of law_payment, a main rule). The last payment (is_final: the project has ended) brings them to the grant, reduced in the proportion of documented to budgeted cost where that is less (H3-9), if the accounts are attested (H3-7, H3-10), exempted as a grant below NOK 100 000 may be (H3-11), or audited by Riksrevisjonen (H3-12); otherwise 0. Rounded down to whole oere. NULL among the arguments is not known, and gives NULL where the answer turns on it. Errors: 22023 for an amount that is negative, NaN or infinite, a budgeted cost of 0, a holdback that is not above 0 and at most 100. Source: law_payment.';

CREATE FUNCTION payment_verdict(amount numeric, granted numeric, budget_cost numeric, documented_cost numeric, paid_before numeric,
	is_final boolean, accounts_attested boolean, exempted boolean DEFAULT false,
	audited_by_riksrevisjonen boolean DEFAULT false, planned_cost numeric DEFAULT NULL,
	holdback_percent numeric DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_payment_verdict';
COMMENT ON FUNCTION payment_verdict(numeric, numeric, numeric, numeric, numeric, boolean, boolean, boolean, boolean, numeric, numeric) IS
'Whether an amount may be paid now, in NOK: arguments as payable(). The limit is what may be paid in all when this payment is made, used what was paid before; a negative headroom is what was paid too much (H3-13). A last payment without accounts in order is refused whole; the limit shown is then that of a payment before the last. Where it is not known what a payment is, the limit shown is the lowest of those possible, and the verdict is undecided unless all of them agree; NULL amounts are undecided unless refused in any case. Errors: 22023 as there. Source: H3-6 to H3-12.';

CREATE FUNCTION payment_ok(amount numeric, granted numeric, budget_cost numeric, documented_cost numeric, paid_before numeric,
	is_final boolean, accounts_attested boolean, exempted boolean DEFAULT false,
	audited_by_riksrevisjonen boolean DEFAULT false, planned_cost numeric DEFAULT NULL,
	holdback_percent numeric DEFAULT NULL) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_payment_ok';
COMMENT ON FUNCTION payment_ok(numeric, numeric, numeric, numeric, numeric, boolean, boolean, boolean, boolean, numeric, numeric) IS
'The verdict of payment_verdict() as true or false, for CHECK. NULL for a NULL amount: there is nothing to test. Errors: P0002 where the verdict is undecided; 22023 as there. Source: H3-6 to H3-12.';

CREATE FUNCTION attestation_required(granted_nok numeric, audit_duty boolean, audited_by_riksrevisjonen boolean) RETURNS text
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_attestation_required';
COMMENT ON FUNCTION attestation_required(numeric, boolean, boolean) IS
'Who attests the accounts of a project before the last payment: none where Riksrevisjonen audits the recipient (H3-12); exemptible, the granter may do without, for a grant below NOK 100 000 (H3-11; 100 000 itself is not); otherwise auditor, state authorised or registered, or, for a recipient without a duty of audit, accountant, which an auditor may replace (H3-10). If an exemptible grant is not exempted, the last two hold for it by the duty of audit. NULL is not known, and gives NULL where the answer turns on it. Errors: 22023 for an amount that is negative, NaN or infinite. Source: law_payment.';

CREATE FUNCTION instalments(year_need numeric) RETURNS TABLE (instalment integer, amount numeric)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 ROWS 2 AS 'MODULE_PATHNAME', 'tilskudd_instalments';
COMMENT ON FUNCTION instalments(numeric) IS
'The two equal instalments of what a project needs in a year (Kompetansepiloter 2020), in NOK. They add up to it exactly: the first is rounded down to whole oere, the odd oere comes with the second. No rows for NULL. Errors: 22023 for an amount that is negative, NaN or infinite. Source: K11-1; that the second has the odd oere is a choice.';

CREATE FUNCTION instalments(year_needs numeric[], first_year integer)
	RETURNS TABLE (year integer, instalment integer, amount numeric, subject_to_budget boolean)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 ROWS 6 AS 'MODULE_PATHNAME', 'tilskudd_instalments_of_years';
COMMENT ON FUNCTION instalments(numeric[], integer) IS
'The same for several years in a row, one need for each; subject_to_budget: the commitment for the year depends on the appropriation of the Storting (K10-1). The amount of a need that is NULL is NULL; no rows for an empty array or NULL. Errors: 22023 for a need that is negative, NaN or infinite, or a year outside 1 to 9999; 2202E for more than one dimension. Source: K10-1, K11-1.';
-- recovery: when a grant is demanded back, how long it binds, interest

CREATE VIEW law_recovery AS
	SELECT ground, scheme, duty, binding_years, consequence, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('recovery') AS t(
		ground text, scheme text, duty text, binding_years integer, consequence text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_recovery IS
'Grounds on which a grant is demanded back. scheme: the kinds of grants that have the ground, separated by spaces; duty: may or must be demanded; binding_years: from the payment of the grant, for assets.';

CREATE VIEW law_recovery_rate AS
	SELECT rate_percent, margin_basis_points, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('recovery_rate') AS t(
		rate_percent numeric, margin_basis_points integer, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_recovery_rate IS
'Interest on aid that is recovered, in percent a year as published (rate_percent), or as a margin in basis points over the base rate of law_base_rate, which has gaps.';
GRANT SELECT ON law_recovery, law_recovery_rate TO PUBLIC;

CREATE FUNCTION recovery_grounds(scheme text, reports_missing boolean DEFAULT NULL, wrong_information boolean DEFAULT NULL,
	used_against_intention boolean DEFAULT NULL, less_capital_needed boolean DEFAULT NULL, overpaid boolean DEFAULT NULL,
	unlawful_aid boolean DEFAULT NULL, asset_sold boolean DEFAULT NULL, asset_other_use boolean DEFAULT NULL,
	asset_moved_to_lower_priority boolean DEFAULT NULL, asset_moved_out boolean DEFAULT NULL,
	not_started boolean DEFAULT NULL, not_as_assumed boolean DEFAULT NULL, within_binding_period boolean DEFAULT NULL)
	RETURNS TABLE (ground text, applies boolean, mandatory boolean, consequence text, rule text, citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 6 AS 'MODULE_PATHNAME', 'tilskudd_recovery_grounds';
COMMENT ON FUNCTION recovery_grounds(text, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean) IS
'Grounds on which a grant is demanded back that apply (applies true) or may apply, since something is not known (NULL); those that do not are left out. scheme: guidelines, investment (aid to physical investment), nyvekst or kompetansepiloter. mandatory: the grant must be demanded back, else it may be. unlawful_aid: the EFTA Surveillance Authority finds it in breach of the rules on aid; the grounds of assets apply to what happened within the binding period, as within_binding_period() says. NULL is not known. No rows for a NULL scheme. Errors: 22023 for an unknown scheme, or a ground given as true that is none of the scheme. Source: law_recovery (H3-13, H3-14, V5-7, V5-9, V6-9, K11-3).';

CREATE FUNCTION binding_until(paid_on date, years integer DEFAULT NULL) RETURNS date
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_binding_until';
COMMENT ON FUNCTION binding_until(date, integer) IS
'The last day on which an investment grant binds the asset: the day before the fifth anniversary of its payment (V5-7), or of another, lower number of years that the granter set (V5-8; NULL: five). Of several payments the last decides: max(paid_on); whether it is the first is not settled. An anniversary of 29 February is 28 February where there is no 29th. NULL for a NULL day; infinite days stay as they are. Errors: 22023 for years outside 1 to 5; 22008 at the end of the calendar. Source: V5-7, V5-8.';

CREATE FUNCTION within_binding_period(event_on date, paid_on date, years integer DEFAULT NULL) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_within_binding_period';
COMMENT ON FUNCTION within_binding_period(date, date, integer) IS
'Whether a sale, move or change of use falls within the time for which an investment grant binds the asset, up to binding_until(); what happens before the payment does. On the fifth anniversary the asset is bound no longer. NULL where a day is. Errors: as binding_until(). Source: V5-7, V5-8. Another time, from the acquisition, counts for tax: realised_within_tax_period().';

CREATE FUNCTION recovery_rate(on_date date, base_rate numeric DEFAULT NULL) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_recovery_rate';
COMMENT ON FUNCTION recovery_rate(date, numeric) IS
'Rate of interest on aid that is recovered, in percent a year: as published for 2007 and 2008; from 2009-01-01 the base rate + 100 basis points. The base rate is the one given, else that of law_base_rate. NULL for a NULL day. Errors: P0002 where neither has it, or before 2007; 22023 for a base rate outside -10 to 1000, or one before 2009. Source: law_recovery_rate (H3-14).';

CREATE FUNCTION recovery_interest(amount numeric, received_on date, repaid_on date, rates_from date[] DEFAULT NULL,
	rates numeric[] DEFAULT NULL, day_count text DEFAULT 'actual/365', decimals integer DEFAULT 2) RETURNS numeric
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_recovery_interest';
COMMENT ON FUNCTION recovery_interest(numeric, date, date, date[], numeric[], text, integer) IS
'Interest on aid received on one day and repaid on another, in the unit of the amount: compounded every year at the recovery_rate() of the day of receipt and of each anniversary (28 February where there is no 29th), simple by days for the year that has begun: days / 365, / 360 (actual/360) or / days of that year (actual/actual). Exact, and rounded once, half up, to so many decimals. rates: other rates in percent a year, each from its day in rates_from until the next of these or of the law tables begins; nothing is interpolated. Several payments: the sum over them. 0 if repaid on the day of receipt. NULL where amount, day, day_count or decimals is. Errors: P0002 for a day without a rate, 22023 for a negative amount, repayment before receipt, 100 years or infinite days, an unknown day_count, decimals outside 0 to 20, a rate outside -10 to 1000, two rates from one day; 2202E and 22004 for arrays that do not match or hold NULL. Source: H3-14; Regulation (EC) No 794/2004 Art 11 (since 271/2008); Decision 789/08/COL. The day count is not in these.';

CREATE FUNCTION explain_recovery_interest(amount numeric, received_on date, repaid_on date, rates_from date[] DEFAULT NULL,
	rates numeric[] DEFAULT NULL, day_count text DEFAULT 'actual/365', decimals integer DEFAULT 2)
	RETURNS TABLE (from_day date, to_day date, days integer, rate numeric, interest numeric, balance numeric, source text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 ROWS 5 AS 'MODULE_PATHNAME', 'tilskudd_explain_recovery_interest';
COMMENT ON FUNCTION explain_recovery_interest(numeric, date, date, date[], numeric[], text, integer) IS
'The years of recovery_interest(), a row for each: from_day to the day before to_day, the rate in percent a year, the interest that the year adds (these add up to recovery_interest()), the balance with interest in its end, and where the rate comes from. No rows where nothing has run or an argument is NULL. Arguments and errors as there.';
-- loss_fund: the national loss fund of the risk loans, and their interest

CREATE VIEW law_loss_fund AS
	SELECT item, points, comparison, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('loss_fund') AS t(
		item text, points numeric, comparison text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_loss_fund IS
'By how many percentage points the loss fund may fall short of the assessed risk: more than or at least so many points have the consequence item: warn (the ministry is told) or top_up (the fund is filled until the shortfall is no more than that).';
GRANT SELECT ON law_loss_fund TO PUBLIC;

CREATE FUNCTION loss_fund_status(fund_percent numeric, risk_percent numeric, on_date date, portfolio_nok numeric DEFAULT NULL,
	OUT status text, OUT shortfall_points numeric, OUT top_up_points numeric, OUT top_up_nok numeric, OUT rule text, OUT citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_loss_fund_status';
CREATE FUNCTION loss_fund_status(fund_percent numeric, risk_percent numeric,
	OUT status text, OUT shortfall_points numeric, OUT top_up_points numeric, OUT top_up_nok numeric, OUT rule text, OUT citation text)
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_loss_fund_status';
COMMENT ON FUNCTION loss_fund_status(numeric, numeric, date, numeric) IS
'The yearly comparison of the loss fund with the risk of the portfolio (unspecified and general), both in percent of the portfolio. status: top_up where the fund falls more than 10 points short (the ministry is warned as well), warn from 5 points on, ok. shortfall_points: risk less fund, negative where the fund is larger. top_up_points: what brings the shortfall down to 10 points, 0 unless status is top_up; top_up_nok: that much of portfolio_nok, in NOK and rounded up to the oere, NULL where the portfolio is not known. rule and citation: the limit that was reached, otherwise that of the warning. NULL outside 2008-01-01 to 2014-06-30, and for a NULL percentage or day. Errors: 22023 for a percentage or portfolio that is negative, NaN or infinite, a risk above 100 percent. Source: law_loss_fund (G8-6, G8-7); that 5 points are at least 5, and that the points are of the portfolio, are readings.';
COMMENT ON FUNCTION loss_fund_status(numeric, numeric) IS
'The same by the limits of the guidelines of 2008, whatever the day, and of a portfolio that is not known: top_up_nok is NULL where something is due. NULL for a NULL percentage. Errors as with a day. Source: law_loss_fund (G8-6, G8-7).';

CREATE FUNCTION loss_fund_share(portfolio numeric, top_up numeric, county text) RETURNS numeric
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_loss_fund_share';
COMMENT ON FUNCTION loss_fund_share(numeric, numeric, text) IS
'Window function: loss_fund_share(portfolio, top_up, county) OVER (PARTITION BY year) is the part of a top-up of the loss fund that each county bears, by its share of the portfolio of risk loans. portfolio: of the row''s county, in any one unit; top_up: of the whole partition, in NOK; county: number or name. The result, in NOK, is the exact part or one of the two oere beside it, by largest remainder, and the sum is the top-up. Equal remainders go by county, byte by byte, so the order of the rows and of the window do not matter. A portfolio of 0 has a share of 0. NULL for the whole partition if the top-up or a portfolio is NULL, not known. Errors: 22023 for an amount that is negative, NaN or infinite, a top-up that is not a whole number of oere or not the same in all rows of a partition, a county that stands twice, a top-up where no county has a portfolio; 22003 for a top-up of more than 92 233 720 368 547 758.07; 22004 for a NULL county. Source: G8-8.';

CREATE FUNCTION risk_loan_rate_ok(risk_rate numeric, low_risk_rate numeric) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_risk_loan_rate_ok';
COMMENT ON FUNCTION risk_loan_rate_ok(numeric, numeric) IS
'Whether the interest of a new risk loan, or of a risk loan whose rate is set anew, is higher than that of a new low-risk loan with the same fixing period. Equal rates are not. Both in the same unit. NULL for NULL. Errors: 22023 for a rate that is NaN or infinite. Source: G8-3.';
-- kompetansepiloter: the programme of 2020 for regional skills

CREATE VIEW law_kompetansepiloter AS
	SELECT item, value, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('kompetansepiloter') AS t(
		item text, value text, valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_kompetansepiloter IS
'Values of the programme Kompetansepiloter, from the day of its guidelines to the end of the period of its one call: excluded_county (number of the county whose authority may not apply), centrality (classes that it is for), majority_percent (more than this percentage is a majority), ineligible_cost (what the grant does not pay), cofinancing_percent (least share of local and regional co-financing in the budget of a project).';
GRANT SELECT ON law_kompetansepiloter TO PUBLIC;

CREATE FUNCTION may_apply_kompetansepiloter(county text, on_date date, county_authority boolean DEFAULT true) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_may_apply_kompetansepiloter';
COMMENT ON FUNCTION may_apply_kompetansepiloter(text, date, boolean) IS
'Whether an applicant may apply to Kompetansepiloter: a county authority (fylkeskommune) of the day, but not Oslo. county: name or two-digit number, as kommunenr() takes it; a county of another time is refused. county_authority: false for any other applicant, who is refused; NULL is not known. Undecided: outside 2020-04-01 to 2022-12-31, where the guidelines do not speak, for a NULL county or county_authority; what is certainly refused is refused even then. NULL day gives NULL. Errors: P0002 for a text that is no county of any time. Source: K1-1.';

CREATE FUNCTION district_majority(municipalities kommunenr[], on_date date, centrality integer[] DEFAULT NULL) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_district_majority';
COMMENT ON FUNCTION district_majority(kommunenr[], date, integer[]) IS
'Whether more than half of the municipalities of an area are of SSB''s centrality 5 and 6. centrality: the class of each municipality, in their order, NULL where it is not known; without it, that of centrality() on the day, which the law tables have from 2024-01-01 on only. True and false are certain whatever the unknown classes are, otherwise NULL. A NULL municipality counts as one of unknown class; an empty array is false; NULL municipalities or day give NULL. A CHECK lets NULL in: write district_majority(...) IS TRUE there. Errors: P0002 for a number that is no municipality on the day, 22023 for a municipality given twice, a class outside 1 to 6, another number of classes than of municipalities. Source: K1-2 a; that municipalities are counted, not weighed by population, is a reading.';

CREATE FUNCTION district_majority_verdict(municipalities kommunenr[], on_date date, centrality integer[] DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_district_majority_verdict';
COMMENT ON FUNCTION district_majority_verdict(kommunenr[], date, integer[]) IS
'The same as a verdict, counted in municipalities from the other side: limit is how many may lie outside centrality 5 and 6 (-1 for an empty array), used how many do, requested how many have an unknown class; undecided lists these. Errors as district_majority. Source: K1-2 a.';

CREATE FUNCTION undertaking_majority(district integer, other integer, unknown integer DEFAULT 0) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_undertaking_majority';
COMMENT ON FUNCTION undertaking_majority(integer, integer, integer) IS
'Whether more than half of the undertakings of a cluster, value chain or branch lie in SSB''s centrality 5 and 6: district is their number there, other elsewhere, unknown the number of those whose centrality is not known. True and false are certain whatever the unknown ones are, otherwise NULL; false for no undertakings. NULL for NULL. Errors: 22023 for a negative number. Source: K1-2 b.';

CREATE FUNCTION may_target_kompetansepiloter(area boolean, branch boolean, special_challenges boolean DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_may_target_kompetansepiloter';
COMMENT ON FUNCTION may_target_kompetansepiloter(boolean, boolean, boolean) IS
'Whether a project has one of the three targets of Kompetansepiloter: area, as district_majority() has it; branch, as undertaking_majority() has it; special_challenges: an area with a small labour market, low education, long distances or mismatch, for which the guidelines have no measure: what the granter has found. One true is enough, three false are refused; NULL is not known, and leaves undecided what turns on it. Source: K1-2.';

CREATE FUNCTION cost_eligible_kompetansepiloter(state_financed boolean, analysis boolean, equipment boolean) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_cost_eligible_kompetansepiloter';
COMMENT ON FUNCTION cost_eligible_kompetansepiloter(boolean, boolean, boolean) IS
'Whether a cost line may be paid by the grant: not an activity that the state finances already (state_financed, such as courses and study places), not analysis or mapping of the challenges (analysis), not durable equipment (equipment, such as technology). False if one of them is true, whatever the others are; true if all are false; otherwise NULL, which a CHECK lets in. Source: K3-2.';

CREATE FUNCTION ineligible_cost(state_financed boolean, analysis boolean, equipment boolean)
	RETURNS TABLE (ground text, applies boolean, rule text, citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 1 AS 'MODULE_PATHNAME', 'tilskudd_ineligible_cost';
COMMENT ON FUNCTION ineligible_cost(boolean, boolean, boolean) IS
'Why cost_eligible_kompetansepiloter() is not true: each ground that applies, with applies true, and each that is not known, with applies NULL. No rows for an eligible cost. Source: K3-2.';

CREATE FUNCTION max_grant(budget numeric) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_max_grant';
COMMENT ON FUNCTION max_grant(numeric) IS
'The most that Kompetansepiloter may pay of a project with this budget: what co-financing of 30 percent leaves. In the unit of the budget, exact, not rounded. NULL for NULL. Errors: 22023 for a budget that is negative, NaN or infinite. Source: K4-1.';

CREATE FUNCTION cofinancing_ok(cofinancing numeric, budget numeric) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 15 AS 'MODULE_PATHNAME', 'tilskudd_cofinancing_ok';
COMMENT ON FUNCTION cofinancing_ok(numeric, numeric) IS
'Whether local and regional co-financing is at least 30 percent of the budget of a project of Kompetansepiloter, both in one currency; just 30 percent is enough. The county''s own staff, resources and meetings count, and so does what others contribute. Asked for each project, not of a county''s projects together. Never undecided, since the programme has one set of guidelines. NULL for NULL. Errors: 22023 for an amount that is negative, NaN or infinite. Source: K4-1.';

CREATE FUNCTION cofinancing_verdict(cofinancing numeric, budget numeric) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_cofinancing_verdict';
COMMENT ON FUNCTION cofinancing_verdict(numeric, numeric) IS
'The same as a verdict in NOK: limit is max_grant(budget), requested what the co-financing leaves of the budget (negative where it is larger). A NULL amount is undecided. Errors as cofinancing_ok. Source: K4-1.';

CREATE FUNCTION equal_allocation(requested numeric, frame numeric) RETURNS numeric
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_equal_allocation';
CREATE FUNCTION equal_allocation(requested numeric, frame numeric, leftover text) RETURNS numeric
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_equal_allocation';
COMMENT ON FUNCTION equal_allocation(numeric, numeric) IS
'Window function: equal_allocation(requested, frame) OVER (PARTITION BY call) is the commitment of each county that meets the conditions, one row for each: equal parts of the frame, the least of which may be what a county asked for; what is left goes in equal parts to those that want more. requested: in NOK, NULL for the full share; 0 is no application and gets 0. frame: of the whole partition, in NOK; a NULL frame gives NULL. The result, in NOK, is never above the request. Equal requests get equal sums, whatever the order of the rows and of the window: fewer oere than there are counties with the largest sum may stay undistributed; more only where all requests are met. Errors: 22023 for an amount that is negative, NaN or infinite, not a whole number of oere, a frame that is not the same in all rows of a partition; 22003 for more than 92 233 720 368 547 758.07. Source: K9-2, K9-3; that the rest goes to those that asked for the full share is a reading.';
COMMENT ON FUNCTION equal_allocation(numeric, numeric, text) IS
'The same by a reading of K9-3: leftover full_share, as without it, or all: what is left of the equal shares goes in equal parts to all counties with a commitment, above what they asked for too, and fewer oere than there are of these stay undistributed. The reading must be one and the same within a partition; NULL gives NULL. Errors: besides, 22023 for an unknown reading and for one that changes. Source: K9-2, K9-3.';
-- deadline: of applications, reports, answers and complaints; working days

CREATE VIEW law_deadline AS
	SELECT programme, item, text, text_no, owed_by, owed_to, runs_from, months, day, when_due, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('deadline') AS t(
		programme text, item text, text text, text_no text, owed_by text, owed_to text, runs_from text, months integer, day date,
		when_due text, valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_deadline IS
'What is reported, answered and ended, and when, in the guidelines of 2008 and in Kompetansepiloter. owed_by, owed_to: separated by spaces; a manager manages money on behalf of a county. runs_from: the day that others set, from which the months count (NULL: on that day); day: a day that the text sets. Where there is neither, when_due is all that the text says. Source: H4-1, H4-2, H8-1, K11-2, K12-1.';
GRANT SELECT ON law_deadline TO PUBLIC;

CREATE VIEW law_complaint AS
	SELECT decided_by, individual_decision, may_complain, complain_to, complain_to_no, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('complaint') AS t(
		decided_by text, individual_decision boolean, may_complain boolean, complain_to text, complain_to_no text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_complaint IS
'Who may complain of a decision, and to whom, in English and Norwegian; the first row that fits decides. decided_by, individual_decision NULL: any. Source: H5-1.';
GRANT SELECT ON law_complaint TO PUBLIC;

CREATE FUNCTION application_in_time(received date, deadline date) RETURNS boolean
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'date_le';
COMMENT ON FUNCTION application_in_time(date, date) IS
'Whether an application was received by the deadline: what comes on the day itself is in time. A call without a deadline has deadline infinity. NULL for NULL. Source: K9-1, H3-1.';

CREATE FUNCTION application_in_time(received timestamp, deadline date) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_application_in_time';
COMMENT ON FUNCTION application_in_time(timestamp, date) IS
'application_in_time() for a time of receipt on the clock of the place where the deadline counts: until midnight at the end of the day.';

CREATE FUNCTION application_in_time(received timestamptz, deadline date, zone text DEFAULT 'Europe/Oslo') RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_application_in_time_zone';
COMMENT ON FUNCTION application_in_time(timestamptz, date, text) IS
'application_in_time() for a moment of receipt: until midnight at the end of the deadline''s day in a time zone, Norway''s unless another is given, whatever the session''s is. IMMUTABLE as the server''s timezone(text, timestamptz) is. Errors: 22023 for an unknown time zone.';

CREATE FUNCTION ministry_answer_due(received date) RETURNS date
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_ministry_answer_due';
COMMENT ON FUNCTION ministry_answer_due(date) IS
'The last day for the ministry''s answer to a report, four months after it was received: the same day of the month, or the last of a month that has no such day. NULL outside 2008-01-01 to 2014-06-30, and for NULL. Source: H4-2, law_deadline.';

CREATE FUNCTION reporting_deadlines(programme text, year integer, report_due date DEFAULT NULL, report_received date DEFAULT NULL)
	RETURNS TABLE (item text, text text, text_no text, owed_by text, owed_to text, due date, when_due text, rule text, citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 4 AS 'MODULE_PATHNAME', 'tilskudd_reporting_deadlines';
COMMENT ON FUNCTION reporting_deadlines(text, integer, date, date) IS
'What is owed for a year of the programme guidelines (posts 60 and 61) or kompetansepiloter: reports, the notice of evaluations, the ministry''s answer, the end of the project. report_due: the day that the yearly grant letter or the letter of commitment sets for the annual report; report_received: the day on which the ministry received it. due: NULL where it is not known, or the report came after the last day of the rule; when_due says on what it depends. No rows for a NULL programme or year. Errors: 22023 for an unknown programme, P0002 for a year of which it says nothing. Source: H4-1, H4-2, H8-1, K11-2, K12-1; law_deadline.';

CREATE FUNCTION may_complain(decided_by text, on_date date, individual_decision boolean DEFAULT NULL) RETURNS verdict
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_may_complain';
COMMENT ON FUNCTION may_complain(text, date, boolean) IS
'Whether a decision by a county, municipality, regional_council or innovasjon_norge under the guidelines can be complained of. Of Innovasjon Norge''s: no; of a county''s individual decision (enkeltvedtak): yes, and complaint_body() says to whom; of what is no individual decision: no. individual_decision NULL: not known. Undecided: where that matters, for individual decisions of municipalities and regional councils, of which the guidelines do not speak, and outside 2008-01-01 to 2014-06-30. NULL for a NULL granter or day. Errors: 22023 for an unknown granter. Source: H5-1; law_complaint.';

CREATE FUNCTION complaint_ok(decided_by text, on_date date, individual_decision boolean DEFAULT NULL) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_complaint_ok';
COMMENT ON FUNCTION complaint_ok(text, date, boolean) IS
'may_complain() as a boolean for CHECK constraints. NULL for a NULL granter or day. Errors: P0002 where the verdict is undecided, since a NULL would let the row in; 22023 as there.';

CREATE FUNCTION complaint_body(decided_by text, on_date date, individual_decision boolean DEFAULT NULL) RETURNS text
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 AS 'MODULE_PATHNAME', 'tilskudd_complaint_body';
COMMENT ON FUNCTION complaint_body(text, date, boolean) IS
'To whom a decision can be complained of, in words. NULL where it can not, where may_complain() is undecided, and for a NULL granter or day. Errors as there. Source: H5-1; law_complaint.';

CREATE FUNCTION is_working_day(day date, holidays date[] DEFAULT NULL) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_is_working_day';
COMMENT ON FUNCTION is_working_day(date, date[]) IS
'Whether a day is Monday to Friday and none of the holidays given, or, for NULL, of the Norwegian public_holidays(). NULL for a NULL day. Errors: 22004 for a NULL among the holidays, P0002 for a year whose Norwegian holidays are not known, 22008 for infinity.';

CREATE FUNCTION add_working_days(day date, count integer, holidays date[] DEFAULT NULL) RETURNS date
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_add_working_days';
COMMENT ON FUNCTION add_working_days(date, integer, date[]) IS
'The working day that comes count working days after a day, which itself does not count; before it for a negative count; the day itself, working day or not, for 0. Working days as in is_working_day(). Infinity stays infinity. NULL for a NULL day or count, and where the way leads into years whose Norwegian holidays are not known (before 1996, after 9999). Errors: 22004 for a NULL among the holidays, 22008 beyond the days of type date.';

CREATE FUNCTION working_days_between(from_day date, to_day date, holidays date[] DEFAULT NULL) RETURNS integer
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_working_days_between';
COMMENT ON FUNCTION working_days_between(date, date, date[]) IS
'The number of working days after one day up to and with another; negative, of the same days, if the other comes first. Adjoining periods add up. Working days as in is_working_day(). NULL for a NULL day, and where days lie in years whose Norwegian holidays are not known. Errors: 22004 for a NULL among the holidays, 22008 for infinity.';
-- tax: how investment grants are taxed

CREATE VIEW law_tax AS
	SELECT treatment, years, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('tax') AS t(
		treatment text, years integer, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_tax IS
'How investment grants are taxed, as the guidelines of 2008 recount the tax act: not_income, part_of_consideration (within so many years from the acquisition of the asset), reduces_depreciation_balance.';
GRANT SELECT ON law_tax TO PUBLIC;

CREATE FUNCTION realised_within_tax_period(acquired_on date, realised_on date) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_realised_within_tax_period';
COMMENT ON FUNCTION realised_within_tax_period(date, date) IS
'Whether an asset is realised within five years of its acquisition, when a grant that is no income becomes part of the consideration. On the fifth anniversary it is no longer. NULL for NULL. Errors: 22023 for a realisation before the acquisition; 22008 at the end of the calendar. Source: law_tax (G5-2). Another time, from the payment of the grant, binds the asset: within_binding_period().';

CREATE FUNCTION investment_grant_tax(grant_amount numeric, under_regulation boolean, acquired_on date, realised_on date DEFAULT NULL,
	OUT treatment text, OUT consideration_change numeric, OUT balance_change numeric, OUT rule text, OUT citation text, OUT undecided text[])
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_investment_grant_tax';
COMMENT ON FUNCTION investment_grant_tax(numeric, boolean, date, date) IS
'How an investment grant to one asset is taxed. under_regulation: it was granted under FOR-2006-12-15-1455: then not_income (G5-1), or part_of_consideration if the asset is realised within five years of its acquisition (G5-2); any other reduces_depreciation_balance (G5-3). consideration_change and balance_change: by what the grant changes the consideration for the asset and its depreciation balance, in the unit of the amount; NULL for a NULL amount. A NULL realised_on: the asset is not realised. NULL under_regulation, or acquired_on where it matters, is not known: everything NULL but undecided, which says what is not. Errors: 22023 for an amount that is negative, NaN or infinite, or a realisation before the acquisition; 22008 at the end of the calendar. Source: law_tax; the tax act itself decides.';
-- register: ready-made tables, guards and views

CREATE FUNCTION as_of() RETURNS date
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'tilskudd_as_of';
COMMENT ON FUNCTION as_of() IS
'The day as of which the views of a register speak: the setting tilskudd.as_of (YYYY-MM-DD), or, where that is empty, the current date.';

CREATE PROCEDURE create_register(schema name, roles boolean DEFAULT true)
	LANGUAGE C AS 'MODULE_PATHNAME', 'tilskudd_create_register';
COMMENT ON PROCEDURE create_register(name, boolean) IS
'Makes a register of grants in a new schema, owned by who calls: tables, guards, policies, views, and, with roles, the roles <schema>_reader (sees everything) and <schema>_officer (sees and writes what is of the granting authorities of whose role they are members), which are used as they are if they exist. Errors: 42P06 if there is a schema of that name; 42501 for who may not create schemas or roles; 42622 for a name too long for the roles; 22004 for NULL.';

CREATE PROCEDURE drop_register(schema name, with_data boolean DEFAULT false)
	LANGUAGE C AS 'MODULE_PATHNAME', 'tilskudd_drop_register';
COMMENT ON PROCEDURE drop_register(name, boolean) IS
'Drops what create_register() made, and its schema; the roles stay. Errors: 2BP01 if a table has rows and with_data is false, or if something else depends on the register or is in its schema; 3F000 if there is no such schema; 42809 if it is no register; 42501 for who does not own it; 22004 for NULL.';

CREATE FUNCTION undertaking(links regclass, member orgnr, on_date date) RETURNS orgnr[]
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1000 AS 'MODULE_PATHNAME', 'tilskudd_undertaking';
COMMENT ON FUNCTION undertaking(regclass, orgnr, date) IS
'The enterprises that are one undertaking with one on a day, itself first, by a relation of links with the columns owner, owned (orgnr), valid_from and valid_to (date, first and last day; NULL: open), such as undertaking_link of a register; index owner and owned. For one enterprise, where single_undertaking() answers for all. Reads with the rights of the caller. NULL for NULL. Errors: 42P01 if there is no such relation, 42703 and 42883 for its columns. Source: Regulation (EU) 2023/2831 Art 2(2).';

CREATE FUNCTION create_views(target regclass, mapping jsonb DEFAULT '{}', schema name DEFAULT NULL) RETURNS void
	LANGUAGE C VOLATILE PARALLEL UNSAFE COST 10000 AS 'MODULE_PATHNAME', 'tilskudd_create_views';
COMMENT ON FUNCTION create_views(regclass, jsonb, name) IS
'Makes v_award, v_de_minimis_balance, v_municipality_year, v_violation and v_quality on a table of your own, in a schema (NULL: that of the table). mapping: which column stands for id, orgnr, granted_on, kommunenr, measure, enterprise_size, nominal_nok, gge_nok, gge_eur, eligible_cost_nok, de_minimis_pool: its name, {"value": "..."} for the same in each row, or null; a fact that it does not name is the column of that name, if there is one. counted: an expression over the columns, true if the award counts; every row, if not given. orgnr and granted_on are needed. Errors: 42703 for a column that is missing, 22023 for a mapping that can not be read, 42P07 if there is a view of that name, 22004 for NULL, 42P01 for no such table; before PostgreSQL 15, 0A000 for a table with row-level security.';
-- exchange: the Norwegian register of aid, and the fields of the Union's register of de minimis aid

CREATE VIEW law_aid_register_code AS
	SELECT list, label, words, interface_code, meaning, rule, citation, evidence, caveat
	FROM law_table('aid_register_code') AS t(
		list text, label text, words text, interface_code text, meaning text,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_aid_register_code IS
'Words of the Norwegian register of aid, by list: purpose, instrument, scheme_type, region, status. label: as the register has it; interface_code: as its interface has it, where that was seen; meaning: in English; words: what the extension calls it, by which functions find the label (purpose: the measures that bear its name, separated by spaces).';
GRANT SELECT ON law_aid_register_code TO PUBLIC;

CREATE VIEW law_aid_register_column AS
	SELECT position, header, name, meaning, rule, citation, evidence, caveat
	FROM law_table('aid_register_column') AS t(
		position integer, header text, name text, meaning text,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_aid_register_column IS
'Columns of the file of awards of the Norwegian register of aid: header, and the name that the column has here. Columns whose header was not seen are left out.';
GRANT SELECT ON law_aid_register_column TO PUBLIC;

CREATE VIEW law_aid_register_item AS
	SELECT register, position, item, name, rule, citation, evidence, caveat
	FROM law_table('aid_register_item') AS t(
		register text, position integer, item text, name text,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_aid_register_item IS
'What must be entered about an award in the Norwegian register of aid (aid_register) and in the central register of de minimis aid (de_minimis_register); name: the column of the query of awards that has it.';
GRANT SELECT ON law_aid_register_item TO PUBLIC;

-- Words.

CREATE FUNCTION aid_register_purpose(measure aid_measure) RETURNS text
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_aid_register_purpose';
COMMENT ON FUNCTION aid_register_purpose(aid_measure) IS
'The purpose under which the Norwegian register of aid has a measure; only where its name says the same: training, regional investment, research, culture and heritage. NULL for all others: no source says under which they come. Source: law_aid_register_code.';

CREATE FUNCTION aid_register_instrument(instrument text) RETURNS text
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_aid_register_instrument';
COMMENT ON FUNCTION aid_register_instrument(text) IS
'The label that the Norwegian register of aid has for an instrument: grant, loan, guarantee, advance, equity, interest_subsidy, risk_finance, tax_advantage, tax_exemption, other. Translations of its words. NULL for other words. Source: law_aid_register_code.';

CREATE FUNCTION aid_register_word(list text, label text) RETURNS text
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_aid_register_word';
COMMENT ON FUNCTION aid_register_word(text, text) IS
'What the extension calls a label, or a code of the interface, of the Norwegian register of aid. list: instrument, scheme_type, region, status. NULL for a label that was not seen. Errors: 22023 for another list. Source: law_aid_register_code.';

-- Out.

CREATE FUNCTION aid_register_awards(awards text) RETURNS TABLE (number text, orgnr text, recipient text, granting_authority text,
		granted_on date, amount numeric, currency text, gge_eur numeric, instrument text, purpose text, legal_basis text,
		national_legal_basis text, scheme text, nace text, region text, enterprise_size text, status text, pool text)
	LANGUAGE C STABLE STRICT PARALLEL UNSAFE COST 10000 ROWS 1000 AS 'MODULE_PATHNAME', 'tilskudd_aid_register_awards';
COMMENT ON FUNCTION aid_register_awards(text) IS
'The awards that a query returns, with the columns that registers of aid ask for. The query runs read only with the rights of the caller; its columns are found by name: orgnr and granted_on (date) must be there, all others may be; NULL where they are not. amount and gge_eur are numeric or an integer, the others text, an integer or orgnr. No rows for NULL. Errors: 22023 for an amount that is negative, NaN or infinite, and no single query; 22008 for an infinite date; 42703, 42702 and 42804 for columns that are missing, twice there or of another type.';

CREATE FUNCTION aid_register_rows(awards text) RETURNS TABLE (number text, orgnr text, recipient text, granting_authority text,
		granted_on text, amount text, currency text, instrument text, purpose text, legal_basis text, nace text, region text,
		status text, scheme text)
	LANGUAGE sql STABLE STRICT PARALLEL UNSAFE COST 10000 ROWS 1000
BEGIN ATOMIC
	SELECT a.number, a.orgnr, a.recipient, a.granting_authority, to_char(a.granted_on, 'YYYY-MM-DD'), replace(a.amount::text, '.', ','),
		a.currency, a.instrument, a.purpose, a.legal_basis, coalesce(substring(a.nace FROM '^[0-9]{2}[.][0-9]'), a.nace), a.region,
		a.status, a.scheme
	FROM aid_register_awards(awards) AS a;
END;
COMMENT ON FUNCTION aid_register_rows(text) IS
'Awards in the layout of the Norwegian register of aid: the columns of law_aid_register_column in their order, as text. Days are written as 2026-03-20, since how the register writes them was not read; amounts have a decimal comma; nace is cut to level 3 (68.310 to 68.3). All else is as given. awards: a query, see aid_register_awards().';

CREATE FUNCTION aid_register_cell(cell text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN cell ~ '[;"\r\n]' OR cell ~ '^\s|\s$' THEN '"' || replace(cell, '"', '""') || '"' ELSE coalesce(cell, '') END;
COMMENT ON FUNCTION aid_register_cell(text) IS
'A cell of a file with semicolons: in quotes, doubled within it, if it holds a semicolon, a quote or the end of a line, or begins or ends with white space. Empty for NULL.';

CREATE FUNCTION aid_register_lines(awards text) RETURNS TABLE (line text)
	LANGUAGE sql STABLE STRICT PARALLEL UNSAFE COST 10000 ROWS 1000
BEGIN ATOMIC
	SELECT string_agg(aid_register_cell(c.header), ';' ORDER BY c.position) FROM law_aid_register_column AS c
	UNION ALL
	SELECT concat_ws(';', aid_register_cell(r.number), aid_register_cell(r.orgnr), aid_register_cell(r.recipient),
		aid_register_cell(r.granting_authority), aid_register_cell(r.granted_on), aid_register_cell(r.amount),
		aid_register_cell(r.currency), aid_register_cell(r.instrument), aid_register_cell(r.purpose),
		aid_register_cell(r.legal_basis), aid_register_cell(r.nace), aid_register_cell(r.region),
		aid_register_cell(r.status), aid_register_cell(r.scheme))
	FROM aid_register_rows(awards) AS r;
END;
COMMENT ON FUNCTION aid_register_lines(text) IS
'The lines of a file in the layout of the Norwegian register of aid: the header, then aid_register_rows(), with semicolons. awards: a query, see aid_register_awards().';

CREATE FUNCTION de_minimis_register_rows(awards text) RETURNS TABLE (beneficiary text, beneficiary_name text, aid_amount_eur text,
		granting_date text, granting_authority text, aid_instrument text, sector text)
	LANGUAGE sql STABLE STRICT PARALLEL UNSAFE COST 10000 ROWS 1000
BEGIN ATOMIC
	SELECT a.orgnr, a.recipient, a.gge_eur::text, to_char(a.granted_on, 'YYYY-MM-DD'), a.granting_authority,
		coalesce(aid_register_word('instrument', a.instrument), a.instrument), a.nace
	FROM aid_register_awards(awards) AS a
	WHERE a.pool IS NOT NULL;
END;
COMMENT ON FUNCTION de_minimis_register_rows(text) IS
'What the central register of de minimis aid must hold on each award of the query that has a pool: identification of the beneficiary, aid amount (gross grant equivalent in EUR), granting date, granting authority, aid instrument (in English where it is a label of the Norwegian register) and sector (NACE), as text. The names of the columns are ours: those of the Union''s register were not seen. awards: a query, see aid_register_awards(). Source: 2023/2831 Art 6(1).';

CREATE FUNCTION aid_register_checklist(awards text) RETURNS TABLE (register text, number text, orgnr text, granted_on date,
		compulsory boolean, deadline date, missing text, doubtful text)
	LANGUAGE sql STABLE STRICT PARALLEL UNSAFE COST 10000 ROWS 1000
BEGIN ATOMIC
	SELECT r.register, a.number, a.orgnr, a.granted_on,
		CASE WHEN r.register = 'aid_register' THEN must_publish(a.gge_eur, a.granted_on)
			WHEN a.pool <> 'general' THEN NULL
			WHEN register_deadline(a.granted_on) IS NOT NULL THEN true
			WHEN a.granted_on < (SELECT min(d.valid_from) FROM law_de_minimis_duty AS d WHERE d.item = 'registration') THEN false
		END,
		CASE WHEN r.register = 'de_minimis_register' AND a.pool = 'general' THEN register_deadline(a.granted_on) END,
		array_to_string(ARRAY(
			SELECT n.name FROM unnest(r.names) WITH ORDINALITY AS n(name, position)
			WHERE coalesce(g.given ->> n.name, '') ~ '^\s*$' ORDER BY n.position), ', '),
		concat_ws(', ',
			CASE WHEN NOT orgnr_is_valid(a.orgnr) THEN 'orgnr' END,
			CASE WHEN a.purpose <> ALL (ARRAY(SELECT c.label FROM law_aid_register_code AS c WHERE c.list = 'purpose'))
				AND r.register = 'aid_register' THEN 'purpose' END,
			CASE WHEN aid_register_word('instrument', a.instrument) IS NULL AND a.instrument IS NOT NULL
				AND r.register = 'aid_register' THEN 'instrument' END,
			CASE WHEN a.nace !~ CASE r.register WHEN 'aid_register' THEN '^[0-9]{2}[.][0-9]{1,3}$'
				ELSE '^([A-Z]|[0-9]{2}([.][0-9]{1,3})?)$' END THEN 'nace' END,
			CASE WHEN a.pool <> ALL (ARRAY(SELECT m.pool FROM law_de_minimis AS m)) THEN 'pool' END)
	FROM aid_register_awards(awards) AS a,
		-- once for an award, not for each of its columns
		LATERAL (SELECT to_jsonb(a.*) AS given OFFSET 0) AS g,
		(SELECT i.register, array_agg(i.name ORDER BY i.position) AS names FROM law_aid_register_item AS i GROUP BY i.register) AS r
	WHERE r.register = 'aid_register' OR a.pool IS NOT NULL;
END;
COMMENT ON FUNCTION aid_register_checklist(text) IS
'Per award and register, whether the award must be entered, by when, and what lacks. register: aid_register (the Norwegian one, every award) and de_minimis_register (the central one of 2023/2831 Art 6, awards with a pool). compulsory: must_publish(gge_eur, granted_on), and for pool general from 2026-01-01 on, when the central register became obligatory in the Union; NULL where that is not known. deadline: register_deadline(); NULL where none is known. missing: columns of the query that are empty and the register asks for (law_aid_register_item); doubtful: columns whose value is no organisation number, no label of the register''s list, no code of an industry (the Norwegian register wants level 3), no pool. Both are empty if all is well. awards: a query, see aid_register_awards().';

-- In.

CREATE FUNCTION aid_register_records(file text, OUT line integer, OUT cells text[]) RETURNS SETOF record
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 1000 AS 'MODULE_PATHNAME', 'tilskudd_aid_register_records';
COMMENT ON FUNCTION aid_register_records(text) IS
'The records of a file with semicolons: the line on which each begins, and its cells. Cells in quotes may hold semicolons, ends of lines and doubled quotes; lines end with a line feed, with or without a carriage return; empty lines and a byte order mark are skipped. Errors: 22P04 for a quote that is not closed, or not followed by a semicolon.';

CREATE FUNCTION aid_register_day(cell text) RETURNS date
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_aid_register_day';
COMMENT ON FUNCTION aid_register_day(text) IS
'A day as 2026-03-20 or 20.03.2026, whatever DateStyle says; NULL for anything else, a day with a time among it.';

CREATE FUNCTION aid_register_amount(cell text) RETURNS numeric
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5
	RETURN CASE WHEN cell ~ '^[0-9]+(,[0-9]+)?$' THEN replace(cell, ',', '.')::numeric END;
COMMENT ON FUNCTION aid_register_amount(text) IS
'An amount with a decimal comma, such as 52800 or 52800,50; NULL for anything else.';

CREATE TABLE aid_register_award (
	number text NOT NULL, orgnr text, recipient text, granting_authority text, granted_on date, amount numeric, currency text,
	instrument text, purpose text, legal_basis text, nace text, region text, status text, scheme text, other jsonb NOT NULL);
CREATE INDEX aid_register_award_number ON aid_register_award (number);
COMMENT ON TABLE aid_register_award IS
'Awards of the Norwegian register of aid, as its file has them. Filled by COPY into aid_register_file, dumped with the database. View aid_register reads them.';
COMMENT ON COLUMN aid_register_award.number IS 'number of the award in the register';
COMMENT ON COLUMN aid_register_award.orgnr IS 'organisation number of the recipient, as written';
COMMENT ON COLUMN aid_register_award.recipient IS 'name of the recipient';
COMMENT ON COLUMN aid_register_award.granting_authority IS 'name of the grantor';
COMMENT ON COLUMN aid_register_award.granted_on IS 'day of the grant';
COMMENT ON COLUMN aid_register_award.amount IS 'amount in the currency; NULL where the register has none, or an interval (see other)';
COMMENT ON COLUMN aid_register_award.currency IS 'currency of the amount';
COMMENT ON COLUMN aid_register_award.instrument IS 'instrument, the register''s label';
COMMENT ON COLUMN aid_register_award.purpose IS 'purpose, the register''s label';
COMMENT ON COLUMN aid_register_award.legal_basis IS 'legal basis in EEA law';
COMMENT ON COLUMN aid_register_award.nace IS 'industry';
COMMENT ON COLUMN aid_register_award.region IS 'region';
COMMENT ON COLUMN aid_register_award.status IS 'status, the register''s label';
COMMENT ON COLUMN aid_register_award.scheme IS 'scheme that the award belongs to';
COMMENT ON COLUMN aid_register_award.other IS 'the file''s other columns that are not empty, as text by header: the interval of the amount for example';
SELECT pg_catalog.pg_extension_config_dump('aid_register_award', '');
GRANT SELECT ON aid_register_award TO PUBLIC;

CREATE TABLE aid_register_file (line text);
COMMENT ON TABLE aid_register_file IS
'COPY the file of awards of the Norwegian register of aid into this table, in UTF-8 and line by line: WITH (FORMAT csv, DELIMITER E''\x01'', QUOTE E''\x02''). Its awards come into aid_register_award, in the place of rows with the same numbers, and this table is empty again. Columns are found by the header. Needs INSERT and DELETE on both tables. Errors: 22P04 for another file, or a line that can not be read, with its number; nothing is loaded then.';
COMMENT ON COLUMN aid_register_file.line IS 'a line of the file, the header among them';

-- As for exchange_rate: who creates the extension may load.
GRANT SELECT, INSERT, UPDATE, DELETE ON aid_register_award, aid_register_file TO @extowner@;

CREATE FUNCTION aid_register_file_load() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	file text;
	first_line integer;
	headers text[];
	lacking text;
	-- where the cells of law_aid_register_column stand
	at integer[];
	wrong record;
	replaced bigint;
	added bigint;
BEGIN
	-- one after the other, as they came
	SELECT string_agg(coalesce(l.line, ''), E'\n') INTO file FROM lines AS l;
	SELECT r.line, ARRAY(SELECT btrim(h.cell) FROM unnest(r.cells) AS h(cell))
	INTO first_line, headers
	FROM tilskudd.aid_register_records(file) AS r LIMIT 1;
	SELECT array_agg(array_position(headers, c.header) ORDER BY c.position),
		string_agg(c.header, ', ' ORDER BY c.position) FILTER (WHERE array_position(headers, c.header) IS NULL)
	INTO at, lacking
	FROM tilskudd.law_aid_register_column AS c;
	IF lacking IS NOT NULL OR (SELECT count(*) <> count(DISTINCT h.header) FROM unnest(headers) AS h(header) WHERE h.header <> '') THEN
		RAISE EXCEPTION USING
			ERRCODE = 'bad_copy_file_format',
			MESSAGE = 'this is not the file of awards of the Norwegian register of aid',
			DETAIL = coalesce('Its header lacks ' || lacking || '.', 'Its header has a column twice.'),
			HINT = 'Load the whole file, with its header, in one COPY; in UTF-8 and line by line, see the comment of tilskudd.aid_register_file.';
	END IF;

	SELECT r.line,
		CASE WHEN cardinality(r.cells) <> cardinality(headers)
				THEN format('It has %s cells, and the header %s.', cardinality(r.cells), cardinality(headers))
			WHEN btrim(r.cells[at[1]]) = '' THEN format('%s is empty.', headers[at[1]])
			WHEN tilskudd.aid_register_day(btrim(r.cells[at[5]])) IS NULL AND btrim(r.cells[at[5]]) <> ''
				THEN format('%s is "%s".', headers[at[5]], left(r.cells[at[5]], 100))
			ELSE format('%s is "%s".', headers[at[6]], left(r.cells[at[6]], 100)) END AS fault
	INTO wrong
	FROM tilskudd.aid_register_records(file) AS r
	WHERE r.line > first_line AND (cardinality(r.cells) <> cardinality(headers) OR btrim(r.cells[at[1]]) = ''
		OR (tilskudd.aid_register_day(btrim(r.cells[at[5]])) IS NULL AND btrim(r.cells[at[5]]) <> '')
		OR (tilskudd.aid_register_amount(btrim(r.cells[at[6]])) IS NULL AND btrim(r.cells[at[6]]) <> ''))
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING
			ERRCODE = 'bad_copy_file_format',
			MESSAGE = format('line %s of the register''s file can not be read', wrong.line),
			DETAIL = wrong.fault,
			HINT = 'Every award has a number; a day is written as 2026-03-20 or 20.03.2026, an amount as 52800 or 52800,50. Nothing was loaded.';
	END IF;

	DELETE FROM tilskudd.aid_register_award AS a
	WHERE a.number IN (SELECT btrim(r.cells[at[1]]) FROM tilskudd.aid_register_records(file) AS r);
	GET DIAGNOSTICS replaced = ROW_COUNT;

	INSERT INTO tilskudd.aid_register_award
		SELECT c[1], c[2], c[3], c[4], tilskudd.aid_register_day(c[5]), tilskudd.aid_register_amount(c[6]),
			c[7], c[8], c[9], c[10], c[11], c[12], c[13], c[14],
			(SELECT coalesce(jsonb_object_agg(h.header, btrim(h.cell)), '{}')
				FROM unnest(headers, r.cells) WITH ORDINALITY AS h(header, cell, position)
				WHERE h.position <> ALL (at) AND btrim(h.cell) <> '')
		FROM tilskudd.aid_register_records(file) AS r,
			LATERAL (SELECT ARRAY(SELECT nullif(btrim(r.cells[u.n]), '') FROM unnest(at) AS u(n)) AS c) AS cells
		WHERE r.line > first_line;
	GET DIAGNOSTICS added = ROW_COUNT;

	DELETE FROM tilskudd.aid_register_file;
	RAISE NOTICE 'aid_register_award: rows loaded: %, in the place of: %', added, replaced;
	RETURN NULL;
END $$;
COMMENT ON FUNCTION aid_register_file_load() IS 'trigger of aid_register_file: moves the awards of one statement to aid_register_award';
CREATE TRIGGER load AFTER INSERT ON aid_register_file REFERENCING NEW TABLE AS lines
	FOR EACH STATEMENT EXECUTE FUNCTION aid_register_file_load();
COMMENT ON TRIGGER load ON aid_register_file IS 'moves the awards of one statement to aid_register_award';

CREATE VIEW aid_register AS
	WITH regime AS MATERIALIZED (
		SELECT DISTINCT split_part(m.regime, ' ', 1) AS name, m.pool,
			'(^|[^0-9/])' || split_part(m.regime, ' ', 1) || '($|[^0-9])' AS pattern
		FROM law_de_minimis AS m)
	SELECT a.number, CASE WHEN orgnr_is_valid(a.orgnr) THEN a.orgnr::orgnr END AS orgnr, a.recipient, a.granting_authority,
		a.granted_on, a.amount, a.currency,
		CASE a.currency WHEN 'EUR' THEN a.amount WHEN 'NOK' THEN to_eur(a.amount, nok_per_eur(a.granted_on)) END AS amount_eur,
		aid_register_word('instrument', a.instrument) AS instrument, a.purpose, a.legal_basis, r.regime, r.pool, a.nace, a.region,
		aid_register_word('status', a.status) AS status, a.scheme
	FROM aid_register_award AS a
		LEFT JOIN LATERAL (
			SELECT CASE WHEN count(*) = 1 THEN min(regime.name) END AS regime,
				CASE WHEN min(regime.pool) = max(regime.pool) THEN min(regime.pool) END AS pool
			FROM regime WHERE a.legal_basis ~ regime.pattern) AS r ON true;
COMMENT ON VIEW aid_register IS
'The awards of aid_register_award in the terms of the extension. De minimis aid by what its legal basis says: WHERE pool IS NOT NULL.';
COMMENT ON COLUMN aid_register.number IS 'number of the award in the register';
COMMENT ON COLUMN aid_register.orgnr IS 'organisation number of the recipient; NULL where what is written is none';
COMMENT ON COLUMN aid_register.recipient IS 'name of the recipient';
COMMENT ON COLUMN aid_register.granting_authority IS 'name of the grantor';
COMMENT ON COLUMN aid_register.granted_on IS 'day of the grant';
COMMENT ON COLUMN aid_register.amount IS 'amount in the currency; NULL is not known, an interval for example. Whether nominal or gross grant equivalent was not read';
COMMENT ON COLUMN aid_register.currency IS 'currency of the amount';
COMMENT ON COLUMN aid_register.amount_eur IS 'amount in EUR, NOK at the rate of the day, or the latest one within four days, in exchange_rate; not rounded. NULL where the amount or the rate is not known, and for other currencies';
COMMENT ON COLUMN aid_register.instrument IS 'instrument, as aid_register_word() has it; NULL for a label that was not seen';
COMMENT ON COLUMN aid_register.purpose IS 'purpose, the register''s label';
COMMENT ON COLUMN aid_register.legal_basis IS 'legal basis in EEA law, as written';
COMMENT ON COLUMN aid_register.regime IS 'the regulation on de minimis aid whose number stands in the legal basis; NULL where none does, or several do';
COMMENT ON COLUMN aid_register.pool IS 'pool of law_de_minimis that the regulations named belong to; NULL where none is named, or those of several pools';
COMMENT ON COLUMN aid_register.nace IS 'industry';
COMMENT ON COLUMN aid_register.region IS 'region';
COMMENT ON COLUMN aid_register.status IS 'registered, unlawful; NULL for a label that was not seen';
COMMENT ON COLUMN aid_register.scheme IS 'scheme that the award belongs to';
GRANT SELECT ON aid_register TO PUBLIC;
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
