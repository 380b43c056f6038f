-- single_undertaking: which enterprises are one undertaking for de minimis aid
set datestyle = 'ISO';
set search_path = tilskudd, public;

-- undertakings of more than one member, as lists
create function undertakings(ownership text, on_date date default '2024-06-01', entities text default null, control text default null,
	joint_majorities boolean default false, through_persons boolean default false) returns table (members text, size bigint) language sql as $$
	select string_agg(orgnr, ' ' order by orgnr collate "C"), u.size
	from tilskudd.single_undertaking(ownership, on_date, entities, control, joint_majorities, through_persons) as u
	group by undertaking, u.size having u.size > 1 and min(orgnr collate "C") = undertaking and count(*) = u.size order by undertaking collate "C" $$;
create temp table holding (owner text, owned text, votes numeric, votes_total numeric, ground text, valid_from date, valid_to date);

-- more than half of the votes links, exactly half does not; nobody is left out
insert into holding values ('A', 'B', 51, 100), ('C', 'D', 50, 100), ('E', 'F', 500001, 1000000), ('G', 'H', 500000, 1000000), ('I', 'J', 50.00000000000000000001, 100), ('K', 'L', 50.0000000000000000000, 100.00);
select * from single_undertaking('select * from holding', '2024-06-01') order by orgnr;
-- by ground, whatever the votes, by chains and up and down; the first member in byte order names the undertaking
truncate holding;
insert into holding values ('p', 'B', 60, 100, null), ('p', 'a', 60, 100, null), ('a', 'D', null, null, 'contract'), ('E', 'D', 10, 100, 'agreement'), ('F', 'E', 0, 100, 'board'),
	('G', 'F', 49, 100, null), ('H', 'I', null, null, 'votes');
select * from single_undertaking('table holding', '2024-06-01') order by orgnr collate "C";
-- control as a query of its own, with ids as numbers or organisation numbers
select * from undertakings($$select 1 as owner, 2::bigint as owned, 51 as votes, 100::smallint as votes_total$$,
	control => $$select '923609016'::orgnr as owner, '2' as owned, 'board' as ground$$);
-- chains, cycles, and a link that is there twice
select * from undertakings($$select 'n' || i as owner, 'n' || (i + 1) % 30 as owned, 2 as votes, 3 as votes_total from generate_series(0, 29) as i$$,
	control => $$select 'n1' as owner, 'n7' as owned, 'board' as ground from generate_series(1, 2)$$);

-- own shares have no votes: 45 of 90; 46 of 90
truncate holding;
insert into holding values ('A', 'B', 45, 100), ('B', 'B', 10, 100), ('C', 'D', 46, 100), ('D', 'D', 10, 100);
select * from undertakings('table holding');

-- the days of a link are inclusive
truncate holding;
insert into holding values ('A', 'B', 60, 100, null, '2024-01-01', '2024-06-30'), ('A', 'B', 40, 100, null, '2024-07-01', null), ('B', 'C', null, null, 'board', null, '2024-03-31'), ('X', 'C', 60, 100, null, '2024-04-01', null);
select on_date, string_agg(members, ', ' order by members collate "C") as undertakings
from unnest('{-infinity, 2023-12-31, 2024-01-01, 2024-03-31, 2024-04-01, 2024-06-30, 2024-07-01, infinity}'::date[]) as on_date left join undertakings('table holding', on_date) on true
group by on_date order by on_date;

-- persons and public bodies do not link; an enterprise that a public body owns does, and so does
-- an owner of another kind, such as a foundation, which is no member itself
truncate holding;
insert into holding values ('per', 'A', 100, 100), ('per', 'B', 100, 100), ('city', 'C', 100, 100), ('city', 'D', 100, 100), ('D', 'E', 100, 100), ('many', 'F', 100, 100), ('many', 'A2', 100, 100);
create temp table entity (id text, kind text);
insert into entity values ('per', 'person'), ('city', 'public_body'), ('many', 'other'), ('A', 'enterprise'), ('unheard of', 'enterprise');
select * from single_undertaking('table holding', '2024-06-01', 'table entity') order by orgnr collate "C";
-- votes of who does not link need not be known
update holding set votes = null, votes_total = null where owner = 'per';
select * from undertakings('table holding', entities => 'table entity');
update holding set votes = 100, votes_total = 100;
-- the other reading of persons; who is not said to be none is an enterprise
select * from undertakings('table holding', entities => 'table entity', through_persons => true);
select * from undertakings('table holding');

