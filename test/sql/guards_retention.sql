-- rule retention: records that must be kept (V11-5; 2023/2831 Art 6(3))
--
-- Records of 2030 are kept until 2040, those of 2008 were until 2018.
set datestyle = 'ISO';
set timezone = 'UTC';

-- runs a statement, tells how many rows it touched, or the error; and takes it back
create function outcome(statement text) returns text language plpgsql as $$
declare
	rows bigint;
	detail text;
	hint text;
	name text;
begin
	begin
		execute statement;
		get diagnostics rows = row_count;
		raise exception using errcode = 'ZZZZZ';
	exception when sqlstate 'ZZZZZ' then
		return rows || ' rows';
	end;
exception when others then
	get stacked diagnostics detail = pg_exception_detail, hint = pg_exception_hint, name = constraint_name;
	return concat_ws(E'\n  ', sqlstate || ' ' || sqlerrm, 'detail: ' || nullif(detail, ''), 'hint: ' || nullif(hint, ''),
		'constraint: ' || nullif(name, ''));
end
$$;

create table scheme (id int primary key);
create table record (id int primary key, scheme int references scheme on delete cascade, day date, last_aid date, status text default 'granted', note text);
insert into scheme values (1), (2);
insert into record values
	(1, 1, '2030-06-01', null, 'granted', 'kept until 2040-06-01'),
	(2, 2, '2008-06-01', null, 'granted', 'kept until 2018-06-01'),
	(3, 2, '2008-06-01', '2030-02-28', 'granted', 'the last aid under the scheme was in 2030'),
	(4, 2, '2030-06-01', '2008-01-01', 'granted', 'of two days the later counts'),
	(5, 2, '2005-06-01', null, 'granted', 'before 2007 no retention is established'),
	(6, 2, '2040-06-01', null, 'granted', 'nor is it after the last regime'),
	(7, 2, null, null, 'granted', 'no day'),
	(8, 2, '2008-06-01', 'infinity', 'granted', 'the scheme goes on'),
	(10, 2, '2005-06-01', '2030-06-01', 'granted', 'the later day is known'),
	(11, 2, '2008-06-01', '2040-06-01', 'granted', 'the later day is not'),
	(9, 2, '2030-06-01', null, 'draft', 'does not count');

-- declaration: the same call, without an amount
select outcome($$select tilskudd.guard('record', 'retention', key => 'id', amount => 'scheme', granted_on => 'day')$$);
select outcome($$select tilskudd.guard('record', 'retention', key => 'id')$$);
select outcome($$select tilskudd.guard('record', 'retention', key => 'id', granted_on => 'day', options => '{"timing": "deferred"}')$$);
select outcome($$select tilskudd.guard('record', 'retention', key => 'id', granted_on => 'day', options => '{"index": false}')$$);
select outcome($$select tilskudd.guard('record', 'retention', key => 'id', granted_on => 'day', options => '{"last_aid_on": "2020-01-01"}')$$);
select outcome($$select tilskudd.guard('record', 'retention', key => 'id', granted_on => 'day', options => '{"last_aid_on": {"column": "note"}}')$$);
create function declare_guard(mode text default 'block', more jsonb default '{}') returns name language sql as $$
	select tilskudd.guard('record', 'retention', key => 'id', granted_on => 'day', counted => $c$status <> 'draft'$c$,
		mode => mode, options => '{"last_aid_on": {"column": "last_aid"}}' || more)
$$;
select declare_guard();
select name, rule, key, amount, granted_on, counted, mode, options, enabled, constraint_name from tilskudd.guards \gx
select count(*) from pg_index where indrelid = 'record'::regclass;

