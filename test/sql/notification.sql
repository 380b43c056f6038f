-- notification: above which amounts aid must be notified or published; large projects, restructuring
set datestyle = 'ISO';

-- the law, without the sources: V10-10, 800/2008 Art 6, 651/2014 Art 4
select regime, measure, item, condition, intensity_percent as pct, amount_eur, cost_eur, per, valid_from, valid_to, evidence
from tilskudd.law_threshold
where kind = 'notification' and (measure <> 'regional_investment' or valid_from < '2023-07-01')
order by (select min(priority) from tilskudd.law_regime as r where r.regime = law_threshold.regime), measure, item nulls first, valid_from, condition nulls first;
-- the amounts printed for regional aid from 2023 on are 82.5 million times the intensity, three of them rounded up
select intensity_percent, amount_eur, amount_eur - 825000 * intensity_percent as rounded_by, cost_eur
from tilskudd.law_threshold where measure = 'regional_investment' and kind = 'notification' and valid_from = '2023-07-01'
order by intensity_percent;
select kind, item, intensity_percent as pct, amount_eur, valid_from, valid_to, evidence
from tilskudd.law_threshold where kind in ('publication', 'tranche') order by kind, valid_from, item;
-- what is general knowledge only says so
select count(*) filter (where evidence = 'unverified' and caveat is null) as silent, count(*) filter (where citation is null) as uncited,
	   count(*) filter (where evidence <> 'unverified' and valid_from >= '2023-07-01' and measure in ('rd_fundamental', 'rd_industrial', 'rd_experimental')) as read
from tilskudd.law_threshold;

-- each row answers, on its first day and its last, but not outside; that of
-- territorial cooperation from 2021-08-01 on has the amount of the row before
select count(*) as rows,
	   count(*) filter (where tilskudd.notification_threshold(measure, valid_from, regime, eureka => condition is not distinct from 'eureka',
								repayable_advance => condition is not distinct from 'repayable_advance') = amount_eur) as first_day,
	   count(*) filter (where tilskudd.notification_threshold(measure, valid_to, regime, eureka => condition is not distinct from 'eureka',
								repayable_advance => condition is not distinct from 'repayable_advance') = amount_eur) as last_day,
	   count(*) filter (where tilskudd.notification_threshold(measure, valid_from - 1, regime, eureka => condition is not distinct from 'eureka',
								repayable_advance => condition is not distinct from 'repayable_advance') = amount_eur) as day_before,
	   count(*) filter (where tilskudd.notification_threshold(measure, valid_to + 1, regime, eureka => condition is not distinct from 'eureka',
								repayable_advance => condition is not distinct from 'repayable_advance') = amount_eur) as day_after
from tilskudd.law_threshold
where kind = 'notification' and item is null and measure <> 'regional_investment';
-- exactly the threshold passes, a cent more does not
select count(*) as rows,
	   count(*) filter (where not tilskudd.must_notify(amount_eur, measure, valid_from, regime, total_cost_eur => 0)) as exactly,
	   count(*) filter (where tilskudd.must_notify(amount_eur + 0.01, measure, valid_from, regime)) as cent_more
from tilskudd.law_threshold
where kind = 'notification' and item is null and condition is null;
-- measures without a row are not known, in any regime
select m.measure, bool_and(tilskudd.notification_threshold(m.measure, d::date) is null) as never
from tilskudd.law_measure as m, generate_series(date '2008-01-01', '2027-01-01', '1 month') as d
where not exists (select from tilskudd.law_threshold as t where t.measure = m.measure and t.kind = 'notification')
group by m.measure order by m.measure;

-- each day on which something changes
select d as on_date, tilskudd.notification_threshold('rd_industrial', d) as rd_industrial, tilskudd.notification_threshold('sme_consultancy', d) as consultancy,
	   tilskudd.notification_threshold('training_specific', d) as specific, tilskudd.notification_threshold('training', d) as training,
	   tilskudd.notification_threshold('culture_investment', d) as culture, tilskudd.notification_threshold('cogeneration', d) as cogeneration
