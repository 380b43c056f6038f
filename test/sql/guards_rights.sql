-- guards_rights: who writes, who reads, who overrides
set datestyle = 'ISO';
\pset format unaligned
\pset tuples_only on
\set VERBOSITY terse

create role regress_tilskudd_owner;
create role regress_tilskudd_writer;
create role regress_tilskudd_clerk;
create role regress_tilskudd_boss;
create role regress_tilskudd_nobody;
create schema office authorization regress_tilskudd_owner;
grant usage on schema office to public;
grant usage on schema tilskudd to regress_tilskudd_owner, regress_tilskudd_writer, regress_tilskudd_clerk, regress_tilskudd_boss, regress_tilskudd_nobody;
-- what is refused, without the citation
create function attempt(command text) returns text language plpgsql as $$
declare
	detail text;
begin
	execute command;
	return 'passes';
exception when others then
	get stacked diagnostics detail = pg_exception_detail;
	return concat_ws(E'\n', sqlstate || ' ' || sqlerrm,
		case when detail <> '' then '  detail: ' || regexp_replace(detail, '(the ceiling is [0-9]+ EUR): .*?\.( (Only|The guard) .*)?$', '\1.\2') end);
end $$;

--
-- An owner that is no superuser; others are not enough
--
set role regress_tilskudd_owner;
set search_path = office, public;
create table awards (id int primary key, orgnr text, eur numeric, day date default '2025-01-01', agency text default current_user, note text);
create table parted (id int, orgnr text, eur numeric, day date default '2025-01-01', agency text default current_user, note text) partition by hash (orgnr);
create table parted_0 partition of parted for values with (modulus 2, remainder 0);
create table parted_1 partition of parted for values with (modulus 2, remainder 1);
select tilskudd.guard('awards', 'de_minimis', 'orgnr', 'eur', 'day'), tilskudd.guard('parted', 'de_minimis', 'orgnr', 'eur', 'day');
grant trigger, references, insert, update, delete, select on awards to regress_tilskudd_nobody;
reset role;
set role regress_tilskudd_nobody;
select attempt($$select tilskudd.guard('awards', 'de_minimis', 'orgnr', 'eur', 'day', mode => 'off')$$);
select attempt($$select tilskudd.unguard('awards', 'de_minimis')$$);
select attempt($$alter table awards disable trigger de_minimis_guard$$);
select attempt($$drop trigger de_minimis_guard on awards$$);
select attempt($$set session_replication_role = replica$$);
select mode, enabled from tilskudd.guards where target = 'awards'::regclass;
reset role;
revoke all on awards from regress_tilskudd_nobody;

--
-- A writer who may not read
--
set role regress_tilskudd_owner;
insert into awards values (1, 'secret', 250000);
insert into parted values (1, 'secret', 250000);
grant insert on awards, parted to regress_tilskudd_writer;
reset role;
set role regress_tilskudd_writer;
-- sums count what the writer does not see, and the error names no key
select attempt($$insert into awards values (2, 'secret', 50001)$$);
select attempt($$insert into parted values (2, 'secret', 50001)$$);
select attempt($$insert into awards values (2, 'secret', 50000)$$);
select attempt($$insert into parted values (2, 'secret', 50000)$$);
select attempt($$select * from awards$$);
select attempt($$insert into awards values (2, 'secret', 1) on conflict (id) do update set eur = 0$$);
-- it is the statement's rights that are asked for, not those of the check
select attempt($$update awards set eur = 1$$);
reset role;
-- the key for who may read it: that column is enough
grant select (orgnr) on office.awards to regress_tilskudd_writer;
set role regress_tilskudd_writer;
select attempt($$insert into awards values (3, 'secret', 1)$$);
reset role;
revoke select (orgnr) on office.awards from regress_tilskudd_writer;
grant select (id, eur) on office.awards to regress_tilskudd_writer;
grant update (eur) on office.awards to regress_tilskudd_writer;
set role regress_tilskudd_writer;
select attempt($$insert into awards values (3, 'secret', 1)$$);
select attempt($$update awards set eur = eur + 1 where id = 2$$);
select attempt($$update awards set eur = eur - 1 where id = 2$$);
select attempt($$update awards set note = 'x' where id = 2$$);
reset role;
revoke all on office.awards, office.parted from regress_tilskudd_writer;
revoke select (id, eur), update (eur) on office.awards from regress_tilskudd_writer;
-- an owner that may not read its own table does not stop the check
set role regress_tilskudd_owner;
revoke select on awards from regress_tilskudd_owner;
select attempt($$insert into awards values (3, 'secret', 2)$$);
grant select on awards to regress_tilskudd_owner;

