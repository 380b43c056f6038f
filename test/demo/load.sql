-- The tables, and the file as it is.

CREATE EXTENSION tilskudd;

-- Every line of the file, as text: here nothing is refused.
CREATE TABLE award_line (
	line             integer PRIMARY KEY,   -- number of the line in the file; 1 is the header
	granted_on       text,
	county           text,
	municipality     text,
	orgnr            text,
	amount_nok       text,
	instrument_group text,
	granting_unit    text,
	nace             text,
	not_read         text                   -- the whole line if it does not have eight columns
);

-- The line numbers come from stage.awk. For a file without them, and without
-- broken lines, \copy table (columns) FROM 'file.csv' WITH (FORMAT csv, HEADER) does it.
\copy award_line FROM pstdin WITH (FORMAT csv)

-- The grant table proper. What kind of thing a column holds is said by its type:
-- there is no award here with a wrong check digit, or to a municipality 301.
CREATE TABLE award (
	line             integer PRIMARY KEY REFERENCES award_line,
	granted_on       date NOT NULL,
	kommunenr        tilskudd.kommunenr NOT NULL,
	orgnr            tilskudd.orgnr,
	amount_nok       numeric NOT NULL,
	instrument_group text,
	granting_unit    text,
	nace             text,

	-- Computed and kept by the server: the zone that applied on that day.
	zone tilskudd.zone GENERATED ALWAYS AS (tilskudd.zone(kommunenr, granted_on)) STORED,

	CONSTRAINT amount_not_negative CHECK (amount_nok >= 0),
	-- A number lies in a county from 2003-05-09 on if it ever was a municipality.
	CONSTRAINT municipality_exists CHECK (tilskudd.county(kommunenr, granted_on) IS NOT NULL)
);
CREATE INDEX award_kommunenr ON award (kommunenr);

-- Why a line may not become an award.
CREATE TABLE reason (
	position integer NOT NULL UNIQUE,
	reason   text PRIMARY KEY,
	meaning  text NOT NULL
);
INSERT INTO reason VALUES
	( 1, 'not eight columns',     'the line cannot be taken apart: a comma or a quote too many or too few'),
	( 2, 'unreadable date',       'granted_on is not a date written as 2013-12-31'),
	( 3, 'unreadable amount',     'amount_nok is not written in digits only'),
	( 4, 'no municipality',       'the column municipality is empty'),
	( 5, 'unspecified',           'the file says that the place is not known'),
	( 6, 'several municipalities', 'the award is for more than one: there is no one zone'),
	( 7, 'abroad',                'not in Norway: no zone'),
	( 8, 'Svalbard or Jan Mayen', 'no municipality, and on no aid map'),
	( 9, 'county',                'a county where a municipality should be: which one is not known'),
	(10, 'not in that county',    'the columns county and municipality contradict each other'),
	(11, 'ambiguous name',        'several municipalities have the name, and the county does not tell which'),
	(12, 'name before 2007',      'names are known from 2007-01-01; before, write the number: 1729'),
	(13, 'name of another time',  'no municipality had that name on that day, but one did before or after'),
	(14, 'unknown name',          'never the name of a municipality since 2007: misspelt?');

-- The lines that did not become awards: the line as it is, and why.
CREATE TABLE unresolved (
	LIKE award_line,
	reason      text NOT NULL REFERENCES reason,
	explanation text,            -- what the server or the extension says about it
	nok         numeric,         -- amount_nok, if it can be read
	PRIMARY KEY (line)
);

-- What is wrong with an organisation number. That does not stop an award: the
-- column orgnr is empty then.
CREATE TABLE orgnr_fault (
	line        integer PRIMARY KEY REFERENCES award_line,
	given       text NOT NULL,
	fault       text NOT NULL,
	explanation text
);

-- What stands in files where the name of a municipality should stand.
CREATE TABLE no_municipality (
	pattern text PRIMARY KEY,    -- for LIKE, in small letters
	reason  text NOT NULL REFERENCES reason
);
INSERT INTO no_municipality VALUES
	('flere %',         'several municipalities'),
	('hele landet',     'several municipalities'),
	('landsdekkende',   'several municipalities'),
	('utland%',         'abroad'),
	('svalbard%',       'Svalbard or Jan Mayen'),
	('spitsbergen',     'Svalbard or Jan Mayen'),
	('longyearbyen',    'Svalbard or Jan Mayen'),
	('ny-_lesund',      'Svalbard or Jan Mayen'),
	('barentsburg',     'Svalbard or Jan Mayen'),
	('jan mayen',       'Svalbard or Jan Mayen'),
	('uspesifisert',    'unspecified'),
	('uoppgitt',        'unspecified'),
	('ikke oppgitt',    'unspecified'),
	('ukjent%',         'unspecified');

-- How many lines the file has, counted outside of the database.
CREATE TABLE award_file (lines integer NOT NULL);
INSERT INTO award_file VALUES (:lines);

ANALYZE award_line;