from unnest(array['2007-12-31', '2008-01-01', '2008-11-13', '2008-11-14', '2014-06-30', '2014-07-01', '2017-07-09', '2017-07-10', '2021-07-31',
	'2021-08-01', '2023-06-30', '2023-07-01', '2026-12-31', '2027-01-01', 'infinity', '-infinity']::date[]) as d;

-- the guidelines come first while both hold: cluster and process innovation, and no double amount for Eureka
select m, tilskudd.notification_threshold(m, '2010-05-03') as first, tilskudd.notification_threshold(m, '2010-05-03', 'guidelines', eureka => true) as guidelines,
	   tilskudd.notification_threshold(m, '2010-05-03', '800/2008') as regulation, tilskudd.notification_threshold(m, '2010-05-03', '800/2008', eureka => true) as eureka
from unnest(array['rd_fundamental', 'rd_industrial', 'rd_experimental', 'rd_feasibility_industrial', 'rd_feasibility_experimental', 'cluster_operating',
	'process_innovation', 'property_rights', 'training_general']::tilskudd.aid_measure[]) as m;
-- 651/2014: twice for Eureka, half more for repayable advances, but not for studies; both together: not known
select m, d as on_date, tilskudd.notification_threshold(m, d) as plain, tilskudd.notification_threshold(m, d, eureka => true) as eureka,
	   tilskudd.notification_threshold(m, d, repayable_advance => true) as advance,
	   tilskudd.notification_threshold(m, d, eureka => true, repayable_advance => true) as both
from unnest(array['rd_fundamental', 'rd_industrial', 'rd_experimental', 'rd_feasibility', 'training']::tilskudd.aid_measure[]) as m,
	 unnest(array['2023-06-30', '2023-07-01']::date[]) as d
order by m, d;
select tilskudd.must_notify(30000000, 'rd_experimental', '2023-06-30', eureka => true) as twice,
	   tilskudd.must_notify(30000000.01, 'rd_experimental', '2023-06-30', eureka => true) as more,
	   tilskudd.must_notify(22500000, 'rd_experimental', '2023-06-30', repayable_advance => true) as half_more,
	   tilskudd.must_notify(22500000.01, 'rd_experimental', '2023-06-30', repayable_advance => true) as more;

-- regional aid until 2023-06-30: 75 million times the ceiling of large enterprises, which is 15 in zone III
select d as on_date, z as zone, i as intensity, tilskudd.notification_threshold('regional_investment', d, zone => z, intensity => i)
from (values ('2014-06-30'::date, 'III'::tilskudd.zone, null), ('2014-06-30', null, 15), ('2014-07-01', 'III', null), ('2021-12-31', 'III', null), ('2014-07-01', 'outside', null),
	('2014-07-01', 'IV', null), ('2014-07-01', null, null), ('2014-07-01', 'III', 20), ('2020-01-01', null, 12.5), ('2020-01-01', null, 0), ('2020-01-01', null, 100),
	('2022-01-01', 'III', null), ('2022-01-01', 'c', null), ('2022-01-01', 'outside', null), ('2023-06-30', null, 15)) as v(d, z, i);
-- Innovasjon Norge: all aid above 11.25 million must be notified
select tilskudd.must_notify(11250000, 'regional_investment', '2016-05-02', zone => 'III') as exactly,
	   tilskudd.must_notify(11250000.01, 'regional_investment', '2016-05-02', zone => 'III') as cent_more,
	   tilskudd.must_notify(0.01, 'regional_investment', '2016-05-02', zone => 'outside') as outside,
	   tilskudd.must_notify(11250000.01, 'regional_investment', '2022-05-02', zone => 'c') as not_known;
-- from 2023-07-01: the printed amounts and no others, for eligible cost of 110 million or more
select i as intensity, tilskudd.notification_threshold('regional_investment', '2023-07-01', intensity => i) as first_day,
	   tilskudd.notification_threshold('regional_investment', '2026-12-31', intensity => i) as last_day
