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

@ordered_type orgnr int4
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
