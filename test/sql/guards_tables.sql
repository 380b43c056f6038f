-- guards_tables: partitions, inheritance, temporary and unlogged tables
set datestyle = 'ISO';
\pset format unaligned
\pset tuples_only on
\set VERBOSITY terse

-- what is refused by the guard, with the amounts; other errors are not caught
create function attempt(command text) returns text language plpgsql as $$
declare
	detail text; tab text; con text;
begin
	execute command;
	return 'passes';
exception when check_violation then
	get stacked diagnostics detail = pg_exception_detail, tab = table_name, con = constraint_name;
	return concat_ws(': ', sqlerrm, nullif(regexp_replace(detail, '^Key \((.*)\)=\((.*)\): (.*), the ceiling is ([0-9]+) EUR: .*$', '\2: \3, ceiling \4'), ''), tab, con);
end $$;

--
-- Partitions, by the range of days and within that by the hash of the key.
-- Some have other columns in another order, and dropped ones.
--
create table parted (orgnr text, eur numeric, day date, status text default 'granted') partition by range (day);
create table parted_old partition of parted for values from (minvalue) to ('2025-01-01');
create table parted_2025 (status text default 'granted', gone int, day date, more_gone text, eur numeric, orgnr text) partition by hash (orgnr);
alter table parted_2025 drop gone;
create table parted_2025_0 (junk text, day date, eur numeric, orgnr text, status text default 'granted');
alter table parted_2025_0 drop junk;
alter table parted_2025 drop more_gone;
alter table parted_2025 attach partition parted_2025_0 for values with (modulus 2, remainder 0);
create table parted_2025_1 partition of parted_2025 for values with (modulus 2, remainder 1);
alter table parted attach partition parted_2025 for values from ('2025-01-01') to ('2026-01-01');
select tilskudd.guard('parted', 'de_minimis', 'orgnr', 'eur', 'day', $$status = 'granted'$$);
-- one guard, on the root
select target, name, key, counted, enabled from tilskudd.guards;
-- over all partitions
select attempt($$insert into parted values ('a', 100000, '2024-12-31'), ('a', 200000, '2025-01-01'), ('b', 300000, '2025-06-01')$$);
select attempt($$insert into parted values ('a', 0.01, '2025-12-31')$$);
select attempt($$insert into parted values ('a', 0.01, '2024-06-01')$$);
select attempt($$insert into parted values ('c', 300000, '2025-01-01'), ('d', 300000, '2024-01-01'), ('d', 0.01, '2025-01-01')$$);
select attempt($$insert into parted values ('c', 300000, '2025-01-01'), ('d', 300000, '2024-01-01'), ('e', 0.01, '2025-01-01')$$);
-- written directly: the others count all the same, and the root is named
select attempt($$insert into parted_old values ('a', 0.01, '2024-06-01')$$);
select attempt($$insert into parted_2025 (orgnr, eur, day) values ('a', 0.01, '2025-06-01')$$);
select attempt($$insert into parted_old values ('f', 200000, '2024-06-01'), ('f', 100000.01, '2024-06-01')$$);
select attempt($$insert into parted_old values ('f', 200000, '2024-06-01'), ('f', 100000, '2024-06-01')$$);
create function leaf(of_key text) returns text language sql as $$
	select format('parted_2025_%s', case when satisfies_hash_partition('parted_2025'::regclass, 2, 0, of_key) then 0 else 1 end)
