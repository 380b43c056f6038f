-- How statements are measured, and where the times are kept.

set client_min_messages = warning;
create extension if not exists tilskudd;
drop schema if exists tilskudd_bench cascade;
create schema tilskudd_bench;
set search_path = tilskudd_bench;

create table timing (what text, ms float8);
create table fact (what text primary key, value float8);

-- Times a statement; without a name, it is only done.
--
-- The clock is read around EXECUTE, within the server.  EXPLAIN ANALYZE would
-- also time its own counting, per row and node of the plan, and so favour the
-- shorter plan.  Besides execution, the clock sees planning, which is well
-- below a millisecond, but not the commit: waiting for the disk would hide
-- what a CHECK costs.
create procedure clock(what text, statement text) as $$
declare
	started timestamptz := clock_timestamp();
	elapsed interval;
begin
	execute statement;
	elapsed := clock_timestamp() - started;
	if what is not null then
		insert into timing values (what, 1000 * extract(epoch from elapsed));
	end if;
end $$ language plpgsql;

-- Times statements in turns, A B C A B C ..., after a round that does not
-- count.  A statement is an array of its name, its text and, if need be,
-- settings for it alone.  "before" is done before each of them, untimed.
create procedure measure(rounds int, statements text[], before text[] default '{}') as $$
declare
	statement text[];
	preparation text;
begin
	for round in 0 .. rounds loop
		foreach statement slice 1 in array statements loop
			foreach preparation in array before loop
				execute preparation;
				commit;
			end loop;
			if statement[3] is not null then
				execute statement[3];
			end if;
			call clock(case when round > 0 then statement[1] end, statement[2]);
			commit;
		end loop;
	end loop;
end $$ language plpgsql;

-- The same as commands for \gexec, which can VACUUM before a statement; a
-- procedure can not.  In "before", %1$I stands for the table that the
-- statement's array has at its end.
create function turns(rounds int, statements text[], before text[]) returns setof text
begin atomic
	select command
	from generate_series(0, rounds) as round, generate_subscripts(statements, 1) as i,
		unnest(before || array['call clock(%2$L, %3$L)']) with ordinality as step(template, number),
		format(template, statements[i][3], case when round > 0 then statements[i][1] end, statements[i][2]) as command
	order by round, i, number;
end;

-- The plan of a query, with what it met when it ran.
create function plan(query text) returns json as $$
declare
	result json;
begin
	execute 'explain (analyze, timing off, buffers, format json) ' || query into result;
	return result -> 0 -> 'Plan';
end $$ language plpgsql;

-- Things compared must be the same.
create procedure must_be_zero(what text, query text) as $$
declare
	n bigint;
begin
	execute query into n;
	if n <> 0 then
		raise '%: % rows differ', what, n;
	end if;
end $$ language plpgsql;
