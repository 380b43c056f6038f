-- Lines of intensity.sql.

insert into line (what, name, rows, extra, ratio, ratio_to, goal) values
	('INTENSITIES', null, null, null, null, null, null),
	('count(measure): the base', 'intensity scan', :rows, null, null, null, null),
	('max_intensity() with zone and size of each row', 'intensity', :rows, extra('intensity', 'intensity scan', :rows),
		median('intensity') / median('intensity scan'), 'base', 3),
	('zone and size alone', 'intensity inputs', :rows, extra('intensity inputs', 'intensity scan', :rows),
		median('intensity inputs') / median('intensity scan'), 'base', null),
	('a CASE with three rates written by hand', 'intensity case', :rows, extra('intensity case', 'intensity scan', :rows),
		median('intensity case') / median('intensity scan'), 'base', null),
	('the same law tables read by PL/pgSQL', 'intensity plpgsql', :tenth, extra('intensity plpgsql', 'intensity tenth', :tenth),
		extra('intensity', 'intensity scan', :rows) / extra('intensity plpgsql', 'intensity tenth', :tenth), 'max_intensity()''s extra : this', 1 / 20.0);