$$;
select attempt(format('insert into %I (orgnr, eur, day) values (%L, 0.01, %L)', leaf(k), k, '2025-06-01')) from unnest(array['a', 'b', 'c', 'd']) with ordinality as u(k, n) order by n;
select attempt(format('update %I set eur = eur + 1 where orgnr = %L', leaf(k), k)) from unnest(array['a', 'b', 'c', 'e']) with ordinality as u(k, n) order by n;
select attempt(format('update %I set eur = eur - 0.5 where orgnr = %L', leaf(k), k)) from unnest(array['a', 'b', 'c', 'e']) with ordinality as u(k, n) order by n;
update parted set eur = eur + 0.5 where orgnr < 'e' and eur <> trunc(eur);
copy parted_old (orgnr, eur, day) from stdin;
a	0.01	2024-02-01
\.
-- into several leaves by one statement, of which one row is too much
with one as (insert into parted_old values ('g', 150000, '2024-06-01')) insert into parted_2025 (orgnr, eur, day) values ('g', 150000.01, '2025-06-01');
with one as (insert into parted_old values ('g', 150000, '2024-06-01')) insert into parted_2025 (orgnr, eur, day) values ('g', 150000, '2025-06-01');
select tableoid::regclass, orgnr, eur, day from parted where orgnr not in ('b', 'c', 'e') and tableoid = 'parted_old'::regclass order by 2, 3, 4;
select orgnr, sum(eur) from parted group by orgnr order by orgnr;
select key, on_date, used from tilskudd.violations('parted');
-- rows that move to another partition
select attempt($$update parted set day = '2025-07-01' where orgnr = 'a' and day = '2024-12-31'$$);
select attempt($$update parted set day = '2021-12-31' where orgnr = 'a' and day = '2025-07-01'$$);
select attempt($$insert into parted values ('a', 100000, '2025-12-31')$$);
select attempt($$update parted set day = '2025-07-01' where orgnr = 'a' and day = '2021-12-31'$$);
select attempt($$update parted set orgnr = 'a' where orgnr = 'b'$$);
select attempt($$update parted set orgnr = case orgnr when 'a' then 'b' else 'a' end where orgnr in ('a', 'b')$$);
select orgnr, sum(eur) from parted where orgnr in ('a', 'b') group by orgnr order by orgnr;
-- a partition that is made, attached and detached
create table parted_2026 partition of parted for values from ('2026-01-01') to ('2027-01-01');
select attempt($$insert into parted_2026 values ('b', 0.01, '2026-01-01')$$);
create table parted_2027 (day date not null, status text, orgnr text, eur numeric);
insert into parted_2027 values ('2027-01-01', 'granted', 'h', 400000), ('2027-01-01', 'granted', 'i', 300000), ('2027-02-01', 'granted', 'b', 1);
alter table parted attach partition parted_2027 for values from ('2027-01-01') to ('2028-01-01');
-- what it brings is for the audit to find, and counts
select key, on_date, used from tilskudd.violations('parted') order by key;
select attempt($$insert into parted values ('i', 0.01, '2026-06-01')$$);
select attempt($$insert into parted_2027 values ('2027-06-01', 'granted', 'h', 1)$$);
update parted set eur = 399999 where orgnr = 'h';
alter table parted detach partition parted_2025;
select attempt($$insert into parted_2026 values ('b', 1, '2026-01-01')$$);
select count(*) from pg_trigger where tgrelid in ('parted_2025'::regclass, 'parted_2025_0'::regclass) and not tgisinternal;
insert into parted_2025 (orgnr, eur, day) values ('b', 1000000, '2025-01-01');
delete from parted_2025 where eur = 1000000;
alter table parted attach partition parted_2025 for values from ('2025-01-01') to ('2026-01-01');
select attempt($$insert into parted_2026 values ('b', 1, '2026-01-01')$$);
select attempt($$insert into parted_2025 (orgnr, eur, day) values ('b', 1, '2025-01-01')$$);
truncate parted_2025;
select attempt($$insert into parted_2026 values ('b', 1, '2026-01-01')$$);
drop table parted_2027;
select attempt($$insert into parted_2026 values ('i', 300000, '2026-01-01')$$);
-- a column that the partitions have in other places is renamed, another is new
alter table parted rename eur to amount;
alter table parted add note text;
select attempt($$insert into parted_2026 (orgnr, amount, day) values ('i', 1, '2026-01-01')$$);
select attempt($$insert into parted (orgnr, amount, day, note) values ('i', 1, '2025-01-01', 'new')$$);
-- deferred
select tilskudd.guard('parted', 'de_minimis', 'orgnr', 'amount', 'day', $$status = 'granted'$$, options => '{"timing": "deferred"}');
begin;
insert into parted values ('j', 300000, '2024-01-01');
insert into parted_2026 (orgnr, amount, day) values ('j', 1, '2026-01-01');
select count(*) from parted where orgnr = 'j';
commit;
begin;
insert into parted values ('j', 300000, '2024-01-01');
insert into parted_2026 (orgnr, amount, day) values ('j', 1, '2026-01-01');
update parted set amount = 299999 where orgnr = 'j' and amount = 300000;
commit;
begin;
insert into parted_2026 (orgnr, amount, day) values ('j', 1, '2026-01-01');
set constraints de_minimis_guard immediate;
commit;
select amount, day from parted where orgnr = 'j' order by 2;
select tilskudd.unguard('parted', 'de_minimis');
select count(*) from pg_trigger where tgrelid in ('parted'::regclass, 'parted_2025'::regclass, 'parted_2025_0'::regclass, 'parted_2026'::regclass) and not tgisinternal;
drop table parted;

