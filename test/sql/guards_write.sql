-- guards_write: every way to write awards
set datestyle = 'ISO';
\pset format unaligned
\pset tuples_only on
\set VERBOSITY terse

create table awards (id int primary key, orgnr text default 'a', eur numeric default 300001, day date default '2025-01-01', status text default 'granted', note text);
select tilskudd.guard('awards', 'de_minimis', 'orgnr', 'eur', 'day', $$status in ('reserved', 'granted')$$);
-- what counts, by undertaking
create view held as
	select orgnr, count(*) as awards, sum(eur) as eur from awards where status in ('reserved', 'granted') group by orgnr order by orgnr collate "C";
-- what is refused by the guard, with the amounts; other errors are not caught
create function attempt(command text) returns text language plpgsql as $$
declare
	detail text;
begin
	execute command;
	return 'passes';
exception when check_violation then
	get stacked diagnostics detail = pg_exception_detail;
	return concat_ws(': ', sqlerrm, nullif(regexp_replace(detail, '^Key \((.*)\)=\((.*)\): (.*), the ceiling is ([0-9]+) EUR: .*$', '\2: \3, ceiling \4'), ''));
end $$;

--
-- INSERT
--
insert into awards values (1, 'a', 300000);
insert into awards values (2, 'a', 0.01);
insert into awards values (2, 'b', 200000), (3, 'b', 100000), (4, 'c', 300000);
-- one row in many that is too much: none of them is in
insert into awards select 1000 + i, 'k' || i % 700, case i when 1999 then 200000.01 else 100000 end from generate_series(0, 2099) as i;
select count(*) from awards;
insert into awards select 1000 + i, 'k' || i % 700, 100000 from generate_series(0, 2099) as i;
select count(*), count(distinct orgnr), max(eur) from awards;
insert into awards select id + 10000, orgnr, 0.01 from awards where id = 1500;
delete from awards where id >= 1000;
-- by defaults alone
insert into awards (id) values (5);
-- no row, many rows that do not count
insert into awards select * from awards where false;
insert into awards select 1000 + i, 'a', 1, '2025-01-01', 'applied' from generate_series(1, 1000) as i;
update awards set status = 'granted' where id = 1500;
delete from awards where id >= 1000;
-- by a prepared statement, whose plan is kept
prepare give(int, text, numeric) as insert into awards values ($1, $2, $3);
execute give(5, 'd', 100000); execute give(6, 'd', 100000); execute give(7, 'd', 100000); execute give(8, 'd', 1); execute give(8, 'e', 1);
execute give(9, 'e', 299999); execute give(10, 'e', 0.000000001);
table held;
-- COPY
copy awards from stdin;
20	f	150000	2025-01-01	granted	\N
21	f	150000	2026-01-01	granted	\N
22	f	400000	2026-01-01	applied	\N
\.
copy awards (id, orgnr, eur) from stdin;
23	g	1
24	f	1
25	h	1
\.
table held;

--
-- ON CONFLICT
--
insert into awards values (20, 'f', 1, '2025-01-01') on conflict do nothing;
insert into awards values (26, 'f', 1, '2025-01-01'), (20, 'f', 1, '2025-01-01') on conflict do nothing;
insert into awards values (20, 'f', 150001) on conflict (id) do update set eur = excluded.eur;
insert into awards values (20, 'f', 149999) on conflict (id) do update set eur = excluded.eur;
-- a row more, and one less: what it comes to
insert into awards values (20, 'f', 149990), (26, 'f', 11) on conflict (id) do update set eur = excluded.eur;
insert into awards values (20, 'f', 149990), (26, 'f', 10) on conflict (id) do update set eur = excluded.eur;
insert into awards values (26, 'f', 10) on conflict (id) do update set note = 'seen' where awards.eur > 0;
insert into awards values (26, 'f', 10) on conflict (id) do update set orgnr = 'a';
insert into awards values (22, 'f', 10) on conflict (id) do update set status = 'reserved';
select * from held where orgnr = 'f';

--
-- UPDATE, of everything that matters, there and back
--
insert into awards values (30, 'u', 200000, '2025-01-01', 'granted'), (31, 'u', 200000, '2028-01-02', 'granted'), (32, 'v', 200000, '2026-06-01', 'granted'),
	(33, 'u', 200000, '2026-06-01', 'applied');
-- amount
update awards set eur = 300001 where id = 30;
update awards set eur = 300000 where id = 30;
update awards set eur = eur + case id when 30 then -100000 else 100000 end where id in (30, 31);
update awards set eur = 200000 where id in (30, 31);
-- day: 2028-01-01 has 2025-01-01 in its window, 2028-01-02 has not
update awards set day = day - 1 where id = 31;
update awards set day = day + 1 where id = 30;
update awards set day = day + 1 where id in (30, 31);
update awards set day = day - 1 where id in (30, 31);
-- key
update awards set orgnr = 'u' where id = 32;
update awards set orgnr = case orgnr when 'u' then 'v' else 'u' end where orgnr in ('u', 'v') and status = 'granted';
update awards set orgnr = 'w' where id = 30;
update awards set orgnr = 'v' where id = 30;
update awards set orgnr = case orgnr when 'u' then 'v' else 'u' end where orgnr in ('u', 'v') and status = 'granted';
-- status
update awards set status = 'reserved' where id = 33;
update awards set status = 'withdrawn' where id in (30, 31);
update awards set status = 'reserved' where id = 33;
update awards set status = 'granted' where id = 31;
update awards set status = case id when 33 then 'applied' else 'granted' end where id in (30, 31, 33);
-- all of it to NULL: a warning, and it does not count any more
begin;
update awards set eur = null where id = 30;
update awards set day = null where id = 31;
update awards set orgnr = null where id = 32;
update awards set status = 'granted' where id = 33;
rollback;
begin;
update awards set status = null where id in (30, 31);
update awards set status = 'granted' where id = 33;
rollback;
select * from held where orgnr in ('u', 'v', 'w');

