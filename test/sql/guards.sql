-- guards: declaring them, and what they say
set datestyle = 'ISO';
\pset format unaligned
\pset tuples_only on

-- all that a client can learn of an error, without the citation
create function attempt(command text) returns text language plpgsql as $$
declare
	rows bigint;
	message text; detail text; hint text; table_name text; constraint_name text;
begin
	execute command;
	get diagnostics rows = row_count;
	return format('%s rows', rows);
exception when others then
	get stacked diagnostics message = message_text, detail = pg_exception_detail, hint = pg_exception_hint,
		table_name = table_name, constraint_name = constraint_name;
	return concat_ws(E'\n', sqlstate || ' ' || message,
		'  detail: ' || nullif(regexp_replace(detail, '(the ceiling is [0-9]+ EUR): .*', '\1'), ''),
		'  hint: ' || nullif(hint, ''), '  table: ' || nullif(table_name, ''), '  constraint: ' || nullif(constraint_name, ''));
end $$;
create function triggers(target regclass) returns setof text language sql as $$
	select format('%s: %s%s%s%s', tgname, tgfoid::regproc,
		' of ' || nullif((select string_agg(attname, ', ' order by ordinality)
						  from unnest(tgattr::int2[]) with ordinality as a(attnum, ordinality)
						  join pg_attribute using (attnum) where attrelid = tgrelid), ''),
		case when tgdeferrable then ', deferrable' end, case when tginitdeferred then ', deferred' end)
	from pg_trigger where tgrelid = target and not tgisinternal order by tgname
$$;
create function indexes(target regclass) returns setof text language sql as $$
	select pg_get_indexdef(indexrelid) from pg_index where indrelid = target order by indexrelid
$$;

create type state as enum ('applied', 'reserved', 'granted', 'withdrawn');
create table grants (id int primary key, orgnr text, gge_eur numeric, decided_on date, status state default 'granted', note text,
	pool text, freight boolean, month int, region int[], at timestamptz, price float8, paid money,
	shadow int, whole numeric generated always as (gge_eur * 2) stored);

--
-- Declaration
--
select tilskudd.guard('grants', 'de_minimis', key => 'orgnr', amount => 'gge_eur', granted_on => 'decided_on',
	counted => $$status in ('reserved', 'granted')$$);
-- one of them never fires: it has the columns
select triggers('grants');
select indexes('grants');
select target, name, rule, key, amount, granted_on, counted, mode, options, enabled, constraint_name, override_role from tilskudd.guards;

-- again: the same triggers, no second index
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', $$status in ('reserved', 'granted')$$);
select count(*) from triggers('grants');
select count(*) from indexes('grants');
-- with another mode and other options: in place of the first
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', $$status in ('reserved', 'granted')$$, 'strict',
	'{"timing": "deferrable", "pool": {"column": "pool"}, "fiscal_year_start_month": {"column": "month"}, "road_freight": {"column": "freight"}}');
select triggers('grants');
select mode, options from tilskudd.guards;
-- a column that the index lacks: it serves all the same
select count(*) from indexes('grants');
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', null, 'off',
	'{"timing": "deferred", "pool": "sgei", "fiscal_year_start_month": 7, "road_freight": false, "override_role": "pg_monitor", "index": false}');
select triggers('grants');
select counted, mode, options, override_role from tilskudd.guards;
-- every row counts now, and the partial index has not every row; but "index" is false
select count(*) from indexes('grants');
select tilskudd.unguard('grants', 'de_minimis');
select count(*) from triggers('grants');
select count(*) from tilskudd.guards;
-- its index stays
select count(*) from indexes('grants');
select tilskudd.unguard('grants', 'de_minimis');
select tilskudd.unguard(null, 'de_minimis') is null, tilskudd.unguard('grants', null) is null;

--
-- The index: an index that serves is taken
--
create function index_made(predicate text, index text) returns text language plpgsql as $$
declare
	made text;
begin
	create temp table t (a text, d date, x numeric, s text, b text collate "C", ok boolean);
	execute index;
	perform tilskudd.guard('t', 'de_minimis', 'a', 'x', 'd', predicate);
	select regexp_replace(pg_get_indexdef(indexrelid), '.* USING ', 'made: ') into made
	from pg_index where indrelid = 't'::regclass order by indexrelid offset case index when '' then 0 else 1 end;
	drop table t;
	return coalesce(made, 'reused');
