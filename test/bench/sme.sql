-- The size of enterprises in an ownership graph: a country of :enterprises, with
-- three holdings and two years of figures of each.  Runs after measure.sql; a tenth
-- of :rows unless :enterprises is set.

\if :{?enterprises}
\else
	select greatest(:rows / 10, 1000) as enterprises \gset
\endif

\warn tilskudd: writing a country of :enterprises enterprises

set max_parallel_workers_per_gather = 0;
set jit = off;
set work_mem = '256MB';

-- Keys are compared byte by byte, which is what a sort is fastest with.
create unlogged table number (n bigint primary key, id text collate "C" not null) with (autovacuum_enabled = false);
-- Numbers in order, with the check digit; a number without one gives way to the next.
insert into number
	select n, case check_sum % 11 when 1 then base + 1 || '8' else base::text || (11 - check_sum % 11) % 11 end
	from generate_series(0, 2 * :enterprises::bigint) as n,
		lateral (select 80000000 + 2 * n as base) as b,
		lateral (select 3 * (base / 10000000) + 2 * (base / 1000000 % 10) + 7 * (base / 100000 % 10) + 6 * (base / 10000 % 10)
			+ 5 * (base / 1000 % 10) + 4 * (base / 100 % 10) + 3 * (base / 10 % 10) + 2 * (base % 10) as check_sum) as c;
vacuum (freeze, analyze) number;

-- Who owns what, in percent.  Of 100 enterprises, 4 are in groups of 10000 that
-- have grown at random, with holdings across; 5 in chains of 30, of which every
-- third bites its tail; the others in fours, of which some belong together.
-- Everything else is held by four persons of each four, and a few public bodies.
create function country_shares(enterprises bigint)
returns table (n bigint, hash bigint, parent bigint, percent1 int, other bigint, percent2 int, percent3 int) stable
begin atomic
	with hash as (
		select n, hashint8extended(n, 1) & x'FFFFFFF'::bigint as a, (hashint8extended(n, 2) & x'FFFFFFF'::bigint) / 268435456.0::float8 as b,
			(hashint8extended(n, 3) & x'FFFFFFF'::bigint) / 268435456.0::float8 as c,
			enterprises / 25 as big, enterprises / 25 + enterprises / 20 / 30 * 30 as chained
		from generate_series(0, enterprises - 1) as n
	), place as (
		select *, case when n < big then n % 10000 when n < chained then (n - big) % 30 else (n - chained) % 4 end as place,
			case when n < big then 'group' when n < chained then 'chain' else 'small' end as kind
		from hash
	), parent as (
		select *, case
			when place = 0 then null
			when kind = 'group' then n - place + floor(place * b)::bigint
			when kind = 'chain' then n - 1
			when a % 5 < 2 then n - place + floor(place * b)::bigint end as parent
		from place
	)
	select n, a, parent, case when kind = 'chain' and place = 0 then 20 when kind = 'chain' then 60 when kind = 'group' then (array[70, 51, 60, 30])[1 + a % 4] else (array[70, 51, 30, 25])[1 + a % 4] end,
		case when other <> n and other is distinct from parent then other end,
		case kind when 'group' then 5 + a / 4 % 16 when 'chain' then case when place = 0 then 51 else 15 end else 20 end,
		case when a % 200 = 7 and kind <> 'chain' then 25 else 10 end
	from (
		select *, case
			when kind = 'group' and place > 1 then n - place + floor(least(10000, big - (n - place)) * c)::bigint
			when kind = 'chain' and place = 0 and n / 30 % 3 = 0 then n + 29
			when kind = 'small' and a % 8 = 0 then least(n - place + (place + 1) % 4, enterprises - 1) end as other
		from parent) as p;
end;