--
-- Rows that are too much already: what was there is not failed again
--
alter table awards disable trigger user;
insert into awards values (40, 'x', 250000, '2025-01-01', 'granted'), (41, 'x', 150000, '2025-01-01', 'granted'), (42, 'x', 100, '2026-01-01', 'applied');
alter table awards enable trigger user;
update awards set note = 'read' where orgnr = 'x';
update awards set orgnr = orgnr, eur = eur, day = day, status = status where orgnr = 'x';
update awards set status = 'reserved' where id = 40;
-- lower, in other decimals, and to zero
update awards set eur = 249999 where id = 40;
update awards set eur = 249999.00 where id = 40;
update awards set eur = 249999.01 where id = 40;
update awards set eur = 0 where id = 41;
-- 249 999 now: there is room again
update awards set eur = 50001 where id = 41;
update awards set eur = 50002 where id = 41;
alter table awards disable trigger user;
update awards set eur = 150000 where id = 41;
alter table awards enable trigger user;
-- to another day, back-dated, or counted: that is decided anew
update awards set day = '2025-01-02' where id = 41;
update awards set status = 'granted' where id = 42;
-- to where there is room
update awards set orgnr = 'y' where id = 41;
update awards set orgnr = 'x' where id = 41;
-- lowered in one award, raised by less in the other: too much is too much
alter table awards disable trigger user;
update awards set orgnr = 'x' where id = 41;
alter table awards enable trigger user;
update awards set eur = eur + case id when 40 then -20 else 10 end where id in (40, 41);
update awards set eur = eur - 1 where id in (40, 41);
select * from held where orgnr in ('x', 'y');

--
-- DELETE and TRUNCATE give room, in the same transaction, too
--
begin;
delete from awards where orgnr = 'x';
insert into awards values (43, 'x', 300000);
insert into awards values (44, 'x', 1);
rollback;
begin;
truncate awards;
insert into awards values (43, 'x', 300000);
rollback;
delete from awards where id = 41;
insert into awards values (41, 'x', 300000 - 249998);
insert into awards values (44, 'x', 0.1);
select * from held where orgnr = 'x';

--
-- Several writes of one table in a statement: together
--
select attempt($$with one as (insert into awards values (50, 'p', 200000) returning *) insert into awards values (51, 'p', 100001)$$);
with one as (insert into awards values (50, 'p', 200000) returning *) insert into awards values (51, 'p', 100000);
-- given up by one, given to the other
with gone as (delete from awards where id = 50 returning *) insert into awards select 52, 'p', eur from gone;
select attempt($$with less as (update awards set eur = eur - 100 where id = 52 returning *) insert into awards values (53, 'p', 101)$$);
with less as (update awards set eur = eur - 100 where id = 52 returning *) insert into awards values (53, 'p', 100);
-- an update of other columns in the same statement hides nothing
with other as (update awards set note = 'read' where id = 50) update awards set eur = 300000 where id = 52;
with other as (update awards set eur = 300000 where id = 52) update awards set note = 'read' where id = 50;
with other as (update awards set note = 'read' where id = 51) insert into awards values (54, 'p', 1);
with other as (insert into awards values (54, 'p', 1) returning *) select count(*) from other;
select * from held where orgnr = 'p';
-- MERGE, which came with PostgreSQL 15; its like before
select attempt(case when :SERVER_VERSION_NUM >= 150000 then $$merge into awards as a using (values (52, 199801), (55, 100)) as v(id, eur) on a.id = v.id when matched then update set eur = v.eur when not matched then insert (id, orgnr, eur) values (v.id, 'p', v.eur)$$
	else $$insert into awards values (52, 'p', 199801), (55, 'p', 100) on conflict (id) do update set eur = excluded.eur$$ end);
select attempt(case when :SERVER_VERSION_NUM >= 150000 then $$merge into awards as a using (values (52, 199800), (55, 100)) as v(id, eur) on a.id = v.id when matched then update set eur = v.eur when not matched then insert (id, orgnr, eur) values (v.id, 'p', v.eur)$$
	else $$insert into awards values (52, 'p', 199800), (55, 'p', 100) on conflict (id) do update set eur = excluded.eur$$ end);
select attempt(case when :SERVER_VERSION_NUM >= 150000 then $$merge into awards as a using (values (52, 199901), (55, 100)) as v(id, eur) on a.id = v.id when matched and a.id = 55 then delete when matched then update set eur = v.eur$$
	else $$with gone as (delete from awards where id = 55) update awards set eur = 199901 where id = 52$$ end);
select attempt(case when :SERVER_VERSION_NUM >= 150000 then $$merge into awards as a using (values (52, 199900), (55, 100)) as v(id, eur) on a.id = v.id when matched and a.id = 55 then delete when matched then update set eur = v.eur$$
	else $$with gone as (delete from awards where id = 55) update awards set eur = 199900 where id = 52$$ end);
select attempt(case when :SERVER_VERSION_NUM >= 150000 then $$merge into awards as a using (values (52, 199801), (53, 101)) as v(id, eur) on a.id = v.id when matched then update set note = 'merged'$$
	else $$update awards set note = 'merged' where id in (52, 53)$$ end);
select attempt(case when :SERVER_VERSION_NUM >= 150000 then $$merge into awards as a using (values (52, 199901), (53, 101)) as v(id, eur) on a.id = v.id when matched then update set eur = v.eur$$
	else $$update awards set eur = case id when 52 then 199901 else 101 end where id in (52, 53)$$ end);
select * from held where orgnr = 'p';