end $$;
select index_made(null, '');
select index_made($$s = 'granted'$$, '');
-- reused: the key, then the day, whatever follows; every row that counts
select index_made(null, 'create index on t (a, d)');
select index_made(null, 'create index on t (a, d) include (x)');
select index_made(null, 'create index on t (a, d desc, x)');
select index_made(null, 'create unique index on t (a, d, s)');
select index_made(null, 'create index on t (a text_pattern_ops, d)');
select index_made($$s = 'granted'$$, 'create index on t (a, d)');
select index_made($$s = 'granted'$$, $$create index on t (a, d) where s = 'granted'$$);
select index_made($$s = 'granted'$$, $$create index on t (a, d) where s in ('granted', 'reserved')$$);
select index_made($$s = 'granted' and ok$$, $$create index on t (a, d) where ok$$);
-- not: other columns or order, expressions, other methods, rows missing
select index_made(null, 'create index on t (d, a)');
select index_made(null, 'create index on t (a)');
select index_made(null, 'create index on t (a, x, d)');
select index_made(null, 'create index on t (lower(a), d)');
select index_made(null, 'create index on t using hash (a)');
select index_made(null, 'create index on t (a collate "C", d)');
select index_made(null, $$create index on t (a, d) where s = 'granted'$$);
select index_made($$s in ('granted', 'reserved')$$, $$create index on t (a, d) where s = 'granted'$$);
-- which rows count depends on the time: the index has all of them
select index_made($$d <= current_date$$, '');

--
-- Errors of guard()
--
create view a_view as select * from grants;
create materialized view a_matview as select * from grants;
create sequence a_sequence;
create foreign data wrapper regress_tilskudd_wrapper;
create server regress_tilskudd_server foreign data wrapper regress_tilskudd_wrapper;
create foreign table a_foreign_table (orgnr text, gge_eur numeric, decided_on date) server regress_tilskudd_server;
create table parted (orgnr text, gge_eur numeric, decided_on date) partition by range (decided_on);
create table parted_2025 partition of parted for values from ('2025-01-01') to ('2026-01-01') partition by hash (orgnr);
create table parted_2025_0 partition of parted_2025 for values with (modulus 1, remainder 0);
create function guard_with(target text default 'grants', rule text default 'de_minimis', key text default 'orgnr', amount text default 'gge_eur',
	granted_on text default 'decided_on', counted text default null, mode text default 'block', options text default '{}') returns text language sql as $$
	select attempt(format('select tilskudd.guard(%L, %L, key => %L, amount => %L, granted_on => %L, counted => %L, mode => %L, options => %L)',
		target, rule, key, amount, granted_on, counted, mode, options))
$$;

select guard_with(target => null);
select guard_with(rule => null);
select guard_with(key => null);
select guard_with(amount => null);
select guard_with(granted_on => null);
select guard_with(mode => null);
select guard_with(options => null);

select guard_with(target => 'a_view');
select guard_with(target => 'a_matview');
select guard_with(target => 'a_sequence');
select guard_with(target => 'a_foreign_table');
select guard_with(target => 'grants_pkey') ~ 'grants_pkey';
select guard_with(target => 'parted_2025');
select guard_with(target => 'parted_2025_0');
select guard_with(rule => 'block_exemption');
select guard_with(rule => 'DE_MINIMIS');
select guard_with(mode => 'refuse');
select guard_with(mode => '');

select guard_with(key => 'nobody');
select guard_with(amount => 'Gge_eur');
select guard_with(key => 'ctid');
select guard_with(granted_on => 'xmin');
select guard_with(key => 'region');
select guard_with(key => 'paid');
select guard_with(amount => 'price');
select guard_with(amount => 'paid');
select guard_with(amount => 'note');
select guard_with(granted_on => 'at');
select guard_with(granted_on => 'note');
select guard_with(key => 'gge_eur', amount => 'gge_eur');
select guard_with(key => 'decided_on');
-- a virtual generated column, which there are from 18 on; before, what it says there
select current_setting('server_version_num')::int >= 180000 as has_virtual_columns \gset
\if :has_virtual_columns
create table computed (orgnr text, eur numeric, day date, twice numeric generated always as (eur * 2) virtual);
select attempt($$select tilskudd.guard('computed', 'de_minimis', 'orgnr', 'twice', 'day')$$) as said \gset
drop table computed;
\else
\set said '0A000 amount can not be "twice", which is a virtual generated column' '\n' '  hint: Use an ordinary column, or one that is GENERATED ... STORED.'
\endif
\echo :said

