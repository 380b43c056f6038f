-- guards_ownership: enterprises that are one undertaking, by the links of the day
set datestyle = 'ISO';
\pset format unaligned
\pset tuples_only on
\set VERBOSITY terse

create function attempt(command text) returns text language plpgsql as $$
declare
	detail text;
begin
	execute command;
	return 'passes';
exception when others then
	get stacked diagnostics detail = pg_exception_detail;
	return concat_ws(E'\n', sqlstate || ' ' || sqlerrm,
		case when detail <> '' then '  detail: ' || regexp_replace(detail, '(the ceiling is [0-9]+ EUR): .*\.$', '\1.') end);
end $$;
create table link (owner text, owned text, valid_from date, valid_to date);
create table award (id int, firm text, eur numeric, day date);

--
-- Declaring
--
\set VERBOSITY default
select tilskudd.guard('award', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": "select 1 as owner"}');
\set VERBOSITY terse
select attempt($$select tilskudd.guard('award', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": "select owner, owned, valid_from::text from public.link"}')$$);
select attempt($$select tilskudd.guard('award', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": "select owner, owned from link"}')$$);
select attempt($$select tilskudd.guard('award', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": "no_such_table"}')$$);
select attempt($$select tilskudd.guard('award', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": 7}')$$);
select attempt($$select tilskudd.guard('award', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": "delete from public.link returning owner, owned"}')$$);
-- in REPEATABLE READ, a volatile function would read what was there before
create function links() returns setof link language sql as 'select * from public.link';
create view link_view as select owner, owned from links();
select attempt($$select tilskudd.guard('award', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": "select * from public.links()"}')$$);
select attempt($$select tilskudd.guard('award', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": "link_view"}')$$);
alter function links stable;
select tilskudd.guard('award', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": "select * from public.links()"}');
select tilskudd.guard('award', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": "link_view"}');
-- a table is found by the caller's search_path, and remembered with its schema
select tilskudd.guard('award', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": "link"}');
select options from tilskudd.guards where target = 'award'::regclass;

--
-- Links without days hold on all days: directly, by chains, up and down
--
insert into link values ('P', 'A'), ('P', 'B'), ('B', 'C'), (null, 'A'), ('Z', null), ('Q', 'Q');
insert into award values (1, 'A', 100000, '2025-01-01'), (2, 'C', 100000, '2025-02-01');
select attempt($$insert into award values (3, 'P', 100000.01, '2025-03-01')$$);
select attempt($$insert into award values (3, 'P', 100000, '2025-03-01')$$);
select attempt(format('insert into award values (4, %L, 0.01, ''2025-04-01'')', firm)) from unnest('{P,A,B,C}'::text[]) as firm;
-- Q is its own owner, Z stands for itself
insert into award values (5, 'Q', 300000, '2025-01-01'), (6, 'Z', 300000, '2025-01-01');
select attempt($$insert into award values (7, 'Q', 1, '2025-01-02')$$);
-- several groups in one statement; the first that is too much is told
select attempt($$insert into award values (8, 'D', 300000, '2025-01-01'), (9, 'A', 1, '2025-05-01'), (10, 'E', 300000, '2025-01-01')$$);
-- within one statement, members add up
insert into link values ('M', 'N');
select attempt($$insert into award values (11, 'M', 150000, '2025-01-01'), (12, 'N', 150000.01, '2025-01-01')$$);
select attempt($$insert into award values (11, 'M', 150000, '2025-01-01'), (12, 'N', 150000, '2025-01-01')$$);
-- an award that moves to another firm of the same undertaking changes nothing, but is tested as any
select attempt($$update award set firm = 'N' where id = 11$$);
select attempt($$update award set firm = 'A' where id = 11$$);
select count(*) from tilskudd.violations('award');
select "limit", used, headroom from tilskudd.headroom('award', 'de_minimis', 'B', '2025-06-01');
select "limit", used, headroom from tilskudd.headroom('award', 'de_minimis', 'unheard of', '2025-06-01');

--
-- Links of some time.  A merger leaves what was granted before lawful, and
-- counts for what is granted after it (2023/2831 Art 3(8)).
--
truncate award, link;
insert into award values (1, 'A', 250000, '2025-01-01'), (2, 'B', 250000, '2025-02-01');
insert into link values ('A', 'B', '2025-07-01', '2026-06-30');
-- 500 000 together, no violation
select count(*) from tilskudd.violations('award');
-- before the merger each had 50 000 left, but a window of a later day counts too: there is none
select attempt($$insert into award values (3, 'A', 50000, '2025-06-30')$$);
select attempt($$insert into award values (4, 'B', 1, '2025-07-01')$$);
select attempt($$insert into award values (4, 'B', 1, '2026-06-30')$$);
-- nothing is no new aid, and the joint day on which it is granted is none of an excess
begin;
select attempt($$insert into award values (4, 'B', 0, '2025-07-01')$$);
select attempt($$insert into award values (5, 'A', 0.00, '2025-08-01'), (6, 'B', 0.01, '2025-08-01')$$);
select count(*) from tilskudd.violations('award');
-- what others have too much of is not held against it either
alter table award disable trigger user;
insert into award values (7, 'B', 1, '2025-09-01');
alter table award enable trigger user;
select attempt($$insert into award values (8, 'A', 0, '2025-01-01')$$);
select attempt($$insert into award values (8, 'A', 0.0000000001, '2025-01-01')$$);
select key, on_date, used from tilskudd.violations('award');
rollback;
-- after they have parted, B has its own 250 000 again
select attempt($$insert into award values (4, 'B', 50000, '2026-07-01')$$);
select attempt($$insert into award values (5, 'B', 1, '2026-07-01')$$);
select firm, on_date, used, headroom from unnest('{A,B}'::text[]) as firm, unnest('{2025-06-30,2025-07-01,2026-07-01}'::date[]) as on_date,
	tilskudd.headroom('award', 'de_minimis', firm, on_date) order by 1, 2;
-- Dated back into the time before the merger: B's own windows only.  Of them,
-- that of 2026-07-01 is full.
select attempt($$insert into award values (6, 'B', 1, '2025-03-01')$$);
-- A's later windows: none are full but the joint ones, and there is no award in that time
delete from award where id = 3;
select attempt($$insert into award values (7, 'A', 50000, '2025-03-01')$$);
-- an award of the joint time is tested by the links of its day, also when an
-- earlier one is dated back to before them
truncate award;
insert into award values (1, 'A', 100000, '2025-01-01'), (2, 'B', 150000, '2025-08-01');
select attempt($$insert into award values (3, 'A', 50000.01, '2025-02-01')$$);
select attempt($$insert into award values (3, 'B', 50000.01, '2025-02-01')$$);
select attempt($$insert into award values (3, 'A', 50000, '2025-02-01')$$);
-- what may be granted: to A alone 200 000, if it were not for the joint award
-- of 2025-08-01; after they have parted its own 150 000 count, until 2028
select * from tilskudd.headroom_curve('award', 'de_minimis', 'A', '2025-01-15');
-- put in without the guard, the audit finds it by the day on which they were one; key: the first of them
alter table award disable trigger user;
insert into award values (4, 'B', 1, '2025-02-01');
alter table award enable trigger user;
select key, on_date, used, "limit", excess from tilskudd.violations('award');

--
-- Who is linked with many, and loads of many
--
truncate award, link;
insert into link select 'holding', 'firm ' || i from generate_series(1, 300) as i;
insert into award select i, 'firm ' || i, 1000, '2025-01-01' from generate_series(1, 300) as i;
select attempt($$insert into award values (301, 'holding', 0.01, '2025-01-01')$$);
truncate award;
select attempt($$insert into award select i, 'firm ' || i, 1000, '2025-01-01' from generate_series(1, 301) as i$$);
update link set owner = 'holding ' || split_part(owned, ' ', 2)::int % 100;
select attempt($$insert into award select i, 'firm ' || i, 100000, '2025-01-01' from generate_series(1, 300) as i$$);
select attempt($$insert into award select i, 'holding ' || i, 1, '2025-01-01' from generate_series(99, 99) as i$$);
select attempt($$insert into award select i, 'firm ' || i, 1, '2025-01-01' from generate_series(301, 400) as i$$);
select count(*), sum(eur) from award;
select count(*) from tilskudd.violations('award');

--
-- Keys of another type, of a partitioned table
--
create table parted (firm int, eur numeric, day date) partition by hash (firm);
create table parted_0 partition of parted for values with (modulus 2, remainder 0);
create table parted_1 partition of parted for values with (modulus 2, remainder 1);
create table number (parent smallint, child bigint);
insert into number values (1, 2), (2, 3);
select tilskudd.guard('parted', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": "select parent as owner, child as owned from public.number"}');
select attempt($$insert into parted values (1, 150000, '2025-01-01'), (3, 150000, '2025-01-01')$$);
select attempt($$insert into parted_0 values (2, 1, '2025-01-01')$$);
select attempt($$insert into parted_1 values (2, 1, '2025-01-01')$$);
select used from tilskudd.headroom('parted', 'de_minimis', '2', '2025-01-01');

--
-- What the writer may not read counts; what the ownership needs must stay
--
create role regress_tilskudd_caseworker;
grant insert on award to regress_tilskudd_caseworker;
set role regress_tilskudd_caseworker;
select attempt($$insert into award values (501, 'firm 1', 0.01, '2025-01-01')$$);
reset role;
alter table link enable row level security;
set role regress_tilskudd_caseworker;
select attempt($$insert into award values (501, 'firm 1', 0.01, '2025-01-01')$$);
reset role;
revoke all on award from regress_tilskudd_caseworker;
drop role regress_tilskudd_caseworker;
alter table link rename to links_of_old;
select attempt($$insert into award values (501, 'firm 1', 0.01, '2025-01-01')$$);
alter table links_of_old rename to link;
select attempt($$insert into award values (501, 'firm 1', 0.01, '2025-01-01')$$);

-- a volatile condition: the answer must not differ from one look to the next
create function counts(int) returns boolean language sql as 'select $1 > 0';
select attempt($$select tilskudd.guard('award', 'de_minimis', 'firm', 'eur', 'day', 'counts(id)')$$);
select attempt($$select tilskudd.guard('award', 'de_minimis', 'firm', 'eur', 'day', 'eur > random()')$$);

-- A query that writes to the same table, by a function that lies about it, while awards are being checked:
-- these are still there afterwards.  Keys 11 to 14 get a cent more than 300 000 EUR each, then 1 000 EUR.
create table nested (firm bigint, eur numeric, day date);
create function write_two() returns void language sql volatile as $$
	insert into public.nested values (1, 100, '2025-01-01');
	insert into public.nested select n, 100, '2025-01-01' from generate_series(2, 9) as n;
$$;
create function no_links() returns table(owner bigint, owned bigint) language plpgsql stable as $$
begin
	if current_setting('nested.written', true) is distinct from 'yes' then
		perform set_config('nested.written', 'yes', true), public.write_two();
	end if;
end $$;
select tilskudd.guard('nested', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": "select * from public.no_links()"}');
select attempt($$insert into nested select n, 300000.01, '2025-01-01' from generate_series(11, 14) as n$$);
select attempt($$insert into nested select n, 1000, '2025-01-01' from generate_series(11, 14) as n$$);
-- 9 of 100 EUR and 4 of 1 000 EUR
select count(*), sum(eur) from nested;
drop table nested;
drop function no_links, write_two;

drop view link_view;
drop function links, counts, attempt;
drop table award, link, parted, number;
