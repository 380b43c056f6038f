-- law_rule: every rule of the guidelines, with what implements it or why nothing does

-- the ids, written out from the guidelines: a row that is lost or added is seen.
-- V10 without a number is the table of that chapter, VEDLEGG2 the items of a
-- grant letter, VEDLEGG3 the list of zones.
create temp table id as select regexp_split_to_table(trim(ids), '\s+') as rule from (values
	('G0-1 G2-1 G2-2 G2-3 G2-4 G5-1 G5-2 G5-3 G6-1 G6-2'),
	('G7-1 G7-2 G7-3 G7-4 G7-5 G7-6 G7-7 G7-8'),
	('G8-1 G8-2 G8-3 G8-4 G8-5 G8-6 G8-7 G8-8'),
	('H1-1 H1-2 H2-1'),
	('H3-1 H3-2 H3-3 H3-4 H3-5 H3-6 H3-7 H3-8 H3-9 H3-10 H3-11 H3-12 H3-13 H3-14'),
	('H4-1 H4-2 H5-1 H6-1 H8-1'),
	('V3-1 V3-2 V3-3 V3-4 V3-5 V3-6 V4-1 V4-2 V4-3 V4-4'),
	('V5-1 V5-2 V5-3 V5-4 V5-5 V5-6 V5-7 V5-8 V5-9 V5-10 V5-11 V5-12'),
	('V6-1 V6-2 V6-3 V6-4 V6-5 V6-6 V6-7 V6-8 V6-9'),
	('V7-1 V7-2 V7-3 V7-4 V8-1 V8-2 V8-3 V8-4 V8-5 V9-1 V9-2'),
	('V10 V10-1 V10-2 V10-3 V10-4 V10-5 V10-6 V10-7 V10-8 V10-9 V10-10 V10-11 V10-12'),
	('V11-1 V11-2 V11-3 V11-4 V11-5 V11-6 V11-7 V12-1 V13-1 V14-1 V14-2'),
	('VEDLEGG2-1 VEDLEGG2-2 VEDLEGG2-3 VEDLEGG2-4 VEDLEGG2-5 VEDLEGG2-6 VEDLEGG2-7'),
	('VEDLEGG2-8 VEDLEGG2-9 VEDLEGG2-10 VEDLEGG2-11 VEDLEGG2-12 VEDLEGG2-13 VEDLEGG2-14 VEDLEGG3'),
	('K1-1 K1-2 K3-1 K3-2 K4-1 K4-2 K8-1 K8-2 K9-1 K9-2 K9-3 K9-4 K10-1 K11-1 K11-2 K11-3 K12-1')) as t(ids);
select count(*) as ids from id;
select rule, id.rule is null as added, law.rule is null as lost
from id full join tilskudd.law_rule as law using (rule)
where id.rule is null or law.rule is null order by rule collate "C";
select rule, count(*) from tilskudd.law_rule group by rule having count(*) > 1;

-- either implemented or with a reason, that it is text only; everything filled in
select rule, object, reason from tilskudd.law_rule
where (object is null) = (reason is null) or place is null or subject is null or citation is null or evidence is null;
select rule, reason from tilskudd.law_rule where reason !~ '^text only: \w.{9}';
-- the id says where it stands: part and chapter
select rule, place, citation from tilskudd.law_rule
where rule <> 'G0-1' and place !~ (case
	when rule ~ '^G' then '^DEL I kap\. ' when rule ~ '^H' then '^DEL II kap\. ' when rule ~ '^K' then '^Kompetansepiloter 2020 kap\. '
	when rule ~ '^VEDLEGG' then '^Vedlegg ' else '^Vedlegg 1 kap\. ' end || substring(rule, '\d+') || '\M')
	or citation !~ case left(rule, 1) when 'K' then '^Retningslinjer for Kompetansepiloter' else '^Retningsliner for kap\. 551' end;

-- every object is there
select rule, name
from tilskudd.law_rule, unnest(string_to_array(object, ' ')) as name
where not exists (select from pg_proc where pronamespace = 'tilskudd'::regnamespace and proname = name)
	and not exists (select from pg_class where relnamespace = 'tilskudd'::regnamespace and relname = name)
	and not exists (select from pg_type where typnamespace = 'tilskudd'::regnamespace and typname = name)
order by rule collate "C", name collate "C";
-- and whatever the comments of functions cite stands here
select p.oid::regprocedure, cited[1] as rule
from pg_proc as p, regexp_matches(obj_description(p.oid, 'pg_proc'), '\m(?:[GHK]\d{1,2}|V\d{1,2})-\d{1,2}\M', 'g') as cited
where pronamespace = 'tilskudd'::regnamespace and cited[1] not in (select rule from tilskudd.law_rule);