select guard_with(options => '[]');
select guard_with(options => '"pool"');
select guard_with(options => '{"pools": "sgei"}');
select guard_with(options => '{"pool": "forestry"}');
select guard_with(options => '{"pool": 1}');
select guard_with(options => '{"pool": null}');
select guard_with(options => '{"pool": ["sgei"]}');
select guard_with(options => '{"pool": {"columns": "pool"}}');
select guard_with(options => '{"pool": {"column": 1}}');
select guard_with(options => '{"pool": {"column": "nobody"}}');
select guard_with(options => '{"pool": {"column": "month"}}');
select guard_with(options => '{"pool": {"column": "orgnr"}}');
select guard_with(options => '{"road_freight": "yes"}');
select guard_with(options => '{"road_freight": {"column": "note"}}');
select guard_with(options => '{"fiscal_year_start_month": 13}');
select guard_with(options => '{"fiscal_year_start_month": "July"}');
select guard_with(options => '{"fiscal_year_start_month": 1e12}');
select guard_with(options => '{"fiscal_year_start_month": {"column": "note"}}');
select guard_with(options => '{"timing": "later"}');
select guard_with(options => '{"timing": null}');
select guard_with(options => '{"index": "no"}');
select guard_with(options => '{"name": ""}');
select guard_with(options => '{"name": 1}');
select guard_with(options => '{"override_role": "regress_tilskudd_nobody"}');
select guard_with(options => '{"override_role": {"column": "note"}}');
-- with the suffix _guard_columns it would be longer than names can be
select guard_with(options => format('{"name": "%s"}', repeat('n', 50)));
select guard_with(options => format('{"name": "%s"}', repeat('n', 49)));
select tilskudd.unguard('grants', repeat('n', 49));

select guard_with(counted => 'status = ');
-- of which argument an error of the server's is
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', counted => 'note + 1');
select guard_with(counted => '');
select guard_with(counted => 'note');
select guard_with(counted => 'nobody > 1');
select guard_with(counted => 'true, false');
select guard_with(counted => 'true from grants');
select guard_with(counted => 'true; drop table grants');
select guard_with(counted => 'exists (select from grants)');
select guard_with(counted => 'count(*) > 1');
select guard_with(counted => $$status = 'lapsed'$$);
select guard_with(counted => 'random() > 2');
-- nothing of all that has made anything
select triggers('grants');
select count(*) from indexes('grants');
select guard_with(counted => 'grants.gge_eur > 0 and new.gge_eur > 0') ~ 'new';

-- declared for who owns the table
create role regress_tilskudd_user;
grant usage on schema tilskudd to regress_tilskudd_user;
grant all on grants to regress_tilskudd_user;
set role regress_tilskudd_user;
select guard_with();
select attempt($$select tilskudd.unguard('grants', 'de_minimis')$$);
reset role;
-- a trigger of the user's that has the name already is not the guard's to drop
create function nothing() returns trigger language plpgsql as 'begin return new; end';
create trigger de_minimis_guard before insert on grants for each row execute function nothing();
select guard_with();
select triggers('grants');
drop trigger de_minimis_guard on grants;
-- the trigger functions are of no use by hand
create trigger own before insert on grants for each row execute function tilskudd.guard_row('{}');
select attempt('insert into grants (id) values (1)');
drop trigger own on grants;
create trigger own after insert on grants for each row execute function tilskudd.guard_row('{}');
select attempt('insert into grants (id) values (1)');
drop trigger own on grants;
create trigger own before insert on grants for each statement execute function tilskudd.guard_begin();
select attempt('insert into grants (id) values (1)');
drop trigger own on grants;
select attempt('select tilskudd.guard_row()');