--
-- Row-level security: sums are of all rows, whoever sees them
--
truncate awards, parted;
alter table awards enable row level security;
alter table parted enable row level security;
create policy own on awards using (agency = current_user);
create policy own on parted using (agency = current_user);
grant select, insert, update, delete on awards, parted to regress_tilskudd_writer, regress_tilskudd_clerk;
reset role;
create function public.in_both(command text) returns setof text language sql as $$
	select public.attempt(pg_catalog.format(command, t)) from unnest(array['office.awards', 'office.parted']) with ordinality as u(t, n) order by n
$$;
set role regress_tilskudd_clerk;
select in_both($$insert into %s values (1, 'a', 200000)$$);
reset role;
set role regress_tilskudd_writer;
select in_both($$insert into %s values (2, 'a', 100001)$$);
select in_both($$insert into %s values (2, 'a', 100000)$$);
select in_both($$update %s set eur = 100001$$);
select in_both($$update %s set eur = 99999$$);
select count(*), sum(eur) from awards;
-- the audit shows what its caller sees
select count(*) from tilskudd.violations('awards');
-- with FORCE the owner sees nothing either, and the sums are the same
reset role;
set role regress_tilskudd_owner;
alter table awards force row level security;
alter table parted force row level security;
select in_both($$insert into %s values (3, 'a', 1.01)$$);
select in_both($$insert into %s values (3, 'a', 1)$$);
select count(*) from awards;
reset role;
set role regress_tilskudd_writer;
select in_both($$insert into %s values (4, 'a', 0.01)$$);
-- the writer's own rows are not told from others'
set row_security = off;
select in_both($$insert into %s values (4, 'a', 0.01)$$);
reset row_security;
-- deferred, the check comes at the end of a transaction: no rows are hidden
reset role;
set role regress_tilskudd_owner;
select tilskudd.guard(t, 'de_minimis', 'orgnr', 'eur', 'day', options => '{"timing": "deferred"}') from unnest(array['office.awards', 'office.parted']::regclass[]) as t;
reset role;
begin;
set local role regress_tilskudd_writer;
insert into awards values (4, 'a', 0.01);
commit;
begin;
set local role regress_tilskudd_writer;
insert into parted values (4, 'a', 0.01);
set constraints all immediate;
commit;
select agency, sum(eur) from office.awards group by agency order by agency;
-- who may not use the table may not ask either
set role regress_tilskudd_nobody;
select attempt($$select tilskudd.headroom('awards', 'de_minimis', 'a', '2025-01-01')$$);
select attempt($$select * from tilskudd.headroom_curve('awards', 'de_minimis', 'a', '2025-01-01')$$);
select attempt($$select * from tilskudd.violations('awards')$$);
reset role;
grant insert on office.awards to regress_tilskudd_nobody;
set role regress_tilskudd_nobody;
-- of all rows, to who may write
select (v).allowed, (v)."limit", (v).used, (v).headroom from tilskudd.headroom('awards', 'de_minimis', 'a', '2025-01-01') as v;
select attempt($$select * from tilskudd.violations('awards')$$);
reset role;
revoke insert on office.awards from regress_tilskudd_nobody;
set role regress_tilskudd_owner;
alter table awards no force row level security;
alter table parted no force row level security;
alter table awards disable row level security;
alter table parted disable row level security;