-- Moved by a column that does not matter.  To triggers, a row that comes into
-- a partition is a new one: where there is too much already, it is refused.
create table parted (orgnr text, eur numeric, day date, region int) partition by list (region);
create table parted_1 partition of parted for values in (1);
create table parted_2 partition of parted for values in (2);
insert into parted values ('a', 400000, '2025-01-01', 1);
select tilskudd.guard('parted', 'de_minimis', 'orgnr', 'eur', 'day');
select attempt('update parted set region = 1');
select attempt('update parted set eur = 390000');
select attempt('update parted set region = 2');
select attempt('update parted set eur = 300000, region = 2');
select attempt('update parted set region = 1');
select tableoid::regclass, * from parted;
drop table parted;

--
-- Audits of a partition: where a table is divided by the key of its guard, and by
-- nothing else, the awards of a key are all in one.  The law of these tests is
-- the ceiling of 300000 EUR (2023/2831 Art 3(2)): a, b and c have 400000, 'd' has
-- 300000.
--
create function audit(part regclass) returns text language plpgsql as $$
declare
	detail text;
	hint text;
begin
	return coalesce((select string_agg(key || ' ' || on_date || ' ' || used, ', ' order by key) from tilskudd.violations(part)), 'none');
exception when wrong_object_type or undefined_object then
	get stacked diagnostics detail = pg_exception_detail, hint = pg_exception_hint;
	return concat_ws(' ', sqlerrm || '.', nullif(detail, ''), hint);
end $$;
create function audits(root regclass) returns table (part regclass, found text) language sql as $$
	select relid, public.audit(relid) from pg_partition_tree(root) order by level, relid::text collate "C"
$$;
create table awards (orgnr text, eur numeric, day date);
insert into awards select k, 200000, d::date from unnest('{a,b,c}'::text[]) as k, unnest('{2025-01-01,2026-01-01}'::date[]) as d;
insert into awards values ('d', 300000, '2026-01-01');
create procedure fill() language plpgsql as $$
begin
	insert into parted (orgnr, eur, day) select * from awards;
	perform tilskudd.guard('parted', 'de_minimis', 'orgnr', 'eur', 'day', mode => 'off');