--
-- What is refused, and what is said
--
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', $$status in ('reserved', 'granted')$$);
select attempt($$insert into grants values (1, '912345678', 200000, '2024-03-01'), (2, '912345678', 60000.50, '2025-06-10')$$);
-- 260 000.50 are used, 39 999.50 are left.  50 000 pass when the first award
-- has left the window: it is in until 2027-03-01.
select attempt($$insert into grants values (3, '912345678', 50000, '2026-01-01')$$);
-- equality passes
select attempt($$insert into grants values (3, '912345678', 39999.50, '2026-01-01')$$);
select attempt($$insert into grants values (4, '912345678', 0.00000000000000000001, '2026-01-01')$$);
select attempt($$insert into grants values (4, '912345678', 0, '2026-01-01')$$);
-- together they cross: refused whole, and the total of both is what is asked for
select attempt($$insert into grants values (5, '987654321', 150000, '2025-01-01'), (6, '987654321', 150000.01, '2025-01-01')$$);
-- a back-dated award is in the window of 2026-01-01 as well, which is full
select attempt($$insert into grants values (5, '912345678', 1, '2023-01-02')$$);
-- 2023-01-01 is in that one, too: the same day three years before
select attempt($$insert into grants values (5, '912345678', 1, '2023-01-01')$$);
-- the day before is not.  On that day, 200 000 in three fiscal years would
-- pass; but it is in the windows of 2024-03-01 and 2025-06-10, where 200 000
-- and 260 000.50 are used: the first one that is too full is named.
select attempt($$insert into grants values (5, '912345678', 200000, '2022-12-31')$$);
select attempt($$insert into grants values (5, '912345678', 39999.51, '2022-12-31')$$);
select attempt($$insert into grants values (5, '912345678', 39999.50, '2022-12-31')$$);
-- more than the ceiling of any day
select attempt($$insert into grants values (6, '923456789', 300000.01, '2030-12-31')$$);
-- the last day that the tables know
select attempt($$insert into grants values (6, '923456789', 300000, '2028-01-01')$$);
select attempt($$insert into grants values (7, '923456789', 1, '2030-12-31')$$);
-- The update of an award is asked for as a whole: 239 999.50 are the others
-- in the window of 2026-01-01, that of 2022-12-31 not among them.
select attempt($$update grants set gge_eur = 60001 where id = 2$$);
-- and counts when its status does
select attempt($$insert into grants values (8, '912345678', 1, '2026-01-01', 'applied')$$);
select attempt($$update grants set status = 'reserved' where id = 8$$);
select attempt($$update grants set status = 'withdrawn' where id = 8$$);
-- the window is full, and an award of it is withdrawn for another
select attempt($$update grants set status = case id when 8 then 'granted' else 'withdrawn' end::state where id in (8, 3)$$);
select id, orgnr, gge_eur, decided_on, status from grants order by id;
-- the whole of it once, with the law
\set VERBOSITY default
insert into grants values (9, '912345678', 50000, '2026-01-01');
\set VERBOSITY terse
\echo :LAST_ERROR_SQLSTATE

--
-- Rows that can not be decided upon
--
truncate grants;
create function doubtful() returns setof text language sql as $$
	select format('%s: %s', what, attempt(format('insert into grants (id, orgnr, gge_eur, decided_on) values (%s, %s)', row_number() over (), row_values)))
	from (values (1, 'no key', $v$null, 1, '2025-01-01'$v$), (2, 'no amount', $v$'a', null, '2025-01-01'$v$), (3, 'no day', $v$'a', 1, null$v$),
		(4, 'infinite day', $v$'a', 1, 'infinity'$v$), (5, 'before the first regime', $v$'a', 1, '2001-02-01'$v$),
		(6, 'after the last regime', $v$'a', 1, '2031-01-01'$v$), (7, 'negative', $v$'b', -0.01, '2025-01-01'$v$),
		(8, 'NaN', $v$'b', 'NaN', '2025-01-01'$v$), (9, 'infinite', $v$'b', 'Infinity', '2025-01-01'$v$), (10, 'minus zero', $v$'c', -0.0, '2025-01-01'$v$))
		as v(n, what, row_values) order by n
