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