--
-- Windows: a back-dated award is in all later ones that reach back to it
--
truncate awards;
insert into awards values (1, 'w', 100000, '2024-06-01'), (2, 'w', 150000, '2025-06-01'), (3, 'w', 50000, '2027-06-01');
-- in the windows of 2024-06-01 (200 000 left), 2025-06-01 (50 000 left); that
-- of 2027-06-01 is full: it reaches back to 2024-06-01
select attempt($$insert into awards values (4, 'w', 1, '2024-06-01')$$);
select attempt($$insert into awards values (4, 'w', 50001, '2024-05-31')$$);
select attempt($$insert into awards values (4, 'w', 50000, '2024-05-31')$$);
-- 2022-06-01 is in all windows but the last.  2021-06-01 is in its own three
-- fiscal years (200 000) and in the window of 2024-05-31 and 2024-06-01, where
-- 150 000 are used; 2021-05-31 is in that of 2024-05-31, where 50 000 are used
-- besides, and in the fiscal years of 2021-06-01, which leave 50 000.
select attempt($$insert into awards values (5, 'w', 0.5, '2022-06-01')$$);
select attempt($$insert into awards values (5, 'w', 200000.01, '2021-06-01')$$);
select attempt($$insert into awards values (5, 'w', 150000.01, '2021-06-01')$$);
select attempt($$insert into awards values (5, 'w', 150000, '2021-06-01')$$);
select attempt($$insert into awards values (6, 'w', 200000, '2021-05-31')$$);
select attempt($$insert into awards values (6, 'w', 50000, '2021-05-31')$$);
select attempt($$insert into awards values (7, 'w', 1, '2020-01-01')$$);
select attempt($$insert into awards values (7, 'w', 200000, '2018-12-31')$$);
delete from awards where id = 7;
-- several days at once: each window of each
select attempt($$insert into awards values (7, 'z', 300000, '2024-01-01'), (8, 'z', 300000, '2027-01-02'), (9, 'z', 300000, '2030-01-03')$$);
select attempt($$insert into awards values (10, 'z', 1, '2028-01-01')$$);
delete from awards where orgnr = 'z';
select attempt($$insert into awards values (7, 'z', 300000, '2024-01-01'), (8, 'z', 300000, '2027-01-02'), (9, 'z', 300000, '2030-01-02')$$);
-- 2023-12-31: 200 000 in the fiscal years 2021 to 2023.  2024-01-01: 300 000
-- since 2021-01-01.
truncate awards;
select attempt($$insert into awards values (1, 'r', 200000.01, '2023-12-31')$$);
select attempt($$insert into awards values (1, 'r', 200000, '2023-12-31')$$);
select attempt($$insert into awards values (2, 'r', 0.01, '2023-12-31')$$);
select attempt($$insert into awards values (2, 'r', 100000, '2024-01-01')$$);
select attempt($$insert into awards values (3, 'r', 0.01, '2024-01-01')$$);
select attempt($$insert into awards values (3, 'r', 0.01, '2021-01-01')$$);
select attempt($$insert into awards values (3, 'r', 0.01, '2020-12-31')$$);
-- in the window of 2023-12-31, after which nothing is left of it
select attempt($$insert into awards values (4, 'r', 0.01, '2023-01-01')$$);
-- 29 February: 2028-02-29 reaches back to 2025-02-28, and 2027-02-28 to
-- 2024-02-28, which leaves 2024-02-29 in; 2027-03-01 reaches to 2024-03-01
select attempt($$insert into awards values (10, 'l', 300000, '2025-02-28')$$);
select attempt($$insert into awards values (11, 'l', 1, '2028-02-28')$$);
select attempt($$insert into awards values (11, 'l', 1, '2028-02-29')$$);
select attempt($$insert into awards values (11, 'l', 1, '2028-03-01')$$);
select attempt($$insert into awards values (12, 'm', 300000, '2024-02-29')$$);
select attempt($$insert into awards values (13, 'm', 1, '2027-02-28')$$);
select attempt($$insert into awards values (13, 'm', 1, '2027-03-01')$$);
-- 2007: from three years to fiscal years; 2009 counts 2007, but not 2006
select attempt($$insert into awards values (20, 'n', 100000, '2006-12-31'), (21, 'n', 100000, '2007-01-01')$$);
select attempt($$insert into awards values (22, 'n', 1, '2007-01-02')$$);
select attempt($$insert into awards values (22, 'n', 100000, '2009-12-31')$$);
select attempt($$insert into awards values (23, 'n', 1, '2009-12-31')$$);
select attempt($$insert into awards values (24, 'n', 100000, '2010-01-01')$$);
-- before the law, and after it: nobody knows
insert into awards values (30, 'o', 1000000, '2001-02-01'), (31, 'o', 1000000, '2031-01-01');
-- the fiscal year starts in July: 2020-06-30 is in that of 2019, and out of
-- the window of 2022-07-01, but not of 2022-06-30
truncate awards;
select tilskudd.guard('awards', 'de_minimis', 'orgnr', 'eur', 'day', options => '{"fiscal_year_start_month": 7}');
select attempt($$insert into awards values (1, 'j', 200000, '2020-06-30')$$);
select attempt($$insert into awards values (2, 'j', 1, '2022-06-30')$$);
select attempt($$insert into awards values (2, 'j', 1, '2021-07-01')$$);
select attempt($$insert into awards values (2, 'j', 200000, '2022-07-01')$$);
select attempt($$insert into awards values (3, 'j', 1, '2020-07-01')$$);
select attempt($$insert into awards values (3, 'j', 0, '2020-07-01')$$);

--
-- Pools, road freight and fiscal years by columns
--
create type pool as enum ('general', 'sgei', 'agriculture', 'fisheries');
create table pooled (orgnr text, eur numeric, day date, pool pool default 'general', freight boolean default false, month smallint default 1);
select tilskudd.guard('pooled', 'de_minimis', 'orgnr', 'eur', 'day', null, 'strict',
	'{"pool": {"column": "pool"}, "road_freight": {"column": "freight"}, "fiscal_year_start_month": {"column": "month"}}');
create function pooled(variadic rows pooled[]) returns text language sql as $$
	select attempt(format('insert into pooled select * from unnest(%L::pooled[])', rows))
