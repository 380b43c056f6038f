-- checklist: what a call, an application or a grant letter must hold, and what is missing
set datestyle = 'ISO';
set search_path = public, tilskudd;

-- the lists, written out from the guidelines (H3-1, H3-2, H3-3, VEDLEGG2-1 to
-- VEDLEGG2-14, H6-1) and those of Kompetansepiloter (K8-1, K8-2, K4-2)
create temp table wanted (n int generated always as identity, kind text, item text, rule text, condition text);
insert into wanted (kind, item, rule, condition) values
	('call', 'purpose', 'H3-1', null),
	('call', 'criteria', 'H3-1', null),
	('call', 'information', 'H3-1', null),
	('call', 'deadline', 'H3-1', 'has_deadline'),
	('call', 'target_group', 'H3-1', null),
	('application', 'written', 'H3-2', null),
	('application', 'goals', 'H3-2', null),
	('application', 'project_plan', 'H3-2', null),
	('application', 'cost_and_financing', 'H3-2', null),
	('decision', 'basis', 'H3-3', null),
	('decision', 'written_decision', 'H3-3', null),
	('grant_letter', 'recipient', 'VEDLEGG2-1', null),
	('grant_letter', 'amount', 'VEDLEGG2-2', null),
	('grant_letter', 'purpose', 'VEDLEGG2-3', null),
	('grant_letter', 'cost_estimate', 'VEDLEGG2-4', null),
	('grant_letter', 'conditions', 'VEDLEGG2-5', null),
	('grant_letter', 'aid_form', 'VEDLEGG2-6', null),
	('grant_letter', 'lapse_date', 'VEDLEGG2-7', null),
	('grant_letter', 'payment', 'VEDLEGG2-8', null),
	('grant_letter', 'payment_check', 'VEDLEGG2-9', null),
	('grant_letter', 'reporting', 'VEDLEGG2-10', null),
	('grant_letter', 'retention', 'VEDLEGG2-11', null),
	('grant_letter', 'control', 'VEDLEGG2-12', null),
	('grant_letter', 'reactions', 'VEDLEGG2-13', null),
	('grant_letter', 'de_minimis_statement', 'VEDLEGG2-14', 'de_minimis'),
	('grant_letter', 'right_of_control', 'H6-1', null),
	('kompetansepiloter_application', 'set_form', 'K8-1', null),
	('kompetansepiloter_application', 'goal_and_method', 'K8-1', null),
	('kompetansepiloter_application', 'area', 'K8-1', null),
	('kompetansepiloter_application', 'target_group', 'K8-1', null),
	('kompetansepiloter_application', 'problem_analysis', 'K8-1', null),
	('kompetansepiloter_application', 'partners', 'K8-1', null),
	('kompetansepiloter_application', 'budget_by_year', 'K8-2', null),
	('kompetansepiloter_application', 'learning_arena_budget', 'K8-2', null),
	('kompetansepiloter_application', 'milestone_plan', 'K8-2', null),
	('kompetansepiloter_application', 'co_financing_proof', 'K8-2', null),
	('kompetansepiloter_project', 'partnership_and_plans', 'K4-2', null),
	('kompetansepiloter_project', 'learning_arena', 'K4-2', null),
	('kompetansepiloter_project', 'cooperation', 'K4-2', null);

-- of an empty object everything is missing; nothing but the lists is asked for
select coalesce(w.kind, k.kind) as kind, w.item, m.item as found, w.rule, m.rule as rule_found
from (select distinct kind from wanted) as k
cross join lateral missing_items(k.kind, '{}') as m
full join wanted as w on w.kind = k.kind and w.item = m.item
where w.item is null or m.item is null or w.rule <> m.rule;
select w.kind, w.item, c.condition, c.required, c.given
from (select distinct kind from wanted) as k
cross join lateral checklist(k.kind, '{}') as c
full join wanted as w on w.kind = k.kind and w.item = c.item and w.rule = c.rule
where w.item is null or c.item is null or w.condition is distinct from c.condition or c.given
	or c.required is distinct from case when w.condition is null then true end;
-- in the order of the guidelines
select k.kind from (select distinct kind from wanted) as k
where array(select item from missing_items(k.kind, '{}')) <> array(select item from wanted as w where w.kind = k.kind order by n)
	or array(select item from checklist(k.kind, '{}')) <> array(select item from wanted as w where w.kind = k.kind order by n);
-- the view has the same, 14 items of the letter and each with both texts
select count(*) as items, count(*) filter (where text is null or text_no is null) as without_text,
	   count(distinct rule) filter (where rule like 'VEDLEGG2-%') as of_letter
from law_required_item;
-- what is given is not missing, and nothing else changes
select count(*) as items,
	   count(*) filter (where array(select item from missing_items(w.kind, jsonb_build_object(w.item, true)))
		<> array(select o.item from wanted as o where o.kind = w.kind and o.item <> w.item order by n)) as differ
from wanted as w;
-- with all but one, that one is missing; with all, none
create temp table whole as select kind, jsonb_object_agg(item, 'as agreed') as given from wanted group by kind;
select count(*) as items,
	   count(*) filter (where array(select item from missing_items(w.kind, given - w.item)) <> array[w.item]) as differ,
	   count(*) filter (where has_all_items(w.kind, given - w.item)) as complete
from wanted as w join whole using (kind);
select kind, has_all_items(kind, given) as complete, (select count(*) from missing_items(kind, given)) as missing from whole order by kind collate "C";