--
-- Names in the writer's way: nothing that the writer makes is called by the
-- check, neither as the owner nor at all
--
truncate awards, parted;
create function is_open(text) returns boolean language plpgsql stable as 'begin return lower($1) = ''open''; end';
-- as a careful owner does
create function is_counted(text) returns boolean language plpgsql stable set search_path = office, pg_catalog, pg_temp as 'begin return is_open($1); end';
select tilskudd.guard(t, 'de_minimis', 'orgnr', 'eur', 'day', 'office.is_counted(note) and eur >= 0', options => '{"index": false}') from unnest(array['office.awards', 'office.parted']::regclass[]) as t;
reset role;
create schema hostile authorization regress_tilskudd_clerk;
set role regress_tilskudd_clerk;
create function hostile.evil(text) returns boolean language plpgsql as $$ begin raise warning 'as %', current_user; return false; end $$;
create function hostile.lower(text) returns text language plpgsql as $$ begin raise warning 'as %', current_user; return 'closed'; end $$;
create function hostile.is_open(text) returns boolean language sql as 'select hostile.evil($1)';
create function hostile.is_counted(text) returns boolean language sql as 'select hostile.evil($1)';
create function hostile.eq(text, text) returns boolean language sql as 'select hostile.evil($1)';
create function hostile.ge(numeric, int) returns boolean language sql as 'select hostile.evil($1::text)';
create function hostile.ge(numeric, numeric) returns boolean language sql as 'select hostile.evil($1::text)';
create function hostile.ge(date, date) returns boolean language sql as 'select hostile.evil($1::text)';
create function hostile.lt(text, text) returns boolean language sql as 'select hostile.evil($1)';
create operator hostile.= (leftarg = text, rightarg = text, function = hostile.eq);
create operator hostile.>= (leftarg = numeric, rightarg = numeric, function = hostile.ge);
create operator hostile.>= (leftarg = date, rightarg = date, function = hostile.ge);
create operator hostile.<= (leftarg = date, rightarg = date, function = hostile.ge);
create operator hostile.< (leftarg = text, rightarg = text, function = hostile.lt);
create table hostile.awards (id int, orgnr text, eur numeric, day date, agency text, note text);
create table hostile.parted (like hostile.awards);
create table hostile.pg_class (oid oid);
create table hostile.guard_override (like hostile.awards);
create domain hostile.date as text;
create temp table awards (id int, orgnr text, eur numeric, day date, agency text, note text);
create temp table parted (like pg_temp.awards);
create temp table pg_trigger (oid oid);
create domain pg_temp.numeric as text;
create function pg_temp.is_counted(text) returns boolean language sql as 'select false';
set search_path = pg_temp, hostile, pg_catalog, public;
select in_both($$insert into %s values (1, 'a', 300000, '2025-01-01', 'x', 'OPEN')$$);
select in_both($$insert into %s values (2, 'a', 1, '2025-01-01', 'x', 'Open')$$);
select in_both($$insert into %s values (2, 'a', 1, '2025-01-01', 'x', 'closed')$$);
select in_both($$update %s set note = 'open' where id = 2$$);
select in_both($$update %s set day = '2026-01-01' where id = 1$$);
select (v).allowed, (v).used from tilskudd.headroom('office.awards', 'de_minimis', 'a', '2026-01-01') as v;
select (v).allowed, (v).used from tilskudd.headroom('office.parted', 'de_minimis', 'a', '2026-01-01') as v;
select count(*) from tilskudd.violations('office.parted');
-- a new session plans anew
\c -
set datestyle = 'ISO';
set search_path = office, public;
\set VERBOSITY terse
set role regress_tilskudd_clerk;
create temp table awards (id int, orgnr text, eur numeric, day date, agency text, note text);
create temp table parted (like pg_temp.awards);
create domain pg_temp.numeric as text;
set search_path = pg_temp, hostile, pg_catalog, public;
select in_both($$insert into %s values (3, 'a', 1, '2025-01-01', 'x', 'Open')$$);
-- by an index, too
reset role;
set search_path = office, public;
set role regress_tilskudd_owner;
select tilskudd.guard(t, 'de_minimis', 'orgnr', 'eur', 'day', 'office.is_counted(note) and eur >= 0') from unnest(array['office.awards', 'office.parted']::regclass[]) as t;
set role regress_tilskudd_clerk;
set search_path = pg_temp, hostile, pg_catalog, public;
select in_both($$insert into %s values (3, 'a', 1, '2025-01-01', 'x', 'Open')$$);
-- A function that does not fix its search_path would find what the writer has
-- put there, and say of the writer's row that it does not count.  It is asked
-- with another search_path, of this row as of those that are there.
reset role;
set search_path = office, public;
set role regress_tilskudd_owner;
select tilskudd.guard(t, 'de_minimis', 'orgnr', 'eur', 'day', 'office.is_open(note)') from unnest(array['office.awards', 'office.parted']::regclass[]) as t;
set role regress_tilskudd_clerk;
set search_path = hostile, pg_catalog, public;
select in_both($$insert into %s values (4, 'a', 1, '2025-01-01', 'x', 'open')$$);
select count(*) from tilskudd.headroom('office.parted', 'de_minimis', 'a', '2026-01-01');
reset role;
set search_path = office, public;
select in_both($$insert into %s values (5, 'a', 1, '2025-01-01', 'x', 'open')$$);

