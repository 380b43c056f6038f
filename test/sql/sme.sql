-- The size of enterprises with those that own them and that they own.  Each
-- case is worked out by hand from Annex I of Regulation 651/2014; random graphs
-- are compared with a slow reference elsewhere.
set search_path = public, tilskudd;
set datestyle = iso;
create table owner (g text, owner text, owned text, capital numeric, capital_total numeric, votes numeric, votes_total numeric);
create table figure (g text, id text, period_end date default '2023-12-31', headcount numeric, turnover_eur numeric, balance_eur numeric);
create table entity (g text, id text, kind text, exempt text, acting_group text, markets text[]);
create function status(graph text) returns table (id text, size enterprise_size, type text, headcount numeric, linked int, partners int, reasons text[])
language sql as $$
	select id, size, type, headcount, linked, partners, reasons from sme_status(
		format('select owner, owned, capital, capital_total, votes, votes_total from owner where g = %L', graph),
		format('select id, period_end, headcount, turnover_eur, balance_eur from figure where g = %L', graph), '2024-06-30',
		entities => format('select id, kind, exempt, acting_group, markets from entity where g = %L', graph));
$$;

-- Alone: 249 are fewer than 250, and one money limit is enough.
insert into figure values ('alone', 'a', default, 249.9, 50000000, 99999999), ('alone', 'b', default, 250, 1, 1), ('alone', 'c', default, 49.6, 10000000, 99999999),
	('alone', 'd', default, 9, 2000001, 2000000);
select * from status('alone');

-- A quarter is a partner, less is nothing: b counts 40 + 25 % of 40 = 50, which
-- is no longer small; c counts its own 40.
insert into owner values ('quarter', 'a', 'b', 25, 100, 25, 100), ('quarter', 'a', 'c', 24999999, 100000000, 24999999, 100000000);
insert into figure select 'quarter', id, '2023-12-31', 40, 1000000, 1000000 from unnest('{a,b,c}'::text[]) as id;
select * from status('quarter');

-- The higher of capital and votes: 10 + 40 % of 100 = 50.
insert into owner values ('higher', 'a', 'b', 40, 100, 25, 100);
insert into figure values ('higher', 'a', default, 100, 0, 0), ('higher', 'b', default, 10, 0, 0);
select * from status('higher');

-- Half of the votes is a partner (50 %), more is linked (100 %).
insert into owner values ('half', 'a', 'b', 50, 100, 50, 100), ('half', 'c', 'd', 50, 100, 50.01, 100);
insert into figure select 'half', id, '2023-12-31', 40, 1000000, 1000000 from unnest('{a,b,c,d}'::text[]) as id;
select * from status('half');

-- Sisters together: a controls b and c, which hold 30 % of d each.
insert into owner values ('sisters', 'a', 'b', 60, 100, 60, 100), ('sisters', 'a', 'c', 60, 100, 60, 100), ('sisters', 'b', 'd', 30, 100, 30, 100), ('sisters', 'c', 'd', 30, 100, 30, 100);
insert into figure select 'sisters', id, '2023-12-31', 70, 1000000, 1000000 from unnest('{a,b,c,d}'::text[]) as id;
select * from status('sisters');

-- A circle of majorities is one class.  What holds a partner of a partner does
-- not count: x holds 30 % of y, y 30 % of z.
insert into owner values ('circle', 'a', 'b', 60, 100, 60, 100), ('circle', 'b', 'c', 60, 100, 60, 100), ('circle', 'c', 'a', 60, 100, 60, 100),
	('circle', 'x', 'y', 30, 100, 30, 100), ('circle', 'y', 'z', 30, 100, 30, 100);
insert into figure select 'circle', id, '2023-12-31', 100, 1000000, 1000000 from unnest('{a,b,c,x,y,z}'::text[]) as id;
select * from status('circle');

