-- law: the tables as rows
set datestyle = 'ISO';

-- how far they reach
select * from tilskudd.law_horizon order by subject collate "C";

-- every row has a citation, an evidence of the four kinds, and days in order
create temp table law as
	select 'municipality' as subject, valid_from, valid_to, citation, evidence from tilskudd.law_municipality
	union all select 'municipality_name', valid_from, valid_to, citation, evidence from tilskudd.law_municipality_name
	union all select 'municipality_change', valid_from, null, citation, evidence from tilskudd.law_municipality_change
	union all select 'county', valid_from, valid_to, citation, evidence from tilskudd.law_county
	union all select 'zone_map', valid_from, valid_to, citation, evidence from tilskudd.law_zone_map
	union all select 'zone_label', valid_from, valid_to, citation, evidence from tilskudd.law_zone_label
	union all select 'zone', valid_from, valid_to, citation, evidence from tilskudd.law_zone
	union all select 'transport_zone', valid_from, valid_to, citation, evidence from tilskudd.law_transport_zone
	union all select 'payroll_zone', valid_from, valid_to, citation, evidence from tilskudd.law_payroll_zone
	union all select 'payroll_rate', valid_from, valid_to, citation, evidence from tilskudd.law_payroll_rate
	union all select 'centrality', valid_from, valid_to, citation, evidence from tilskudd.law_centrality
	union all select 'de_minimis', valid_from, valid_to, citation, evidence from tilskudd.law_de_minimis
	union all select 'de_minimis_cumulation', valid_from, valid_to, citation, evidence from tilskudd.law_de_minimis_cumulation
	union all select 'de_minimis_duty', valid_from, valid_to, citation, evidence from tilskudd.law_de_minimis_duty
	union all select 'loss_fund', valid_from, valid_to, citation, evidence from tilskudd.law_loss_fund
	union all select 'kompetansepiloter', valid_from, valid_to, citation, evidence from tilskudd.law_kompetansepiloter
	union all select 'eligibility', valid_from, valid_to, citation, evidence from tilskudd.law_eligibility
	union all select 'required_item', valid_from, valid_to, citation, evidence from tilskudd.law_required_item
	union all select 'deadline', valid_from, valid_to, citation, evidence from tilskudd.law_deadline
	union all select 'complaint', valid_from, valid_to, citation, evidence from tilskudd.law_complaint
	union all select 'cumulation', valid_from, valid_to, citation, evidence from tilskudd.law_cumulation
	union all select 'frame', valid_from, valid_to, citation, evidence from tilskudd.law_frame
	union all select 'payment', valid_from, valid_to, citation, evidence from tilskudd.law_payment
	union all select 'recovery', valid_from, valid_to, citation, evidence from tilskudd.law_recovery
	union all select 'recovery_rate', valid_from, valid_to, citation, evidence from tilskudd.law_recovery_rate
	union all select 'tax', valid_from, valid_to, citation, evidence from tilskudd.law_tax
	union all select 'regime', valid_from, valid_to, citation, evidence from tilskudd.law_regime
	union all select 'intensity', valid_from, valid_to, citation, evidence from tilskudd.law_intensity
	union all select 'bonus', valid_from, valid_to, citation, evidence from tilskudd.law_bonus
	union all select 'amount', valid_from, valid_to, citation, evidence from tilskudd.law_amount
	union all select 'threshold', valid_from, valid_to, citation, evidence from tilskudd.law_threshold
	union all select 'size_threshold', valid_from, valid_to, citation, evidence from tilskudd.law_size_threshold
	union all select 'base_rate', valid_from, valid_to, citation, evidence from tilskudd.law_base_rate
	union all select 'investor_limit', valid_from, valid_to, citation, evidence from tilskudd.law_investor_limit
	union all select 'discount_margin', valid_from, valid_to, citation, evidence from tilskudd.law_discount_margin
	union all select 'reference_margin', valid_from, valid_to, citation, evidence from tilskudd.law_reference_margin
	union all select 'guarantee_premium', valid_from, valid_to, citation, evidence from tilskudd.law_guarantee_premium
	union all select 'eur_year', valid_from, valid_to, citation, evidence from tilskudd.law_eur_year;
select count(*) > 6000 as all_there,
	   count(*) filter (where citation is null or citation = '') as uncited,
	   count(*) filter (where evidence is null or evidence not in ('text', 'derived', 'secondary', 'unverified')) as unlabelled,
	   count(*) filter (where valid_to < valid_from or valid_from is null) as backward
from law;
-- rows that nothing read has settled: Bodø after the merger of 2005, the first
-- de minimis regimes of two pools, the guarantee premiums, cumulation without
-- identifiable costs and for disabled workers, and the size of 1996
select subject, valid_from, count(*) from law where evidence = 'unverified' group by subject, valid_from order by subject collate "C", valid_from;

-- counts that the sources give: 849 numbers since 2003, 497 changes of which 9 rows
-- are divisions (Stokke 2, Tysfjord 2, Snillfjord 3, Ålesund 2), 357 classes,
-- 10 de minimis regimes, 5 x 3 margins, 16 steps of
-- cumulation, 2 limits of the loss fund, 7 values of Kompetansepiloter, 11 of
-- eligibility (6 limits, 5 grounds), averages of 1999 to 2025
-- 39 required items (5 of a call, 4 of an application, 2 of a decision, 14 + 1 of a grant
-- letter, 6 + 4 + 3 of Kompetansepiloter)
select subject, count(*) from law group by subject order by subject collate "C";
select kind, count(*) from tilskudd.law_municipality_change group by kind order by kind;

-- the proofs
select * from tilskudd.law_fault_overlap;
select * from tilskudd.law_fault_gap;
select * from tilskudd.law_fault_order;
select * from tilskudd.law_fault_source;
select * from tilskudd.law_fault_rule;

-- the raw tables: by name, typed by the query; so a view that an older version
-- made does not mind a column that came since, and says which one is gone
select * from tilskudd.law_table('zone_map') as t(valid_from date, zones text, map text) order by valid_from limit 1;
select * from tilskudd.law_table('zone_map') as t(valid_from date, area text);
-- or by position
select * from tilskudd.law_table('zone_map') as t(a text, b text, c date, d date, e text, f text, g text, h text) order by c limit 1;
select * from tilskudd.law_table('zone_map') as t(a text, b text);
select * from tilskudd.law_table('zone_map') as t(a integer, b text, c date, d date, e text, f text, g text, h text);
select * from tilskudd.law_table('nothing') as t(a text);
select * from tilskudd.law_table('zone_map; drop table x') as t(a text);
select * from tilskudd.law_table(null) as t(a text);
select * from tilskudd.law_table('zone_map');
select tilskudd.law_table('zone_map');
