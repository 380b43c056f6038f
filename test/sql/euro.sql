-- euro: NOK in EUR by a given rate, the rate of a day, a year's average
set datestyle = 'ISO';
\set SHOW_CONTEXT never

-- to_eur: the quotient, not rounded to cents; exact where it is finite
select tilskudd.to_eur(1162900, 11.6290) as exact, tilskudd.to_eur(100, 3) as periodic,
	   tilskudd.to_eur(-116.29, 11.629) as repaid, tilskudd.to_eur(0, 11.629) as zero,
	   tilskudd.to_eur(null, 11.629) as no_amount, tilskudd.to_eur(100, null) as no_rate;
-- one øre above the ceiling of 300 000 stays above it, the ceiling itself is met
select tilskudd.to_eur(300000 * 11.6290, 11.6290) = 300000 as equal,
	   tilskudd.to_eur(300000 * 11.6290 + 0.01, 11.6290) > 300000 as above,
	   tilskudd.to_eur(300000 * 11.6290 - 0.01, 11.6290) < 300000 as below;
-- at least 16 significant digits, and as many decimals as the amount has
select tilskudd.to_eur(1, 3), tilskudd.to_eur(1000000000, 3), tilskudd.to_eur(0.00000000000000000001, 1);
select tilskudd.to_eur(100, 0);
select tilskudd.to_eur(100, -11.629);
select tilskudd.to_eur(100, 'NaN');
select tilskudd.to_eur(100, 'Infinity');
select tilskudd.to_eur('NaN', 11.629);
select tilskudd.to_eur('-Infinity', 11.629);
create temp table award (nok numeric, rate numeric, eur numeric generated always as (tilskudd.to_eur(nok, rate)) stored);
insert into award values (1162900, 11.6290) returning eur;

-- eur: nothing is loaded yet
select tilskudd.eur(1000, '2024-03-28');

-- the European Central Bank's file, the newest day first; Easter and two days more
copy tilskudd.ecb_file from stdin;
Date,USD,CYP,CZK,NOK,HRK,ZAR,
2024-04-03,N/A,N/A,N/A,11.658,N/A,N/A,
2024-04-02,N/A,N/A,N/A,11.708,N/A,N/A,
2024-03-28,N/A,N/A,N/A,11.699,N/A,N/A,
2024-03-27,N/A,N/A,N/A,11.6825,N/A,N/A,
\.
select * from tilskudd.exchange_rate order by rate_date;
select count(*) from tilskudd.ecb_file;

-- the day's own rate, or that of Maundy Thursday until Easter Monday
select d::date, round(tilskudd.eur(1000000, d::date), 2) as eur, r.nok_per_eur
from generate_series(date '2024-03-27', '2024-04-07', '1 day') as d,
	 lateral (select nok_per_eur from tilskudd.exchange_rate where rate_date <= d order by rate_date desc limit 1) as r;
select tilskudd.eur(1000000, '2024-03-28') = tilskudd.to_eur(1000000, 11.699) as same;
-- five days are too many, unless they are allowed; none allows the day itself only
select tilskudd.eur(1000000, '2024-04-08');
select round(tilskudd.eur(1000000, '2024-04-08', 5), 2);
select round(tilskudd.eur(1000000, '2024-04-03', 0), 2);
select tilskudd.eur(1000000, '2024-03-29', 0);
select tilskudd.eur(1000000, '2024-03-26');
select tilskudd.eur(1000000, '2024-03-28', -1);
select tilskudd.eur(1000000, 'infinity');
select tilskudd.eur(1000000, '-infinity');
select tilskudd.eur(1000000, '5874897-12-31', 2147483647) is not null as far;
select tilskudd.eur('NaN', '2024-03-28');
select tilskudd.eur(null, '2024-03-28'), tilskudd.eur(1, null), tilskudd.eur(1, '2024-03-28', null);

-- the rate itself, by the same days; none is NULL
select d, tilskudd.nok_per_eur(d) from unnest('{2024-04-01,2024-04-02,2024-04-08,2024-03-26}'::date[]) as d;
select tilskudd.nok_per_eur('2024-03-28', 0), tilskudd.nok_per_eur('2024-03-29', 0), tilskudd.nok_per_eur('2024-04-08', 5), tilskudd.nok_per_eur(null);
select tilskudd.nok_per_eur('2024-03-28', -1);
select tilskudd.nok_per_eur('infinity');

-- another order of columns, other currencies, spaces, an empty line, N/A: days
-- that are there stay as they are
copy tilskudd.ecb_file from stdin;
Date, NOK, USD,
2024-04-04, N/A, N/A,
2024-04-03, 11.6580, N/A,
2024-04-02, 11.708, N/A,

2023-12-22, 11.2705, N/A,
\.
-- the same again adds nothing
copy tilskudd.ecb_file from stdin;
Date,NOK,
2023-12-22,11.2705,
\.
select * from tilskudd.exchange_rate order by rate_date;