$$;
-- block: let in with a warning, except for what is no amount
select doubtful();
select id, orgnr, gge_eur, decided_on from grants order by id;
truncate grants;
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', $$status in ('reserved', 'granted')$$, 'strict');
-- strict: refused
select doubtful();
select id from grants order by id;
truncate grants;
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', $$status in ('reserved', 'granted')$$, 'warn');
-- warn: let in
select doubtful();
select count(*) from grants;
truncate grants;
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', $$status in ('reserved', 'granted')$$, 'off');
-- off: not looked at
select doubtful();
select count(*) from grants;
truncate grants;
-- rows that do not count are not looked at either, nor where it is not known
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', $$status in ('reserved', 'granted')$$, 'strict');
insert into grants (id, orgnr, gge_eur, decided_on, status) values (1, null, -1, null, 'applied'), (2, null, 'NaN', null, null);
update grants set status = 'reserved' where id = 1;
\echo :LAST_ERROR_SQLSTATE
-- several of several kinds in one statement: what is no amount is an error,
-- in whatever order they come
truncate grants;
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on');
select left(attempt($$insert into grants (id, orgnr, gge_eur, decided_on) values (1, 'a', null, '2025-01-01'), (2, 'a', -1, '2025-01-01')$$), 5);
select left(attempt($$insert into grants (id, orgnr, gge_eur, decided_on) values (1, 'a', -1, '2025-01-01'), (2, 'a', null, '2025-01-01')$$), 5);
select count(*) from grants;
select attempt($$insert into grants (id, orgnr, gge_eur, decided_on) values (1, 'a', null, '2025-01-01'), (2, 'b', null, '2025-01-01')$$);
select count(*) from grants;
-- one row is doubtful, another is too much: that is refused
truncate grants;
select attempt($$insert into grants (id, orgnr, gge_eur, decided_on) values (1, 'a', null, '2025-01-01'), (2, 'b', 300001, '2025-01-01')$$);
-- what columns of options say
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', null, 'strict', '{"pool": {"column": "pool"},
	"road_freight": {"column": "freight"}, "fiscal_year_start_month": {"column": "month"}}');
select attempt(format('insert into grants (id, orgnr, gge_eur, decided_on, pool, freight, month) values (1, %L, 1, %L, %s)', 'a', '2020-01-01', v))
from unnest(array[$$null, false, 1$$, $$'general', null, 1$$, $$'general', false, null$$, $$'forestry', false, 1$$, $$'', false, 1$$, $$'General', false, 1$$,
	$$'general', false, 0$$, $$'general', false, 13$$, $$'sgei', false, 12$$]) with ordinality as u(v, n) order by n;
-- fisheries have no regime before 2014-07-01
select attempt($$insert into grants (id, orgnr, gge_eur, decided_on, pool, freight, month) values (2, 'a', 1, '2014-06-30', 'fisheries', false, 1)$$);
select attempt($$insert into grants (id, orgnr, gge_eur, decided_on, pool, freight, month) values (2, 'a', 1, '2014-07-01', 'fisheries', false, 1)$$);

--
-- Modes
--
truncate grants;
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', null, 'warn');
-- a warning, and the row is there
insert into grants (id, orgnr, gge_eur, decided_on) values (1, 'a', 300001, '2025-01-01');
select key, guard, rule, on_date, used, "limit", excess from tilskudd.violations('grants');
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', null, 'off');
insert into grants (id, orgnr, gge_eur, decided_on) values (2, 'b', 400000, '2025-01-01'), (3, 'a', 1, '2025-01-02');
select key, guard, rule, on_date, used, "limit", excess from tilskudd.violations('grants') order by key, on_date;
-- block: nothing of this is failed again, until somebody grants more
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on');
update grants set note = 'seen';
update grants set gge_eur = 350000 where id = 2;
select attempt($$insert into grants (id, orgnr, gge_eur, decided_on) values (4, 'b', 0.01, '2025-01-01')$$);
-- an award of another undertaking is none of its business
select attempt($$insert into grants (id, orgnr, gge_eur, decided_on) values (4, 'c', 0.01, '2025-01-01')$$);
-- strict, and a row in doubt from before: what leaves it in the same doubt passes
truncate grants;
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', null, 'off');
insert into grants (id, orgnr, gge_eur, decided_on) values (1, 'a', null, '2025-01-01');
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', null, 'strict');
select attempt($$update grants set note = 'seen'$$);
select attempt($$update grants set decided_on = '2025-01-02'$$);
select attempt($$insert into grants (id, orgnr, gge_eur, decided_on) values (2, 'b', 1, '2025-01-01')$$);
select attempt($$update grants set gge_eur = 1 where id = 1$$);

