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
set temp_buffers = '256MB';

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
-- It applies every rule that the columns of this country can bring up, and makes
-- the whole row.  It has no options, and no columns of votes that are not given,
-- months, bounds, consolidated accounts and control; it takes shares to be whole
-- numbers, all markets to be known, and public bodies not to be exempt; and its
-- fractions are numerics, not exact.  All that can only cost it less.
create aggregate common_total(bigint) (sfunc = lcm, stype = bigint);

create procedure size_by_tables(name text, on_date date) as $$
declare
	found_any boolean;
	most_periods int;
begin
	drop table if exists node, held, class, edge, label, grouped_person, controlling, fresh, public, weight, over_100, given, total, own, accounts, day,
		class_day, class_total, closing, state, sized, member, partner, size_by_tables;
	execute format('create temp table node as select row_number() over (order by id)::int as no, * from entity_%s', name);
	analyze node;
	execute format('create temp table given as
		select x.no as owner, x.kind, x.exempt is not null as exempt, y.no as owned, capital::bigint, capital_total::bigint, votes::bigint, votes_total::bigint
		from holding_%s h join node x on x.id = h.owner join node y on y.id = h.owned', name);
	analyze given;
	-- Share classes of one owner are added up, of one common total; own shares do not vote.
	create temp table total as
		select owned, common_total(capital_total) as capital_total, common_total(votes_total) as votes_total from given group by owned;
	analyze total;
	create temp table held as
		select owner, kind, exempt, owned, sum(g.capital * (t.capital_total / g.capital_total))::bigint as capital,
			sum(g.votes * (t.votes_total / g.votes_total))::bigint as votes, t.capital_total, t.votes_total
		from given g join total t using (owned) group by owner, kind, exempt, owned, t.capital_total, t.votes_total;
	create temp table own as select owned, votes from held where owner = owned;
	delete from held where owner = owned;
	update held set votes_total = held.votes_total - own.votes from own where own.owned = held.owned;
	create index on held (owned);
	create index on held (owner);
	create temp table class as select no, no as c from node where kind = 'enterprise';
	create unique index on class (no);
	analyze held, class;
	create temp table over_100 as
		select owned as no from held group by owned having sum(capital) > min(capital_total) or sum(votes) > min(votes_total);

	-- What persons control who act jointly.
	create temp table grouped_person as
		select no, dense_rank() over (order by coalesce(acting_group, id))::int as g from node where kind = 'person';
	create temp table controlling as
		select g, owned as no from held join grouped_person on no = owner group by g, owned having 2 * sum(votes) > min(votes_total);
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
			group by t.g, t.owned having 2 * sum(votes) > min(votes_total);
		insert into controlling table next;
		found_any := found;
		drop table fresh;
		alter table next rename to fresh;
		exit when not found_any;
	end loop;

	-- Classes of linked enterprises.  A sum can only grow where several enterprises
	-- are owners, and there alone it is looked at again.
	create temp table edge as
		select owner as a, owned as b from held where kind = 'enterprise' and 2 * votes > votes_total
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
			where x.c <> y.c group by x.c, y.c, owned having 2 * sum(votes) > min(votes_total);
		exit when not found;
	end loop;

	create temp table weight as
		select c, d, max(w) as w
		from (
			select x.c as owners, y.c as owneds, least(1, greatest(sum(capital) / min(capital_total), sum(votes) / min(votes_total))) as w
			from held join class x on x.no = owner join class y on y.no = owned
			where x.c <> y.c and not exempt
			group by x.c, y.c, owned having 4 * sum(capital) >= min(capital_total) or 4 * sum(votes) >= min(votes_total)) as one_way,
			lateral (values (owners, owneds), (owneds, owners)) as both_ways(c, d)
		group by c, d;

	-- Public bodies, what they control, and what these hold together.
	create temp table public as select no from node where kind = 'public_body';
	loop
		insert into public
			select owned from held join public on no = owner where owned not in (table public) group by owned having 2 * sum(votes) > min(votes_total);
		exit when not found;
	end loop;

	-- Figures of classes on each closing day: the least, and whether that is all.
	-- With an enterprise's last accounts those of the others count that are the
	-- last on the day asked for.
	analyze class, weight, public;
	execute format('create temp table accounts as
		select no, row_number() over w as period, period_end, lead(period_end) over w as until, headcount, turnover_eur, balance_eur
		from class left join (figure_%s join node using (id)) using (no) where coalesce(period_end <= $1, true)
		window w as (partition by no order by period_end)', name) using on_date;
	create temp table day as select distinct case when until is null then on_date else period_end end as day from accounts;
	analyze accounts, day;
	create temp table class_day as
		select c, day, coalesce(sum(headcount), 0) as headcount, coalesce(sum(turnover_eur), 0) as turnover, coalesce(sum(balance_eur), 0) as balance,
			count(headcount) = count(*) as headcount_known, count(turnover_eur) = count(*) as turnover_known, count(balance_eur) = count(*) as balance_known
		from (class cross join day) left join accounts on accounts.no = class.no and period_end <= day and (day < until or until is null) group by c, day;
	analyze class_day;
	create temp table class_total as
		select c, day, sum(headcount) as headcount, sum(turnover) as turnover, sum(balance) as balance,
			bool_and(headcount_known) as headcount_known, bool_and(turnover_known) as turnover_known, bool_and(balance_known) as balance_known
		from (table class_day union all
			select weight.c, day, w * headcount, w * turnover, w * balance, headcount_known, turnover_known, balance_known
			from weight join class_day on class_day.c = d) as t
		group by c, day;
	analyze class_total;

	-- Sizes as bits, 1 for micro: those that are possible, and those that are certain.
	-- What holds is what two periods following each other agree on.
	create temp table closing as
		select no, period, until is null as is_last, possible, certain, lag(possible) over w as possible_before, lag(certain) over w as certain_before
		from accounts join class using (no) join (
			select c, day,
				(headcount < 10 and (turnover <= 2000000 or balance <= 2000000))::int
				+ 2 * (headcount < 50 and (turnover <= 10000000 or balance <= 10000000))::int
				+ 4 * (headcount < 250 and (turnover <= 50000000 or balance <= 43000000))::int as possible,
				(headcount_known and headcount < 10 and (turnover_known and turnover <= 2000000 or balance_known and balance <= 2000000))::int
				+ 2 * (headcount_known and headcount < 50 and (turnover_known and turnover <= 10000000 or balance_known and balance <= 10000000))::int
				+ 4 * (headcount_known and headcount < 250 and (turnover_known and turnover <= 50000000 or balance_known and balance <= 43000000))::int as certain
			from class_total) as bits on bits.c = class.c and day = case when until is null then on_date else period_end end
		window w as (partition by no order by period);
	create temp table state as select no, possible, certain from closing where period = 1;
	analyze closing, state;
	select max(period) into most_periods from closing;
	for now in 2 .. most_periods loop
		update state set possible = (state.possible & d.possible) | (closing.possible & ~d.possible), certain = (state.certain & d.certain) | (closing.certain & ~d.certain)
		from closing, lateral (select closing.possible # possible_before as possible, closing.certain # certain_before as certain) as d
		where closing.no = state.no and period = now and ((state.possible # closing.possible) & ~d.possible <> 0 or (state.certain # closing.certain) & ~d.certain <> 0);
	end loop;

	create temp table sized as
		with public_held as (
			select owned as no, greatest(sum(capital) / min(capital_total), sum(votes) / min(votes_total)) as share
			from held h join public on no = owner
			where not exempt or (select c from class where no = owner) = (select c from class where no = owned) group by owned
		)
		select no, c, case when share >= 0.25 then 4 when possible & 1 > 0 then 1 when possible & 2 > 0 then 2 when possible & 4 > 0 then 3 else 4 end as best,
			case when share >= 0.25 then 4 when certain & 1 > 0 then 1 when certain & 2 > 0 then 2 when certain & 4 > 0 then 3 else 4 end as worst,
			share, possible, certain
		from state join class using (no) left join public_held using (no);
	create temp table member as select c, count(*)::int as members from class group by c;
	create temp table partner as select weight.c, sum(members)::int as partners from weight join member on member.c = d group by weight.c;
	create index on weight (c);
	analyze sized, member, partner, over_100;

	create temp table size_by_tables as
		with incomplete as (
			select no, id, c as d from accounts join node using (no) join class using (no)
			where until is null and (headcount is null or turnover_eur is null or balance_eur is null)
		), missing as (
			select c, (array_agg(id order by d <> c, d, no))[1:10] as ids
			from (select distinct c from sized where best <> worst) as u, lateral (select c as d union all select d from weight where weight.c = u.c) as w join incomplete using (d)
			group by c
		)
		select id, case when best = worst then (array['micro', 'small', 'medium', 'large'])[best] end as size, best = worst as determined,
			(array['micro', 'small', 'medium', 'large'])[best] as best, (array['micro', 'small', 'medium', 'large'])[worst] as worst,
			case when members > 1 and partners > 0 then 'partner and linked' when members > 1 then 'linked' when partners > 0 then 'partner' else 'autonomous' end as type,
			case when headcount_known then round(headcount, 6) end as headcount, case when turnover_known then round(turnover, 6) end as turnover_eur,
			case when balance_known then round(balance, 6) end as balance_eur,
			members - 1 as linked, coalesce(partners, 0) as partners, coalesce(share, 0) as public_share,
			nullif(array_remove(array[case when share >= 0.25 then 'public_control' end, case when s.possible <> closing.possible or s.certain <> closing.certain then 'two_periods' end,
				case when period < 2 then 'history_short' end, case when over_100.no is not null then 'over_100' end], null), '{}') as reasons,
			case when best <> worst then missing.ids end as missing
		from sized s join node on node.no = s.no join closing on closing.no = s.no and is_last join member on member.c = s.c join class_total t on t.c = s.c and t.day = on_date
			left join partner on partner.c = s.c left join missing on missing.c = s.c left join over_100 on over_100.no = s.no;
end $$ language plpgsql;

create view status_tenth as
	select * from tilskudd.sme_status('table holding_tenth', 'table figure_tenth', '2024-06-30', entities => 'table entity_tenth');
call size_by_tables('tenth', '2024-06-30');
create view status_text as
	select id, size::text, determined, best::text, worst::text, type, headcount, turnover_eur, balance_eur, linked, partners, public_share, reasons, missing from status_tenth;
call must_be_zero('sme_status() and the tables', '
	select count(*) from ((table status_text except table size_by_tables) union all (table size_by_tables except table status_text)) as differing');
drop view status_text;

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
	['sme by tables', 'call size_by_tables(''tenth'', ''2024-06-30'')', null]]);

-- One enterprise at a time, from indexed tables; and one of the largest class.
create index on holding_all (owner);
create index on holding_all (owned);
create index on figure_all (id);
create index on entity_all (id);
analyze holding_all, figure_all, entity_all;
create table asked as
	select id from entity_all where kind = 'enterprise' order by md5(id) limit 100;
create table asked_largest as
	select id from tilskudd.sme_status('table holding_all', 'table figure_all', '2024-06-30', entities => 'table entity_all') order by linked desc, id limit 1;
call measure(3, array[
	['sme explain', 'select count(*) from asked, lateral tilskudd.sme_explain(''table holding_all'', ''table figure_all'', asked.id, ''2024-06-30'', entities => ''table entity_all'')', null],
	['sme explain largest', 'select count(*) from asked_largest as asked, lateral tilskudd.sme_explain(''table holding_all'', ''table figure_all'', asked.id, ''2024-06-30'', entities => ''table entity_all'')', null]]);

-- The most memory that a session takes that does nothing else, without what is
-- shared of the server's.
\! psql -X -q -c "select count(size) from tilskudd.sme_status('table tilskudd_bench.holding_all', 'table tilskudd_bench.figure_all', '2024-06-30', entities => 'table tilskudd_bench.entity_all')" -c "insert into tilskudd_bench.fact select 'sme memory', sum(case s[1] when 'VmHWM' then 1 else -1 end * s[2]::float8) / 1024 from regexp_matches(pg_read_file('/proc/self/status'), '(VmHWM|RssShmem):\s+(\d+)', 'g') as s" >/dev/null
