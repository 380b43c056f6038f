-- How statements are measured, and where the times are kept.

set client_min_messages = warning;
create extension if not exists tilskudd;
drop schema if exists tilskudd_bench cascade;
create schema tilskudd_bench;
set search_path = tilskudd_bench;

create table timing (what text, ms float8);
create table fact (what text primary key, value float8);

-- Times statements in turns, A B C A B C ..., after a round that does not
-- count.  A statement is an array of its name, its text and, if need be,
-- settings for it alone.  "before" is done before each of them, untimed.
--
-- The clock is read around EXECUTE, within the server.  EXPLAIN ANALYZE would
-- also time its own counting, per row and node of the plan, and so favour the
-- shorter plan.  Besides execution, the clock sees planning, which is well
-- below a millisecond, but not the commit: waiting for the disk would hide
-- what a CHECK costs.
create procedure measure(rounds int, statements text[], before text[] default '{}') as $$
declare
	statement text[];
	preparation text;
	started timestamptz;
	elapsed interval;
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
			started := clock_timestamp();
			execute statement[2];
			elapsed := clock_timestamp() - started;
			commit;
			if round > 0 then
				insert into timing values (statement[1], 1000 * extract(epoch from elapsed));
				commit;
			end if;
		end loop;
	end loop;
end $$ language plpgsql;

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