-- joint majorities: only if asked for; by the parent and its subsidiary, by sisters,
-- and one after another, each of which makes the next
truncate holding;
insert into holding values ('P', 'A', 60, 100), ('P', 'B', 60, 100), ('A', 'C', 30, 100), ('B', 'C', 30, 100), ('P', 'D', 10, 100), ('C', 'D', 41, 100), ('D', 'E', 25, 100), ('B', 'E', 25, 100),
	('C', 'F', 25, 100), ('A', 'F', 25, 100), ('D', 'F', 1, 100), ('Q', 'C', 40, 100);
select * from undertakings('table holding');
select * from undertakings('table holding', joint_majorities => true);
-- persons do not add up, unless they link
select * from undertakings('table holding', entities => $$select 'P' as id, 'person' as kind$$, joint_majorities => true);
select * from undertakings('table holding', entities => $$select 'P' as id, 'person' as kind$$, joint_majorities => true, through_persons => true);

-- against another way to count, for several countries: all sums anew until nothing changes
create temp table country as
	select seed, a as owner, b as owned, votes, 100 as votes_total
	from (select distinct on (seed, a, b) seed, a, b, case when r < 3 then 51 + r else 10 + r end as votes
		from (select seed, hashint4(seed * 100000 + i) & 127 as a, hashint4(seed * 100000 + i + 50000) & 127 as b, hashint4(seed * 100000 - i) & 31 as r
			from generate_series(1, 8) as seed, generate_series(1, 300) as i) as random order by seed, a, b, r) as one;
-- nobody holds in himself, and no more votes are held than there are
delete from country where owner = owned;
delete from country as c using (select seed, owned, owner, sum(votes) over (partition by seed, owned order by owner) as held from country) as s
	where s.seed = c.seed and s.owned = c.owned and s.owner = c.owner and held > 100;
create temp table class (seed int, id int, root int);
create procedure fixpoint(joint boolean) language plpgsql as $$
declare
	changed bigint;
begin
	truncate class;
	insert into class select seed, owner, owner from country union select seed, owned, owned from country;
	loop
		update class as c set root = l.low
		from (
			select seed, root, min(other) as low
			from (
				select o.seed, o.root, d.root as other
				from country as h join class as o on o.seed = h.seed and o.id = h.owner join class as d on d.seed = h.seed and d.id = h.owned
				group by o.seed, o.root, d.root, h.owned, case when joint then 0 else h.owner end
				having 2 * sum(votes) > 100) as majority
			where other < root group by seed, root
			union all
			select seed, root, min(other)
			from (
				select o.seed, d.root, o.root as other
				from country as h join class as o on o.seed = h.seed and o.id = h.owner join class as d on d.seed = h.seed and d.id = h.owned
				group by o.seed, o.root, d.root, h.owned, case when joint then 0 else h.owner end
				having 2 * sum(votes) > 100) as majority
			where other < root group by seed, root) as l
		where l.seed = c.seed and l.root = c.root;
		get diagnostics changed = row_count;
		exit when changed = 0;
	end loop;
end $$;
create function compare(joint boolean) returns table (rows bigint, undertakings bigint, largest bigint, wrong bigint) language sql as $$
	with found as (
		select seed, u.* from generate_series(1, 8) as seed,
			tilskudd.single_undertaking(format('select owner, owned, votes, votes_total from pg_temp.country where seed = %s order by hashint4(owner + %s)', seed, seed), '2024-06-01', joint_majorities => joint) as u),
	expected as (
		select seed, id, min(id::text collate "C") over w as first, count(*) over w as size from class window w as (partition by seed, root))
	select count(*), count(distinct (seed, undertaking)), max(found.size), count(*) filter (where id is null or orgnr is null or undertaking <> first or found.size <> expected.size)
	from found full join expected using (seed) where orgnr = id::text or orgnr is null or id is null $$;
call fixpoint(false);
select undertakings < rows as some_linked, largest > 2 as chains, wrong, rows = (select count(*) from class) as all_there from compare(false);
create temp table without as select * from compare(false);
call fixpoint(true);
select c.undertakings < w.undertakings as more_linked, c.wrong, c.rows = (select count(*) from class) as all_there from compare(true) as c, without as w;
-- the order of the rows makes no difference
select count(distinct md5) from (
	select md5(string_agg(u::text, ',' order by orgnr)) as md5
	from generate_series(1, 20) as shuffle,
		single_undertaking(format('select owner, owned, votes, votes_total from pg_temp.country where seed = 3 order by hashint4(owner * 1000 + owned + %s * 1000000)', shuffle), '2024-06-01', joint_majorities => true) as u
	group by shuffle) as s;

