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