from unnest(array[0, 10, 12, 15, 15.0, 15.1, 20, 25, 30, 35, 40, 45, 50, 60, 70, 100]) as i;
select aid, cost, tilskudd.must_notify(aid, 'regional_investment', '2024-05-02', intensity => 15, total_cost_eur => cost)
from (values (12380000, 110000000), (12380000.01, 110000000), (12380000.01, 109999999.99), (12380000, null), (12380000.01, null)) as v(aid, cost);
-- a cost below 110 million settles it without the ceiling, but not where the ceiling is 0
select tilskudd.must_notify(20000000, 'regional_investment', '2024-05-02', zone => 'c', total_cost_eur => 109999999.99) as below,
	   tilskudd.must_notify(20000000, 'regional_investment', '2024-05-02', zone => 'c', total_cost_eur => 110000000) as not_known,
	   tilskudd.must_notify(20000000, 'regional_investment', '2024-05-02', intensity => 12, total_cost_eur => 110000000) as not_printed,
	   tilskudd.must_notify(0.01, 'regional_investment', '2024-05-02', zone => 'outside', total_cost_eur => 1000) as outside;

-- sport and local infrastructure: the total cost is a limit of its own
select m, d as on_date, aid, cost, tilskudd.must_notify(aid, m, d, total_cost_eur => cost)
from (values ('sport_infrastructure'::tilskudd.aid_measure, '2017-07-09'::date, 15000000, 50000000), ('sport_infrastructure', '2017-07-09', 15000000.01, 50000000),
	('sport_infrastructure', '2017-07-09', 15000000, 50000000.01), ('sport_infrastructure', '2017-07-10', 30000000, 100000000),
	('sport_infrastructure', '2017-07-10', 30000000, 100000000.01), ('sport_infrastructure', '2023-07-01', 33000000, 110000000),
	('sport_infrastructure', '2023-07-01', 33000000.01, null), ('sport_infrastructure', '2023-07-01', 33000000, 110000000.01), ('sport_infrastructure', '2023-07-01', 33000000, null),
	('local_infrastructure', '2023-06-30', 10000000, 20000000), ('local_infrastructure', '2023-06-30', 1, 20000000.01),
	('local_infrastructure', '2023-07-01', 11000000, 22000000), ('local_infrastructure', '2023-07-01', 11000000.01, 22000000)) as v(m, d, aid, cost);
-- elsewhere the cost does not matter
select tilskudd.must_notify(3000000, 'training', '2024-05-02', total_cost_eur => 999999999) as exactly,
	   tilskudd.must_notify(3000000.01, 'training', '2024-05-02') as cent_more;

-- what is not known is NULL; a condition that is NULL claims nothing
select tilskudd.must_notify(1, 'startup', '2024-05-02') as no_row, tilskudd.must_notify(null, 'training', '2024-05-02') as aid,
	   tilskudd.must_notify(1, null, '2024-05-02') as measure, tilskudd.must_notify(1, 'training', null) as day,
	   tilskudd.must_notify(1, 'training', '2024-05-02', 'guidelines') as other_regime, tilskudd.must_notify(1, 'training', '2024-05-02', 'regional_map') as map,
	   tilskudd.notification_threshold('rd_industrial', '2024-05-02', eureka => null) as eureka,
	   tilskudd.notification_threshold('rd_industrial', '2024-05-02', repayable_advance => null) as advance;
select tilskudd.notification_threshold('training', '2024-05-02', '651/2013');
select tilskudd.notification_threshold('training', '2024-05-02', 'register');
select tilskudd.notification_threshold(null, '2024-05-02', 'Guidelines');
select tilskudd.notification_threshold('regional_investment', '2016-05-02', intensity => -1);
select tilskudd.notification_threshold('regional_investment', '2016-05-02', intensity => 100.01);
select tilskudd.notification_threshold('regional_investment', '2016-05-02', intensity => 'NaN');
select tilskudd.must_notify(-0.01, 'training', '2024-05-02');
select tilskudd.must_notify('NaN', 'training', '2024-05-02');
select tilskudd.must_notify('Infinity', 'training', '2024-05-02');
select tilskudd.must_notify(null, 'training', '2024-05-02', total_cost_eur => -1);

-- the register: the amount itself must be entered
select aid, d as on_date, tilskudd.must_publish(aid, d)
from (values (1000000, '2016-06-30'::date), (500000, '2016-07-01'), (499999.99, '2016-07-01'), (499999.99, '2023-12-10'), (500000, '2023-12-10'), (100000, '2023-12-11'),
	(99999.99, '2023-12-11'), (100000, '2100-01-01'), (0, '2024-05-02'), (100000, 'infinity'), (100000, '-infinity')) as v(aid, d);
