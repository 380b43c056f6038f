-- exchange: the Norwegian register of aid, and the fields of the Union's (2023/2831 Art 6)
set datestyle = 'German, DMY';
\set VERBOSITY default
\set SHOW_CONTEXT never

-- the lists as the guide of the register has them: 16 purposes, 10 instruments, 2 types of scheme; and two states seen in its file
select list, count(*), count(distinct label) as labels, count(words) as with_words from tilskudd.law_aid_register_code group by list order by list;
-- 14 headers; 11 items of the guide of 2016, 6 of Art 6(1)
select position, header, name from tilskudd.law_aid_register_column order by position;
select register, count(*), string_agg(name, ' ' order by position) from tilskudd.law_aid_register_item group by register order by register;
-- no row without a source, and none that claims more than a page or a file that was seen
select evidence, count(*), count(citation) as cited from (
	select evidence, citation from tilskudd.law_aid_register_code
	union all select evidence, citation from tilskudd.law_aid_register_column
	union all select evidence, citation from tilskudd.law_aid_register_item) as law
group by evidence order by evidence;

-- words: the same thing by name, or nothing
select measure, tilskudd.aid_register_purpose(measure) from tilskudd.law_measure
where tilskudd.aid_register_purpose(measure) is not null order by measure;
-- innovation: there are three purposes with that word, so none is chosen; de minimis aid is no purpose
select tilskudd.aid_register_purpose('innovation_support') as innovation, tilskudd.aid_register_purpose('de_minimis') as de_minimis,
	   tilskudd.aid_register_purpose('sme_consultancy') as sme, tilskudd.aid_register_purpose(null) as unknown;
select w, tilskudd.aid_register_instrument(w) from unnest('{grant,loan,guarantee,advance,equity,interest_subsidy,risk_finance,tax_advantage,tax_exemption,other,gift,Grant,gran,"",NULL}'::text[]) as w;
-- each label leads back to its word, and the two codes of the interface that were seen do
select count(*) as labels, count(*) filter (where tilskudd.aid_register_word(list, label) = words) as back
from tilskudd.law_aid_register_code where list <> 'purpose';
select tilskudd.aid_register_word('instrument', 'stoetteinstrumenttype.tilskudd') as grant_code, tilskudd.aid_register_word('status', 'stoettetiltaksstatus.registrert') as status_code,
	   tilskudd.aid_register_word('status', 'Ulovlig støtte') as unlawful, tilskudd.aid_register_word('instrument', 'lån') as other_case,
	   tilskudd.aid_register_word('instrument', '') as empty, tilskudd.aid_register_word('status', null) as unknown;
select tilskudd.aid_register_word('purpose', 'Regionalstønad');

-- an award of one's own, with what the registers ask for
create table grants (
	id bigint primary key, orgnr tilskudd.orgnr, name text, kommunenr tilskudd.kommunenr, decided_on date, nok numeric, eur numeric,
	measure tilskudd.aid_measure, instrument text, nace text, office text, pool text);
insert into grants values
	-- all there; 100 000 EUR exactly must be published from 11.12.2023 on
	(1, '923609016', 'Fjord; "Vest" AS', '4601', '2026-03-20', 1100000.50, 100000, 'training', 'grant', '68.310', 'Vestland fylkeskommune', null),
	-- de minimis aid of the same day: 20 working days over Easter end on 22.04.2026
	(2, '974760673', 'Nord AS', '5401', '2026-03-20', 220000, 20000, 'de_minimis', 'loan', '68.3', 'Troms fylkeskommune', 'general'),
	-- before the central register; no office, no industry, no amount
	(3, '974760673', 'Nord AS', '5401', '2025-12-31', null, null, 'de_minimis', 'gift', null, ' ', 'general'),
	-- sgei: when its register began here is not known
	(4, '923609016', null, '4601', '2026-03-20', 99, 9.1, 'de_minimis', 'guarantee', 'L', 'Vestland fylkeskommune', 'sgei'),
	-- after the last regime of the tables
	(5, '923609016', null, '4601', '2031-01-01', 99, 9.1, 'de_minimis', 'guarantee', '68', 'Vestland fylkeskommune', 'general');
