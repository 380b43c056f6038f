-- Intensities: max_intensity() with zone and size worked out for every row,
-- against the same law tables read by PL/pgSQL.

\warn tilskudd: intensities

create unlogged table project (
	id bigint not null,
	measure tilskudd.aid_measure not null,
	headcount int not null,
	kommunenr tilskudd.kommunenr not null,
	granted_on date not null,
	collaboration boolean not null
) with (autovacuum_enabled = false);
insert into project
	select id, (array['regional_investment', 'training_general', 'rd_industrial', 'sme_consultancy', 'employment', 'rd_experimental'])[1 + hash % 6]::tilskudd.aid_measure,
		hash / 6 % 400, kommunenr, granted_on, hash % 7 = 0
	from award, lateral (select abs(hashint8(id)) % 1000000 as hash) as h;
vacuum (freeze, analyze) project;
create unlogged table project_tenth with (autovacuum_enabled = false) as select * from project where id % 10 = 0;
vacuum (freeze, analyze) project_tenth;

-- The law as a user would keep it: tables with what the rules need, indexed.
create table intensity as
	select i.*, priority, string_to_array(zones, ' ') as in_zones
	from (select row_number() over () as number, * from tilskudd.law_intensity) i join (select distinct regime, priority from tilskudd.law_regime) r using (regime)
	where option is null and (reading is null or reading = 'corrected');
create index on intensity (measure, valid_from);
create table bonus as select *, string_to_array(zones, ' ') as in_zones from tilskudd.law_bonus;
create index on bonus (measure, valid_from);
analyze intensity, bonus;

create function intensity_by_table(asked tilskudd.aid_measure, asked_size text, day date, asked_zone text, collaborates boolean)
returns numeric as $$
declare
	rate intensity;
	result numeric;
	points numeric;
begin
	select * into rate from intensity
	where measure = asked and day between valid_from and valid_to
		and (zones is null or asked_zone = any (in_zones))
		and (condition is null or collaborates and condition like '%collaboration%')
		-- the first that has the measure, even if its rate depends on a zone that is not known
		and priority = (select min(priority) from intensity where measure = asked and day between valid_from and valid_to)
	order by number desc limit 1;
	if not found or rate.unit = 'NGE' then
		return null;
	elsif rate.same_as is not null then
		return intensity_by_table('regional_investment', asked_size, day, asked_zone, collaborates);
	end if;
	result := case asked_size when 'small' then rate.small when 'medium' then rate.medium else rate.large end;
	if result is null then
		return null;
	end if;
	select sum(case asked_size when 'small' then small when 'medium' then medium else large end) into points from (
		select distinct on (alternative, case when alternative is null then bonus end) small, medium, large from bonus
		where measure = asked and regime = rate.regime and day between valid_from and valid_to
			and (zones is null or asked_zone = any (in_zones))
			and (condition is null or collaborates and condition like '%collaboration%')
		order by alternative, case when alternative is null then bonus end, large desc) as b;
	return least(result + coalesce(points, 0), coalesce(rate.cap_percent, 100));
end $$ language plpgsql stable;
-- What refers to the aid map finds it without its own row.
delete from intensity where measure = 'regional_investment' and same_as is not null;

-- Size by headcount, zone by place and day: both in every form.
create view project_asked as
	select *, case when headcount < 50 then 'small' when headcount < 250 then 'medium' else 'large' end as size from project;
create view project_tenth_asked as
	select *, case when headcount < 50 then 'small' when headcount < 250 then 'medium' else 'large' end as size from project_tenth;

call must_be_zero('max_intensity() and the PL/pgSQL function', '
	select count(*) from project_tenth_asked
	where intensity_by_table(measure, size, granted_on, tilskudd.zone(kommunenr, granted_on)::text, collaboration)
		is distinct from tilskudd.max_intensity(measure, size::tilskudd.enterprise_size, granted_on,
			tilskudd.zone(kommunenr, granted_on), collaboration => collaboration)');

create view project_sized as
	select *, case when headcount < 50 then tilskudd.enterprise_size 'small' when headcount < 250 then 'medium' else 'large' end as size from project;

call measure(5, array[
	['intensity scan', 'select count(measure) from project', null],
	['intensity', 'select count(tilskudd.max_intensity(measure, size, granted_on, tilskudd.zone(kommunenr, granted_on))) from project_sized', null],
	['intensity inputs', 'select count(size), count(tilskudd.zone(kommunenr, granted_on)) from project_sized', null],
	['intensity case', 'select count(case when headcount < 50 then 35 when headcount < 250 then 25 else 15 end) from project', null]]);
call measure(3, array[
	['intensity tenth', 'select count(measure) from project_tenth', null],
	['intensity plpgsql', 'select count(intensity_by_table(measure, size, granted_on, tilskudd.zone(kommunenr, granted_on)::text, collaboration)) from project_tenth_asked', null]]);
