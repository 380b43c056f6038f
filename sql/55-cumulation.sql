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