create procedure make_country(name text, enterprises bigint) as $$
begin
	execute format('create unlogged table share_%s with (autovacuum_enabled = false) as select * from country_shares(%s)', name, enterprises);
	execute format('create unlogged table holding_%s (owner text collate "C" not null, owned text collate "C" not null, capital numeric not null,
		capital_total numeric not null, votes numeric not null, votes_total numeric not null) with (autovacuum_enabled = false)', name);
	execute format('insert into holding_%1$s
		select owner, y.id, percent * total / 100, total, percent * total / 100, total
		from share_%1$s s join number y using (n) left join number x1 on x1.n = parent left join number x2 on x2.n = other,
			lateral (select (array[100, 1000, 30000])[1 + hash %% 3] as total) as t,
			lateral (values (coalesce(x1.id, ''p'' || s.n / 4 * 4 + hash %% 2), percent1), (coalesce(x2.id, ''p'' || s.n / 4 * 4 + 2), percent2),
				(case percent3 when 25 then ''k'' || hash %% 357 else ''p'' || s.n / 4 * 4 + 3 end, percent3)) as h(owner, percent)
		order by hashtext(y.id || owner)', name);
	execute format('create unlogged table figure_%s (id text collate "C" not null, period_end date not null, headcount numeric,
		turnover_eur numeric, balance_eur numeric) with (autovacuum_enabled = false)', name);
	execute format('insert into figure_%1$s
		select id, make_date(year, 12, 31), headcount, headcount * (50000 + hash %% 300000), case when hash %% 33 > 0 then headcount * (20000 + hash %% 400000) end
		from share_%1$s join number using (n), generate_series(2022, 2023) as year,
			lateral (select floor(3 / ((hash %% 10007) / 10007.0 + 0.002)) + case year when 2023 then hash %% 7 else 0 end as headcount) as f
		order by hashtext(id || year)', name);
	execute format('create unlogged table entity_%s (id text collate "C" not null, kind text not null, exempt text, acting_group text, markets text[]) with (autovacuum_enabled = false)', name);
	execute format('insert into entity_%1$s
		select id, ''enterprise'', case when hash %% 300 = 1 then ''venture_capital'' end, null, array[''m'' || hash %% 20]
		from share_%1$s join number using (n)', name);
	execute format('insert into entity_%1$s
		select owner, case left(owner, 1) when ''p'' then ''person'' else ''public_body'' end, null,
			case when owner like ''p%%'' and substr(owner, 2)::bigint %% 40 in (2, 3) then ''family '' || substr(owner, 2)::bigint / 4 end, null
		from (select distinct owner from holding_%1$s where left(owner, 1) in (''p'', ''k'')) as o', name);
end $$ language plpgsql;
call make_country('all', :enterprises);
call make_country('double', 2 * :enterprises::bigint);
call make_country('tenth', :enterprises / 10);
drop table number;
vacuum (freeze, analyze) holding_all, figure_all, entity_all, holding_double, figure_double, entity_double, holding_tenth, figure_tenth, entity_tenth;
checkpoint;

-- The same without the extension: tables that are joined until nothing changes.
-- It knows only what this country needs: whole numbers of shares, all totals
-- of a company alike, no other control than by votes, markets all known.
create procedure size_by_tables(name text) as $$
declare
	found_any boolean;
begin
	drop table if exists node, held, class, edge, label, grouped_person, controlling, fresh, public, weight, year_sum, year_total, size_by_tables;
	execute format('create temp table node as select row_number() over ()::int as no, * from entity_%s', name);
	analyze node;
	execute format('create temp table held as select x.no as owner, x.kind, x.exempt is not null as exempt, y.no as owned, capital::bigint, votes::bigint, votes_total::bigint as total
		from holding_%s h join node x on x.id = h.owner join node y on y.id = h.owned', name);
	create index on held (owned);
	create index on held (owner);
	create temp table class as select no, no as c from node where kind = 'enterprise';
	create unique index on class (no);
	analyze held, class;

	-- What persons control who act jointly.
	create temp table grouped_person as
		select no, dense_rank() over (order by coalesce(acting_group, id))::int as g from node where kind = 'person';
	create temp table controlling as
		select g, owned as no from held join grouped_person on no = owner group by g, owned having 2 * sum(votes) > min(total);
	create unique index on controlling (g, no);
	create index on controlling (no);
	create index on grouped_person (no);
	analyze grouped_person, controlling;
	create temp table fresh as select * from controlling;
	loop
		analyze fresh;
		create temp table next as
			select t.g, t.owned as no
			from (select distinct g, owned from fresh join held on owner = no) as t join held h using (owned)
				left join controlling c on c.no = h.owner and c.g = t.g left join grouped_person p on p.no = h.owner and p.g = t.g
			where (c.no is not null or p.no is not null) and not exists (select from controlling as known where known.g = t.g and known.no = t.owned)
			group by t.g, t.owned having 2 * sum(votes) > min(total);
		insert into controlling table next;
		found_any := found;
		drop table fresh;
		alter table next rename to fresh;
		exit when not found_any;
	end loop;

	-- Classes of linked enterprises.  A sum can only grow where several enterprises
	-- are owners, and there alone it is looked at again.
	create temp table edge as
		select owner as a, owned as b from held where kind = 'enterprise' and 2 * votes > total
		union all
		select min(no) over (partition by g, market), no from controlling join node using (no), unnest(markets) as market;
	create temp table label (c int, l int);
	delete from held where kind = 'person';
	loop
		analyze edge;
		insert into label select c, min(l) from (select a as c, least(a, b) as l from edge union all select b, least(a, b) from edge) as e group by c;
		analyze label;
		loop
			update label set l = m.l
			from (select c, min(l) as l from (select a as c, l from edge join label on c = b union all select b, l from edge join label on c = a) as e group by c) as m
			where m.c = label.c and m.l < label.l;
			exit when not found;
			update label set l = up.l from label as up where up.c = label.l and up.l < label.l;
		end loop;
		update class set c = l from label where label.c = class.c and l <> class.c;
		truncate edge, label;
		insert into edge
			select x.c, y.c
			from held join (select owned from held where kind = 'enterprise' group by owned having count(*) > 1) as several using (owned)
				join class x on x.no = owner join class y on y.no = owned
			where x.c <> y.c group by x.c, y.c, owned having 2 * sum(votes) > min(total);
		exit when not found;
	end loop;

	create temp table weight as
		select c, d, max(w) as w
		from (
			select x.c as owners, y.c as owneds, least(1, greatest(sum(capital), sum(votes))::numeric / min(total)) as w
			from held join class x on x.no = owner join class y on y.no = owned
			where x.c <> y.c and not exempt
			group by x.c, y.c, owned having 4 * greatest(sum(capital), sum(votes)) >= min(total)) as one_way,
			lateral (values (owners, owneds), (owneds, owners)) as both_ways(c, d)
		group by c, d;

	-- Public bodies, what they control, and what these hold together.
	create temp table public as select no from node where kind = 'public_body';
	loop
		insert into public
			select owned from held join public on no = owner where owned not in (table public) group by owned having 2 * sum(votes) > min(total);
		exit when not found;
	end loop;

	-- Figures: the least and the most that is possible.
	execute format('create temp table year_sum as
		select c, extract(year from period_end)::int as year, sum(headcount) as headcount, sum(turnover_eur) as turnover,
			sum(coalesce(balance_eur, 0)) as balance_lo, sum(coalesce(balance_eur, ''infinity'')) as balance_hi
		from figure_%s join node using (id) join class using (no) group by c, year', name);
	analyze year_sum, weight, public;
	create temp table year_total as
		select c, year, sum(headcount) as headcount, sum(turnover) as turnover, sum(balance_lo) as balance_lo, sum(balance_hi) as balance_hi
		from (table year_sum union all
			select weight.c, year, w * headcount, w * turnover, w * balance_lo, w * balance_hi from weight join year_sum on year_sum.c = d) as t
		group by c, year;
	analyze year_total;
	create temp table size_by_tables as
		with passed as (
			select c, year, k, headcount < staff and (turnover <= money or balance_lo <= balance) as lo, headcount < staff and (turnover <= money or balance_hi <= balance) as hi
			from year_total, (values (1, 10, 2000000, 2000000), (2, 50, 10000000, 10000000), (3, 250, 50000000, 43000000)) as limits(k, staff, money, balance)
		), state as (
			select now.c, now.k, case when now.lo = before.lo then now.lo else before.lo end as lo, case when now.hi = before.hi then now.hi else before.hi end as hi
			from passed now join passed before using (c, k) where now.year = 2023 and before.year = 2022
		), smallest as (
			select c, coalesce(min(k) filter (where lo), 4) as best, coalesce(min(k) filter (where hi), 4) as worst from state group by c
		), excluded as (
			select owned as no from held h join public on no = owner where not exempt or (select c from class where no = owner) = (select c from class where no = owned)
			group by owned having 4 * greatest(sum(capital), sum(votes)) >= min(total)
		)
		select id, case when excluded.no is not null then 'large' when best = worst then (array['micro', 'small', 'medium', 'large'])[best] end as size
		from node join class using (no) join smallest using (c) left join excluded using (no);
end $$ language plpgsql;

create view status_tenth as
	select * from tilskudd.sme_status('table holding_tenth', 'table figure_tenth', '2024-06-30', entities => 'table entity_tenth');
call size_by_tables('tenth');
call must_be_zero('sme_status() and the tables', '
	select count(*) from status_tenth full join size_by_tables using (id) where status_tenth.size::text is distinct from size_by_tables.size');

-- What has to be read, sorted by key.
create view sorted_all as
	select 1 from (select * from holding_all order by owned, owner) as h union all select 1 from (select * from figure_all order by id, period_end) as f;
call measure(3, array[
	['sme sort', 'select count(*) from sorted_all', null],
	['sme sort with entities', 'select (select count(*) from sorted_all) + (select count(*) from (select * from entity_all order by id) as e)', null],
	['sme', 'select count(size) from tilskudd.sme_status(''table holding_all'', ''table figure_all'', ''2024-06-30'', entities => ''table entity_all'')', null],
	['sme double', 'select count(size) from tilskudd.sme_status(''table holding_double'', ''table figure_double'', ''2024-06-30'', entities => ''table entity_double'')', null]]);
call measure(3, array[
	['sme tenth', 'select count(size) from status_tenth', null],
	['sme by tables', 'call size_by_tables(''tenth'')', null]]);

-- The most memory that a session takes that does nothing else, without what is
-- shared of the server's.
\! psql -X -q -c "select count(size) from tilskudd.sme_status('table tilskudd_bench.holding_all', 'table tilskudd_bench.figure_all', '2024-06-30', entities => 'table tilskudd_bench.entity_all')" -c "insert into tilskudd_bench.fact select 'sme memory', sum(case s[1] when 'VmHWM' then 1 else -1 end * s[2]::float8) / 1024 from regexp_matches(pg_read_file('/proc/self/status'), '(VmHWM|RssShmem):\s+(\d+)', 'g') as s" >/dev/null
