-- rule payment: payments within their grants (H3-7 to H3-12)
set datestyle = 'ISO';

-- runs a statement, tells how many rows it wrote, or the error
create function outcome(statement text) returns text language plpgsql as $$
declare
	rows bigint;
	detail text;
	hint text;
	name text;
begin
	execute statement;
	get diagnostics rows = row_count;
	return rows || ' rows';
exception when others then
	get stacked diagnostics detail = pg_exception_detail, hint = pg_exception_hint, name = constraint_name;
	return concat_ws(E'\n  ', sqlstate || ' ' || sqlerrm, 'detail: ' || nullif(detail, ''), 'hint: ' || nullif(hint, ''),
		'constraint: ' || nullif(name, ''));
end
$$;

create table granted (id int primary key, nok numeric, attested boolean default false, exempted boolean default false,
	state_audit boolean default false, budget numeric, documented numeric);
create table payment (id int, granted int, nok numeric, paid_on date, is_last boolean default false, status text default 'paid');
create function declare_guard(mode text default 'block', more jsonb default '{}', source text default
	$q$select id as key, nok as amount, attested as accounts_attested, exempted, state_audit as audited_by_riksrevisjonen,
		budget as budget_cost, documented as documented_cost from public.granted$q$) returns text language sql as $$
	select outcome(format('select tilskudd.guard(%L, %L, key => %L, amount => %L, granted_on => %L, counted => %L, mode => %L, options => %L)',
		'payment', 'payment', 'granted', 'nok', 'paid_on', 'status = ''paid''', $1,
		jsonb_build_object('grants', $3, 'final', jsonb_build_object('column', 'is_last')) || $2))
$$;
create function pay(granted int, nok numeric, is_last boolean default false, id int default null) returns text language sql as $$
	select outcome(format('insert into payment values (%L, %L, %L, %L, %L)', $4, $1, $2, '2012-06-01', $3))
$$;

-- what is wrong with a declaration is said when it is made
select declare_guard(source => 'select id as key, nok as amount from public.granted');
select declare_guard(source => 'select id as key, nok as amount, attested::text as accounts_attested from public.granted');
select declare_guard(more => '{"final": true}');
select declare_guard(more => '{"final": {"column": "status"}}');
select declare_guard(more => '{"holdback_percent": 0}');
select declare_guard(more => '{"holdback_percent": 100.1}');
select declare_guard(more => '{"holdback_percent": "25"}');
select outcome($$select tilskudd.guard('payment', 'payment', key => 'granted', amount => 'nok', granted_on => 'paid_on', options => '{"grants": "granted"}')$$);
select declare_guard(more => '{"pool": "sgei"}');
select declare_guard();

-- H3-8: 25 % of 400 000 are held back, so 300 000 are paid before the last payment
insert into granted (id, nok, budget, documented) values (1, 400000, 1000000, null);
select pay(1, 300000.01);
select pay(1, 200000, id => 11);
select pay(1, 100000.01);
select pay(1, 100000, id => 12);
select pay(1, 0);
-- H3-7, H3-10: no last payment without attested accounts, however small; not even of nothing
select pay(1, 0.01, true);
select pay(1, 0, true);
-- with them, it depends on the cost (H3-9), which is not known yet: not refused, unless it is more than the grant: 400 000 - 300 000
update granted set attested = true where id = 1;
select pay(1, 100000.01, true);
begin;
select pay(1, 100000, true);
rollback;
-- 900 000 of 1 000 000 were used: 400 000 x 0.9 = 360 000, so 60 000 are left
update granted set documented = 900000 where id = 1;
select pay(1, 60000.01, true);
select allowed, "limit", used, headroom, unit, rule, citation, undecided from tilskudd.headroom('payment', 'payment', '1', '2012-06-01', '{"final": true}');
select allowed, "limit", used, headroom, unit, rule, citation, undecided from tilskudd.headroom('payment', 'payment', '1', '2012-06-01');
select pay(1, 60000, true, 13);
select pay(1, 0.01, true);
select pay(1, 0.01);
-- a cost above the budget earns no more than the grant (H3-7)
update granted set documented = 2000000 where id = 1;
select pay(1, 40000.01, true);
select outcome('update payment set nok = nok + 40000 where id = 13');
-- one more that is not the last, after that: the 25 % are 100 000, the grant is paid
select allowed, "limit", used, headroom, rule from tilskudd.headroom('payment', 'payment', '1', '2012-06-01');
select * from tilskudd.violations('payment');

-- the last payment may come first, and be all of it
insert into granted (id, nok, attested, budget, documented) values (2, 400000, true, 100, 100);
select pay(2, 400000.01, true);
select pay(2, 400000, true);

-- H3-11: a grant below NOK 100 000 may be exempted; one of 100 000 may not
insert into granted (id, nok, exempted, budget, documented) values (3, 99999.99, true, 100, 100), (4, 100000, true, 100, 100), (5, 99999.99, false, 100, 100);
select id, pay(id, 80000, true) from granted where id in (3, 4, 5) order by id;
-- H3-12: Riksrevisjonen audits the recipient
insert into granted (id, nok, state_audit, budget, documented) values (6, 900000, true, 100, 100);
select pay(6, 900000, true);
-- NULL: not known whether the accounts are in order
insert into granted (id, nok, attested, budget, documented) values (7, 900000, null, 100, 100), (8, 900000, null, 100, 50);
begin;
select pay(7, 900000, true);
select pay(8, 450000.01, true);
rollback;