$$;
-- general and services together: 500 000 until 2023
select pooled('(a,200000,2020-01-01,general,f,1)', '(a,300000,2020-01-02,sgei,f,1)');
select pooled('(a,0.01,2020-01-02,sgei,f,1)');
select pooled('(a,0.01,2020-01-02,general,f,1)');
select pooled('(b,500000,2020-01-01,sgei,f,1)');
select pooled('(b,0.01,2022-12-31,general,f,1)');
select pooled('(b,0.01,2023-01-01,general,f,1)');
-- as they change the pool
select attempt($$update pooled set pool = 'sgei' where orgnr = 'a'$$);
select attempt($$update pooled set pool = 'general' where orgnr = 'a'$$);
-- since 2024 each for itself
select pooled('(c,300000,2025-01-01,general,f,1)', '(c,750000,2025-01-01,sgei,f,1)');
select pooled('(c,0.01,2025-01-01,sgei,f,1)');
-- general, agriculture and fisheries together: 300 000 since 2024
select pooled('(d,220000,2025-01-01,general,f,1)', '(d,50000,2025-01-01,agriculture,f,1)', '(d,30000,2025-01-01,fisheries,f,1)');
select pooled('(d,0.01,2025-01-01,general,f,1)');
select pooled('(d,0.01,2025-01-01,agriculture,f,1)');
select pooled('(d,0.01,2025-01-01,fisheries,f,1)');
select pooled('(d,750000,2025-01-01,sgei,f,1)');
select pooled('(e,250000.01,2025-01-01,general,f,1)', '(e,50000,2025-01-01,agriculture,f,1)');
-- agriculture and fisheries together: 30 000 from 2023-10-25 to 2024-12-15
select pooled('(f,20000,2023-10-24,agriculture,f,1)', '(f,29999,2023-10-24,fisheries,f,1)');
select pooled('(f,0.01,2023-10-25,fisheries,f,1)');
select pooled('(g,20000,2023-10-25,agriculture,f,1)', '(g,10000,2023-10-25,fisheries,f,1)');
select pooled('(g,0.01,2023-10-25,fisheries,f,1)');
select pooled('(g,20000,2024-12-15,fisheries,f,1)');
select pooled('(g,20000,2024-12-16,fisheries,f,1)');
-- road freight: 100 000 of the 200 000 until 2023; the same as others since
select pooled('(h,100000,2020-01-01,general,t,1)', '(h,100000,2020-01-01,general,f,1)');
select pooled('(h,0.01,2020-01-01,general,t,1)');
select pooled('(h,0.01,2020-01-01,general,f,1)');
select attempt($$update pooled set freight = true where orgnr = 'h'$$);
select pooled('(h,300000.01,2021-01-01,sgei,f,1)');
select pooled('(h,300000,2021-01-01,sgei,f,1)');
select pooled('(i,300000,2025-01-01,general,t,1)');
select pooled('(i,0.01,2025-01-01,general,f,1)');
-- each award by the fiscal year that it says: 2020-06-30 is out of the window
-- of 2022-07-01 by years from July on, and in it by calendar years
select pooled('(j,200000,2020-06-30,general,f,7)');
select pooled('(j,1,2022-07-01,general,f,1)');
select pooled('(j,1,2022-07-01,general,f,7)');
select attempt($$update pooled set month = 1 where orgnr = 'j' and eur = 1$$);
-- of one pool only, without columns: its own ceiling
create table services (orgnr text, eur numeric, day date);
select tilskudd.guard('services', 'de_minimis', 'orgnr', 'eur', 'day', options => '{"pool": "sgei"}');
select attempt($$insert into services values ('a', 500000, '2023-12-31'), ('a', 250000, '2024-01-01')$$);
select attempt($$insert into services values ('a', 0.01, '2024-01-01')$$);
select tilskudd.guard('services', 'de_minimis', 'orgnr', 'eur', 'day', options => '{"pool": "fisheries"}');
select attempt($$insert into services values ('f', 30000, '2029-12-31')$$);
select attempt($$insert into services values ('f', 0.01, '2027-01-01')$$);
select attempt($$insert into services values ('f', 30000, '2026-12-31')$$);
select tilskudd.guard('services', 'de_minimis', 'orgnr', 'eur', 'day', options => '{"road_freight": true}');
select attempt($$insert into services values ('r', 100000, '2020-01-01')$$);
select attempt($$insert into services values ('r', 0.01, '2020-01-01')$$);
drop table services;
drop table pooled cascade;

--
-- Exactly
--
truncate awards;
select tilskudd.guard('awards', 'de_minimis', 'orgnr', 'eur', 'day', null, 'strict');
-- thirds: 33 333.3333333333333333 three times are less than 100 000, and
-- 66 666.666666666667 three times are more than 200 000
select 100000 / 3.0 * 3 - 100000, 200000 / 3.0 * 3 - 200000;
insert into awards values (1, 'a', 100000 / 3.0), (2, 'a', 100000 / 3.0), (3, 'a', 100000 / 3.0), (4, 'a', 200000);
select attempt(format('insert into awards values (5, %L, %L)', 'a', 300000 - sum(eur) + 1e-20)) from awards;
select attempt(format('insert into awards values (5, %L, %L)', 'a', 300000 - sum(eur))) from awards;
select sum(eur) from awards;
select attempt($$insert into awards values (6, 'b', 200000 / 3.0, '2020-01-01'), (7, 'b', 200000 / 3.0, '2020-01-01'), (8, 'b', 200000 / 3.0, '2020-01-01')$$);
select attempt($$insert into awards values (6, 'b', 200000 / 3.0, '2020-01-01'), (7, 'b', 200000 / 3.0, '2020-01-01'), (8, 'b', 66666.666666666666, '2020-01-01')$$);
select attempt($$insert into awards values (16, 'c', 300000 - 1e-20)$$);
select attempt($$insert into awards values (17, 'c', 1e-20)$$);
select attempt($$insert into awards values (18, 'c', 1e-300)$$);
select sum(eur) = 300000 from awards where orgnr = 'c';
select attempt($$insert into awards values (20, 'd', 0.1), (21, 'd', 0.2), (22, 'd', 299999.7)$$);
select attempt($$insert into awards values (23, 'd', 0.00000000000000000000000000000000000000000000000000001)$$);
select attempt($$insert into awards values (24, 'e', 1e40)$$);
select attempt($$insert into awards values (24, 'e', 123456789012345678901234567890.5)$$);
-- whole euros, of all sizes
create table whole (orgnr int, small smallint, medium int, large bigint, day date default '2025-01-01');
select tilskudd.guard('whole', 'de_minimis', 'orgnr', 'small', 'day', 'small is not null', options => '{"name": "small"}'),
	tilskudd.guard('whole', 'de_minimis', 'orgnr', 'medium', 'day', 'medium is not null', options => '{"name": "medium"}'),
	tilskudd.guard('whole', 'de_minimis', 'orgnr', 'large', 'day', 'large is not null', options => '{"name": "large"}');
insert into whole (orgnr, small) select 1, 30000 from generate_series(1, 10);
select attempt('insert into whole (orgnr, small) values (1, 1)');
insert into whole (orgnr, medium) values (1, 300000);
select attempt('insert into whole (orgnr, medium) values (1, 1)');
select attempt('insert into whole (orgnr, medium) values (2, 2147483647)');
insert into whole (orgnr, large) values (1, 300000);
select attempt('insert into whole (orgnr, large) values (1, 1)');
select attempt('insert into whole (orgnr, large) values (2, 9223372036854775807), (2, 9223372036854775807)');
insert into whole (orgnr, large) values (2, -9223372036854775808);
\echo :LAST_ERROR_SQLSTATE
drop table whole;

--
-- Columns of all kinds
--
create domain undertaking as text check (value <> '');
create domain euro as numeric(12, 2) check (value >= 0);
create domain weekday as date check (extract(isodow from value) < 6);
create table kinds (id int generated always as identity, undertaking undertaking, euro euro, weekday weekday);
select tilskudd.guard('kinds', 'de_minimis', 'undertaking', 'euro', 'weekday');
insert into kinds (undertaking, euro, weekday) values ('a', 300000, '2025-01-01');
select attempt($$insert into kinds (undertaking, euro, weekday) values ('a', 0.01, '2025-01-01')$$);
-- less than a cent is none in this column
select attempt($$insert into kinds (undertaking, euro, weekday) values ('a', 0.001, '2025-01-01')$$);
drop table kinds;
-- generated columns: the amount, the key
create table kinds (written text, orgnr text generated always as (upper(trim(written))) stored, nok numeric, rate numeric,
	eur numeric generated always as (nok / rate) stored, day date default '2025-01-01', serial int generated by default as identity);