-- DELETE: V11-5 for 2008, 2023/2831 for 2030; each record by itself
select id, outcome(format('delete from record where id = %s', id)) from record order by id;
select outcome('delete from record');
-- INSERT and what touches nothing of a record's days is free
select outcome($$insert into record values (20, 1, '2030-06-01')$$);
select outcome($$update record set note = 'changed', id = id + 100, scheme = 1$$);
-- UPDATE: a later day passes, an earlier one does not
select outcome($$update record set day = '2030-06-02' where id = 1$$);
select outcome($$update record set day = '2030-05-31' where id = 1$$);
select outcome($$update record set day = null where id = 1$$);
select outcome($$update record set day = '2005-01-01' where id = 1$$);
select outcome($$update record set status = 'draft' where id = 1$$);
select outcome($$update record set id = null where id = 1$$);
select outcome($$update record set last_aid = null where id = 3$$);
select outcome($$update record set last_aid = '2030-01-01' where id = 3$$);
select outcome($$update record set last_aid = '2030-12-31' where id = 3$$);
select outcome($$update record set last_aid = '2030-12-31' where id = 8$$);
select outcome($$update record set last_aid = '-infinity' where id = 8$$);
select outcome($$update record set status = 'draft' where id = 8$$);
-- the day of the record itself may be corrected, while the scheme's keeps it
select outcome($$update record set day = '2009-06-01' where id = 3$$);
-- what is not kept may be changed as one likes
select outcome($$update record set day = '2007-01-01' where id = 2$$);
-- ON CONFLICT, MERGE of a kind, WITH: whatever deletes or updates
select outcome($$insert into record values (1, 1, '2029-06-01') on conflict (id) do update set day = excluded.day$$);
select outcome($$with gone as (delete from record where id = 1 returning *) select count(*) from gone$$);
-- a record that is replaced in the same statement by one of its key, kept as long, is still there
alter table record drop constraint record_pkey;
select outcome($$with gone as (delete from record where id = 1 returning *) insert into record select id, scheme, day, last_aid, status, 'again' from gone$$);
select outcome($$with gone as (delete from record where id = 1 returning *) insert into record select id, scheme, day - 1, last_aid, status, 'again' from gone$$);
select outcome($$with gone as (delete from record where id = 1 returning *) insert into record select id + 1, scheme, day, last_aid, status, 'again' from gone$$);
select outcome($$with gone as (delete from record where id = 1 returning *) insert into record select id, scheme, day, last_aid, 'draft', 'again' from gone$$);
-- ON DELETE CASCADE
select outcome('delete from scheme where id = 1');
-- TRUNCATE, of the table or by CASCADE
select outcome('truncate record');
select outcome('truncate scheme cascade');
-- a SET NULL of the day by a foreign key would be an UPDATE; a COPY is an INSERT

-- The boundary: ten years ago today is the last day, the day before is over.
-- (On 29 February, 1 March is the first day that is kept.)
insert into record select 30 + row_number() over (order by day desc), 1, day
	from (select day::date from generate_series(current_date - 3655, current_date - 3651, interval '1 day') as day
		where tilskudd.retention_until(day::date) >= current_date order by day limit 1) as first_kept
	union all select 30, 1, max(day)::date from generate_series(current_date - 3655, current_date - 3650, interval '1 day') as day
		where tilskudd.retention_until(day::date) < current_date;
select left(outcome('delete from record where id = 31'), 5);
select outcome('delete from record where id = 30');
-- the session's time zone makes nothing older
set timezone = 'Pacific/Kiritimati';
select left(outcome('delete from record where id = 31'), 5);
set timezone = 'UTC';
set session_replication_role = replica;
delete from record where id in (30, 31);
reset session_replication_role;

-- strict keeps what is in doubt, too
select declare_guard('strict');
select id, outcome(format('delete from record where id = %s', id)) from record where id in (2, 5, 7) order by id;
-- warn and off
select declare_guard('warn');
select outcome('delete from record where id in (1, 3)');
select outcome('truncate record');
select declare_guard('off');
select outcome('delete from record');
select outcome('truncate record');

-- whether the records of a key may be deleted on a day; nothing is a violation
select declare_guard();
select key, day, (v).allowed, (v).limit, (v).used, (v).headroom, (v).rule, (v).citation, (v).undecided
from (values ('1', date '2040-06-01'), ('1', '2040-06-02'), ('2', '2018-06-01'), ('2', '2018-06-02'), ('3', '2040-02-28'), ('3', '2040-02-29'), ('5', '2020-01-01'), ('8', '2050-01-01'), ('99', '2020-01-01')) as q(key, day),
	tilskudd.headroom('record', 'retention', key, day) as v;
select outcome($$select tilskudd.headroom_curve('record', 'retention', '1', '2020-01-01')$$);
select * from tilskudd.violations('record');

-- override: one entry for each record
create role archivist;
select declare_guard('block', '{"override_role": "archivist"}');
begin;
set local tilskudd.override_reason = 'Entered twice';
delete from record where id in (1, 3);
update record set day = '2029-06-01' where id = 4;
select key, granted_on, used, requested, ceiling, reason, citation from tilskudd.guard_override order by key;
rollback;
begin;
set local tilskudd.override_reason = 'Moved to the archive';
truncate record;
select key, granted_on, reason from tilskudd.guard_override order by key;
rollback;
select declare_guard();
set tilskudd.override_reason = 'No role for it';
select outcome('delete from record where id = 1');
reset tilskudd.override_reason;