-- UPDATE: of the amount, of the kind, of the grant, of what does not count
insert into granted (id, nok, attested, budget, documented) values (9, 1000, true, 100, 100);
insert into payment values (91, 9, 750, '2012-01-01', false, 'paid'), (92, 9, 250, '2012-02-01', true, 'paid'), (93, 9, 1, '2012-03-01', false, 'planned'), (94, 10, 0, '2012-03-01', false, 'paid');
select outcome('update payment set nok = 750.01 where id = 91');
select outcome('update payment set is_last = false where id = 92');
select outcome('update payment set status = ''paid'' where id = 93');
select outcome('update payment set granted = 9, nok = 1 where id = 94');
select outcome('update payment set nok = 749 where id = 91');
select outcome('update payment set paid_on = ''2011-01-01'', nok = 749 where id = 91');
select outcome('update payment set status = ''paid'' where id = 93');
select outcome('update payment set is_last = true, nok = 1 where id = 93');
select outcome('delete from payment where id in (91, 93)');
select outcome('update payment set nok = 1000 where id = 92');
-- all rows of a statement together, savepoints
insert into granted (id, nok, attested, budget, documented) values (20, 1000, false, 100, 100);
select outcome($$insert into payment values (1, 20, 400, '2012-01-01'), (2, 20, 351, '2012-01-01')$$);
begin;
savepoint s;
insert into payment values (1, 20, 750, '2012-01-01');
rollback to s;
insert into payment values (1, 20, 750, '2012-01-01');
select pay(20, 0.01);
commit;

-- What can not be decided: no such grant, an amount that is not known
insert into granted (id, attested, budget, documented) values (30, true, 100, 100);
select pay(30, 5);
select pay(31, 5);
select pay(20, 5, null);
select pay(null, 5);
select pay(20, -5);
select allowed, "limit", used, headroom, undecided from tilskudd.headroom('payment', 'payment', '31', '2012-06-01');
select declare_guard('strict');
select pay(30, 5);
select pay(31, 5);
select pay(20, 0, null);
select outcome($$select tilskudd.headroom('payment', 'payment', '1', '2012-06-01', '{"final": 1}')$$);
select declare_guard();
-- what is no fact
insert into granted (id, nok, attested, budget, documented) values (40, -1, true, 100, 100), (41, 1, true, 0, 100), (42, 1, true, 100, 'NaN');
select pay(40, 1);
select pay(41, 1);
select pay(42, 1);
select declare_guard(source => 'select 1 as key, 1.0 as amount, true as accounts_attested from generate_series(1, 2)');
select pay(1, 1);

-- Without costs, they are not asked for; exempted is then nobody
select declare_guard(source => 'select id as key, nok as amount, attested as accounts_attested from public.granted');
insert into granted (id, nok, attested, budget, documented) values (50, 1000, true, 100, 10), (51, 1000, false, 100, 100);
select pay(50, 1000, true);
select pay(51, 1000, true);
-- with one of the two only, the cost is not known
select declare_guard(source => 'select id as key, nok as amount, attested as accounts_attested, budget as budget_cost from public.granted');
delete from payment where granted = 50;
select pay(50, 1000, true);

-- a payment of no amount does not count beside a new one of its grant, which is said each time
insert into granted (id, nok) values (52, 1000);
select pay(52, null);
select pay(52, 1);
delete from payment where granted = 52;

-- Another part is held back (H3-8 is a main rule): 10 % of 1000
select declare_guard(more => '{"holdback_percent": 10}');
insert into granted (id, nok, attested, budget, documented) values (60, 1000, false, 100, 100);
select pay(60, 900.01);
select pay(60, 900);
select options from tilskudd.guards where target = 'payment'::regclass;

-- The audit: a last payment without accounts has no limit; a grant that was cut has
select declare_guard('off');
insert into granted (id, nok, attested, budget, documented) values (70, 1000, false, 100, 100), (71, 1000, true, 100, 100), (72, 1000, true, 100, null);
insert into payment values (1, 70, 100, '2012-01-01', false), (1, 70, 100, '2012-02-01', true), (1, 71, 751, '2012-01-01', false), (1, 72, 751, '2012-01-01', true);
select key, on_date, used, "limit", excess, citation from tilskudd.violations('payment') where key in ('70', '71', '72') order by 1, 2;

-- modes warn, and an override
create role payment_officer;
select declare_guard('warn');
select pay(71, 1);
select declare_guard(more => '{"override_role": "payment_officer"}');
set tilskudd.override_reason = 'Settlement';
select pay(71, 1);
select pay(51, 1, true);
reset tilskudd.override_reason;
select key, used, requested, ceiling, reason, citation from tilskudd.guard_override order by recorded_at;

-- partitions
create table paid (granted int, nok int, paid_on date, is_last boolean) partition by range (paid_on);
create table paid_1 partition of paid for values from ('2012-01-01') to ('2013-01-01');
create table paid_2 partition of paid default;
select tilskudd.guard('paid', 'payment', key => 'granted', amount => 'nok', granted_on => 'paid_on',
	options => '{"final": {"column": "is_last"}, "grants": "select id as key, nok as amount, attested as accounts_attested from public.granted"}');
insert into paid values (9, 700, '2012-01-01', false), (9, 50, '2013-01-01', false);
select outcome($$insert into paid_1 values (9, 1, '2012-01-01', false)$$);
select outcome($$insert into paid_2 values (9, 251, '2014-01-01', true)$$);
select outcome($$insert into paid_2 values (9, 250, '2014-01-01', true)$$);
drop table paid, payment, granted;
drop role payment_officer;
drop function outcome(text), declare_guard(text, jsonb, text), pay(int, numeric, boolean, int);
truncate tilskudd.guard_override;