-- with a guard: the same links, each with its days
create table public.votes_in (owner text, owned text, votes numeric, votes_total numeric, valid_from date, valid_to date);
insert into public.votes_in values ('A', 'B', 60, 100, '2024-01-01', null), ('B', 'C', 50, 100, null, null);
create table public.award (firm text, eur numeric, day date);
select guard('public.award', 'de_minimis', 'firm', 'eur', 'day', options => '{"ownership": "select owner, owned, valid_from, valid_to from public.votes_in where 2 * votes > votes_total"}');
insert into award values ('A', 200000, '2024-02-01'), ('C', 300000, '2024-02-01');
insert into award values ('B', 100001, '2024-03-01');
insert into award values ('B', 100000, '2024-03-01');
select undertaking, size, sum(eur) as granted from award join single_undertaking('table votes_in', '2024-06-01') on orgnr = firm group by undertaking, size order by undertaking;
drop table public.award, public.votes_in;

-- nothing in, nothing out
select * from single_undertaking(null, '2024-06-01');
select * from single_undertaking('table holding', null);
select * from single_undertaking('select owner, owned, ground from holding limit 0', '2024-06-01');

-- who may not read is not read for
create role regress_tilskudd_reader;
set role regress_tilskudd_reader;
\set VERBOSITY terse
select * from single_undertaking('table pg_authid', '2024-06-01');
\set VERBOSITY default
reset role;
drop role regress_tilskudd_reader;

-- errors
create function try(ownership text, entities text default null, control text default null) returns text language plpgsql as $$
declare
	hint text;
begin
	return (select count(*)::text from tilskudd.single_undertaking(ownership, '2024-06-01', entities, control));
exception when others then
	get stacked diagnostics hint = pg_exception_hint;
	return concat_ws(E'\n', sqlstate || ' ' || sqlerrm, '  ' || nullif(hint, ''));
end $$;
\pset tuples_only on
\pset format unaligned
select try('select 1 as owner, 2 as owned');
select try('select 1 as owner, 2 as owned, 51 as votes');
select try('select 1 as owner, 51 as votes, 100 as votes_total');
select try('select true as owner, 2 as owned, 51 as votes, 100 as votes_total');
select try('select 1 as owner, 2 as owned, 51.0::float8 as votes, 100 as votes_total');
select try($$select 1 as owner, 2 as owned, 51 as votes, 100 as votes_total, '2024-01-01' as valid_from$$);
select try('select null::text as owner, 2 as owned, 51 as votes, 100 as votes_total');
select try('select 1 as owner, 2 as owned, null::int as votes, 100 as votes_total');
select try('select 1 as owner, 2 as owned, 1 as votes, null::int as votes_total');
select try('select 1 as owner, 2 as owned, null as ground');
select try('select 1 as owner, 2 as owned, -1 as votes, 100 as votes_total');
select try($$select 1 as owner, 2 as owned, 'NaN'::numeric as votes, 100 as votes_total$$);
select try($$select 1 as owner, 2 as owned, 1 as votes, 'infinity'::numeric as votes_total$$);
select try('select 1 as owner, 2 as owned, 101 as votes, 100 as votes_total');
select try('select 1 as owner, 2 as owned, 0 as votes, 0 as votes_total');
select try('select i as owner, 3 as owned, 51 as votes, 100 as votes_total from generate_series(1, 2) as i');
select try('select i as owner, 3 as owned, 25 as votes, 50 * i as votes_total from generate_series(1, 2) as i');
select try('select 1 as owner, 3 as owned, 25 as votes, 100 as votes_total from generate_series(1, 2) as i');
select try('select 1 as owner, 1 as owned, 100 as votes, 100 as votes_total');
select try('select 1 as owner, 2 as owned, 0.000000000000000000001 as votes, 100 as votes_total');
select try('select 1 as owner, 2 as owned, 1 as votes, 1e18 as votes_total');
select try('select 1 as owner, 2 as owned, 99999999999999998 as votes, 99999999999999999.00000000000000000000000 as votes_total');
select try($$select 1 as owner, 2 as owned, 'ownership' as ground$$);
select try($$select 1 as owner, 2 as owned, 'votes' as ground, date '2024-01-02' as valid_from, date '2024-01-01' as valid_to$$);
select try('table holding', $$select 'P' as id, 'Person' as kind$$);
select try('table holding', $$select 'P' as id, 'person' as kind from generate_series(1, 2)$$);
select try('table holding', $$select 'P' as id, null as kind$$);
select try('table holding', null, $$select 'P' as owner, 'A' as owned, null as ground$$);
select try('table holding', null, $$select 'P' as owner, 'A' as owned$$);
select try('delete from holding');
drop function try, undertakings, compare;
drop procedure fixpoint;
