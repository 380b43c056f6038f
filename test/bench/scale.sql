-- Past one machine: audits by partitions, and over four servers.  Runs after
-- guards.sql, whose table of awards it audits; scale_report.sql adds the lines.
--
-- The four servers are four databases of this one, as slow together as its
-- processors are few.  What four machines would take is put together from what
-- each takes while the others rest, and what it takes to fetch what they found.

\warn tilskudd: audits by partitions

set max_parallel_workers_per_gather = 0;
set jit = off;
set work_mem = '256MB';

select tilskudd.guard('aid_divided', 'de_minimis', key => 'undertaking', amount => 'amount', granted_on => 'granted_on', mode => 'off') as name \gset
vacuum (analyze) aid_divided;
create function audit(part regclass) returns table (key text, on_date date, used numeric) stable parallel safe cost 1000000 as $$
begin
	return query select v.key, v.on_date, v.used from tilskudd.violations(part) as v;
end $$ language plpgsql;
create function audits() returns text
begin atomic
	select 'select count(*) from (' || string_agg(format('select * from audit(''aid_divided_%s'')', i), ' union all ') || ') as a'
	from generate_series(0, 7) as i;
end;
call must_be_zero('violations() and those of its partitions', replace(audits(), 'count(*)', 'count(*) - (select count(*) from tilskudd.violations(''aid_divided''))'));
select audits() as statement, 'set local max_parallel_workers_per_gather = 2; set local parallel_setup_cost = 0; set local parallel_tuple_cost = 0' as workers \gset
call measure(5, array[
	['scale whole', 'select count(*) from tilskudd.violations(''aid_divided'')', null],
	['scale workers', 'select count(*) from tilskudd.violations(''aid_divided'')', 'set local max_parallel_workers_per_gather = 2'],
	['scale parts', :'statement', :'workers']]);

select count(*) > 0 as has_fdw from pg_available_extensions where name = 'postgres_fdw' \gset
\if :has_fdw
\warn tilskudd: writing four servers

create extension if not exists postgres_fdw;
create table division (undertaking int) partition by hash (undertaking);
select current_setting('data_directory') || '/tilskudd_bench.copy' as file,
	split_part(current_setting('unix_socket_directories'), ',', 1) as host, current_setting('port') as port \gset
select format('drop database if exists tilskudd_bench_%s', i), format('create database tilskudd_bench_%s template template0', i),
	format('copy (select * from aid where satisfies_hash_partition(''division''::regclass, 4, %s, undertaking)) to %L', i, :'file' || '.' || i)
	from generate_series(0, 3) as i \gexec
\setenv TILSKUDD_BENCH_FILE :file
\! for i in 0 1 2 3; do psql -X -q -v ON_ERROR_STOP=1 -v file="$TILSKUDD_BENCH_FILE.$i" -d tilskudd_bench_$i -f scale_server.sql; done
copy (select) to program 'rm tilskudd_bench.copy.*';

select format('create server scale_%s foreign data wrapper postgres_fdw options (host %L, port %L, dbname ''tilskudd_bench_%1$s'',
		extensions ''tilskudd'', async_capable ''true'', fetch_size ''10000'', batch_size ''1000'')', i, :'host', :'port'),
	format('create user mapping for current_user server scale_%s', i),
	format('create foreign table violation_%s (key text, on_date date, used numeric) server scale_%1$s options (schema_name ''public'', table_name ''violation'')', i),
	format('create foreign table found_%s (key text, on_date date, used numeric) server scale_%1$s options (schema_name ''public'', table_name ''found'', async_capable ''false'')', i),
	format('create foreign table award_%s (undertaking int not null, granted_on date not null, amount numeric(12, 2) not null)
		server scale_%1$s options (schema_name ''public'', table_name ''award'')', i)
	from generate_series(0, 3) as i \gexec

-- What they have found, for the time it takes to fetch it; and as much to write.
create view scale_found as
	select * from found_0 union all select * from found_1 union all select * from found_2 union all select * from found_3;
create view scale_violation as
	select * from violation_0 union all select * from violation_1 union all select * from violation_2 union all select * from violation_3;
create unlogged table scale_award (like aid) with (autovacuum_enabled = false);
select tilskudd.guard('scale_award', 'de_minimis', key => 'undertaking', amount => 'amount', granted_on => 'granted_on') as name \gset
create table scale_divided (like aid) partition by hash (undertaking);
select format('alter table scale_divided attach partition award_%s for values with (modulus 4, remainder %1$s)', i)
	from generate_series(0, 3) as i \gexec
select (plan('select * from scale_violation')::text like '%"Async Capable": true%')::int as async \gset
insert into fact values ('scale async', :async);
call must_be_zero('violations() and those of the servers', '
	select count(*) from (select key, on_date, used from tilskudd.violations(''aid'')) as a full join scale_violation as b using (key, on_date, used) where a is null or b is null');

\warn tilskudd: audits of four servers
call measure(5, array[
	['scale one server', 'select count(*) from (select * from tilskudd.violations(''aid'') offset 0) as v', null],
	['scale server 0', 'select count(*) from (select * from violation_0 offset 0) as v', null],
	['scale server 1', 'select count(*) from (select * from violation_1 offset 0) as v', null],
	['scale server 2', 'select count(*) from (select * from violation_2 offset 0) as v', null],
	['scale server 3', 'select count(*) from (select * from violation_3 offset 0) as v', null],
	['scale fetch', 'select count(*) from (select * from scale_found offset 0) as v', null],
	['scale four servers', 'select count(*) from (select * from scale_violation offset 0) as v', null]]);

-- Loads: the undertakings are beside those above.
create view scale_load as select undertaking + 1000000000 as undertaking, granted_on, 1::numeric(12,2) as amount from aid limit :audit / 10;
call measure(5, array[
	['scale load one', 'insert into scale_award select * from scale_load', null],
	['scale load four', 'insert into scale_divided select * from scale_load', null]],
	array['truncate scale_award, scale_divided']);

select pg_table_size('aid') / :audit::float8 as row, (select pg_relation_size(indexrelid) from pg_index where indrelid = 'aid'::regclass) / :audit::float8 as entry \gset
insert into fact values ('scale row', :row), ('scale entry', :entry);
select count(*) as disconnected from (select postgres_fdw_disconnect_all()) as d \gset
select format('drop server scale_%s cascade', i), format('drop database tilskudd_bench_%s', i) from generate_series(0, 3) as i \gexec
\endif
