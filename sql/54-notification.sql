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