--
-- Overrides
--
truncate office.awards, office.parted;
set role regress_tilskudd_owner;
select tilskudd.guard(t, 'de_minimis', 'orgnr', 'eur', 'day') from unnest(array['office.awards', 'office.parted']::regclass[]) as t;
set role regress_tilskudd_clerk;
-- without a reason nothing is said of it
select in_both($$insert into %s values (1, 'a', 300001)$$);
set tilskudd.override_reason = 'the ministry has asked for it';
-- no role may
select in_both($$insert into %s values (1, 'a', 300001)$$);
set role regress_tilskudd_owner;
select tilskudd.guard(t, 'de_minimis', 'orgnr', 'eur', 'day', options => '{"override_role": "regress_tilskudd_boss"}') from unnest(array['office.awards', 'office.parted']::regclass[]) as t;
select override_role, options from tilskudd.guards where target = 'office.awards'::regclass;
-- not a member, the owner of the table neither
select in_both($$insert into %s values (1, 'a', 300001)$$);
set role regress_tilskudd_clerk;
select in_both($$insert into %s values (1, 'a', 300001)$$);
reset role;
select count(*) from tilskudd.guard_override;
grant regress_tilskudd_boss to regress_tilskudd_clerk;
-- a member, but without a reason
set role regress_tilskudd_clerk;
set tilskudd.override_reason = '';
select in_both($$insert into %s values (1, 'a', 300001)$$);
set tilskudd.override_reason = E' \t\n';
select in_both($$insert into %s values (1, 'a', 300001)$$);
-- with a reason; what is lawful needs none
set tilskudd.override_reason = $$the ministry's "reason"; \ $$;
set search_path = hostile, pg_catalog, public;
select in_both($$insert into %s values (1, 'a', 300000)$$);
select in_both($$insert into %s values (2, 'a', 1), (3, 'b', 200000), (4, 'b', 100001.50), (5, 'c', 1)$$);
set search_path = office, public;
-- what is rolled back leaves no record
begin;
insert into office.awards values (6, 'a', 1);
rollback;
-- what can not be decided upon is not a limit that could be overridden
select in_both($$insert into %s values (6, 'a', -1)$$);
-- within a transaction
begin;
set local tilskudd.override_reason = 'for once';
update office.awards set eur = 300000 where id = 2;
commit;
reset tilskudd.override_reason;
select in_both($$insert into %s values (6, 'a', 1)$$);
reset role;
select by_role, session_role = session_user, target, guard, key, granted_on, used, requested, ceiling, reason, citation ~ '2023/2831',
	recorded_at between now() - interval '1 hour' and clock_timestamp()
