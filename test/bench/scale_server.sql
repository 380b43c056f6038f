-- One of the four servers of scale.sql: its part of the awards, in :file, the
-- audit of them, what that finds, and a table to write to.

set client_min_messages = warning;
create extension tilskudd;
create unlogged table aid (undertaking int not null, granted_on date not null, amount numeric(12, 2) not null) with (autovacuum_enabled = false);
create unlogged table award (like aid) with (autovacuum_enabled = false);
copy aid from :'file';
select tilskudd.guard('aid', 'de_minimis', key => 'undertaking', amount => 'amount', granted_on => 'granted_on', mode => 'off') as name \gset
select tilskudd.guard('award', 'de_minimis', key => 'undertaking', amount => 'amount', granted_on => 'granted_on') as name \gset
vacuum (freeze, analyze) aid;
create view violation as select key, on_date, used from tilskudd.violations('aid');
create unlogged table found as table violation;
analyze found;

-- As in the session that asks.
select format('alter database %I set %s', current_database(), setting)
	from unnest(array['max_parallel_workers_per_gather = 0', 'jit = off', 'work_mem = ''256MB''']) as setting \gexec