-- Own shares do not vote: 45 of the 80 votes that are left are a majority.
insert into owner values ('treasury', 'b', 'b', 20, 100, 20, 100), ('treasury', 'a', 'b', 45, 100, 45, 100);
insert into figure select 'treasury', id, '2023-12-31', 30, 1000000, 1000000 from unnest('{a,b}'::text[]) as id;
select * from status('treasury');

-- A person links enterprises on one market; on different markets not.
insert into owner values ('person', 'p', 'a', 100, 100, 100, 100), ('person', 'p', 'b', 100, 100, 100, 100), ('person', 'p', 'c', 100, 100, 100, 100);
insert into entity values ('person', 'p', 'person', null, null, null), ('person', 'a', 'enterprise', null, null, '{fish}'), ('person', 'b', 'enterprise', null, null, '{fish}'), ('person', 'c', 'enterprise', null, null, '{wood}');
insert into figure select 'person', id, '2023-12-31', 30, 1000000, 1000000 from unnest('{a,b,c}'::text[]) as id;
select * from status('person');

-- Public bodies with a quarter together make it large; a venture capital company
-- with half does not count, with more it is linked.
insert into owner values ('public', 's', 'a', 15, 100, 15, 100), ('public', 't', 'a', 10, 100, 10, 100), ('public', 's', 'b', 24, 100, 24, 100),
	('public', 'v', 'c', 50, 100, 50, 100), ('public', 'v', 'd', 51, 100, 51, 100);
insert into entity values ('public', 's', 'public_body', null, null, null), ('public', 't', 'public_body', null, null, null), ('public', 'v', 'enterprise', 'venture_capital', null, null);
insert into figure select 'public', id, '2023-12-31', 5, 1000, 1000 from unnest('{a,b,c,d}'::text[]) as id;
insert into figure values ('public', 'v', default, 1000, 1e9, 1e9);
select * from status('public');

-- Two periods: what was passed once does not count yet, what was passed twice does.
insert into figure values ('years', 'a', '2021-12-31', 200, 1, 1), ('years', 'a', '2022-12-31', 200, 1, 1), ('years', 'a', '2023-12-31', 300, 1, 1),
	('years', 'b', '2021-12-31', 200, 1, 1), ('years', 'b', '2022-12-31', 300, 1, 1), ('years', 'b', '2023-12-31', 300, 1, 1);
select * from status('years');

-- Unknown is never zero: with 100 persons and a balance of 40 million it is medium
-- whatever the turnover; a linked enterprise without figures leaves it open.
insert into owner values ('unknown', 'x', 'b', 100, 100, 100, 100);
insert into figure values ('unknown', 'a', default, 100, null, 40000000), ('unknown', 'b', default, 100, 1, 1);
select id, size, determined, best, worst, missing from sme_status($$select owner, owned, capital, capital_total, votes, votes_total from owner where g = 'unknown'$$,
	$$select id, period_end, headcount, turnover_eur, balance_eur from figure where g = 'unknown'$$, '2024-06-30');

-- What can not be meant.
insert into owner values ('over', 'a', 'b', 60, 100, 60, 100), ('over', 'c', 'b', 60, 100, 60, 100);
select * from status('over');
select * from sme_status('select ''a'' as owner, ''b'' as owned, -1.0 as capital, 100.0 as capital_total', 'select ''a'' as id, date ''2023-12-31'' as period_end', '2024-06-30');
select * from sme_status('select ''a'' as owner, ''b'' as owned, 101.0 as capital, 100.0 as capital_total', 'select ''a'' as id, date ''2023-12-31'' as period_end', '2024-06-30');
select * from sme_status('select 1 as owner', 'select 1 as id', '2024-06-30');
select * from sme_status('select ''a'' as owner, ''b'' as owned, ''x'' as capital, 100.0 as capital_total', 'select ''a'' as id, date ''2023-12-31'' as period_end', '2024-06-30');
select * from sme_status('select ''a'' as owner, ''b'' as owned, 1.0 as capital, 100.0 as capital_total', 'select ''a'' as id, date ''2023-12-31'' as period_end, -1.0 as headcount', '2024-06-30');

drop function status(text);
drop table owner, figure, entity;