end $$;
-- by the list of keys, with columns in another order
create table parted (orgnr text, eur numeric, day date) partition by list (orgnr);
create table parted_ab (day date, gone int, orgnr text, eur numeric);
alter table parted_ab drop gone;
alter table parted attach partition parted_ab for values in ('a', 'b');
create table parted_rest partition of parted default;
call fill();
select * from audits('parted');
-- what can not be decided is told of the partition
insert into parted_ab (orgnr, day) values ('a', '2026-02-01');
select * from audits('parted');
-- other guards of the table, and none
select tilskudd.guard('parted', 'retention', 'orgnr', granted_on => 'day');
select tilskudd.guard('parted', 'frame', 'orgnr', 'eur', 'day', mode => 'off', options => '{"frames": "select ''a'' as key, 1000.00 as amount"}');
select key, guard, on_date, used from tilskudd.violations('parted_ab') order by 2, 1;
select tilskudd.unguard('parted', n) from unnest('{retention,frame,de_minimis}'::text[]) as n;
select * from audits('parted');
drop table parted;
-- by the hash of the key and then by days: the first level has whole keys
create table parted (orgnr text, eur numeric, day date) partition by hash (orgnr);
create table parted_0 partition of parted for values with (modulus 2, remainder 0) partition by range (day);
create table parted_0_all partition of parted_0 default;
create table parted_1 partition of parted for values with (modulus 2, remainder 1);
call fill();
select string_agg(found, ', ' order by found) from audits('parted') where part in ('parted_0', 'parted_1') and found <> 'none';
select audit('parted'), audit('parted_0_all');
drop table parted;
-- by days and then by the key
create table parted (orgnr text, eur numeric, day date) partition by range (day);
create table parted_all partition of parted default partition by list (orgnr);
create table parted_all_a partition of parted_all for values in ('a');
create table parted_all_rest partition of parted_all default;
call fill();
select * from audits('parted');
drop table parted;
-- by the key and something else; by an expression
create table parted (orgnr text, eur numeric, day date) partition by hash (orgnr, day);
create table parted_0 partition of parted for values with (modulus 1, remainder 0);
call fill();
select audit('parted_0');
drop table parted;
create table parted (orgnr text, eur numeric, day date) partition by list ((lower(orgnr)));
create table parted_rest partition of parted default;
call fill();
select audit('parted_rest');
drop table parted;
-- two collations by which nothing is equal but what is the same
create table parted (orgnr text collate "POSIX", eur numeric, day date) partition by range (orgnr collate "C");
create table parted_ab partition of parted for values from ('a') to ('c');
create table parted_rest partition of parted default;
call fill();
select * from audits('parted');
drop table parted;
-- Several undertakings are read at once; what may be granted to one of them
-- instead is 300000 - 38000, or all of it when the three years since 2025-12-19 are over.
create table parted (orgnr text, eur numeric, day date) partition by list (orgnr);
create table parted_rest partition of parted default;
select tilskudd.guard('parted', 'de_minimis', 'orgnr', 'eur', 'day');
insert into parted values ('b', 38000, '2025-12-19');
\set VERBOSITY default
insert into parted values ('a', 1, '2026-01-01'), ('b', 300000, '2026-01-01'), ('c', 1, '2026-01-01');
\set VERBOSITY terse
drop table parted;
-- linked keys
create table parted (orgnr text, eur numeric, day date) partition by list (orgnr);
create table parted_rest partition of parted default;
call fill();
select tilskudd.guard('parted', 'de_minimis', 'orgnr', 'eur', 'day', mode => 'off', options => '{"ownership": "select ''a'' as owner, ''b'' as owned"}');
\set VERBOSITY default
select * from tilskudd.violations('parted_rest');
-- what is left depends on all of them
select tilskudd.headroom('parted_rest', 'de_minimis', 'a', '2026-01-01');
select * from tilskudd.headroom_curve('parted_rest', 'de_minimis', 'a', '2026-01-01');
\set VERBOSITY terse
drop table parted, awards;
drop function audits(regclass), audit(regclass);
drop procedure fill();

--
-- Inheritance
--
create table parent (orgnr text, eur numeric, day date default '2025-01-01');
create table child (note text) inherits (parent);
create table grandchild (extra int) inherits (child);
select tilskudd.guard('parent', 'de_minimis', 'orgnr', 'eur', 'day');
select target, name, mode from tilskudd.guards order by target::text collate "C";
select attempt($$insert into parent values ('a', 100000)$$);
select attempt($$insert into child values ('a', 100000)$$);
select attempt($$insert into grandchild values ('a', 100000)$$);
select attempt($$insert into parent values ('a', 0.01)$$);
select attempt($$insert into child values ('a', 0.01)$$);
select attempt($$insert into grandchild values ('a', 0.01)$$);
select attempt($$insert into grandchild values ('b', 200000), ('b', 100000.01)$$);
-- several of them in a statement, by their parent's name
select attempt($$update parent set eur = eur + case when tableoid = 'parent'::regclass then 1 else 0 end$$);
select attempt($$update parent set eur = eur + case when tableoid = 'child'::regclass then 1 else 0 end$$);
select attempt($$update parent set eur = eur + case tableoid when 'grandchild'::regclass then 1 when 'parent'::regclass then -1 else 0 end$$);
select attempt($$update only parent set eur = 100000$$);
select attempt($$update only parent set eur = eur + 1$$);
select tableoid::regclass, orgnr, eur from parent order by tableoid::regclass::text collate "C";
select key, guard, used from tilskudd.violations('parent');
-- declared for a child alone
select tilskudd.unguard('parent', 'de_minimis');
select count(*) from tilskudd.guards;
select tilskudd.guard('child', 'de_minimis', 'orgnr', 'eur', 'day');
select attempt($$insert into parent values ('a', 1000000)$$);
select attempt($$insert into child values ('a', 100000)$$);
select attempt($$insert into child values ('a', 1)$$);
select tilskudd.unguard('child', 'de_minimis');
truncate parent;
-- a child that is taken out has a guard of its own, and counts no more
select tilskudd.guard('parent', 'de_minimis', 'orgnr', 'eur', 'day');
select attempt($$insert into child values ('a', 300000)$$);
alter table child no inherit parent;
select attempt($$insert into parent values ('a', 300000)$$);
select attempt($$insert into child values ('a', 1)$$);
select attempt($$insert into parent values ('a', 1)$$);
-- and back
alter table child inherit parent;
select attempt($$insert into child values ('b', 300000)$$);
select attempt($$insert into parent values ('b', 1)$$);
select key, used from tilskudd.violations('parent');
truncate parent;
-- A child that is made later has no guard until guard() is asked again.  What
-- is written to it directly is not refused; but nothing is let in beside it,
-- and the audit sees its rows.
create table late () inherits (parent);
insert into late values ('a', 400000);
select key, used from tilskudd.violations('parent');
insert into parent values ('b', 1);
\echo :LAST_ERROR_SQLSTATE
\set VERBOSITY default
insert into child values ('b', 1);
\set VERBOSITY terse
\echo :LAST_ERROR_SQLSTATE
select tilskudd.guard('parent', 'de_minimis', 'orgnr', 'eur', 'day');
select attempt($$insert into late values ('b', 300001)$$);
select attempt($$insert into late values ('b', 300000)$$);
drop table parent cascade;