-- what a day has already is not changed in silence, and nothing else is loaded then
copy tilskudd.ecb_file from stdin;
Date,NOK,
2024-04-05,11.6118,
2024-04-03,11.6581,
2024-04-02,11.7081,
\.
-- a day twice in one file
copy tilskudd.ecb_file from stdin;
Date,NOK,
2024-04-05,11.6118,
2024-04-05,11.6119,
\.
-- another file
copy tilskudd.ecb_file from stdin;
rate_date,nok_per_eur
2024-04-05,11.6118
\.
copy tilskudd.ecb_file from stdin;
Date,USD,JPY,
2024-04-05,N/A,N/A,
\.
copy tilskudd.ecb_file from stdin;
Date,NOK,
2024-04-05,11.6118,
Date,NOK,
\.
-- a line that is cut, a date or a rate that is none
copy tilskudd.ecb_file from stdin;
Date,USD,NOK,
2024-04-05,11.6118,
\.
copy tilskudd.ecb_file from stdin;
Date,NOK,
05.04.2024,11.62,
\.
copy tilskudd.ecb_file from stdin;
Date,NOK,
2024-04-05,"11,6118",
\.
copy tilskudd.ecb_file from stdin;
Date,NOK,
2024-04-05,-,
\.
copy tilskudd.ecb_file from stdin;
Date,NOK,
2024-04-05,0,
\.
insert into tilskudd.ecb_file values ('Date,NOK,'), (null);
select count(*) as days, max(rate_date) from tilskudd.exchange_rate;
select count(*) from tilskudd.ecb_file;

-- rates by hand, and what the table refuses
insert into tilskudd.exchange_rate values ('2024-04-12', 11.655, 'by hand');
select tilskudd.eur(116.55, '2024-04-13');
insert into tilskudd.exchange_rate values ('2024-04-13', 'NaN', 'nobody');
insert into tilskudd.exchange_rate values ('2024-04-13', 'Infinity', 'nobody');
insert into tilskudd.exchange_rate values ('2024-04-13', -1, 'nobody');
insert into tilskudd.exchange_rate values ('infinity', 11, 'nobody');
insert into tilskudd.exchange_rate values ('2024-04-13', 11);

-- the kept plan sees a change of the rows, of the table and of the search_path
update tilskudd.exchange_rate set nok_per_eur = 11.1 where rate_date = '2024-04-12';
select tilskudd.eur(111, '2024-04-12');
begin;
alter table tilskudd.exchange_rate alter nok_per_eur type numeric(12, 4);
select tilskudd.eur(111, '2024-04-12');
rollback;
create schema hostile;
create table hostile.exchange_rate as select rate_date, 1.0 as nok_per_eur from tilskudd.exchange_rate;
create function hostile.never(date, date) returns boolean language sql immutable as 'select false';
create operator hostile.<= (leftarg = date, rightarg = date, procedure = hostile.never);
set search_path = hostile, pg_catalog;
select tilskudd.eur(111, '2024-04-12');
\c -
set datestyle = 'ISO';
set search_path = hostile, pg_catalog;
select tilskudd.eur(111, '2024-04-12');
copy tilskudd.ecb_file from stdin;
Date,NOK,
2023-12-22,11.2705,
\.
reset search_path;
drop schema hostile cascade;

-- the rights of the caller: everybody reads, only who is allowed to writes
create role regress_reader;
set role regress_reader;
select tilskudd.eur(111, '2024-04-12');
insert into tilskudd.ecb_file values ('Date,NOK,');
insert into tilskudd.exchange_rate values ('2024-05-13', 11, 'nobody');
reset role;
revoke select on tilskudd.exchange_rate from public;
set role regress_reader;
select tilskudd.eur(111, '2024-04-12');
reset role;
grant select on tilskudd.exchange_rate to public;
grant insert on tilskudd.exchange_rate to regress_reader;
grant insert, delete on tilskudd.ecb_file to regress_reader;
set role regress_reader;
copy tilskudd.ecb_file from stdin;
Date,NOK,
2023-12-27,11.2355,
\.
reset role;
drop owned by regress_reader;
drop role regress_reader;
delete from tilskudd.exchange_rate;

-- eur_year: the law's averages, from the first year to the last
select y, tilskudd.eur_year(1000000, y) from unnest(array[-2147483648, 0, 1998, 1999, 2019, 2020, 2025, 2026, 2147483647]) as y;
select count(*) as years, count(*) filter (where tilskudd.eur_year(1000000, year) = 1000000 / nok_per_eur) as same
from tilskudd.law_eur_year;
-- each with a call of its own as well, since a query reads the averages once
select tilskudd.eur_year(11.7173, 2025), tilskudd.eur_year(8.3104, 1999), tilskudd.eur_year(null, 2020), tilskudd.eur_year(1, null);
select tilskudd.eur_year('NaN', 2020);
-- 2019 and 2020 are the averages that Norwegian schemes published
select year, nok_per_eur, days, evidence from tilskudd.law_eur_year where year in (2019, 2020);
-- turnover of 50 million EUR, a limit of SME status, exactly and just above
select tilskudd.eur_year(50000000 * 10.7228, 2020) <= 50000000 as at_limit,
	   tilskudd.eur_year(50000000 * 10.7228 + 0.01, 2020) <= 50000000 as above;