-- what counts as given: whatever says something; a number does, 0 too
create temp table value (json jsonb, given boolean);
insert into value values
	('null', false), ('false', false), ('""', false), ('"  "', false), (to_jsonb(E'\t\n\r\f\x0b '::text), false), ('[]', false), ('{}', false),
	('true', true), ('"x"', true), ('" x "', true), ('"no"', true), ('0', true), ('-1.5', true), ('[null]', true), ('[[]]', true), ('{"a": null}', true),
	('"\u00a0"', true);
select v.json, v.given, c.given as found
from value as v, checklist('application', jsonb_build_object('goals', v.json)) as c
where c.item = 'goals' and c.given is distinct from v.given;
select count(*) as values from value;
select (select count(*) from missing_items('application', '{"goals": "", "goals": "to export"}')) as last_value_counts;

-- an item with a condition: VEDLEGG2-14 is for de minimis aid, H3-1 for a call with
-- a deadline; what is not said is not "no"
create temp table said (given jsonb, required boolean, missing boolean);
insert into said values
	('{}', null, true),
	('{"de_minimis": null}', null, true),
	('{"de_minimis": true}', true, true),
	('{"de_minimis": false}', false, false),
	('{"de_minimis_statement": true}', null, false),
	('{"de_minimis": true, "de_minimis_statement": true}', true, false),
	('{"de_minimis": true, "de_minimis_statement": false}', true, true),
	('{"de_minimis": false, "de_minimis_statement": ""}', false, false);
select s.given, s.required, s.missing, c.required as required_found, m.missing as missing_found, a.complete
from said as s, whole as w,
	 lateral (select w.given - 'de_minimis_statement' || s.given as letter) as l,
	 lateral (select required from checklist('grant_letter', letter) where item = 'de_minimis_statement') as c,
	 lateral (select exists (select from missing_items('grant_letter', letter) where item = 'de_minimis_statement') as missing) as m,
	 lateral (select has_all_items('grant_letter', letter) as complete) as a
where w.kind = 'grant_letter'
	and (s.required is distinct from c.required or s.missing <> m.missing or s.missing = a.complete);
select count(*) as cases from said;
select item, condition, required, given from checklist('call', '{"has_deadline": true, "deadline": "2010-03-01"}');

-- the texts and sources of one list (H3-2)
\pset format unaligned
select * from checklist('application', '{"written": true}');
select * from missing_items('application', '{"written": true, "goals": "to export", "project_plan": ["milestone 1"]}');
\pset format aligned

-- a day: from 2008-01-01 to 2014-06-30 (G0-1), Kompetansepiloter from 2020-04-01;
-- without one the last list there is
select day, has_all_items('decision', '{"basis": 1, "written_decision": 1}', day) from unnest('{2008-01-01,2014-06-30,null}'::date[]) as day;
select day, has_all_items('kompetansepiloter_project', '{}', day) from unnest('{2020-04-01,2024-12-31,null}'::date[]) as day;
select has_all_items('decision', '{"basis": 1, "written_decision": 1}', '2007-12-31');
select has_all_items('decision', '{"basis": 1, "written_decision": 1}', '2014-07-01');
select * from missing_items('decision', '{}', 'infinity');
select * from checklist('decision', '{}', '-infinity');
select * from missing_items('kompetansepiloter_project', '{}', '2020-03-31');
select * from missing_items('kompetansepiloter_project', '{}', 'infinity');

-- a mistake is not passed over
select * from missing_items('grant_letter', '{"ammount": 100000}');
select * from missing_items('grant_letter', '{"deminimis": true}');
select * from checklist('call', '{"purpose": "x", "": true}');
select has_all_items('decision', jsonb_build_object(repeat('basis', 60), 1));
select has_all_items('decision', '{"Basis": 1, "written_decision": 1}');
select has_all_items('letter', '{}');
select * from missing_items('', '{}');
select has_all_items('decision', '["basis", "written_decision"]');
select has_all_items('decision', '"basis"');
select has_all_items('decision', 'null');
select has_all_items('grant_letter', '{"de_minimis": "no"}');
select * from missing_items('grant_letter', '{"de_minimis": 1}');
select * from checklist('call', '{"has_deadline": {}}');

-- NULL: of nothing known everything is missing
select count(*) as missing from missing_items('grant_letter', null);
select count(*) as items, count(*) filter (where given) as given from checklist('grant_letter', null);
select has_all_items('grant_letter', null) as of_null, has_all_items(null, '{}') as of_no_kind;
select count(*) from missing_items(null, '{}');
select count(*) from checklist(null, '{}');

-- a constraint, a generated column and an index
create temp table letter (
	id int, contents jsonb not null,
	complete boolean generated always as (has_all_items('grant_letter', contents)) stored);
create index on letter (id) where not has_all_items('grant_letter', contents);
insert into letter select i, case when i % 2 = 0 then given else given - 'lapse_date' end from whole, generate_series(1, 4) as i where kind = 'grant_letter';
select id, complete, item, rule from letter left join missing_items('grant_letter', contents) on true order by id;
alter table letter add constraint whole_letter check (has_all_items('grant_letter', contents)) not valid;
\set VERBOSITY terse
insert into letter select 5, given - 'amount' from whole where kind = 'grant_letter';
\set VERBOSITY default
insert into letter select 6, given - 'amount' || '{"amuont": 1}' from whole where kind = 'grant_letter';