--
-- Several guards on a table
--
truncate grants;
select tilskudd.unguard('grants', 'de_minimis');
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', 'pool is null');
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', $$pool = 'sgei'$$, options => '{"name": "services", "pool": "sgei"}');
select tilskudd.guard('grants', 'de_minimis', 'note', 'whole', 'decided_on', 'note is not null', 'warn', '{"name": "By Note"}');
select name, rule, key, amount, counted, mode, options, constraint_name from tilskudd.guards order by name collate "C";
select attempt($$insert into grants (id, orgnr, gge_eur, decided_on) values (1, 'a', 300000, '2025-01-01')$$);
select attempt($$insert into grants (id, orgnr, gge_eur, decided_on) values (2, 'a', 0.01, '2025-01-01')$$);
select attempt($$insert into grants (id, orgnr, gge_eur, decided_on, pool) values (2, 'a', 750000, '2025-01-01', 'sgei')$$);
select attempt($$insert into grants (id, orgnr, gge_eur, decided_on, pool) values (3, 'a', 0.01, '2025-01-01', 'sgei')$$);
-- from one to the other, and to neither
select attempt($$update grants set pool = null where id = 2$$);
select attempt($$update grants set pool = 'sgei' where id = 1$$);
select attempt($$update grants set pool = 'general' where id = 2$$);
-- twice the amount, a generated column, by another key: warned of
insert into grants (id, orgnr, gge_eur, decided_on, note) values (4, 'x', 75000, '2025-01-01', 'n'), (5, 'y', 75000.005, '2025-01-01', 'n');
select key, guard, on_date, used, "limit", excess from tilskudd.violations('grants');
-- each by its name; the rule is no name of theirs
select tilskudd.unguard('grants', 'services');
select tilskudd.unguard('grants', 'services');
select tilskudd.unguard('grants', 'de_minimis');
select tilskudd.unguard('grants', 'de_minimis');
select name from tilskudd.guards;
-- but it is enough to ask the only one
select (v).used from tilskudd.headroom('grants', 'de_minimis', 'n', '2025-01-01') as v;
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', options => '{"name": "other"}', mode => 'off');
select attempt($$select tilskudd.headroom('grants', 'de_minimis', 'n', '2025-01-01')$$);
select attempt($$select tilskudd.headroom('grants', 'nobody', 'n', '2025-01-01')$$);
select attempt($$select tilskudd.headroom('grants', repeat('x', 5000), 'n', '2025-01-01')$$);
select tilskudd.unguard('grants', repeat('x', 5000));
-- what the guard takes from a column is to be given, of the right type; what is fixed is not
select attempt($$select tilskudd.headroom('grants', 'other', 'n', '2025-01-01', '{"pool": "sgei"}')$$);
select attempt($$select tilskudd.headroom('grants', 'other', 'n', '2025-01-01', '[]')$$);
select tilskudd.guard('grants', 'de_minimis', 'orgnr', 'gge_eur', 'decided_on', mode => 'off',
	options => '{"name": "by_column", "pool": {"column": "pool"}, "road_freight": {"column": "freight"}}');
select attempt($$select tilskudd.headroom('grants', 'by_column', 'n', '2025-01-01', '{"road_freight": false}')$$);
select attempt($$select tilskudd.headroom('grants', 'by_column', 'n', '2025-01-01', '{"pool": "sgei", "road_freight": "no"}')$$);
select tilskudd.unguard('grants', 'by_column');
select tilskudd.unguard('grants', 'By Note');
select tilskudd.unguard('grants', 'other');
select count(*) from tilskudd.guards;
select triggers('grants');
select attempt($$select * from tilskudd.violations('grants')$$);
drop table grants cascade;