create view to_register as
	select id as number, orgnr, name as recipient, office as granting_authority, decided_on as granted_on, nok as amount, 'NOK'::text as currency,
		eur as gge_eur, coalesce(tilskudd.aid_register_instrument(instrument), instrument) as instrument, tilskudd.aid_register_purpose(measure) as purpose,
		case when pool = 'general' then 'Forordning (EU) 2023/2831' end as legal_basis, nace, pool
	from grants order by id;
select * from tilskudd.aid_register_rows('select * from public.to_register') \gx
-- its columns are those of the law, in their order
select string_agg(parameter_name, ' ' order by ordinal_position) = (select string_agg(name, ' ' order by position) from tilskudd.law_aid_register_column) as same
from information_schema.parameters
where specific_schema = 'tilskudd' and specific_name ~ '^aid_register_rows_' and parameter_mode = 'OUT';
select line from tilskudd.aid_register_lines('select * from public.to_register where number <= 2');
select * from tilskudd.de_minimis_register_rows('select * from public.to_register');

-- what lacks.  Award 1 has a purpose and an instrument; the query has no legal basis for it, no national one, scheme, size and region.
-- must_publish: 100 000 yes; 20 000 no; unknown: NULL; 9.10 no
select * from tilskudd.aid_register_checklist('select * from public.to_register') order by number, register;
-- and nothing where all is there: both empty
select register, missing = '' as complete, doubtful = '' as sure from tilskudd.aid_register_checklist($$
	select 923609016 as orgnr, date '2026-03-20' as granted_on, 5 as amount, 5 as gge_eur, 'Tilskot'::text as instrument, 'Innovasjon'::text as purpose,
		'2023/2831'::varchar as legal_basis, 'budget'::text as national_legal_basis, 'ad hoc'::text as scheme, '68.3'::text as nace, '46'::text as region,
		'small'::text as enterprise_size, 'somebody'::text as granting_authority, 'general'::text as pool$$);
-- the Union's list has the sector at any level; a number, a label and an industry that are none are doubtful where they are asked for
select register, missing, doubtful from tilskudd.aid_register_checklist($$
	select '923609017'::text as orgnr, date '2026-03-20' as granted_on, 'Gave'::text as instrument, 'Gave'::text as purpose, 'property'::text as nace, 'genral'::text as pool$$);

-- queries that are none, or do not fit
select * from tilskudd.aid_register_rows('select 1 as number');
select * from tilskudd.aid_register_rows('select null::text as orgnr, current_date as granted_on, 1::real as amount');
select * from tilskudd.aid_register_rows('select null::text as orgnr, current_date as granted_on, -1 as amount');
select * from tilskudd.aid_register_rows($$select null::text as orgnr, current_date as granted_on, 'NaN'::numeric as gge_eur$$);
select * from tilskudd.aid_register_rows($$select null::text as orgnr, date 'infinity' as granted_on$$);
select * from tilskudd.aid_register_rows('delete from public.grants');
select count(*) as none from tilskudd.aid_register_rows(null);
select count(*) as awards, count(orgnr) + count(granted_on) + count(amount) as known from tilskudd.aid_register_rows('select null::text as orgnr, null::date as granted_on');

-- records of a file: what stands in quotes, ends of lines, a byte order mark, nothing at all
select line, cells from tilskudd.aid_register_records(E'\uFEFFa;b\r\n"x;""y""\nz";1\n\n;\n5" pipe;"q"');
select count(*) from tilskudd.aid_register_records('');
select * from tilskudd.aid_register_records(E'a;b\n"x;1\n2');
select * from tilskudd.aid_register_records(E'a;b\n"x\ny"z;1');
select c, tilskudd.aid_register_amount(c) from unnest('{0,52800,"52800,50","52800.50","1 000",-1,",5","5,",NaN,1e3,""}'::text[]) as c;
select c, tilskudd.aid_register_day(c) from unnest('{2024-02-29,29.02.2024,2023-02-29,31.04.2024,2024-13-01,0000-01-01,03/04/2024,2024-3-28,28.03.24,2024-03-28T00:00:00,2024.03.28,infinity,""}'::text[]) as c;

