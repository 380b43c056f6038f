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