select tilskudd.guard('kinds', 'de_minimis', 'orgnr', 'eur', 'day');
insert into kinds values (' a', default, 3000000, 10), ('b', default, 3000000, 20);
select attempt($$insert into kinds (written, nok, rate) values ('A ', 1, 10)$$);
select attempt($$update kinds set rate = 9.999 where orgnr = 'A'$$);
select attempt($$update kinds set rate = 10.001 where orgnr = 'A'$$);
select attempt($$update kinds set written = 'a'$$);
-- its key is its number: each stands for itself, and none is more than that
select tilskudd.guard('kinds', 'de_minimis', 'serial', 'eur', 'day');
select attempt($$update kinds set written = 'a'$$);
select attempt($$insert into kinds (written, nok, rate) values ('a', 3000001, 10)$$);
select attempt($$update kinds set serial = 1$$);
drop table kinds;
-- keys of several types
create function key_type(type text, one text, same text, other text) returns text language plpgsql as $$
declare
	answer text;
begin
	execute format('create temp table keyed (key %s, eur numeric, day date)', type);
	perform tilskudd.guard('keyed', 'de_minimis', 'key', 'eur', 'day');
	answer := attempt(format($i$insert into keyed values (%L, 300000, '2025-01-01')$i$, one)) || ', '
		|| attempt(format($i$insert into keyed values (%L, 300000, '2025-01-01')$i$, other)) || ', '
		|| attempt(format($i$insert into keyed values (%L, 1, '2025-01-01')$i$, same));
	drop table keyed;
	return answer;
end $$;
select key_type('integer', '1', '01', '-1');
select key_type('bigint', '9223372036854775807', '9223372036854775807', '-9223372036854775808');
select key_type('smallint', '1', '1', '2');
select key_type('numeric', '1.0', '1.000', '1.01');
select key_type('uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12');
select key_type('varchar(9)', '912345678', '912345678', '912345679');
-- blanks at the end are nothing in one, and something in the other
select key_type('char(12)', '912345678', '912345678  ', '912345679');
select key_type('text', 'a', 'a', 'a ');
select key_type('name', 'a', 'a', 'A');
select key_type('boolean', 'true', 'yes', 'no');
select key_type('date', '2025-01-01', '20250101', '2025-01-02');
select key_type('pool', 'sgei', 'sgei', 'general');
select key_type('undertaking', 'a', 'a', 'b');
select key_type('tilskudd.orgnr', '923609016', 'NO 923 609 016 MVA', '974760673');
select key_type('inet', '10.0.0.1', '10.0.0.1/32', '10.0.0.2');
select key_type('text', repeat('x', 20000), repeat('x', 20000), repeat('x', 19999) || 'y') ~ '^passes, passes, award on 2025-01-01 in table "keyed" violates';
-- collations: in which order keys come does not matter, which are equal does.
-- Without ICU there is none in which A is a.
select key_type('text collate "C"', 'a', 'a', 'A');
create function blind(text) returns text language plpgsql as $$
begin
	if getdatabaseencoding() = 'UTF8' and exists (select from pg_collation where collname = 'und-x-icu') then
		create collation if not exists blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
		return key_type('text collate blind', 'a', 'A', 'b');
	end if;
	return $1;
end $$;
set client_min_messages = warning;
select blind('passes, passes, award on 2025-01-01 in table "keyed" violates guard "de_minimis_guard": A: 300000 EUR are used from 2022-01-01 to 2025-01-01, 1 EUR are requested, ceiling 300000');
drop collation if exists blind;
reset client_min_messages;

--
-- Transactions
--
truncate awards;
select tilskudd.guard('awards', 'de_minimis', 'orgnr', 'eur', 'day', $$status in ('reserved', 'granted')$$, 'strict');
-- at the end of each statement: the second is refused, and all of it with it
begin;
insert into awards values (1, 'a', 200000);
insert into awards values (2, 'a', 200000);
commit;
select count(*) from awards;
-- what was rolled back does not count, and is not blamed
begin;
savepoint one;
insert into awards values (1, 'a', 300000);
savepoint two;
insert into awards values (2, 'a', 1);
rollback to two;
rollback to one;
insert into awards values (1, 'a', 1);
insert into awards values (2, 'a', 299999);
savepoint three;
insert into awards values (3, 'a', 1);
rollback to three;
update awards set status = 'withdrawn' where id = 2;
rollback to three;
insert into awards values (3, 'a', 1);
rollback to three;
update awards set status = 'withdrawn' where id = 2;
release three;
insert into awards values (3, 'a', 299999);
commit;
table held;
-- a statement that fails after its rows were noted leaves nothing behind
create function fail() returns trigger language plpgsql as 'begin if new.note = ''fail'' then raise exception ''failed''; end if; return null; end';
create trigger z_fail after insert or update on awards for each row execute function fail();
do $$
begin
	begin
		insert into awards values (4, 'b', 400000, '2025-01-01', 'granted', 'fail');
	exception when raise_exception then
		raise notice 'caught: %', sqlerrm;
	end;
	begin
		insert into awards values (4, null, 1, '2025-01-01', 'granted', 'fail');
	exception when raise_exception then
		raise notice 'caught: %', sqlerrm;
	end;
	begin
		update awards set orgnr = 'b', eur = 300000, note = 'fail' where id in (1, 3);
	exception when raise_exception then
		raise notice 'caught: %', sqlerrm;
	end;
	insert into awards values (5, 'b', 300000);
end $$;
-- refused, caught, and on
do $$
begin
	for i in 1..10 loop
		begin
			insert into awards values (10 + i, 'c', 50000);
		exception when check_violation then
			raise notice '%: refused', i;
		end;
	end loop;
	begin
		begin
			insert into awards values (30, 'd', 300000);
			raise exception 'inner';
		exception when raise_exception then
			insert into awards values (30, 'd', 299999);
		end;
		insert into awards values (31, 'd', 1);
		insert into awards values (32, 'd', 1);
	exception when check_violation then
		insert into awards values (30, 'd', 2);
	end;
	insert into awards values (31, 'd', 299998);
