-- What de_minimis.sql measured, as lines of the table of report.sql.

insert into line (what, name, rows, extra, ratio, ratio_to, goal) values
	('DE MINIMIS AID', null, null, null, null, null, null),
	('row_number() by undertaking and day: the base', 'aid sort', :awards, null, null, null, null),
	('sum(amount) over three years', 'aid sum', :awards, extra('aid sum', 'aid sort', :awards), null, null, null),
	('de_minimis_used()', 'aid used', :awards, extra('aid used', 'aid sort', :awards),
		median('aid used') / median('aid sum'), 'the line above', 0.85),
	('all breaches: sum() over three years', 'aid audit plain', :awards, null, null, null, null),
	('all breaches: de_minimis_peak() by undertaking', 'aid audit', :awards, null,
		median('aid audit') / median('aid audit plain'), 'the line above', 0.5),
	('count(*) by undertaking', 'aid group', :awards, null,
		median('aid group') / median('aid audit plain'), 'sum() over three years', null),
	('all breaches, table in eight parts', 'aid audit divided', :awards, null,
		median('aid audit divided') / median('aid audit plain'), 'sum() over three years', null),
	('the same, parallel', 'aid audit parallel', :awards, null,
		median('aid audit parallel') / median('aid audit plain'), 'sum() over three years', 0.5),
	('index: sum(amount) over three years', 'aid index sum', :awards, null, null, null, null),
	('index: de_minimis_used()', 'aid index used', :awards, null,
		median('aid index used') / median('aid index sum'), 'the line above', 0.85),
	('index: all breaches: sum() over three years', 'aid index audit plain', :awards, null, null, null, null),
	('index: all breaches: de_minimis_peak()', 'aid index audit', :awards, null,
		median('aid index audit') / median('aid index audit plain'), 'the line above', 0.5);