from tilskudd.guard_override order by recorded_at;
-- nobody writes or reads the records, members and owners of tables neither
set role regress_tilskudd_clerk;
select attempt('select * from tilskudd.guard_override');
select attempt($$insert into tilskudd.guard_override (target) values ('office.awards')$$);
select attempt($$update tilskudd.guard_override set reason = 'better'$$);
select attempt('delete from tilskudd.guard_override');
select attempt('truncate tilskudd.guard_override');
set role regress_tilskudd_owner;
select attempt('select * from tilskudd.guard_override');
select attempt('delete from tilskudd.guard_override');
-- unless who made the extension lets them read
reset role;
grant select on tilskudd.guard_override to regress_tilskudd_clerk;
set role regress_tilskudd_clerk;
select target, count(*) from tilskudd.guard_override group by target order by target collate "C";
select attempt($$update tilskudd.guard_override set reason = 'better'$$);
reset role;
revoke select on tilskudd.guard_override from regress_tilskudd_clerk;
-- a superuser is a member of all roles
create table for_superusers (orgnr text, eur numeric, day date);
select tilskudd.guard('for_superusers', 'de_minimis', 'orgnr', 'eur', 'day', options => '{"override_role": "regress_tilskudd_boss"}');
insert into for_superusers values ('a', 300001, '2025-01-01');
set tilskudd.override_reason = 'by a superuser';
insert into for_superusers values ('a', 300001, '2025-01-01');
reset tilskudd.override_reason;
select by_role = current_user, used, requested from tilskudd.guard_override where target ~ 'for_superusers';
drop table for_superusers;
-- a warning is no override
set role regress_tilskudd_owner;
select tilskudd.guard('office.awards', 'de_minimis', 'orgnr', 'eur', 'day', mode => 'warn', options => '{"override_role": "regress_tilskudd_boss"}');
set role regress_tilskudd_clerk;
set tilskudd.override_reason = 'no need';
insert into office.awards values (7, 'a', 1);
reset tilskudd.override_reason;
reset role;
select count(*) from tilskudd.guard_override where reason = 'no need';
-- deferred: by who commits, and with the reason there is then
set role regress_tilskudd_owner;
select tilskudd.guard('office.awards', 'de_minimis', 'orgnr', 'eur', 'day', options => '{"override_role": "regress_tilskudd_boss", "timing": "deferred"}');
reset role;
begin;
set local role regress_tilskudd_clerk;
set local tilskudd.override_reason = 'at last';
insert into office.awards values (8, 'a', 1);
commit;
select by_role, requested, reason from tilskudd.guard_override where reason = 'at last';
-- the role is gone
reset role;
revoke usage on schema tilskudd from regress_tilskudd_boss;
drop role regress_tilskudd_boss;
set tilskudd.override_reason = 'too late';
select attempt($$insert into office.parted values (9, 'a', 1)$$);
reset tilskudd.override_reason;

--
-- Who may make triggers can not act as the owner by making a guard by hand: it
-- runs nothing, and lets nothing in, until the owner has declared it
--
set role regress_tilskudd_owner;
create table office.lent (orgnr text, eur numeric, day date);
grant insert, trigger on office.lent to regress_tilskudd_nobody;
grant create on schema office to regress_tilskudd_nobody;
set role regress_tilskudd_nobody;
create function office.act(text) returns boolean language plpgsql stable as $$ begin raise warning 'acts as %', current_user; return true; end $$;
create constraint trigger own_guard after insert or update on office.lent for each row execute function tilskudd.guard_row('{"rule": "de_minimis", "mode": "block"}');
create constraint trigger own_guard_columns after update of orgnr, eur, day on office.lent for each row when (false and office.act(new.orgnr)) execute function tilskudd.guard_columns();
select attempt($$insert into office.lent values ('a', 1, '2025-01-01')$$);
select attempt($$comment on trigger own_guard on office.lent is 'limit declared by tilskudd.guard()'$$);
select attempt($$select tilskudd.headroom('office.lent', 'own', 'a', '2025-01-01')$$);
select attempt($$select tilskudd.violations('office.lent')$$);
select name, mode, enabled from tilskudd.guards where target = 'office.lent'::regclass;
-- the owner takes it off
set role regress_tilskudd_owner;
select tilskudd.unguard('office.lent', 'own');
select attempt($$insert into office.lent values ('a', 1, '2025-01-01')$$);
reset role;

delete from tilskudd.guard_override;
drop schema hostile cascade;
drop owned by regress_tilskudd_owner, regress_tilskudd_writer, regress_tilskudd_clerk, regress_tilskudd_nobody cascade;
drop function attempt, in_both;
drop role regress_tilskudd_owner, regress_tilskudd_writer, regress_tilskudd_clerk, regress_tilskudd_nobody;