end $$;
table held;
drop trigger z_fail on awards;
-- commits within a procedure
create procedure give(n int) language plpgsql as $$
begin
	for i in 1..n loop
		insert into awards values (40 + i, 'p', 100000);
		commit;
	end loop;
end $$;
call give(4);
select * from held where orgnr = 'p';

--
-- Deferred: before the commit, or when SET CONSTRAINTS says so
--
truncate awards;
select tilskudd.guard('awards', 'de_minimis', 'orgnr', 'eur', 'day', $$status in ('reserved', 'granted')$$, 'strict', '{"timing": "deferred"}');
begin;
insert into awards values (1, 'a', 400000);
update awards set eur = 300000 where id = 1;
insert into awards values (2, 'b', null);
update awards set eur = 1 where id = 2;
commit;
begin;
insert into awards values (3, 'a', 1);
insert into awards values (4, 'c', 1);
commit;
begin;
insert into awards values (3, 'a', 1);
delete from awards where id = 1;
insert into awards values (4, 'b', 299999);
commit;
insert into awards values (5, null, 1);
table held;
-- a row that is written twice is checked as it is in the end
begin;
insert into awards values (5, 'd', 500000);
update awards set note = 'read' where id = 5;
commit;
begin;
insert into awards values (5, 'd', 500000);
update awards set eur = 400000 where id = 5;
commit;
begin;
update awards set eur = 500000 where id = 4;
update awards set note = 'read' where id = 4;
commit;
begin;
insert into awards values (5, 'd', null);
update awards set note = 'read' where id = 5;
commit;
select id, note from awards order by id;
-- SET CONSTRAINTS
begin;
insert into awards values (5, 'd', 400000);
set constraints de_minimis_guard immediate;
commit;
begin;
insert into awards values (5, 'd', 400000);
update awards set eur = 1 where id = 5;
set constraints all immediate;
insert into awards values (6, 'd', 300000);
commit;
begin;
insert into awards values (5, 'd', 400000);
savepoint one;
set constraints de_minimis_guard immediate;
rollback to one;
savepoint two;
update awards set eur = 300000 where id = 5;
set constraints de_minimis_guard immediate;
set constraints de_minimis_guard deferred;
insert into awards values (6, 'd', 1);
rollback to two;
update awards set eur = 299999 where id = 5;
commit;
-- savepoints: what is rolled back is not looked at, what is released is
begin;
savepoint one;
insert into awards values (6, 'e', 400000), (7, null, 1);
rollback to one;
insert into awards values (6, 'e', 1);
commit;
begin;
savepoint one;
savepoint two;
insert into awards values (7, 'e', 300000);
release two;
release one;
insert into awards values (8, 'f', 1);
commit;
begin;
insert into awards values (7, 'e', 300000);
savepoint one;
update awards set eur = 1 where id = 7;
rollback to one;
commit;
begin;
insert into awards values (7, 'e', 300000);
savepoint one;
update awards set eur = 1 where id = 7;
release one;
commit;
table held;
-- a procedure that commits, with the check at each commit
call give(4);
select * from held where orgnr = 'p';
-- deferrable: immediate, until somebody says otherwise
truncate awards;
select tilskudd.guard('awards', 'de_minimis', 'orgnr', 'eur', 'day', options => '{"timing": "deferrable"}');
insert into awards values (1, 'a', 300000);
begin;
insert into awards values (2, 'a', 1);
rollback;
begin;
set constraints de_minimis_guard deferred;
insert into awards values (2, 'a', 1);
delete from awards where id = 1;
commit;
begin;
set constraints de_minimis_guard deferred;
insert into awards values (3, 'a', 300000);
select id from awards order by id;
commit;
select id from awards order by id;

--
-- Triggers that write into the guarded table
--
truncate awards;
select tilskudd.guard('awards', 'de_minimis', 'orgnr', 'eur', 'day', $$status in ('reserved', 'granted')$$);
-- before: the amount that is stored is the one that counts, whatever columns
-- the statement names
create function change() returns trigger language plpgsql as $$
begin
	new.eur := case new.note when 'double' then new.eur * 2 when 'raise' then 300001 when 'count' then new.eur else new.eur end;
	new.status := case new.note when 'count' then 'granted' else new.status end;
	new.orgnr := case new.note when 'move' then 'moved' else new.orgnr end;
	return new;
end $$;
create trigger change before insert or update on awards for each row execute function change();
insert into awards values (1, 'a', 150000.01, '2025-01-01', 'granted', 'double');
insert into awards values (1, 'a', 150000, '2025-01-01', 'granted', 'double');
insert into awards values (2, 'b', 300000, '2025-01-01', 'granted'), (3, 'a', 1, '2025-01-01', 'applied');
update awards set note = 'raise' where id = 2;
update awards set note = 'count' where id = 3;
update awards set note = 'move' where id in (1, 2);
update awards set note = 'move' where id = 2;
table held;
drop trigger change on awards;
-- after: another award for each, before the guard's own trigger and after it
create function another() returns trigger language plpgsql as $$
begin
	if new.note = 'twice' then
		insert into awards values (new.id + 100, new.orgnr, new.eur, new.day, new.status, null);
	elsif new.note = 'touch' then
		update awards set note = 'touched' where id = new.id;
	elsif new.note = 'less' then
		update awards set eur = 1, note = null where id = new.id;
	elsif new.note = 'more' then
		update awards set eur = 300001, note = null where id = new.id;
	elsif new.note = 'gone' then
		delete from awards where id = new.id;
	end if;
	return null;
end $$;
create function outcome(command text) returns text language sql as $$ select split_part(attempt(command), ':', 1) $$;
create function with_another(name text) returns setof text language plpgsql as $$
begin
	truncate awards;
	execute format('create trigger %I after insert or update on awards for each row execute function another()', name);
	return next outcome($i$insert into awards values (1, 'a', 150000, '2025-01-01', 'granted', 'twice')$i$);
	return next outcome($i$insert into awards values (2, 'b', 150000.01, '2025-01-01', 'granted', 'twice')$i$);
	return next outcome($i$insert into awards values (2, 'b', 100000, '2025-01-01', 'granted', 'twice'), (3, 'b', 50000.01, '2025-01-01', 'granted', 'twice')$i$);
	return next outcome($i$insert into awards values (2, 'c', 300001, '2025-01-01', 'granted', 'touch')$i$);
	return next outcome($i$insert into awards values (2, 'c', 300000, '2025-01-01', 'granted', 'touch')$i$);
	return next outcome($i$update awards set eur = 300001, note = 'touch' where id = 2$i$);
	return next outcome($i$insert into awards values (4, 'd', 300001, '2025-01-01', 'granted', 'less')$i$);
	return next outcome($i$insert into awards values (5, 'd', 1, '2025-01-01', 'granted', 'more')$i$);
	return next outcome($i$insert into awards values (5, 'd', 300000, '2025-01-01', 'granted', 'gone')$i$);
	return next outcome($i$insert into awards values (6, 'd', 299999)$i$);
	return next (select string_agg(format('%s %s %s', id, orgnr, eur), ', ' order by id) from awards);
	execute format('drop trigger %I on awards', name);