--
-- Names: whatever can be quoted; what is renamed, and what is dropped
--
create schema "Select";
create table "Select"."Order" ("Org nr." text, "user" numeric, "da""y" date, "%s" text);
select tilskudd.guard('"Select"."Order"', 'de_minimis', 'Org nr.', 'user', 'da"y', $$"%s" = 'it''s' and "user" > 0$$, options => '{"name": "a \"b\" c''d"}');
select target, name, key, amount, granted_on, counted, constraint_name from tilskudd.guards;
select indexes('"Select"."Order"');
select attempt($$insert into "Select"."Order" values ('x', 300001, '2025-01-01', 'it''s')$$);
alter table "Select"."Order" rename "user" to amount;
alter table "Select"."Order" rename "Org nr." to undertaking;
alter table "Select"."Order" rename "da""y" to "group";
alter table "Select"."Order" rename "%s" to pool;
alter table "Select"."Order" rename to grants;
alter schema "Select" rename to later;
select target, name, key, amount, granted_on, counted, constraint_name from tilskudd.guards;
select attempt($$insert into later.grants values ('x', 300001, '2025-01-01', 'it''s')$$);
select attempt($$update later.grants set amount = 1$$);
alter table later.grants set schema public;
select attempt($$insert into grants values ('x', 300001, '2025-01-01', 'it''s')$$);
-- columns that the guard reads can not go away unseen
\set VERBOSITY terse
alter table grants alter amount type bigint;
alter table grants drop pool;
alter table grants drop "group";
-- its triggers can
alter table grants disable trigger "a ""b"" c'd_guard";
select enabled from tilskudd.guards;
alter table grants enable trigger "a ""b"" c'd_guard";
select enabled from tilskudd.guards;
alter table grants disable trigger user;
select enabled from tilskudd.guards;
insert into grants values ('x', 300001, '2025-01-01', 'it''s');
alter table grants enable trigger user;
select attempt($$insert into grants values ('x', 1, '2025-01-01', 'it''s')$$);
-- without the beginning of statements, each row is checked for itself
drop trigger "a ""b"" c'd_guard_begin" on grants;
select attempt($$insert into grants values ('y', 300001, '2025-01-01', 'it''s')$$);
select attempt($$insert into grants values ('y', 1, '2025-01-01', 'it''s')$$);
-- declared again, it is whole
select tilskudd.guard('grants', 'de_minimis', 'undertaking', 'amount', 'group', $$pool = 'it''s'$$, options => '{"name": "a \"b\" c''d"}');
select count(*) from triggers('grants');
-- without the end of statements, before the commit
drop trigger "a ""b"" c'd_guard_end" on grants;
insert into grants values ('y', 300000, '2025-01-01', 'it''s');
insert into grants values ('y', 299999, '2025-01-01', 'it''s');
select sum(amount) from grants where undertaking = 'y';
-- without its columns, it is known to nobody, and lets nothing in
drop trigger "a ""b"" c'd_guard_columns" on grants;
select attempt($$insert into grants values ('z', 1, '2025-01-01', 'it''s')$$);
select target, name, key, enabled from tilskudd.guards;
-- what is left can be taken off
select tilskudd.unguard('grants', 'a "b" c''d');
select triggers('grants');
insert into grants values ('z', 300001, '2025-01-01', 'it''s');
drop table grants;
drop schema later;

--
-- Reservations that lapse by themselves: what counts depends on the day of the
-- test, so the index can not leave rows out
--
create table reservation (id int, firm int, eur numeric, day date default '2025-01-01', status text, reserved_until date);
select tilskudd.guard('reservation', 'de_minimis', 'firm', 'eur', 'day',
	$$status = 'granted' or (status = 'reserved' and reserved_until >= current_date)$$);
select indexdef ~ 'WHERE' as partial from pg_indexes where tablename = 'reservation';
insert into reservation values (1, 1, 200000, default, 'reserved', current_date + 10);
select attempt($$insert into reservation values (2, 1, 100000.01, default, 'granted')$$);
-- one that has lapsed does not count, until it is extended or granted
insert into reservation values (3, 1, 100000.01, default, 'reserved', current_date - 10);
select attempt($$update reservation set reserved_until = current_date + 10 where id = 3$$);
select attempt($$update reservation set status = 'granted' where id = 3$$);
select used from tilskudd.headroom('reservation', 'de_minimis', '1', '2025-01-01');
-- the other lapses
update reservation set reserved_until = current_date - 1 where id = 1;
select attempt($$update reservation set status = 'granted' where id = 3$$);
select used from tilskudd.headroom('reservation', 'de_minimis', '1', '2025-01-01');
select attempt($$update reservation set status = 'granted' where id = 1$$);
select count(*) from tilskudd.violations('reservation');
drop table reservation;

revoke usage on schema tilskudd from regress_tilskudd_user;
drop foreign table a_foreign_table;
drop server regress_tilskudd_server;
drop foreign data wrapper regress_tilskudd_wrapper;
drop sequence a_sequence;
drop table parted;
drop function attempt, triggers, indexes, index_made, guard_with, doubtful, nothing;
drop type state;
drop role regress_tilskudd_user;
