-- Municipality numbers from names: kommunenr(name, date, county) and
-- find_kommune(name, date, county).

SET search_path = tilskudd, pg_temp;
\pset format unaligned
\pset tuples_only on

-- What kommunenr() answers, or its error with SQLSTATE, detail and hint.
CREATE FUNCTION pg_temp.answer(name text, on_date date, county text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	state text;
	message text;
	detail text;
	hint text;
BEGIN
	RETURN coalesce(tilskudd.kommunenr(name, on_date, county)::text, 'NULL');
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT,
		detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat(state, ': ', message, E'\n    DETAIL: ' || nullif(detail, ''), E'\n    HINT: ' || nullif(hint, ''));
END
$$;

-- The planner may fold both.
SELECT provolatile, proparallel, proisstrict FROM pg_proc
	WHERE oid IN ('kommunenr(text, date, text)'::regprocedure, 'find_kommune(text, date, text)'::regprocedure);

-- An answer, and the rows behind it.
SELECT kommunenr('Oslo', '2015-05-01');
SELECT * FROM find_kommune('Oslo', '2015-05-01');
SELECT * FROM find_kommune('herøy', '2015-05-01');
SELECT * FROM find_kommune('Karasjok', '2021-05-01');
SELECT * FROM find_kommune('karasjok', '2026-05-01', 'Finnmark');

-- NULL: no name or no date, no answer; no county, no restriction.
SELECT kommunenr(NULL, '2015-05-01') IS NULL, kommunenr('Oslo', NULL) IS NULL,
	kommunenr(NULL, NULL, NULL) IS NULL, kommunenr('Oslo', '2015-05-01', NULL);
SELECT count(*) FROM find_kommune(NULL, '2015-05-01');
SELECT count(*) FROM find_kommune('Oslo', NULL, 'Oslo');

-- Every name and every part of one, on its first and its last day, leads to
-- its own number ...
CREATE TEMP VIEW spelling AS
	SELECT n.kommunenr, spelling, day
	FROM law_municipality_name AS n,
		LATERAL (
			SELECT name UNION SELECT name_no
			UNION SELECT unnest(string_to_array(name, ' - '))
			UNION SELECT unnest(string_to_array(aliases, ' - '))) AS s(spelling),
		LATERAL (VALUES (greatest(valid_from, '2007-01-01')), (coalesce(valid_to, '2030-01-01'))) AS d(day)
	WHERE spelling IS NOT NULL AND coalesce(valid_to, '2030-01-01') >= '2007-01-01';
SELECT count(*) > 1800 FROM spelling;
SELECT * FROM spelling
	WHERE kommunenr NOT IN (SELECT f.kommunenr FROM find_kommune(spelling, day) AS f);
-- ... however it is written ...
SELECT s.*, written FROM spelling AS s,
	LATERAL (VALUES
		(upper(spelling)), (lower(spelling)), (normalize(spelling, NFD)),
		(replace(spelling, ' - ', '-')), (replace(spelling, ' - ', ' / ')), (replace(spelling, ' - ', ' – ')),
		(replace(spelling, '-', ' ')), (replace(spelling, ' og ', ' & ')), (replace(spelling, ' og ', '-')),
		(translate(spelling, 'åÅøØáÁšŠŋŊï', 'aAoOaAsSnNi')),
		(replace(replace(replace(spelling, 'ø', 'oe'), 'å', 'aa'), 'æ', 'ae')),
		(replace(replace(replace(spelling, 'ø', 'ö'), 'æ', 'ä'), ' ', U&'\00A0')),
		(spelling || ' kommune'), ('K-' || kommunenr || ' ' || spelling), (spelling || ' (' || kommunenr || ')'),
		(spelling || ' (' || county(kommunenr, day) || ')'), (spelling || ' i ' || county(kommunenr, day))) AS w(written)
	WHERE kommunenr NOT IN (SELECT f.kommunenr FROM find_kommune(written, day) AS f);
-- ... and to no other that is not called so: no two names share a key.
SELECT s.*, f.kommunenr, f.name FROM spelling AS s, LATERAL find_kommune(spelling, day) AS f
	WHERE NOT EXISTS (
		SELECT FROM spelling AS own
		WHERE own.kommunenr = f.kommunenr AND own.spelling = s.spelling);
-- With its county, every name is that of one municipality.
SELECT s.* FROM spelling AS s
	WHERE (SELECT count(*) FROM find_kommune(spelling, day, county(kommunenr, day))) <> 1;

-- Letters: without æ ø å, with others for them, decomposed, in capitals.
SELECT name, pg_temp.answer(name, '2015-05-01') FROM (VALUES
	('Ålesund'), ('ÅLESUND'), ('Aalesund'), ('AALESUND'), ('Alesund'), (U&'A\030Alesund'), (U&'\212Blesund'),
	('Øygarden'), ('Oygarden'), ('Oeygarden'), ('Öygarden'), (U&'O\0308ygarden'), (U&'O\0338ygarden'),
	('Værøy'), ('Vaeroey'), ('Vaeroy'), ('VÄRÖY'), (U&'Va\0308ro\0308y'),
	('Kárášjohka'), ('Karasjohka'), ('KÁRÁŠJOHKA'), (U&'Ka\0301ra\0301s\030Cjohka'), ('Kárásjohka'),
	('Porsáŋgu'), ('PORSÁŊGU'), ('Porsángu'), ('Porsanggu'), (U&'Por\00ADsa\200Bngu')) AS v(name);
SELECT name, pg_temp.answer(name, '2026-05-01') FROM (VALUES
	('Stïentje'), ('Stientje'), (U&'Sti\0308entje'), ('Yykeä'), (U&'Yykea\0308'), ('Yykeae'),
	('Evenášši'), ('Evenássi'), ('Tråante'), ('Traante'), ('Nåavmesjenjaelmie')) AS v(name);
-- A lost letter may be any letter: never a match, but near.
SELECT name, pg_temp.answer(name, '2023-05-01') FROM (VALUES
	('Kárá?johka'), ('Evená??i'), ('Porsá?gu'), (U&'Porsa\FFFDger'), ('H?'), ('Osж'), ('Осло')) AS v(name);

-- Hyphens, spaces, " og ".
SELECT name, pg_temp.answer(name, '2015-05-01') FROM (VALUES
	('Aurskog-Høland'), ('Aurskog Høland'), ('aurskog – høland'), ('AurskogHøland'), ('  Oslo  '), (E'Oslo\n'), ('Oslo.'),
	('Evje og Hornnes'), ('Evje & Hornnes'), ('Evje&Hornnes'), ('Evje-Hornnes'), ('Evje/Hornnes'), ('EVJE OG HORNNES'),
	('Nore og Uvdal'), ('Nord Aurdal'), (U&'Nord\2011Aurdal'), ('N. Aurdal')) AS v(name);

-- Double and triple names: any part, any order, any way to join them.
SELECT name, pg_temp.answer(name, '2025-05-01') FROM (VALUES
	('Fauske'), ('Fuossko'), ('Fauske - Fuossko'), ('Fauske-Fuossko'), ('Fuossko / Fauske'), ('Fauske – Fuossko'), ('Fauske (Fuossko)'),
	('Røros - Rosse'), ('Rosse - Røros'), ('Hábmer - Hamarøy'), ('Hamarøy - Hábmer'), ('Hamaroy'),
	('Porsanger - Porsáŋgu - Porsanki'), ('Porsanki - Porsángu - Porsanger'), ('Porsanger-Porsanki'), ('Porsanki'),
	('Storfjord - Omasvuotna'), ('Gáivuotna – Kåfjord – Kaivuono'), ('Karasjok (Kárášjohka)'),
	('Deatnu-Tana'), ('Unjárga - Nesseby'), ('Guovdageaidnu-Kautokeino'),
	('Fauske - Røros'), ('Fauske - Fauske')) AS v(name);
-- A new name is written before and after its official day.
SELECT name, on_date, pg_temp.answer(name, on_date) FROM (VALUES
	('Oslo', '2025-12-31'::date), ('Oslo', '2026-01-01'), ('Oslo - Oslove', '2026-01-01'), ('Oslove', '2025-12-31'),
	('Tysfjord - Divtasvuodna', '2011-10-08'), ('Divtasvuodna - Tysfjord', '2019-12-31'), ('Divtasvuodna - Tysfjord', '2020-01-01'),
	('Trondheim', '2022-12-31'), ('Trondheim - Tråante', '2022-12-31')) AS v(name, on_date);

-- The same name twice at one time, before and after 2020 and 2024.
SELECT name, on_date, pg_temp.answer(name, on_date)
	FROM unnest(ARRAY['Herøy', 'Våler', 'Bø', 'Nes', 'Os', 'Sande']) AS name,
		unnest(ARRAY['2019-12-31', '2020-01-01', '2024-01-01']::date[]) AS on_date;
SELECT name, county, on_date, pg_temp.answer(name, on_date, county) FROM (VALUES
	('Herøy', 'Nordland', '2019-12-31'::date), ('Herøy', 'Møre og Romsdal', '2026-01-01'), ('Herøy', '18', '2026-01-01'),
	('Våler', 'Østfold', '2019-12-31'), ('Våler', 'Østfold', '2021-01-01'), ('Våler', 'Viken', '2021-01-01'), ('Våler', 'Viken', '2010-01-01'),
	('Våler', 'Østfold', '2024-01-01'), ('Våler', '30', '2024-01-01'), ('Våler', '31', '2024-01-01'), ('Våler', '01', '2024-01-01'),
	('Våler', 'Hedmark', '2019-12-31'), ('Våler', 'Hedmark', '2021-01-01'), ('Våler', 'Innlandet', '2021-01-01'), ('Våler', 'Innlandet', '2010-01-01'),
	('Bø', 'Telemark', '2019-12-31'), ('Bø', 'Nordland', '2019-12-31'), ('Bø', 'Telemark', '2020-01-01'),
	('Nes', 'Akershus', '2019-12-31'), ('Nes', 'Buskerud', '2019-12-31'), ('Nes', 'Akershus', '2021-01-01'), ('Nes', 'Buskerud', '2021-01-01'), ('Nes', 'Viken', '2019-12-31'),
	('Os', 'Hedmark', '2019-12-31'), ('Os', 'Hordaland', '2019-12-31'), ('Os', 'Hordaland', '2020-01-01'),
	('Sande', 'Vestfold', '2019-12-31'), ('Sande', 'Møre og Romsdal', '2019-12-31'), ('Sande', 'Vestfold', '2020-01-01'))
	AS v(name, county, on_date);
-- One name, one municipality after the other.
SELECT name, on_date, pg_temp.answer(name, on_date) FROM (VALUES
	('Kristiansund', '2007-12-31'::date), ('Kristiansund', '2008-01-01'),
	('Haram', '2019-12-31'), ('Haram', '2020-01-01'), ('Haram', '2023-12-31'), ('Haram', '2024-01-01'),
	('Ålesund', '2019-12-31'), ('Ålesund', '2020-01-01'), ('Ålesund', '2024-01-01'),
	('Snillfjord', '2019-12-31'), ('Snillfjord', '2020-01-01'), ('Kvalsund', '2019-12-31'), ('Nesbyen', '2019-12-31'), ('Nesbyen', '2020-01-01'),
	('Tønsberg', '2016-12-31'), ('Tønsberg', '2017-01-01'), ('Oslo', '9999-12-31')) AS v(name, on_date);

-- County in brackets, abbreviated, after " i ", in its other languages.
SELECT name, on_date, pg_temp.answer(name, on_date) FROM (VALUES
	('Våler (Østfold)', '2015-05-01'::date), ('Våler (Østfold)', '2021-05-01'), ('Våler (Hedmark)', '2021-05-01'), ('Våler(Innlandet)', '2021-05-01'),
	('Våler (Østf.)', '2015-05-01'), ('VÅLER (ØSTFOLD) KOMMUNE', '2015-05-01'), ('Våler (Østfold', '2015-05-01'), ('Våler (V.)', '2021-05-01'),
	('Våler i Østfold', '2015-05-01'), ('Våler i Hedmark fylke', '2015-05-01'), ('Våler ( )', '2015-05-01'),
	('Bø i Nordland', '2015-05-01'), ('BØ I TELEMARK', '2015-05-01'), ('Bø (Nordl.)', '2015-05-01'), ('Bø (Nordlánnda)', '2015-05-01'), ('Bø i Nord', '2015-05-01'),
	('Sande i Møre og Romsdal', '2015-05-01'), ('Sande (Møre og R.)', '2015-05-01'), ('Sande (M. og R.)', '2015-05-01'), ('Sande (Møre/Romsdal)', '2015-05-01'),
	('Sogndal (Sogn og Fjordane)', '2015-05-01'), ('Sogndal (Sogn og Fj.)', '2021-05-01'), ('Vang (Oppland)', '2015-05-01'), ('Herøy (15)', '2015-05-01'),
	('Snåsa (Nord-Tr.)', '2015-05-01'), ('Snåsa (N.-Trøndelag)', '2021-05-01'), ('Berg (Troms og Finnmark - Romsa ja Finnmárku)', '2015-05-01'),
	('Oslo (Østfold)', '2015-05-01'), ('Våler (Norge)', '2015-05-01'), ('Våler i Norge', '2015-05-01'), ('Våler (Østfold) (Viken)', '2015-05-01'), ('Våler (Østfold) (Hedmark)', '2015-05-01'),
	('Våler (Østfold) (Viken) (30)', '2015-05-01')) AS v(name, on_date);
-- Brackets and argument both restrict.
SELECT name, left(county, 30), pg_temp.answer(name, '2015-05-01', county) FROM (VALUES
	('Herøy (Nordland)', 'Nordland'), ('Herøy (Nordland)', 'Møre og Romsdal'), ('Nes (Viken)', 'Buskerud'),
	('Herøy', 'Nordland fylke'), ('Herøy', 'NORDLAND FYLKESKOMMUNE'), ('Herøy', 'Nordl.'), ('Herøy', 'Rogaland'), ('Tromsø', 'Romsa'),
	('Herøy', 'Uspesifisert'), ('Herøy', ''), ('Herøy', '99'), ('Oslo', 'Svalbard'), ('Oslo', repeat('Østf. ', 2000))) AS v(name, county);
SELECT * FROM find_kommune('Herøy (Nordland)', '2015-05-01', 'Uspesifisert');
SELECT * FROM find_kommune('Herøy', '2015-05-01', 'Rogaland');

-- Numbers: in place of the name or with it, and then they have to agree.
SELECT name, on_date, pg_temp.answer(name, on_date) FROM (VALUES
	('0301', '2015-05-01'::date), ('0301 Oslo', '2015-05-01'), ('Oslo (0301)', '2015-05-01'), ('Oslo 0301', '2015-05-01'), ('K-0301', '2015-05-01'), ('K_0301', '2015-05-01'), ('k0301 Oslo kommune', '2015-05-01'),
	('(0301)', '2015-05-01'), ('0301 Oslo (0301)', '2015-05-01'), ('1515 Herøy', '2015-05-01'), ('Herøy (1818)', '2015-05-01'),
	('301', '2015-05-01'), ('301 Oslo', '2015-05-01'), ('K-301', '2015-05-01'), ('30', '2015-05-01'), ('00301', '2015-05-01'),
	('0301 Bergen', '2015-05-01'), ('0301 Osslo', '2015-05-01'), ('0301 Oslo 1201', '2015-05-01'), ('1503', '2015-05-01'), ('1503 Kristiansund', '2015-05-01'), ('1505 Kristiansund', '2015-05-01'),
	('0155 Oslo', '2015-05-01'), ('9999', '2015-05-01'), ('5001', '2017-12-31'), ('5012', '2015-05-01'), ('1154', '2015-05-01'), ('0301 (Akershus)', '2015-05-01'), ('1515 Herøy (Nordland)', '2015-05-01')) AS v(name, on_date);

-- What stands after the name.
SELECT name, pg_temp.answer(name, '2015-05-01') FROM (VALUES
	('Oslo kommune'), ('OSLO KOMMUNE'), ('Oslo komm.'), ('Oslo k.'), ('Oslo municipality'), ('Voss herad'), ('Ulvik herad'), ('Kvam herad'), ('Voss herad kommune'),
	('Kommune'), ('k'), ('Oslo by'), ('Oslokommune'), ('Krødsherad')) AS v(name);

-- Unknown names: exact match only, near names as a hint.
SELECT name, pg_temp.answer(name, '2025-05-01') FROM (VALUES
	('Hærøy'), ('Golf'), ('Bergn'), ('Trondhjem'), ('Xyzzy'), ('Kristiansad'), ('Å'), (''), ('   '), ('-'), ('?'), ('()'), (' i '), (' i Nordland')) AS v(name);
-- Names that are one edit apart lead to different numbers.
SELECT a, b FROM (VALUES
	('Bindal', 'Rindal'), ('Fjord', 'Åfjord'), ('Fjord', 'Kåfjord'), ('Gol', 'Hol'), ('Gran', 'Grane'), ('Hol', 'Hole'), ('Kinn', 'Tinn'), ('Kristiansand', 'Kristiansund'),
	('Larvik', 'Narvik'), ('Moss', 'Voss'), ('Os', 'Ås'), ('Ål', 'Ås'), ('Rana', 'Tana'), ('Sigdal', 'Sirdal'), ('Sogndal', 'Sokndal'), ('Sola', 'Sula'), ('Strand', 'Stranda')) AS v(a, b)
	WHERE kommunenr(a, '2025-05-01') IS NOT DISTINCT FROM kommunenr(b, '2025-05-01');
SELECT name, (SELECT count(*) FROM find_kommune(name, '2025-05-01')) FROM (VALUES
	('Mos'), ('Vos'), ('Gool'), ('Holl'), ('Sigrdal'), ('Kristiannsand'), ('Boss')) AS v(name);

-- Counties are not municipalities.
SELECT name, pg_temp.answer(name, '2015-05-01') FROM (VALUES
	('Aust-Agder'), ('Møre Og Romsdal'), ('Nordland fylke'), ('Troms'), ('Viken')) AS v(name);
SELECT count(*) FROM find_kommune('Aust-Agder', '2015-05-01');

-- Dates outside the list of names.
SELECT on_date, pg_temp.answer('Oslo', on_date) FROM unnest(ARRAY['2006-12-31', '2007-01-01', '0044-03-15 BC', '-infinity', 'infinity']::date[]) AS on_date;
SELECT count(*) FROM find_kommune('Oslo', '2006-12-31');

-- Long texts.
SELECT pg_temp.answer(repeat('Å', 600), '2015-05-01');
SELECT pg_temp.answer(repeat('Oslo (', 500), '2015-05-01');
SELECT pg_temp.answer('Oslo' || repeat(' ', 500), '2015-05-01');
SELECT count(*) FROM find_kommune(repeat('Oslo ', 1000000), '2015-05-01', repeat('Østfold ', 1000000));

-- Use in an index and a generated column.
CREATE TEMP TABLE award (
	place text, decided_on date,
	kommunenr kommunenr GENERATED ALWAYS AS (kommunenr(place, decided_on)) STORED);
INSERT INTO award VALUES ('Bergen kommune', '2015-05-01'), ('Bergen kommune', '2021-05-01');
CREATE INDEX ON award (kommunenr(place, decided_on, NULL));
SELECT * FROM award;
\set VERBOSITY terse
INSERT INTO award VALUES ('Berge', '2021-05-01');