-- the file: columns in another order, others among them, quoted cells, a line within one, an interval, an empty amount
insert into tilskudd.exchange_rate values ('2026-03-19', 11, 'made up'), ('2026-03-20', 11.5, 'made up');
copy tilskudd.aid_register_file from stdin with (format csv, delimiter E'\x01', quote E'\x02');
Støttetiltaksnummer;Navn støttemottaker;Organisasjonsnummer støttemottaker;Navn støttegiver;Beløp fra;Beløp til;Tildelt beløp;Tildelt beløp valuta;Tildelingsdato;Støtteinstrument;Formål;Primærrettslig grunnlag;Næring;Region;Status;Tilknyttet støtteordning
2026-1;"Fjord; ""Vest"" AS";923609016;Vestland fylkeskommune;;;1150000,50;NOK;2026-03-20;Tilskot;Innovasjon;Forordning (EU) 2023/2831 om bagatellmessig støtte;68.3;46;Registrert;2026-9
2026-2;"Nord

AS";974760673;\N;;;20000;EUR;21.03.2026;Lån;;1407/2013 og 2023/2831;;;Registrert;

2026-3;Sør AS;;;"1000000,00";2000000;;;2026-03-22;Skattefunn;;Forordning (EU) nr. 651/2014;72.1;46;Ulovlig støtte;
2026-4;Aust AS;923609017;;;;11;NOK;2026-03-23;;;(EU) 2023/2832, 2023/2831;;;Under handsaming;
2026-5;Vest AS;923609016;;;;11;NOK;2026-03-25;;;12023/28310;;;;
2026-6;Vest AS;923609016;;;;11;SEK;;;;2023/2832;;;;
\.
select number, recipient, other from tilskudd.aid_register_award order by number;
-- 1150000.50 / 11.5 = 100000.04 (the rate of the day), 11 / 11.5 (that of 20 March, three days before), none at 25 March
select number, orgnr, granted_on, amount, currency, round(amount_eur, 4) as amount_eur, instrument, regime, pool, status from tilskudd.aid_register order by number;
select count(*) as lines_left from tilskudd.aid_register_file;

-- the same number again comes in the place of what was there, more than one row of it too; the header may have spaces
copy tilskudd.aid_register_file from stdin with (format csv, delimiter E'\x01', quote E'\x02');
 Støttetiltaksnummer ;Organisasjonsnummer støttemottaker;Navn støttemottaker;Navn støttegiver;Tildelingsdato;Tildelt beløp;Tildelt beløp valuta;Støtteinstrument;Formål;Primærrettslig grunnlag;Næring;Region;Status;Tilknyttet støtteordning
2026-6; 923 609 016 ;Vest AS;;2026-03-20; 12 ;EUR;;;2023/2831;;;;
2026-6;974760673;Nord AS;;2026-03-20;13;EUR;;;2023/2831;;;;
\.
select number, orgnr, amount_eur from tilskudd.aid_register where number = '2026-6' order by amount;

-- files that are others, or that can not be read; nothing of them is loaded
copy tilskudd.aid_register_file from stdin with (format csv, delimiter E'\x01', quote E'\x02');
Støttetiltaksnummer;Norsk navn støtteordning;Nettadresse støtteordning
1;Ei ordning;
\.
insert into tilskudd.aid_register_file select '' where false;
insert into tilskudd.aid_register_file values (null), ('');
create function load(variadic lines text[]) returns text language plpgsql as $$
declare detail text;
begin
	insert into tilskudd.aid_register_file select string_agg(header, ';' order by position) from tilskudd.law_aid_register_column
		union all select unnest(lines);
	return 'loaded';
exception when bad_copy_file_format then
	get stacked diagnostics detail = pg_exception_detail;
	return sqlerrm || ' ' || detail;