--
-- Temporary and unlogged tables
--
create temp table t (orgnr text, eur numeric, day date default '2025-01-01');
select tilskudd.guard('t', 'de_minimis', 'orgnr', 'eur', 'day');
select attempt($$insert into t values ('a', 300000)$$);
select attempt($$insert into t values ('a', 1)$$);
drop table t;
-- kept or emptied or dropped at the end of the transaction
begin;
create temp table t (orgnr text, eur numeric, day date default '2025-01-01') on commit delete rows;
select tilskudd.guard('t', 'de_minimis', 'orgnr', 'eur', 'day', options => '{"timing": "deferred"}');
insert into t values ('a', 300000);
commit;
insert into t values ('a', 300000);
select count(*) from t;
begin;
insert into t values ('a', 300000);
insert into t values ('a', 1);
set constraints de_minimis_guard immediate;
rollback;
drop table t;
begin;
create temp table t (orgnr text, eur numeric, day date default '2025-01-01') on commit drop;
select tilskudd.guard('t', 'de_minimis', 'orgnr', 'eur', 'day', options => '{"index": false}');
select attempt($$insert into t values ('a', 300000)$$);
select attempt($$insert into t values ('a', 1)$$);
commit;
-- with partitions
create temp table t (orgnr text, eur numeric, day date default '2025-01-01') partition by list (orgnr);
create temp table t_a partition of t for values in ('a');
create temp table t_b partition of t default;
select tilskudd.guard('t', 'de_minimis', 'orgnr', 'eur', 'day');
select attempt($$insert into t_a values ('a', 300000)$$);
select attempt($$insert into t values ('a', 1)$$);
drop table t;
create unlogged table u (orgnr text, eur numeric, day date default '2025-01-01');
select tilskudd.guard('u', 'de_minimis', 'orgnr', 'eur', 'day');
select attempt($$insert into u values ('a', 300000)$$);
select attempt($$insert into u values ('a', 1)$$);
alter table u set logged;
select attempt($$insert into u values ('a', 1)$$);
-- a table that is made and guarded and written in one transaction
begin;
create table v (like u);
select tilskudd.guard('v', 'de_minimis', 'orgnr', 'eur', 'day');
insert into v values ('a', 300000, '2025-01-01');
savepoint one;
insert into v values ('a', 1, '2025-01-01');
rollback to one;
drop index v_orgnr_day_eur_idx;
insert into v values ('a', 1, '2025-01-01');
rollback to one;
alter table v rename day to granted_on;
insert into v values ('a', 1, '2025-01-01');
rollback to one;
select tilskudd.unguard('v', 'de_minimis');
insert into v values ('a', 1, '2025-01-01');
rollback;
-- what changes under a guard between statements
select attempt($$insert into u values ('b', 100000)$$);
drop index u_orgnr_day_eur_idx;
select attempt($$insert into u values ('b', 200001)$$);
create index on u (orgnr, day);
select attempt($$insert into u values ('b', 200001)$$);
alter table u alter orgnr set not null;
vacuum full u;
select attempt($$insert into u values ('b', 200001)$$);
cluster u using u_orgnr_day_idx;
reindex table u;
select attempt($$insert into u values ('b', 200000), ('b', 0)$$);
vacuum (freeze) u;
select attempt($$insert into u values ('b', 1)$$);
delete from u where orgnr = 'b' and eur > 0;
select attempt($$insert into u values ('b', 300000)$$);
drop table u;
drop function attempt, leaf;