select tilskudd.must_publish(null, '2024-05-02'), tilskudd.must_publish(1, null);
select tilskudd.must_publish(-1, '2024-05-02');
select tilskudd.must_publish('NaN', '2024-05-02');
select tilskudd.must_publish('-Infinity', '2024-05-02');

-- large projects: the whole of the first 50 million, half of the next 50, nothing of the rest; 55 and 110 from 2023-07-01
select cost, tilskudd.adjusted_aid_amount(cost, '2014-07-01', 'III') as first_day, tilskudd.adjusted_aid_amount(cost, '2023-06-30', intensity => 15) as last_day,
	   tilskudd.adjusted_aid_amount(cost, '2023-07-01', intensity => 15) as first_day, tilskudd.adjusted_aid_amount(cost, '2026-12-31', intensity => 15) as last_day
from unnest(array[0, 0.01, 49999999.99, 50000000, 50000000.01, 55000000, 55000000.02, 100000000, 100000000.02, 110000000, 110000000.02, 1e12]) as cost;
-- 75 million times the ceiling is the amount for a cost of 100 million
select count(*) as days, count(*) filter (where tilskudd.adjusted_aid_amount(100000000, d::date, intensity => 17.5) = tilskudd.notification_threshold('regional_investment', d::date, intensity => 17.5)) as same
from generate_series(date '2014-07-01', '2023-06-30', '1 day') as d;
-- exact, however small
select tilskudd.adjusted_aid_amount(100000000.0000000000000000001, '2016-05-02', intensity => 33.333333333333333333333),
	   tilskudd.adjusted_aid_amount(0.0000000000000000001, '2016-05-02', intensity => 0.0000000000000000001);
select tilskudd.adjusted_aid_amount(1000, '2014-06-30', intensity => 15) as before, tilskudd.adjusted_aid_amount(1000, '2027-01-01', intensity => 15) as after,
	   tilskudd.adjusted_aid_amount(1000, '2024-05-02', 'c') as map, tilskudd.adjusted_aid_amount(1000, '2016-05-02') as ceiling, tilskudd.adjusted_aid_amount(1000, '2016-05-02', 'I') as no_zone,
	   tilskudd.adjusted_aid_amount(1000, '2016-05-02', 'outside') as outside, tilskudd.adjusted_aid_amount(null, '2016-05-02', 'III') as cost, tilskudd.adjusted_aid_amount(1000, null, 'III') as day,
	   tilskudd.adjusted_aid_amount(1000, 'infinity', intensity => 15) as infinity;
select tilskudd.adjusted_aid_amount(-1, '2016-05-02', 'III');
select tilskudd.adjusted_aid_amount('NaN', '2016-05-02', 'III');
select tilskudd.adjusted_aid_amount('Infinity', '2016-05-02', 'III');
select tilskudd.adjusted_aid_amount(1000, '2016-05-02', 'III', 101);
select tilskudd.adjusted_aid_amount(null, null, null, -1);

-- G7-3: restructuring, at least 15 percent and at least 150 persons, in three years
select lost, employed, tilskudd.restructuring_status(lost, employed)
from (values (150, 1000), (149, 993), (149, 500), (150, 1001), (151, 1006), (151, 1007), (1, 1000000), (0, 1000), (0, 0), (500, 500),
	(322122548, 2147483647), (322122547, 2147483647), (2147483647, 2147483647)) as v(lost, employed);
-- fewer years lie within three; of more it can not be told when the jobs were lost, or that none were
select years, tilskudd.restructuring_status(150, 1000, years) as loss, tilskudd.restructuring_status(1, 1000, years) as small, tilskudd.restructuring_status(0, 1000, years) as none
from generate_series(1, 4) as years;
select tilskudd.restructuring_status(null, 1000), tilskudd.restructuring_status(1, null), tilskudd.restructuring_status(1, 1000, null);
select tilskudd.restructuring_status(1001, 1000);
select tilskudd.restructuring_status(-1, 1000);
select tilskudd.restructuring_status(0, -1);
select tilskudd.restructuring_status(150, 1000, 0);
