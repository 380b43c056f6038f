-- stale_objects: what has stored answers of the law, and how it is brought up to date
-- in a database of its own: other tests leave such objects behind
select current_database() as here \gset
create database tilskudd_stale_objects;
\c tilskudd_stale_objects
set client_min_messages = warning;
create extension tilskudd;

-- The law does not change during a test.  These stand between it and the
-- tables, and later answer as if it had changed: 0301 into zone IV.
create schema "Støtte";
create function "Støtte".sone(tilskudd.kommunenr, date) returns tilskudd.zone language sql immutable
begin atomic
	select tilskudd.zone($1, $2);
end;
create function differs(tilskudd.zone, text) returns boolean language sql immutable
begin atomic
	select $1::text <> $2;
end;

-- nothing yet: extension objects are not listed
select count(*) from tilskudd.stale_objects();

create domain applicant as tilskudd.kommunenr constraint in_aid_area check ("Støtte".sone(value, '2010-01-01') <> 'D');
create table "Til skudd" (
	id int primary key,
	kommunenr tilskudd.kommunenr,
	"Dag" date not null,
	applicant applicant,
	zone tilskudd.zone generated always as ("Støtte".sone(kommunenr, "Dag")) stored,
	-- no answer of the law
	month int generated always as (extract(month from "Dag")) stored,
	constraint "ikkje D" check ("Støtte".sone(kommunenr, "Dag") <> 'D'),
	constraint positive check (id > 0));
comment on constraint "ikkje D" on "Til skudd" is 'it''s said';
alter table "Til skudd" add constraint not_yet check ("Støtte".sone(kommunenr, "Dag") <> 'C') not valid;
create index by_zone on "Til skudd" ("Støtte".sone(kommunenr, "Dag"));
create index in_i on "Til skudd" (id) where "Støtte".sone(kommunenr, "Dag") = 'I';
-- a plain index on the generated column is right as soon as the column is
create index on "Til skudd" (zone);
create index on "Til skudd" (month);
create statistics zones on ("Støtte".sone(kommunenr, "Dag")), kommunenr from "Til skudd";
create statistics months on month, kommunenr from "Til skudd";
create table paid (kommunenr tilskudd.kommunenr, day date, nok numeric) partition by list ("Støtte".sone(kommunenr, day));
create table paid_i partition of paid for values in ('I');
create table paid_rest partition of paid default;
create index paid_zone on paid ("Støtte".sone(kommunenr, day), nok);
-- a trigger and a policy ask again each time
create policy in_zone on "Til skudd" using (tilskudd.zone(kommunenr, "Dag") = 'I');
create view in_zones as select zone, count(*) from "Til skudd" group by zone;
-- the second is older than what it reads
create view newest as select 'I'::tilskudd.zone as zone;
create materialized view summary as select zone from newest;
create materialized view zone_count as select * from in_zones;
create or replace view newest as select zone from zone_count;
create index on summary (zone);
create materialized view of_law as select zone, valid_from from tilskudd.law_zone_map, unnest(string_to_array(zones, ' ')) as zone;
create materialized view of_months as select month, count(*) from "Til skudd" group by month;
-- a function with a text is not looked into
create function hidden(tilskudd.kommunenr) returns tilskudd.zone language sql immutable as 'select tilskudd.zone($1, ''2010-01-01'')';
create index hidden on "Til skudd" (hidden(kommunenr));

-- Oslo lies in zone I, Tromsø in III (guidelines of 2007, Vedlegg 3)
insert into "Til skudd" values (1, '0301', '2010-01-01', '0301'), (2, '1902', '2010-01-01', '1902');
insert into paid values ('0301', '2010-01-01', 10), ('1902', '2010-01-01', 20);
refresh materialized view zone_count;
refresh materialized view summary;
analyze;

\pset format unaligned
select kind, relation, object, functions from tilskudd.stale_objects();
select statement from tilskudd.stale_objects();
\pset format aligned