-- who may not read the key is not told of it
create role clerk;
grant delete on scheme, record to clerk;
grant select on scheme to clerk;
set role clerk;
select outcome('delete from public.record');
select outcome('delete from public.scheme where id = 1');
reset role;
-- nor may override by a cascade, which has the rights of the table's owner
select declare_guard('block', '{"override_role": "archivist"}');
set tilskudd.override_reason = 'The scheme has ended';
set role clerk;
select outcome('delete from public.scheme where id = 1');
-- nor does a function with the rights of its owner, unless who calls it is a member, too
reset role;
grant delete, select on record to archivist;
create function tidy() returns void language sql security definer as 'delete from public.record where id = 1';
alter function tidy() owner to archivist;
set role clerk;
select outcome('select public.tidy()');
reset role;
grant archivist to clerk;
set role clerk;
select outcome('select public.tidy()');
reset role;
revoke archivist from clerk;
drop function tidy();
reset tilskudd.override_reason;

-- the guard can be taken off
select tilskudd.unguard('record', 'retention');
select outcome('delete from record');
select outcome('truncate record');
select tgname from pg_trigger where tgrelid = 'record'::regclass and not tgisinternal;
drop table record, scheme;

-- Partitions: moved rows, rows written directly, TRUNCATE of one; a partition that comes later
create table archive (id int, day date, place text, eur int) partition by list (place);
create table archive_oslo partition of archive for values in ('Oslo');
create table archive_rest partition of archive default partition by range (day);
create table archive_rest_1 partition of archive_rest for values from ('2000-01-01') to ('2020-01-01');
create table archive_rest_2 partition of archive_rest for values from ('2020-01-01') to ('2050-01-01');
select tilskudd.guard('archive', 'retention', key => 'id', granted_on => 'day');
insert into archive values (1, '2030-01-01', 'Oslo'), (2, '2008-01-01', 'Oslo'), (3, '2030-01-01', 'Vadsø'), (4, '2008-01-01', 'Vadsø');
select outcome($$update archive set place = case place when 'Oslo' then 'Bodø' else 'Oslo' end$$);
select outcome($$update archive set place = 'Bodø', day = '2029-01-01' where id = 1$$);
select outcome($$update archive set day = '2010-01-01' where id = 3$$);
select outcome($$delete from archive where id in (2, 4)$$);
select outcome($$delete from archive$$);
select outcome($$delete from archive_oslo where id = 1$$);
select outcome($$delete from archive_rest where id = 3$$);
select outcome($$truncate archive$$);
select outcome($$truncate archive_oslo$$);
select outcome($$truncate archive_rest$$);
select outcome($$truncate archive_rest_1$$);
create table archive_tromso partition of archive for values in ('Tromsø');
insert into archive values (5, '2030-01-01', 'Tromsø');
select outcome($$delete from archive_tromso$$);
select outcome($$truncate archive$$);
-- it has no trigger for its own TRUNCATE until the guard is declared again
select outcome($$truncate archive_tromso$$);
select tilskudd.guard('archive', 'retention', key => 'id', granted_on => 'day');
select outcome($$truncate archive_tromso$$);
-- detached, it has a trigger left
alter table archive detach partition archive_tromso;
select outcome($$delete from archive_tromso$$);
select outcome($$truncate archive_tromso$$);
select tilskudd.unguard('archive_tromso', 'retention');
select outcome($$truncate archive_tromso$$);
select tilskudd.unguard('archive', 'retention');
select outcome($$truncate archive_oslo$$);
-- a record without a key could not be told from another
select tilskudd.guard('archive', 'retention', key => 'id', granted_on => 'day');
select outcome($$update archive set id = null where id = 1$$);
select outcome($$update archive set id = 100 where id = 1$$);
-- nothing of another rule is left on partitions
select tilskudd.guard('archive', 'retention', key => 'id', granted_on => 'day', options => '{"name": "kept"}');
select tilskudd.guard('archive', 'de_minimis', key => 'id', amount => 'eur', granted_on => 'day', options => '{"name": "kept"}');
select tgrelid::regclass, tgname from pg_trigger where tgrelid in (select relid from pg_partition_tree('archive')) and tgname like 'kept\_guard\_begin' order by 1, 2;
-- and none of its triggers takes another event
create trigger kept_guard_begin before truncate on archive_oslo for each statement execute function tilskudd.guard_begin();
select outcome($$truncate archive_oslo$$);
select tilskudd.unguard('archive', 'retention');
create trigger kept_guard_end after truncate on archive_oslo for each statement execute function tilskudd.guard_end();
drop trigger kept_guard_begin on archive_oslo;
select outcome($$truncate archive_oslo$$);
drop table archive, archive_tromso;

-- inheritance
create table parent (id int, day date);
create table child (more int) inherits (parent);
select tilskudd.guard('parent', 'retention', key => 'id', granted_on => 'day');
insert into parent values (1, '2030-01-01');
insert into child values (2, '2030-01-01');
select outcome($$delete from only parent$$);
select outcome($$delete from child$$);
select outcome($$truncate only parent$$);
select outcome($$truncate child$$);
delete from parent where id = 3;
drop table parent, child;
drop role archivist, clerk;
drop function outcome(text), declare_guard(text, jsonb);
