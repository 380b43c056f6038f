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