end $$;
select load('7;;;;2026-03-20;1;NOK;;;;;;;', '8;;;;2026-03-20;1;NOK;;;;;;') as a_cell_less;
select load('7;;;;2026-03-20;1;NOK;;;;;;;', '"a', 'b";;;;2026-03-20;1;NOK;;;;;;;', ' ;;;;2026-03-20;1;NOK;;;;;;;') as without_number;
select load('7;;;;2026-02-30;1;NOK;;;;;;;') as no_day;
select load('7;;;;2026-02-28;1.000,50;NOK;;;;;;;') as no_amount;
select load('7;;;;2026-02-28;-1;NOK;;;;;;;') as negative;
select load('7;"a;;;2026-02-28;1;NOK;;;;;;;') as not_closed;
select load((select string_agg(header, ';' order by position) from tilskudd.law_aid_register_column)) as header_twice;
insert into tilskudd.aid_register_file select string_agg(header, ';' order by position) || ';Status' from tilskudd.law_aid_register_column;
insert into tilskudd.aid_register_file select string_agg(header, ';' order by position) from tilskudd.law_aid_register_column;
select count(*) as rows_there, count(*) filter (where number = '7') as of_those from tilskudd.aid_register_award;

-- there and back: what is written is read as the same awards; an empty cell is NULL, and so is a blank one (the office of award 3)
create table written as select * from tilskudd.aid_register_rows('select * from public.to_register');
insert into tilskudd.aid_register_file select line from tilskudd.aid_register_lines('select * from public.to_register');
select count(*) as written, count(a.number) as same
from written as w left join tilskudd.aid_register_award as a
	on (w.number, w.orgnr, w.granted_on::date, w.currency, w.instrument) = (a.number, a.orgnr, a.granted_on, a.currency, a.instrument)
	and replace(w.amount, ',', '.')::numeric is not distinct from a.amount
	and (w.recipient, w.granting_authority, w.purpose, w.legal_basis, w.nace, w.region, w.status, w.scheme)
		is not distinct from (a.recipient, coalesce(a.granting_authority, case when w.number = '3' then ' ' end), a.purpose, a.legal_basis, a.nace, a.region, a.status, a.scheme);

-- de minimis aid of the register in the sums and under a guard.  923609016 on 20 March: 1150000.50 / 11.5 + 12 = 100012.04;
-- unlawful aid, and amounts that are not known, are a matter of the condition
select number, round(tilskudd.de_minimis_used(amount_eur, granted_on, pool) over (partition by orgnr, pool order by granted_on), 2) as used
from tilskudd.aid_register where pool = 'general' and orgnr = '923609016' and granted_on < '2027-01-01' order by number;
create table register_copy as select number, orgnr, granted_on, round(amount_eur, 2) as amount_eur from tilskudd.aid_register where pool = 'general' and orgnr is not null;
select tilskudd.guard('register_copy', 'de_minimis', key => 'orgnr', amount => 'amount_eur', granted_on => 'granted_on', counted => 'amount_eur is not null');
-- 300000 - 100012.04 = 199987.96
insert into register_copy values ('new', '923609016', '2026-03-24', 199987.97);
insert into register_copy values ('new', '923609016', '2026-03-24', 199987.96);

-- the rights: everybody reads, only who is allowed to writes
create role regress_exchange;
set role regress_exchange;
select count(*) > 0 as reads from tilskudd.aid_register;
insert into tilskudd.aid_register_file values ('x');
select * from tilskudd.aid_register_rows('select * from public.to_register');
reset role;
grant insert, delete on tilskudd.aid_register_file to regress_exchange;
set role regress_exchange;
insert into tilskudd.aid_register_file select line from tilskudd.aid_register_lines('select null::text as orgnr, null::date as granted_on, 8 as number');
reset role;
grant insert, delete on tilskudd.aid_register_award to regress_exchange;
set role regress_exchange;
insert into tilskudd.aid_register_file select line from tilskudd.aid_register_lines('select null::text as orgnr, null::date as granted_on, 8 as number');
reset role;
drop owned by regress_exchange;
drop role regress_exchange;
drop function load(text[]);
drop view to_register;
drop table grants, written, register_copy;