-- Tables of another session are its own: only it can see and rebuild them.
create temp table mine (z tilskudd.zone generated always as (tilskudd.zone(k, '2010-01-01')) stored, k tilskudd.kommunenr);
select kind, relation, functions, statement ~ '^UPDATE pg_temp\.mine SET k = k$' as ok from tilskudd.stale_objects() where relation = 'mine'::regclass;

-- In a sharper sense: what read a law table that has changed.  None has.
select * from tilskudd.law_change;
select count(*) from tilskudd.stale_objects('0.1');
begin;
create or replace view tilskudd.law_change as
	select * from (values ('0.10', 'zone', 'a zone'), ('0.9', 'zone_map', 'a map'), ('0.2', 'payment', 'another subject')) as t(version, law_table, change);
-- versions are numbers, not text
select since, (select count(*) from tilskudd.stale_objects(since))
from unnest('{0.1,0.8,0.9,0.10,1,0.10.1}'::text[]) as since;
rollback;
begin;
-- what reads payment alone does not touch a zone, but a view of the law might
create or replace view tilskudd.law_change as select '0.3'::text as version, 'payment'::text as law_table, 'a rate'::text as change;
select kind, relation, functions from tilskudd.stale_objects('0.2');
rollback;
select * from tilskudd.stale_objects('new');
select * from tilskudd.stale_objects('');

-- The statements do what they promise: the "law" changes, and all that is
-- listed is what it would be had it been made anew.
create or replace function "Støtte".sone(tilskudd.kommunenr, date) returns tilskudd.zone language sql immutable
begin atomic
	select case when $1 = '0301' then 'IV' else tilskudd.zone($1, $2) end;
end;
create view told as
	select 'column' as what, string_agg(zone::text, ' ' order by id) as answer from "Til skudd"
	union all select 'partition', string_agg(tableoid::regclass || ' ' || nok, ', ' order by nok) from paid
	union all select 'zone_count', string_agg(zone || ' ' || count, ', ' order by zone) from zone_count
	union all select 'summary', string_agg(zone::text, ', ' order by zone) from summary
	order by what;
select * from told;
set enable_seqscan = off;
select id from "Til skudd" where "Støtte".sone(kommunenr, "Dag") = 'IV' order by id;
select statement from tilskudd.stale_objects() \gexec
select * from told;
select id from "Til skudd" where "Støtte".sone(kommunenr, "Dag") = 'IV' order by id;
reset enable_seqscan;
select conname, convalidated, obj_description(oid, 'pg_constraint') from pg_constraint where conrelid = '"Til skudd"'::regclass and contype = 'c' order by 1;

-- What the law does not allow any more: the statement says so, and the
-- constraint stays as it was.
create or replace function "Støtte".sone(tilskudd.kommunenr, date) returns tilskudd.zone language sql immutable
begin atomic
	select case when $1 = '0301' then 'D' else tilskudd.zone($1, $2) end;
end;
select statement from tilskudd.stale_objects() where kind like '%constraint' \gexec
select conname, convalidated, obj_description(oid, 'pg_constraint') from pg_constraint where conrelid = '"Til skudd"'::regclass and contype = 'c' order by 1;

-- Anybody may ask: it reads nothing but the catalogs.
create role asks_what_is_stale;
set role asks_what_is_stale;
select kind, count(*) from tilskudd.stale_objects() group by kind order by kind collate "C";
reset role;
drop role asks_what_is_stale;

-- Every function that is said to read a law table is there, and so is the table.
select function from tilskudd.law_reader where not exists (
	select from pg_proc where proname = function and pronamespace = 'tilskudd'::regnamespace);
select function, law_table from tilskudd.law_reader, string_to_table(law_tables, ' ') as law_table
where law_table <> '*' and to_regclass('tilskudd.law_' || law_table) is null;

\c :here
drop database tilskudd_stale_objects;