end $$;
select with_another('a_first');
select with_another('z_last');
-- nested within nested
create function chain() returns trigger language plpgsql as $$
begin
	if new.id < 10 then
		insert into awards values (new.id + 1, new.orgnr, new.eur);
	end if;
	return null;
end $$;
create trigger chain after insert on awards for each row execute function chain();
truncate awards;
insert into awards values (1, 'a', 30000.01);
insert into awards values (1, 'a', 30000);
select count(*), sum(eur) from awards;
drop trigger chain on awards;
-- an error of the inner statement that the trigger catches
create function careful() returns trigger language plpgsql as $$
begin
	if new.id < 100 then
		begin
			insert into awards values (new.id + 100, new.orgnr, 200000);
		exception when check_violation then
			raise notice 'not for %', new.orgnr;
		end;
	end if;
	return null;
end $$;
create trigger careful after insert on awards for each row execute function careful();
truncate awards;
insert into awards values (1, 'a', 100000), (2, 'b', 100001), (3, 'c', 200000.01);
table held;
insert into awards values (4, 'd', 300001);
drop trigger careful on awards;
-- for each statement, before the guard's own and after it
create function extra() returns trigger language plpgsql as $$
begin
	if pg_trigger_depth() = 1 then
		insert into awards values (99, 'e', 200000);
	end if;
	return null;
end $$;
truncate awards;
create trigger a_extra after insert on awards for each statement execute function extra();
insert into awards values (1, 'e', 100001);
drop trigger a_extra on awards;
create trigger z_extra after insert on awards for each statement execute function extra();
insert into awards values (1, 'e', 100001);
insert into awards values (1, 'e', 100000);
drop trigger z_extra on awards;
create trigger a_extra before insert on awards for each statement execute function extra();
delete from awards;
insert into awards values (1, 'e', 100001);
insert into awards values (1, 'e', 100000);
drop trigger a_extra on awards;
table held;

--
-- Foreign keys that write the key
--
truncate awards;
create table units (id int primary key, orgnr text, unique (id, orgnr));
create table of_units (unit int, orgnr text default 'rest', eur numeric, day date default '2025-01-01',
	foreign key (unit, orgnr) references units (id, orgnr) on update cascade on delete cascade);
select tilskudd.guard('of_units', 'de_minimis', 'orgnr', 'eur', 'day', mode => 'strict');
insert into units values (1, 'a'), (2, 'b'), (3, 'rest');
insert into of_units values (1, 'a', 200000), (2, 'b', 100000), (2, 'b', 0.01);
-- two units become one undertaking
update units set orgnr = 'a' where id = 2;
delete from of_units where eur < 1;
update units set orgnr = 'a' where id = 2;
insert into of_units values (2, 'a', 0.01);
select orgnr, sum(eur) from of_units group by orgnr;
delete from units where id = 2;
insert into of_units values (1, 'a', 100000);
select orgnr, sum(eur) from of_units group by orgnr;
drop table of_units;
create table of_units (unit int default 3, orgnr text default 'rest', eur numeric, day date default '2025-01-01',
	foreign key (unit, orgnr) references units (id, orgnr) on delete set default deferrable initially deferred);
select tilskudd.guard('of_units', 'de_minimis', 'orgnr', 'eur', 'day', mode => 'strict');
insert into of_units (eur) values (300000);
insert into of_units values (1, 'a', 1);
delete from units where id = 1;
delete from of_units where eur > 1;
delete from units where id = 1;
select orgnr, eur from of_units;
drop table of_units;
create table of_units (unit int, orgnr text, eur numeric, day date default '2025-01-01',
	foreign key (unit, orgnr) references units (id, orgnr) on delete set null);
select tilskudd.guard('of_units', 'de_minimis', 'orgnr', 'eur', 'day', mode => 'strict');
insert into of_units values (3, 'rest', 1);
delete from units where id = 3;
select tilskudd.guard('of_units', 'de_minimis', 'orgnr', 'eur', 'day');
delete from units where id = 3;
select * from of_units where orgnr is null;
drop table of_units, units;

--
-- Through views and rules
--
create view open_awards as select id, orgnr, eur, day from awards where status = 'granted' with check option;
insert into open_awards values (1, 'a', 300001, '2025-01-01');
insert into open_awards values (1, 'a', 300000, '2025-01-01');
update open_awards set eur = eur + 1;
update open_awards set eur = eur - 1;
create table intake (id int, orgnr text, eur numeric);
create rule hand_over as on insert to intake do also insert into awards values (new.id, new.orgnr, new.eur);
insert into intake values (2, 'a', 2);
select count(*) from intake;
insert into intake values (2, 'a', 1);
table held;
drop table intake;
drop view open_awards;

--
-- A second opinion
--
-- Some thousand statements, one by one.  Before each of them, the rule is asked
-- in SQL: after it, is there a day of an award, whose window contains an award
-- that was written, with more aid in the window than the ceiling of the day?
-- An award of nothing is no aid, neither then nor as what is written.
-- An award is not written by an update that leaves its key and day alone and
-- lowers its amount or leaves that alone, too.
-- Three tables must each do as the rule says: one read by an index, one by a
-- plan without index, and one that is partitioned.
create table by_index (id int primary key, unit int, eur numeric, day date, counts boolean);
create table by_plan (like by_index, primary key (id));
create table by_parts (like by_index) partition by hash (unit);
create table by_parts_0 partition of by_parts for values with (modulus 2, remainder 0);
create table by_parts_1 partition of by_parts for values with (modulus 2, remainder 1);
-- too much from before the guards
insert into by_index select i, i % 12, 60000 + i % 12 * 30000, date '2022-01-01' + i * 9, i % 4 <> 0 from generate_series(1, 240) as i;
insert into by_plan table by_index;
insert into by_parts table by_index;
select tilskudd.guard('by_index', 'de_minimis', 'unit', 'eur', 'day', 'counts', options => '{"fiscal_year_start_month": 7}'),
	tilskudd.guard('by_plan', 'de_minimis', 'unit', 'eur', 'day', 'counts', options => '{"fiscal_year_start_month": 7, "index": false}'),
	tilskudd.guard('by_parts', 'de_minimis', 'unit', 'eur', 'day', 'counts', options => '{"fiscal_year_start_month": 7}');
