-- guards: rule cumulation, awards for cost items of one project that overlap
set datestyle = 'ISO';
\pset format unaligned
\pset tuples_only on

-- all that a client can learn of an error
create function attempt(command text) returns text language plpgsql as $$
declare
	rows bigint;
	message text; detail text; hint text; constraint_name text;
begin
	execute command;
	get diagnostics rows = row_count;
	return format('%s rows', rows);
exception when others then
	get stacked diagnostics message = message_text, detail = pg_exception_detail, hint = pg_exception_hint,
		constraint_name = constraint_name;
	return concat_ws(E'\n', sqlstate || ' ' || message, '  detail: ' || nullif(detail, ''), '  hint: ' || nullif(hint, ''),
		'  constraint: ' || nullif(constraint_name, ''));
end $$;

create table budget (project text, line text, cost numeric, primary key (project, line));
create table awards (id int primary key, project text, percent numeric, aid numeric, items text[], decided_on date default '2025-03-01',
	small boolean default false, most numeric, line text);

--
-- Declaration
--
create function declare_guard(mode text default 'block', costs text default 'select project as key, line as item, cost as eligible_cost from public.budget')
	returns text language sql as $$
	select attempt(format('select tilskudd.guard(%L, %L, %L, %L, %L, mode => %L, options => %L)', 'awards', 'cumulation', 'project', 'aid', 'decided_on',
		mode, jsonb_build_object('costs', costs) || '{"intensity": {"column": "percent"}, "items": {"column": "items"},
			"max_amount": {"column": "most"}, "de_minimis": {"column": "small"}}'))
$$;
select declare_guard();
select rule, options, constraint_name from tilskudd.guards;
select string_agg(attname, ', ' order by ordinality) from pg_trigger, unnest(tgattr::int2[]) with ordinality as a(attnum, ordinality)
	join pg_attribute using (attnum) where attrelid = tgrelid and tgname = 'cumulation_guard_columns' and tgrelid = 'awards'::regclass;
select declare_guard(costs => 'select 1');
select declare_guard(costs => 'select project as key, line as item, cost::float8 as eligible_cost from public.budget');
select declare_guard(costs => 'select project as key, line as item, random()::numeric as eligible_cost from public.budget');
select declare_guard(costs => 'select * from budget');
select declare_guard(costs => 'no_such_table');
select attempt($$select tilskudd.guard('awards', 'cumulation', 'project', 'aid', 'decided_on', options => '{"intensity": {"column": "percent"}, "items": {"column": "items"}}')$$);
select attempt($$select tilskudd.guard('awards', 'cumulation', 'project', 'aid', 'decided_on', options => '{"intensity": {"column": "percent"}, "costs": "budget"}')$$);
select attempt($$select tilskudd.guard('awards', 'cumulation', 'project', 'aid', 'decided_on', options => '{"eligible_cost": {"column": "most"}}')$$);
select attempt($$select tilskudd.guard('awards', 'cumulation', 'project', 'aid', 'decided_on', options =>
	'{"intensity": {"column": "percent"}, "items": {"column": "small"}, "costs": "budget"}')$$);

--
-- Two items: 600 000 with aid of 20 %, and 400 000 with aid of 45 % besides
--
create function award(id int, project text, percent numeric, aid numeric, items text[], small boolean default false, most numeric default null)
	returns text language sql as $$
	select attempt(format('insert into awards values (%L, %L, %L, %L, %L, default, %L, %L)', id, project, percent, aid, items, small, most))
$$;
insert into budget select project, line, cost from (values ('machines', 600000), ('wages', 400000)) as b(line, cost), (values ('A'), ('B'), ('C'), ('D'), ('E')) as p(project);
select award(1, 'A', 20, 150000, '{machines,wages}');
select award(2, 'A', 45, 150000.01, '{wages}');
select award(2, 'A', 45, 150000, '{wages}');
-- 120 000 and 180 000 are met exactly
select award(3, 'A', 20, 0.01, '{machines}');
select award(3, 'A', 45, 0.01, '{wages}');
select award(3, 'A', 20, 0.01, '{wages,machines,wages}');
-- of nothing, or for nothing that can be identified: neither is held against the items
select award(3, 'A', 20, 0, '{machines}');
select award(4, 'A', null, 1000000, null);
select award(5, 'A', null, 1000000, '{}');
-- by itself
select award(6, 'B', 20, 200000.01, '{machines,wages}');
select award(6, 'B', 20, 80000.01, '{wages}');
select award(6, 'B', 20, 50001, '{wages}', most => 50000);
-- different items: each has its own ceiling, together they would be below 45 % of all
select award(6, 'B', 20, 120000, '{machines}');
select award(7, 'B', 45, 180000, '{wages}');
-- what is on one item is not held against aid for another
select award(8, 'C', 20, 120000, '{machines}');
select award(9, 'C', 20, 1, '{machines}');
select award(10, 'C', 45, 180000, '{wages}');
-- de minimis counts and raises nothing; an item with nothing else carries its cost
select award(11, 'D', 45, 100000, '{wages}');
select award(12, 'D', null, 80000.01, '{wages}', true);
select award(12, 'D', null, 600000, '{machines}', true);
select award(13, 'D', null, 80000, '{wages,machines}', true);
select award(14, 'D', null, 0.01, '{wages,machines}', true);
select count(*) from tilskudd.violations('awards');

--
-- Updates
--
select attempt('update awards set percent = 40 where id = 2');
select attempt('update awards set aid = aid + 1 where id = 2');
-- 45 % of machines are enough, 20 % are not
select attempt($$update awards set items = '{machines}', percent = 20 where id = 2$$);
begin;
update awards set items = '{machines}' where id = 2;
rollback;
select attempt($$update awards set project = 'B' where id = 2$$);
select attempt($$update awards set items = '{wages}', aid = 80000 where id = 1$$);
select attempt($$update awards set items = '{wages,machines}' where id = 1$$);
select attempt('update awards set aid = aid - 1 where id = 2');
select attempt('update awards set aid = aid + 1 where id = 2');
-- a lower cost is not noticed by itself, as it is in another table; the audit finds it, and less aid passes
update budget set cost = 300000 where project = 'A' and line = 'wages';
select key, on_date, used, "limit", excess, citation from tilskudd.violations('awards');
select attempt('update awards set aid = aid - 1 where id = 2');
select award(15, 'A', 45, 1, '{wages}');
select key, used, "limit", excess from tilskudd.violations('awards');
update budget set cost = 400000 where project = 'A' and line = 'wages';

--
-- headroom()
--
create function room(project text, options jsonb default '{}') returns text language sql as $$
	select format('%s: %s of %s, %s left%s', allowed, used, "limit", headroom, ' ' || undecided::text)
	from tilskudd.headroom('awards', 'cumulation', project, '2025-06-01', options)
$$;
select room('E', '{"items": "wages", "intensity": 45}');
select room('E', '{"items": ["wages", "machines"], "intensity": 20}');
select room('E', '{"items": ["wages", "machines"], "intensity": 20, "max_amount": 7}');
select room('E', '{"items": ["wages", "machines"], "de_minimis": true}');
select room('E', '{"items": ["wages", "travel"], "intensity": 20}');
select room('E', '{"items": "wages"}');
select room('E');
-- 299 999 of 300 000 are used
select room('A', '{"items": "machines", "intensity": 20}');
select room('A', '{"items": "machines", "intensity": 50}');
select award(16, 'A', 50, 180001.01, '{machines}');
select award(16, 'A', 50, 180001, '{machines}');
delete from awards where id = 16;
select room('C', '{"items": ["machines", "wages"], "de_minimis": true}');
select * from tilskudd.headroom_curve('awards', 'cumulation', 'C', '2025-06-01', null, '{"items": ["machines", "wages"], "intensity": 50}');
select attempt($$select room('A', '{"items": [1]}')$$);

--
-- What is not known
--
select award(20, 'F', 45, 1, '{boats}');
select award(21, 'E', null, 1, '{wages}');
select award(22, 'E', 45, 1, '{wages,null}');
select award(22, 'E', 45, 399999.01, '{wages}', true);
insert into budget values ('E', 'land', null), ('E', 'sea', -1);
select award(22, 'E', 45, 1, '{land}');
delete from budget where line = 'sea';
select award(22, 'E', 45, 1, '{land}');
select count(*) from tilskudd.violations('awards');
select declare_guard('strict');
select award(23, 'E', 45, 1, '{land}');
select award(23, 'G', null, 1, '{wages}');
select award(23, 'G', null, 1, null);
-- a cost that is there twice
select declare_guard(costs => 'select project as key, line as item, cost as eligible_cost from public.budget union all select ''A'', ''wages'', 1.0');
select award(24, 'A', 20, 1, '{wages}');
select award(24, 'B', 20, 1, '{wages}');
-- the name of a table, found when it is declared
create view costs as select project as key, line as item, cost as eligible_cost from budget;
select declare_guard(costs => 'costs');
select options->>'costs' from tilskudd.guards;
select award(24, 'A', 20, 100000, '{wages}');
-- the items may be one text
select tilskudd.unguard('awards', 'cumulation');
delete from awards;
select tilskudd.guard('awards', 'cumulation', 'project', 'aid', 'decided_on',
	options => '{"intensity": {"column": "percent"}, "items": {"column": "line"}, "costs": "costs"}');
select attempt($$insert into awards (id, project, percent, aid, line) values (1, 'A', 45, 180000, 'wages'), (2, 'A', 45, 270000, 'machines')$$);
select attempt($$insert into awards (id, project, percent, aid, line) values (3, 'A', 45, 1, 'wages')$$);

-- thousands of awards and items, in one statement and one by one
insert into budget select 'big', 'item ' || i, 100 from generate_series(1, 3000) i;
select tilskudd.unguard('awards', 'cumulation');
select declare_guard(costs => 'costs');
insert into awards (id, project, percent, aid, items)
	select 1000 + i, 'big', 50, 100, array['item ' || i, 'item ' || i % 3000 + 1] from generate_series(1, 1500) i where i % 2 = 1;
insert into awards (id, project, percent, aid, items) values (9000, 'big', 50, 0.5, '{item 1,item 2}');
insert into awards (id, project, percent, aid, items) values (9000, 'big', 50, 50, '{item 3000}');

-- a refusal names ten of them
delete from awards;
insert into awards (id, project, percent, aid, items) select 1, 'big', 50, 600, array_agg('item ' || i) from generate_series(1, 12) i;
insert into awards (id, project, percent, aid, items) select 2, 'big', 50, 1, array_agg('item ' || i) from generate_series(1, 12) i;

-- partitions are read by plan, several projects at a time; who writes needs no right to read, neither awards nor costs, and is told totals only
create table parted (project text, percent int, aid int, items text[], day date) partition by range (day);
create table parted_1 partition of parted for values from ('2000-01-01') to ('2025-01-01');
create table parted_2 partition of parted for values from ('2025-01-01') to ('2050-01-01');
select tilskudd.guard('parted', 'cumulation', 'project', 'aid', 'day', options =>
	'{"intensity": {"column": "percent"}, "items": {"column": "items"}, "costs": "costs", "timing": "deferrable"}');
create role regress_tilskudd_clerk;
grant insert on parted to regress_tilskudd_clerk;
set role regress_tilskudd_clerk;
insert into parted select p, 20, 120000, '{machines}', '2020-01-01' from unnest('{A,B,C}'::text[]) p;
insert into parted select p, 45, 180000, '{wages}', '2030-01-01' from unnest('{A,B,C}'::text[]) p;
insert into parted select p, 20, 1, '{machines}', '2030-01-01' from unnest('{D,C}'::text[]) p;
begin;
set constraints all deferred;
insert into parted values ('A', 45, 1, '{wages}', '2025-01-01');
commit;
select count(*) from tilskudd.violations('parted');
reset role;
select count(*), count(distinct project) from parted;
select count(*) from tilskudd.violations('parted');

drop table awards, parted;
drop role regress_tilskudd_clerk;
drop view costs;
drop table budget;
drop function attempt, declare_guard, award, room;
