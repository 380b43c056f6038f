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