create table law as
	select day::date, tilskudd.de_minimis_window(day::date, 'general', 7) as period,
		(select ceiling_eur from tilskudd.law_de_minimis as l where pool = 'general' and day between l.valid_from and l.valid_to) as ceiling
	from generate_series(timestamp '2019-01-01', '2030-12-31', '1 day') as day;
alter table law add primary key (day);
create table model as select *, false as written from by_index;
alter table model add primary key (id);
create index on model (unit) where counts;
create function note_written() returns trigger language plpgsql as $$
begin
	new.written := tg_op = 'INSERT' or not (old.counts and old.unit = new.unit and old.day = new.day and old.eur >= new.eur) or old.written;
	return new;
end $$;
create trigger note_written before insert or update of unit, eur, day, counts on model for each row execute function note_written();
create function used(of_unit int, within daterange) returns numeric language sql as $$
	select sum(eur) from model where unit = of_unit and counts and day <@ within
$$;
create function dice(roll int, sides int) returns int language sql immutable as 'select (hashint4(roll) & 2147483647) % sides';

create function statement(i int) returns text language plpgsql as $$
declare
	unit int := dice(i * 10, 12);
	one int := dice(i * 10 + 1, 240 + i / 4) + 1;	-- a row that may be there
	eur text := case dice(i * 10 + 2, 5) when 0 then dice(i * 10 + 3, 400000)::text when 1 then round(dice(i * 10 + 3, 4000000) / 70.0, 3 + i % 9)::text
		when 2 then '0' else dice(i * 10 + 3, 90000)::text end;
	day date := date '2019-01-01' + dice(i * 10 + 4, 4380);
	counts text := dice(i * 10 + 5, 6) <> 0;
begin
	return case dice(i * 10 + 6, 16)
		when 0 then format('update %%I set eur = %s where id = %s', eur, one)
		when 1 then format('update %%I set eur = eur * 1.1 where unit = %s', unit)
		when 2 then format('update %%I set eur = eur * 0.9 where unit = %s and mod(id, 3) = 0', unit)
		when 3 then format('update %%I set day = %L where id = %s', day, one)
		when 4 then format('update %%I set day = day + 1 where unit = %s and mod(id, 3) = 0 and day < ''2030-06-01''', unit)
		when 5 then format('update %%I set unit = %s where id = %s', unit, one)
		when 6 then format('update %%I set counts = not counts where id between %s and %s', one, one + 2)
		when 7 then format('update %%I set counts = %L where unit = %s and mod(id, 5) = 0', counts, unit)
		when 8 then format('delete from %%I where id = %s', one)
		when 9 then format('delete from %%I where unit = %s and mod(id, 31) = %s', unit, i % 31)
		when 10 then format('insert into %%I values (%s, %s, %s, %L, %L), (%s, %s, %s, %L, %L)', 240 + i, unit, eur, day, counts,
			10240 + i, dice(i * 10 + 7, 12), dice(i * 10 + 8, 90000), day + dice(i * 10 + 9, 5) - 1, true)
		else format('insert into %%I values (%s, %s, %s, %L, %L)', 240 + i, unit, eur, day, counts)
	end;
end $$;

create function rehearse(command text) returns boolean language plpgsql as $$
begin
	execute format(command, 'model');
	if exists (select from model as w join model as a using (unit) join law on law.day = a.day
			   where w.written and w.counts and w.eur > 0 and a.counts and a.eur > 0 and w.day <@ period and used(unit, period) > ceiling) then
		raise exception 'refused' using errcode = 'triggered_action_exception';
	end if;
	update model set written = false where written;
	return true;
exception when triggered_action_exception then
	return false;
end $$;
create function perform(command text, target regclass) returns boolean language plpgsql as $$
begin
	execute format(command, target);
	return true;
exception when check_violation then
	return false;
end $$;
create table outcome (i int, command text, lawful boolean, index_says boolean, plan_says boolean, parts_say boolean);
do $$
declare
	command text;
begin
	for i in 1..2000 loop
		command := statement(i);
		insert into outcome values (i, command, rehearse(command), perform(command, 'by_index'), perform(command, 'by_plan'), perform(command, 'by_parts'));
		commit;
	end loop;
end $$;
select count(*) filter (where lawful) > 1000 as many_pass, count(*) filter (where not lawful) > 400 as many_refused,
	count(*) filter (where not lawful and command like 'update%') > 200 as updates_refused,
	count(*) filter (where lawful <> index_says) as index_differs, count(*) filter (where lawful <> plan_says) as plan_differs,
	count(*) filter (where lawful <> parts_say) as parts_differ
from outcome;
-- the tables are as they should be
select (select count(*) from by_index) = (select count(*) from model), (select count(*) from by_plan) = (select count(*) from model),
	(select count(*) from by_parts) = (select count(*) from model),
	(select count(*) from (select id, unit, eur, day, counts from model except table by_index) as d),
	(select count(*) from (select id, unit, eur, day, counts from model except table by_plan) as d),
	(select count(*) from (select id, unit, eur, day, counts from model except table by_parts) as d);
-- and the audit finds what is left of the excess there was
create table too_much as
	select unit, day, used(unit, period) as used, ceiling from (select distinct unit, day from model where counts and eur > 0) as a join law using (day)
	where used(unit, period) > ceiling;
select count(*) > 10 from too_much;
select audited, count(*) = (select count(*) from too_much) as as_many, count(*) filter (where t.unit is null) as unknown
from (select 'by_index' as audited, * from tilskudd.violations('by_index') union all select 'by_plan', * from tilskudd.violations('by_plan')
	union all select 'by_parts', * from tilskudd.violations('by_parts')) as v
left join too_much as t on t.unit = v.key::int and t.day = v.on_date and t.used = v.used and t.ceiling = v."limit"
group by audited order by audited;

drop table outcome, too_much, law, model, by_index, by_plan, by_parts;
drop function dice, statement, rehearse, perform, used, note_written;
drop table awards cascade;
drop function attempt, outcome, key_type, blind, fail, change, another, with_another, chain, careful, extra;
drop procedure give;
drop type pool;
drop domain undertaking, euro, weekday;
