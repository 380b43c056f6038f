-- Whose figures count for one enterprise, and whose do not.  That the totals are
-- those of sme_status() is tested on random graphs elsewhere; here are the ways
-- and reasons, each worked out by hand from Annex I of Regulation 651/2014.
set search_path = tilskudd, public;
set datestyle = iso;
create table holding (owner text, owned text, capital numeric, capital_total numeric default 100, votes numeric, votes_total numeric);
create table figure (id text, period_end date default '2023-12-31', kind text, headcount numeric, headcount_lo numeric, headcount_hi numeric, turnover_eur numeric, balance_eur numeric);
create table entity (id text, kind text, exempt text, acting_group text, markets text[]);
create table ground (owner text, owned text, ground text);
create table scope (id text, member text);
create function explained(enterprise text, day date default '2024-06-30', mode text default 'rec_2003') returns table (id text, relation text, via text, weight text,
	headcount numeric, turnover numeric, bounds text, source text, size enterprise_size, reason text)
language sql as $$
	select id, relation, via, weight_part || '/' || weight_total, headcount, turnover_eur, bounds, source, size, reason
	from sme_explain('table holding', 'table figure', enterprise, day, 'table entity', 'table ground', 'table scope', mode => mode)
$$;
create procedure clean() language sql as 'truncate holding, figure, entity, ground, scope';

-- Art 6(2), 6(3): linked in full, partners by what is held with all that is linked
-- to them, their partners not: 10 + 20 + 30 % of (40 + 50) = 57.
insert into holding (owner, owned, capital) values ('Mother', 'Self', 60), ('Partner', 'Self', 30), ('Partner', 'Daughter', 51), ('Daughter', 'Far', 25), ('Small', 'Mother', 24.999999);
insert into figure (id, headcount, turnover_eur, balance_eur) values ('Self', 10, 1, 1), ('Mother', 20, 2, 2), ('Partner', 40, 4, 4), ('Daughter', 50, 5, 5), ('Far', 1000, 1, 1), ('Small', 1000, 1, 1);
select * from explained('Self');
-- As an organisation number.
insert into holding (owner, owned, capital) values ('923609016', '974760673', 100);
select id, relation, via from sme_explain('table holding', 'table figure', orgnr '923609016', '2024-06-30');
-- Somebody whom no query names is alone.
select * from explained('Nobody');

-- The higher of capital and votes: 4/10 of the votes, and down instead of up.
call clean();
insert into holding (owner, owned, capital, votes, votes_total) values ('Self', 'Held', 25, 4, 10);
select id, relation, via, weight, reason from explained('Self');
select id, relation, via, weight, reason from explained('Held');
-- Cross-holdings: the greater share for both.
call clean();
insert into holding (owner, owned, capital) values ('Self', 'Other', 25), ('Other', 'Self', 30);
select id, relation, via, weight, reason from explained('Self');

-- Art 3(3): ways through joint holdings, grounds of control and persons.  Sister A
-- and sister B hold 26 % of Self each.  Board has no holding at all.
call clean();
insert into holding (owner, owned, capital) values ('Mother', 'A', 60), ('Mother', 'B', 60), ('A', 'Self', 26), ('B', 'Self', 26), ('Kari', 'Self', 2), ('Kari', 'Wood', 100), ('Kari', 'Fish', 100), ('Kari', 'Mother', 80);
insert into ground values ('Board', 'Mother', 'board');
insert into entity values ('Kari', 'person', null, 'family', null), ('Ola', 'person', null, 'family', null), ('Wood', null, null, null, '{wood}');
insert into entity select id, null, null, null, '{fish}' from unnest('{Self,A,B,Mother,Board,Fish}'::text[]) as id;
insert into holding (owner, owned, capital) values ('Ola', 'Wood 2', 100), ('Ola', 'Nothing', 100);
insert into entity values ('Wood 2', null, null, null, '{wood}');
select id, relation, via, reason from explained('Self');

-- Art 3(2): exempt investors up to half; public bodies count elsewhere.
call clean();
insert into holding (owner, owned, capital) values ('Fund', 'Self', 50), ('Town', 'Self', 24), ('Fund', 'Mother of nobody', 51);
insert into entity values ('Fund', null, 'venture_capital', null, null), ('Town', 'public_body', null, null, null);
select id, relation, via, weight, reason from explained('Self');
-- with a quarter in public hands it is large, whatever the figures: Art 3(4)
update holding set capital = 25 where owner = 'Town';
select size, reason from explained('Self') where relation = 'total';

