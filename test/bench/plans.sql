-- What the planner makes of the functions.

\warn tilskudd: plans

-- Parallel, with the server's settings.
reset max_parallel_workers_per_gather;
reset jit;
reset work_mem;

create function explained(query text) returns setof text as $$
begin
	return query execute 'explain (costs off) ' || query;
end $$ language plpgsql;

insert into fact
	select 'parallel', (bool_or(line like '%Gather%') and bool_or(line like '%Parallel Seq Scan%'))::int
	from explained('select count(tilskudd.zone(kommunenr, granted_on)) from award') line;

call measure(7, array[
	['one process', 'select count(tilskudd.zone(kommunenr, granted_on)) from award', 'set local max_parallel_workers_per_gather = 0'],
	['parallel', 'select count(tilskudd.zone(kommunenr, granted_on)) from award', null]]);

-- in_zone() and an index, against a list of numbers and a join written by hand.
create index on award (kommunenr);
set max_parallel_workers_per_gather = 0;
set jit = off;

create view by_function as
	select kommunenr from award where tilskudd.in_zone(kommunenr, '2010-05-01', 'II');
create view by_join as
	select kommunenr from award join zone_lookup z using (kommunenr)
	where '2010-05-01' between z.valid_from and z.valid_to and z.zone = 'II';
select format('create view by_list as select kommunenr from award where kommunenr in (%s)',
		string_agg(quote_literal(kommunenr), ', '))
	from tilskudd.law_municipality where tilskudd.in_zone(kommunenr, '2010-05-01', 'II') \gexec

call must_be_zero('in_zone() and the list', 'select (select count(*) from by_function) - (select count(*) from by_list)');
call must_be_zero('in_zone() and the join', 'select (select count(*) from by_function) - (select count(*) from by_join)');

call measure(7, array[
	['in_zone() index', 'select count(*) from by_function', null],
	['in_zone() scan', 'select count(*) from by_function',
		'set local enable_indexscan = off; set local enable_indexonlyscan = off; set local enable_bitmapscan = off'],
	['in_zone() list', 'select count(*) from by_list', null],
	['in_zone() join', 'select count(*) from by_join', null]]);

insert into fact
	select name, value
	from plan('select 1 from by_function') plan,
		lateral (values
			('index', (plan ->> 'Index Name' is not null or plan::text like '%Bitmap Index Scan%')::int),
			('rows expected', (plan ->> 'Plan Rows')::float8),
			('rows found', (plan ->> 'Actual Rows')::float8)) as t(name, value);
insert into fact
	select 'rows expected of join', (plan ->> 'Plan Rows')::float8 from plan('select 1 from by_join') plan;