-- Art 6: consolidated accounts stand for those that they cover.  Without a headcount
-- of their own, those of the members count: Art 6(4).
call clean();
insert into holding (owner, owned, capital) values ('Top', 'Self', 100), ('Top', 'Outside', 100);
insert into figure (id, kind, headcount, turnover_eur, balance_eur) values ('Self', null, 10, 100, 100), ('Top', 'own', 5, 10, 10), ('Top', 'consolidated', 14, 99, 105), ('Outside', null, 1, 1, 1);
insert into scope values ('Top', 'Self');
select id, relation, headcount, turnover, source from explained('Self');
update figure set headcount = null where kind = 'consolidated';
select id, relation, headcount, turnover, source from explained('Self');

-- Unknown is never zero: 10 and 1 to 4 are 11 to 14.
call clean();
insert into holding (owner, owned, capital) values ('Mother', 'Self', 100), ('Self', 'Daughter', 100);
insert into figure (id, headcount, headcount_lo, headcount_hi, turnover_eur, balance_eur) values ('Self', 10, null, null, 1, null), ('Mother', null, 1, 4, 3000000, 1);
select id, relation, headcount, turnover, bounds, source, size, reason from explained('Self');

-- The guidelines of 2008 count own figures, and owners for independence: V4-4.
call clean();
insert into holding (owner, owned, capital) values ('Mother', 'Self', 25), ('Other', 'Self', 24);
insert into figure (id, period_end, headcount, turnover_eur, balance_eur) values ('Self', '2009-12-31', 10, 1, 1);
select id, relation, via, weight, reason, size from explained('Self', '2010-06-30', 'guidelines_2008');

-- Only what may matter is read: the queries have a row that can not be, which
-- fails where it is read.  X is a partner of Self, Y only of X, and Z owns Y.
call clean();
insert into holding (owner, owned, capital) values ('X', 'Self', 30), ('Y', 'X', 40), ('Z', 'Y', 100), ('Bad', 'Z', 101);
select count(*) from sme_status('table holding', 'table figure', '2024-06-30');
select id, relation, reason from explained('Self');
select id, relation, reason from explained('Z');
-- $1 in a query is the ids that are asked for
select id, relation from sme_explain('select * from holding where owner = any ($1) or owned = any ($1);', 'select * from figure where id = any ($1)', 'Self', '2024-06-30');
-- columns of other types are asked in their own; names that are no value of the type are nowhere
create table number_holding (owner int, owned orgnr, capital int, capital_total int);
insert into number_holding values (7, '923609016', 60, 100), (923609016, '974760673', 30, 100);
select id, relation, via from sme_explain('table number_holding', 'table figure', '923609016', '2024-06-30');
select id, relation, via from sme_explain('select owner::smallint, owned, capital, capital_total from number_holding where owner < 10', 'table figure', '7', '2024-06-30');
select id, relation, via from sme_explain('select owner::bigint, owned::text::varchar, capital, capital_total from number_holding', 'table figure', '0923609016', '2024-06-30');
-- an operator of somebody else's is not used
create schema other;
create function other.never(text, text) returns boolean language plpgsql as 'begin raise ''not this one''; end';
create operator other.= (leftarg = text, rightarg = text, function = other.never);
set search_path = other, tilskudd, public, pg_catalog;
select id, relation from tilskudd.sme_explain('table holding', 'table figure', 'Self', '2024-06-30');
set search_path = tilskudd, public;

-- No rows for what is not given.
select count(*) from sme_explain('table holding', 'table figure', null::text, '2024-06-30');
select count(*) from sme_explain('table holding', null, 'Self', '2024-06-30');
select count(*) from sme_explain('table holding', 'table figure', null::orgnr, '2024-06-30');
-- Errors.
insert into entity values ('Kari', 'person', null, null, null);
select * from explained('Kari');
select * from sme_explain('select 1; select 2', 'table figure', 'Self', '2024-06-30');
select * from sme_explain('table nowhere', 'table figure', 'Self', '2024-06-30');
select * from sme_explain('table holding', 'table figure', 'Self', '2024-06-30', mode => 'rec_1996');

drop function explained(text, date, text);
drop procedure clean();
drop table holding, figure, entity, ground, scope, number_holding;
drop schema other cascade;
